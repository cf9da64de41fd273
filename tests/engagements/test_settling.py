"""Where sources disagree: both values stand with who said them, until somebody settles it; a further one reopens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engagements.disagreement import agree, disagreements
from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Engagement, Settlement
from engagements.numbers import numbers_in
from engagements.services.recording import CommitmentRecord, add_source
from engagements.services.settling import reopen, settle
from engagements.services.undoing import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import Merge
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DAY = "الأربعاء"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("تدريب 24 فنيًا", {24}),
        ("تدريب ٢٤ فنيا", {24}),
        ("تدريب أربعة وعشرين فنيًا", {24}),
        ("تدريب أربعة و عشرين فنيًا", {24}),
        ("ثلاثة آلاف طن و5 مصانع", {3000, 5}),
        ("خمسة عشر يومًا", {15}),
        ("مئة وخمسون مليونا", {150}),
        ("150 مليون دينار", {150_000_000}),
        ("1,200,000 طن و2.5 مليار", {1_200_000, 2_500_000_000}),
        ("خمسة مصانع وعشرة", {5, 10}),
        ("وواحد فقط", {1}),
        ("تشكيل فريق", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, numbers: set[float]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("date", "2026-11", "2026-11-18", True),
        ("date", "2026-11-17", "2026-11-18", False),
        ("due_on", "2026-02", "2026-02-28", True),
        ("due_on", "2026", "2026-12-31", True),
        ("due_on", "2026-02", "2026-02-01", False),
        ("city", "مصراتة", "مصراته", True),
        ("city", "مصراتة", "طرابلس", False),
        ("kind", "meeting", "visit", False),
        ("name", "د. أحمد أبو هيبة", "أحمد أبوهيبه", True),
        ("name", "كينجي موراكامي", "كنجي موراكاوا", False),
        ("role", "السفير", "سفير اليابان لدى ليبيا", True),
        ("role", "سفير اليابان", "القائم بالأعمال", False),
        ("role", "السفير الكوري لدى ليبيا", "سفير جمهورية كوريا لدى ليبيا", True),
        ("role", "السفير الكوري", "سفير جمهورية كوريا لدى دولة ليبيا", True),
        ("role", "السفير الياباني لدى ليبيا", "سفير اليابان", True),
        ("role", "السفيرة الإيطالية", "سفيرة إيطاليا", True),
        ("role", "القنصل التركي في مصراتة", "قنصل تركيا في مصراتة", True),
        ("role", "السفير الياباني", "سفير كوريا", False),
        ("role", "سفير الولايات المتحدة", "سفير المملكة المتحدة", False),
        ("role", "سفير كوريا الجنوبية", "سفير كوريا الشمالية", False),
        ("role", "سفير النيجر", "سفير نيجيريا", False),
        ("role", "السفير الإيطالي", "القنصل الإيطالي", False),
        ("role", "المدير المالي", "مدير مال", False),
        ("text", "تقديم عشر منح", "تقديم اثنتي عشرة منحة", False),
        ("text", "تدريب عشرين فنيًا", "إيفاد 20 فنيًا للتدريب", True),
        ("text", "تدريب عشرين فنيًا", "تدريب 24 فنيًا", False),
        ("text", "تدريب عشرين فنيًا", "تدريب فنيين", True),
    ],
)
def test_what_is_a_disagreement(field: str, one: str, other: str, same: bool) -> None:
    assert agree(field, one, other) is same
    assert agree(field, other, one) is same


@pytest.fixture
def engagement(register: Register) -> Engagement:
    return register.engagement(
        register.source(outlet="المكتب الإعلامي", published_on=date(2026, 11, 18)),
        participants=(
            register.participant("كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)),
        ),
        commitments=(
            CommitmentRecord(
                "agreed",
                "تدريب عشرين فنيًا",
                "",
                date(2027, 2, 28),
                (register.quotation("text", "تدريب عشرين فنيًا"),),
            ),
        ),
        evidence=(register.quotation("date", DAY, "2026-11-18"), register.quotation("city", "طرابلس")),
    )


def join(register: Register, engagement: Engagement, outlet: str, **values: Any) -> Merge:
    return add_source(
        engagement=engagement,
        source=register.source(outlet=outlet),
        record=register.record(**values),
        by=register.editor,
        now=NOW,
    )


@pytest.fixture
def disputed(register: Register, engagement: Engagement) -> Engagement:
    """A second source that has another day, spelling, office, number and due date."""
    ambassador, promise = engagement.participations.get(), engagement.commitments.get()
    person = register.participant(
        "كنجي موراكاوا",
        role="القائم بالأعمال",
        evidence=(
            register.quotation("name", "كينجي", "كنجي موراكاوا"),
            register.quotation("role", "السفير", "القائم بالأعمال"),
        ),
    )
    said = (
        register.quotation("text", "تدريب عشرين", "تدريب 24 فنيا"),
        register.quotation("due_on", "قبل نهاية فبراير", "2027-03"),
    )
    join(
        register,
        engagement,
        "وكالة الساحل",
        date=date(2026, 11, 17),
        participants=(replace(person, joins=ambassador.pk),),
        commitments=(CommitmentRecord("agreed", "تدريب 24 فنيا", "", None, said, joins=promise.pk),),
        evidence=(
            register.quotation("date", "صباح الأربعاء", "2026-11-17"),
            register.quotation("city", "طرابلس"),
        ),
    )
    engagement.refresh_from_db()
    return engagement


def points(engagement: Engagement) -> dict[str, list[str]]:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    return {point.field: point.values for point in disagreements(fresh)}


def open_fields(engagement: Engagement) -> set[str]:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    still = {point.field for point in disagreements(fresh) if point.open}
    assert fresh.disputed == len(still), "the number beside the engagement is kept up to date"
    return still


def settled(register: Register, engagement: Engagement, key: str, value: str, **more: Any) -> Settlement:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    seen = next(point.values for point in disagreements(fresh) if point.key == key)
    arguments: dict[str, Any] = {"note": "  بحسب محضر اللقاء ", "now": LATER, "seen": seen} | more
    return settle(engagement=engagement, key=key, value=value, by=register.editor, **arguments)


def test_both_values_stand_with_who_said_them(disputed: Engagement, as_role: Callable[[str], Client]) -> None:
    assert points(disputed) == {
        "date": ["2026-11-18", "2026-11-17"],
        "name": ["كينجي موراكامي", "كنجي موراكاوا"],
        "role": ["السفير", "القائم بالأعمال"],
        "text": ["تدريب عشرين فنيًا", "تدريب 24 فنيا"],
        "due_on": ["2027-02-28", "2027-03"],
    }
    assert open_fields(disputed) == set(points(disputed))
    answer = as_role("viewer").get(disputed.get_absolute_url())
    html = answer.content.decode()
    assert "كنجي موراكاوا" in html
    assert "وكالة الساحل" in html
    assert "القائم بالأعمال" in html
    assert f"/engagements/{disputed.pk}/settle/" not in html, "a viewer settles nothing"
    html = as_role("registrar").get(disputed.get_absolute_url()).content.decode()
    assert f"/engagements/{disputed.pk}/settle/date/?value=1" in html


def test_settling_takes_a_value_says_who_and_why(register: Register, disputed: Engagement) -> None:
    settled(register, disputed, "date", "2026-11-17")
    disputed.refresh_from_db()
    assert (disputed.date, disputed.date_precision) == (date(2026, 11, 17), "day")
    assert disputed.date_as_written == "صباح الأربعاء", "in the words of the source that was followed"
    assert "date" not in open_fields(disputed)
    assert points(disputed)["date"] == ["2026-11-17", "2026-11-18"]
    entry = AuditEntry.objects.get(action="settled")
    assert entry.changes == {"date": ["2026-11-18", "2026-11-17"]}
    assert entry.note == "بحسب محضر اللقاء"
    assert entry.subject_id == disputed.pk


@pytest.mark.parametrize(
    ("field", "value", "columns"),
    [
        ("date", "2026-11", {"date": date(2026, 11, 1), "date_precision": "month"}),
        ("date", "2026-11-18", {"date": date(2026, 11, 18)}),
        ("name", "كينجي  موراكاوا", {"name": "كينجي موراكاوا"}),
        ("role", "القائم بالأعمال", {"role": "القائم بالأعمال"}),
        ("text", "تدريب 22 فنيًا", {"text": "تدريب 22 فنيًا"}),
        ("due_on", "2027-03-31", {"due_on": date(2027, 3, 31), "due_basis": "set"}),
    ],
)
def test_any_field_can_be_settled_by_any_value(
    register: Register, disputed: Engagement, field: str, value: str, columns: dict[str, Any]
) -> None:
    person, promise = disputed.participations.get(), disputed.commitments.get()
    owner: Any = {"name": person, "role": person, "text": promise, "due_on": promise}.get(field, disputed)
    prefix = {person: f"participant-{person.pk}-", promise: f"commitment-{promise.pk}-"}.get(owner, "")
    before = {name: getattr(owner, name) for name in columns}
    settlement = settled(register, disputed, f"{prefix}{field}", value)
    owner.refresh_from_db()
    assert {name: getattr(owner, name) for name in columns} == columns
    assert field not in open_fields(disputed)
    reopen(settlement=settlement, by=register.editor, now=LATER)
    owner.refresh_from_db()
    assert {name: getattr(owner, name) for name in columns} == before
    assert field in open_fields(disputed)
    assert not Settlement.objects.exists()
    assert AuditEntry.objects.filter(action="reopened").count() == 1


@pytest.mark.parametrize(("value", "field"), [("2026-13-01", "date"), ("أمس", "date"), ("2026-1", "date")])
def test_a_value_that_is_none_is_refused(
    register: Register, disputed: Engagement, value: str, field: str
) -> None:
    with pytest.raises(Refusal):
        settled(register, disputed, field, value)
    assert field in open_fields(disputed)


def test_a_last_day_before_the_first_is_refused(register: Register, disputed: Engagement) -> None:
    Engagement.objects.filter(pk=disputed.pk).update(date_end=date(2026, 11, 18))
    with pytest.raises(Refusal):
        settled(register, disputed, "date", "2026-11-19")


@pytest.mark.parametrize(("says", "opens"), [("2026-11-16", True), ("2026-11-17", False), ("2026-11", False)])
def test_a_further_value_opens_the_question_again(
    register: Register, disputed: Engagement, says: str, opens: bool
) -> None:
    settled(register, disputed, "date", "2026-11-17")
    join(register, disputed, "صحيفة المرفأ", evidence=(register.quotation("date", DAY, says),))
    assert ("date" in open_fields(disputed)) is opens


def test_what_was_weighed_otherwise_is_a_conflict(register: Register, disputed: Engagement) -> None:
    with pytest.raises(Conflict):
        settled(register, disputed, "date", "2026-11-17", seen=["2026-11-18"])
    with pytest.raises(Conflict):
        settle(
            engagement=disputed,
            key="city",
            value="بنغازي",
            seen=[],
            note="",
            by=register.editor,
            now=LATER,
        )


def test_settled_again_it_goes_back_to_what_was_there_first(register: Register, disputed: Engagement) -> None:
    settled(register, disputed, "date", "2026-11-17")
    again = settled(register, disputed, "date", "2026-11-16", now=LATER + timedelta(hours=1))
    reopen(settlement=again, by=register.editor, now=LATER)
    disputed.refresh_from_db()
    assert disputed.date == date(2026, 11, 18)


def test_a_decision_that_was_overtaken_is_not_taken_back(register: Register, disputed: Engagement) -> None:
    first = settled(register, disputed, "date", "2026-11-17")
    settled(register, disputed, "date", "2026-11-16", now=LATER + timedelta(hours=1))
    with pytest.raises(Conflict):
        reopen(settlement=first, by=register.editor, now=LATER)
    again = Settlement.objects.get()
    Engagement.objects.filter(pk=disputed.pk).update(date=date(2026, 11, 1))
    with pytest.raises(Refusal):
        reopen(settlement=again, by=register.editor, now=LATER)


def test_a_source_is_taken_out_once_what_rests_on_it_is_open_again(
    register: Register, disputed: Engagement
) -> None:
    settlement = settled(register, disputed, "date", "2026-11-17")
    merge = disputed.merges.get()
    with pytest.raises(Refusal):
        undo(merge=merge, by=register.editor, now=LATER)
    reopen(settlement=settlement, by=register.editor, now=LATER)
    undo(merge=merge, by=register.editor, now=LATER)
    assert points(disputed) == {}
    disputed.refresh_from_db()
    assert disputed.disputed == 0


def test_what_the_editor_read_against_the_machine_is_a_side(
    register: Register, engagement: Engagement
) -> None:
    by_hand = register.quotation("date", DAY, "2026-11-16", state="added", band="hand")
    join(register, engagement, "وكالة الساحل", evidence=(by_hand,))
    assert points(engagement) == {"date": ["2026-11-18", "2026-11-16"]}


def test_settling_on_the_page(
    register: Register, disputed: Engagement, as_role: Callable[[str], Client]
) -> None:
    client = as_role("registrar")
    address = f"/engagements/{disputed.pk}/settle/date/"
    answer = client.get(f"{address}?value=1")
    assert answer.status_code == 200
    seen = answer.context["form"]["seen"].value()
    html = answer.content.decode()
    assert "صباح الأربعاء" in html
    assert client.post(address, {"choice": "other", "seen": seen}).status_code == 422
    assert client.post(address, {"choice": "other", "other": "nonsense", "seen": seen}).status_code == 422
    assert client.post(address, {"choice": "1", "seen": "0"}).status_code == 409
    answer = client.post(address, {"choice": "1", "seen": seen, "note": "بحسب المحضر"})
    assert (answer.status_code, answer["Location"]) == (302, disputed.get_absolute_url())
    html = client.get(disputed.get_absolute_url()).content.decode()
    assert "بحسب المحضر" in html
    assert "conflict--settled" in html
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 302
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 409
    assert "date" in open_fields(disputed)


def test_a_country_is_shown_and_settled_by_its_name(
    register: Register, engagement: Engagement, as_role: Callable[[str], Client]
) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(country="LY")
    join(register, engagement, "وكالة الساحل", evidence=(register.quotation("country", "الياباني", "JP"),))
    client = as_role("registrar")
    assert "اليابان" in client.get(engagement.get_absolute_url()).content.decode()
    address = f"/engagements/{engagement.pk}/settle/country/"
    seen = client.get(address).context["form"]["seen"].value()
    assert client.post(address, {"choice": "other", "other": "IT", "seen": seen}).status_code == 302
    engagement.refresh_from_db()
    assert engagement.country_id == "IT"


def test_who_may_not_settle_is_refused(disputed: Engagement, as_role: Callable[[str], Client]) -> None:
    for role in ("viewer", "manager"):
        client = as_role(role)
        assert client.get(f"/engagements/{disputed.pk}/settle/date/").status_code == 403
        assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 403
    client = as_role("registrar")
    assert client.get(f"/engagements/{disputed.pk}/settle/city/").status_code == 404
    Engagement.objects.filter(pk=disputed.pk).update(confidentiality="restricted")
    assert client.get(f"/engagements/{disputed.pk}/settle/date/").status_code == 404
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 404


def test_what_is_unsettled_is_listed_and_waits_on_the_first_page(
    register: Register, disputed: Engagement, as_role: Callable[[str], Client]
) -> None:
    agreed = register.engagement(title="متفق عليه")
    client = as_role("registrar")
    html = client.get("/conflicts/").content.decode()
    assert disputed.title in html
    assert agreed.title not in html
    assert "/conflicts/" in client.get("/").content.decode()
    assert "/conflicts/" not in as_role("viewer").get("/").content.decode()
    assert client.get("/conflicts/?colour=blue").context["rows"] == []
    Engagement.objects.filter(pk=disputed.pk).update(confidentiality="restricted")
    assert disputed.title not in client.get("/conflicts/").content.decode()
    assert "/conflicts/" not in client.get("/").content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_the_same_however_long(
    register: Register,
    as_role: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
    size: int,
) -> None:
    for _number in range(size):
        one = register.engagement(evidence=(register.quotation("date", DAY, "2026-11-18"),))
        join(register, one, "وكالة الساحل", evidence=(register.quotation("date", DAY, "2026-11-17"),))
    client = as_role("registrar")
    with django_assert_max_num_queries(22):
        assert len(client.get("/conflicts/").context["rows"]) == size


def test_a_due_date_by_default_moves_with_the_date_of_the_engagement(
    register: Register, disputed: Engagement
) -> None:
    """One that somebody set or stated stays."""
    stated = disputed.commitments.get()
    days = {"default": date(2027, 2, 16), "set": date(2027, 2, 16)}
    for basis, day in days.items():
        Commitment.objects.create(
            engagement=disputed, kind="agreed", text=basis, due_on=day, due_basis=basis, position=5
        )
    seen = next(one for one in disagreements(disputed) if one.key == "date").values
    settled = settle(
        engagement=disputed, key="date", value="2026-11-17", seen=seen, note="", by=register.editor, now=LATER
    )

    def due() -> dict[str, date | None]:
        return dict(disputed.commitments.exclude(pk=stated.pk).values_list("due_basis", "due_on"))

    assert due() == days | {"default": date(2027, 2, 15)}
    entry = AuditEntry.objects.get(subject_type="commitment", action="changed")
    assert entry.changes == {"due_on": ["2027-02-16", "2027-02-15"]}
    reopen(settlement=settled, by=register.editor, now=LATER + timedelta(hours=1))
    assert due() == days
