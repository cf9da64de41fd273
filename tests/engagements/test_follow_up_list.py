"""The list of follow-ups: its filters and their counts, its groups, and values changed in their place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.follow_ups.counting import counts_of
from engagements.follow_ups.filters import CommitmentFilter, follow_ups_asked
from engagements.follow_ups.panels import views
from engagements.follow_ups.ready import VIEWS, counts, quarter
from engagements.models import Commitment, Country, Engagement, Partner, Topic, Unit
from engagements.paging import AtLeast
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)


def asked(query: str, user: User) -> CommitmentFilter:
    return follow_ups_asked(QueryDict(query), user, TODAY)


def found(query: str, user: User) -> set[int]:
    return set(asked(query, user).qs.values_list("pk", flat=True))


def promised(register: Register, number: int = 1, **values: Any) -> Engagement:
    promises = tuple(CommitmentRecord("agreed", f"وعد {n}", "", None) for n in range(number))
    return register.engagement(commitments=promises, **values)


def test_by_partner_topic_and_day_of_the_engagement(register: Register) -> None:
    mine = promised(register, organizations=("شركة هوكوتو",), topics=("mining",), date=date(2026, 5, 1))
    other = promised(register, topics=("training", "mining"), date=date(2026, 6, 1))
    user, partner = register.editor, Partner.objects.get()
    mine_ones, other_ones = ({one.commitments.get().pk} for one in (mine, other))
    assert found(f"partner={partner.pk}", user) == mine_ones
    assert found("topic=training", user) == other_ones
    assert found("topic=training&topic=mining", user) == mine_ones | other_ones
    assert found(f"topic=training&partner={partner.pk}", user) == set()
    assert found("made_since=2026-05-02", user) == other_ones
    assert found("made_until=2026-05-31&made_since=2026-05-01", user) == mine_ones


def test_by_who_must_act_a_unit_with_all_below_it(register: Register) -> None:
    top = Unit.objects.create(name_ar="قطاع الإنتاج")
    below = Unit.objects.create(name_ar="إدارة المصانع", parent=top)
    register.engagement(organizations=("شركة هوكوتو",))
    partner = Partner.objects.get()
    first, second, third, _free = [register.commitment(owner="كلام") for _ in range(4)]
    for one, column in ((first, {"owner_unit": top}), (second, {"owner_unit": below})):
        Commitment.objects.filter(pk=one.pk).update(**column)
    Commitment.objects.filter(pk=third.pk).update(owner_partner=partner)
    user = register.editor
    assert found(f"owned=unit-{top.pk}", user) == {first.pk, second.pk}
    assert found(f"owned=unit-{below.pk}", user) == {second.pk}
    assert found(f"owned=unit-{below.pk}&owned=partner-{partner.pk}", user) == {second.pk, third.pk}
    assert found("owned=unit-0&owned=person-9", user) == set()


def test_by_assignee(register: Register, account: Callable[..., User]) -> None:
    manager = account("manager")
    mine, _other = register.commitment(), register.commitment()
    Commitment.objects.filter(pk=mine.pk).update(assignee=manager)
    assert found(f"assignee={manager.pk}", register.editor) == {mine.pk}


def test_silent_is_what_was_made_long_ago_and_not_changed_since(
    register: Register, account: Callable[..., User]
) -> None:
    old = promised(register, 2, date=TODAY - timedelta(days=91))
    promised(register, date=TODAY - timedelta(days=90))
    first, second = old.commitments.order_by("pk")
    change = CommitmentChange(first.status, "السفارة", None, first.due_on)
    change_commitment(commitment=first, change=change, by=account("manager"), now=timezone.now())
    assert found("view=silent", register.editor) == {second.pk}


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 22), (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 1, 31), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31))),
        (date(2026, 6, 30), (date(2026, 4, 1), date(2026, 6, 30))),
    ],
)
def test_the_quarter_of_a_day(day: date, ends: tuple[date, date]) -> None:
    assert quarter(day) == ends


def test_what_is_done_counts_in_its_quarter(register: Register) -> None:
    now, before = register.commitment(), register.commitment()
    Commitment.objects.filter(pk=now.pk).update(status="done", closed_on=date(2026, 10, 1))
    Commitment.objects.filter(pk=before.pk).update(status="done", closed_on=date(2026, 9, 30))
    assert found("view=done", register.editor) == {now.pk}


def test_a_choice_is_counted_under_the_other_filters_and_not_under_its_own(register: Register) -> None:
    promised(register, 2, partner_countries=("JP",), topics=("mining",))
    promised(register, 3, partner_countries=("IT",), topics=("mining",))
    promised(register, 5, partner_countries=("IT",), topics=("training",))
    counted = counts_of(asked("country=JP&topic=mining", register.editor))
    assert counted.total == 2
    assert counted.of("country") == {"JP": 2, "IT": 3}
    assert counted.of("topic") == {"mining": 2}
    assert counted.of("kind") == {"agreed": 2}


def test_statuses_are_counted_though_only_open_ones_are_shown(register: Register) -> None:
    register.commitment()
    closed = register.commitment()
    Commitment.objects.filter(pk=closed.pk).update(status="done", closed_on=TODAY)
    assert counts_of(asked("", register.editor)).of("status") == {"open": 1}
    assert counts_of(asked("status=open", register.editor)).of("status") == {"open": 1, "done": 1}


def test_counts_of_a_long_list_say_that_there_are_more(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagements.follow_ups.counting.FIRST", 2)
    promised(register, 3)
    counted = counts_of(asked("", register.editor))
    assert (counted.total, counted.bounded) == (3, True)
    assert str(counted.of("kind")["agreed"]) == "2+"
    assert isinstance(counted.of("kind")["agreed"], AtLeast)


def test_restricted_ones_are_in_no_list_and_no_count(
    register: Register, account: Callable[..., User]
) -> None:
    secret = promised(register, topics=("mining",))
    Engagement.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    promised(register, topics=("training",))
    viewer = account("viewer")
    counted = counts_of(asked("view=all", viewer))
    assert (counted.total, counted.of("topic")) == (1, {"training": 1})
    assert set(counts(viewer, TODAY).values()) <= {0, 1}


def test_what_it_is_about_follows_the_engagement(register: Register) -> None:
    made = promised(register, partner_countries=("JP", "IT"), topics=("mining",), date=date(2026, 5, 1))
    one = made.commitments.get()

    def about() -> tuple[list[str], date | None, str]:
        one.refresh_from_db()
        return one.about, one.made_on, one.first_country

    assert about() == (["country=IT", "country=JP", "topic=mining"], date(2026, 5, 1), "IT")
    made.partner_countries.remove(Country.objects.get(pk="IT"))
    made.topics.add(Topic.objects.get(pk="training"))
    Engagement.objects.filter(pk=made.pk).update(date=date(2026, 5, 2))
    assert about() == (["country=JP", "topic=mining", "topic=training"], date(2026, 5, 2), "JP")
    other = register.engagement(partner_countries=(), topics=(), date=None, date_precision="none")
    Commitment.objects.filter(pk=one.pk).update(engagement=other)
    assert about() == ([], None, "")
    Commitment.objects.filter(pk=one.pk).update(about=["country=XX"], made_on=TODAY)
    assert about() == ([], None, "")


@pytest.fixture
def many(register: Register) -> list[Commitment]:
    """Of three countries and none, with and without due dates and owners, more than two pages."""
    for n, countries in enumerate((("JP",), ("IT", "TN"), ("TN",), ())):
        promised(register, 31, partner_countries=countries, title=f"لقاء {n}")
    rows = list(Commitment.objects.order_by("pk"))
    for n, row in enumerate(rows):
        row.due_on = None if n % 5 == 0 else date(2027, 1 + n % 3, 1 + n % 28)
        row.due_basis = "none" if row.due_on is None else "set"
        row.owner = ("", "السفارة", "ال~قسم")[n % 3]
    Commitment.objects.bulk_update(rows, ["due_on", "due_basis", "owner"])
    return rows


@pytest.mark.parametrize("by", ["country", "owner", "due"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_groups_have_every_row_once_under_its_heading(
    many: list[Commitment], as_role: Callable[[str], Client], by: str, language: str
) -> None:
    client = as_role("viewer")
    client.cookies["django_language"] = language
    query, seen, headings = f"?group={by}", [], []
    while query:
        page = client.get(f"/follow-ups/{query}").context
        for group in page["groups"]:
            assert group.continued == (group.label in headings)
            if not group.continued:
                headings.append(group.label)
            seen += [(group.label, group.count, row) for row in group.rows]
        query = page["page"].older_query
    assert sorted(row.pk for *_, row in seen) == [row.pk for row in many]
    numbers = {label: sum(1 for one, *_ in seen if one == label) for label in headings}
    assert {label: count for label, count, _row in seen} == numbers
    wanted = {"country": 4, "owner": 3, "due": 4}[by]
    assert len(headings) == wanted
    for label in headings:
        its = [(row.due_on or date.max, row.pk) for one, _count, row in seen if one == label]
        assert its == sorted(its)


@pytest.mark.parametrize("day", [date(9999, 12, 30), date(1, 1, 1)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_month_at_the_end_of_the_calendar_is_a_group(
    register: Register, as_role: Callable[[str], Client], day: date, language: str
) -> None:
    for due_on in (day, date(2027, 12, 31)):
        register.commitment(due_on=due_on)
    client = as_role("viewer")
    client.cookies["django_language"] = language
    page = client.get("/follow-ups/?group=due")
    assert page.status_code == 200
    assert [(group.count, len(group.rows)) for group in page.context["groups"]] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("cursor", ["x", "JP~x~1", "JP~2026-01-01~x", "~~"])
def test_a_cursor_that_is_none_is_no_page(
    register: Register, as_role: Callable[[str], Client], cursor: str
) -> None:
    assert as_role("viewer").get(f"/follow-ups/?group=country&after={cursor}").status_code == 404


@pytest.mark.parametrize("query", ["", "?group=country", "?group=owner&country=JP", "?topic=mining&view=all"])
def test_the_list_asks_as_much_for_few_rows_as_for_many(
    register: Register, as_role: Callable[[str], Client], query: str
) -> None:
    client = as_role("manager")
    topics = ("mining",)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/follow-ups/{query}").status_code == 200
        return len(captured)

    promised(register, 3, topics=topics)
    queries()
    few = queries()
    promised(register, 297, topics=topics, partner_countries=("JP", "IT"))
    assert queries() == few


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_tells_its_state_in_both_languages(
    many: list[Commitment], as_role: Callable[[str], Client], language: str
) -> None:
    client = as_role("manager")
    client.cookies["django_language"] = language
    page = client.get("/follow-ups/?view=all&country=JP&status=open&group=due&owner=سفار")
    assert page.status_code == 200
    assert page.context["complaints"] == []
    assert len(page.context["tokens"]) == 3
    assert dict(page.context["hidden"]) == {"view": "all", "group": "due"}
    assert [way.value for way in page.context["ways"] if way.picked] == ["due"]
    assert {row.first_country for row in page.context["page"].rows} == {"JP"}


def in_place(client: Client, one: Commitment, name: str, **values: Any) -> Any:
    data = {"version": one.version} | values
    return client.post(f"/follow-ups/{one.pk}/in-place/{name}/", data, headers={"X-Requested-With": "fetch"})


def test_a_value_is_changed_in_its_row(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("manager")
    one = register.commitment(due_on=date(2027, 1, 10))
    for name, value in (("status", "in_progress"), ("owner", "السفارة"), ("due", "2027-02-01")):
        one.refresh_from_db()
        answer = in_place(client, one, name, **{name: value}, reason="لسبب", next="/follow-ups/?view=all")
        assert answer.status_code == 200
        assert "next=%2Ffollow-ups%2F%3Fview%3Dall" in answer.content.decode()
    assert 'href="?view=overdue"' in answer.content.decode(), "the tabs, whose numbers may be others now"
    one.refresh_from_db()
    assert (one.status, one.owner, one.due_on) == ("in_progress", "السفارة", date(2027, 2, 1))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status", {"status": "dropped"}),
        ("due", {"due": "2027-02-01"}),
        ("due", {"due": "soon"}),
        ("due", {"due": "9999-12-30", "reason": "لسبب"}),
        ("status", {"status": "late"}),
        ("assignee", {"assignee": "0"}),
        ("owner", {"owner": "x" * 301}),
    ],
)
def test_what_the_rules_refuse_stays_in_the_cell(
    register: Register, as_role: Callable[[str], Client], name: str, values: dict[str, str]
) -> None:
    one = register.commitment(due_on=date(2027, 1, 10))
    answer = in_place(as_role("manager"), one, name, **values)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert Commitment.objects.get().version == one.version


def test_a_cell_that_was_overtaken_keeps_what_was_typed_and_can_be_sent_again(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client, one = as_role("manager"), register.commitment()
    Commitment.objects.update(status="in_progress")
    answer = in_place(client, one, "owner", owner="السفارة")
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["owner"].value() == "السفارة"
    fresh = Commitment.objects.get()
    assert form["version"].value() == fresh.version
    assert in_place(client, fresh, "owner", owner="السفارة").status_code == 200
    assert Commitment.objects.get().owner == "السفارة"


def test_without_script_a_cell_leads_to_the_page_of_the_follow_up(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    one = register.commitment()
    answer = as_role("manager").get(f"/follow-ups/{one.pk}/in-place/status/")
    assert answer.headers["Location"] == f"/follow-ups/{one.pk}/"


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_others_see_the_list_and_change_nothing_in_it(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    one, client = register.commitment(), as_role(role)
    page = client.get("/follow-ups/").content.decode()
    assert one.text in page
    assert "data-edit" not in page
    assert 'class="pick"' not in page
    assert in_place(client, one, "status", status="done").status_code == 403


def test_no_other_value_is_changed_in_place(register: Register, as_role: Callable[[str], Client]) -> None:
    one = register.commitment()
    assert in_place(as_role("manager"), one, "kind", kind="signed").status_code == 404


@pytest.mark.parametrize(
    ("query", "tab"),
    [
        ("", ""),
        ("view=", ""),
        ("country=JP", ""),
        ("view=overdue&country=JP", "overdue"),
        ("status=done", None),
        ("closed_since=2026-01-01", None),
        ("closed_until=2026-01-01&country=JP", None),
        ("view=unheard-of", None),
    ],
)
def test_the_marked_tab_is_what_the_rows_are_of(query: str, tab: str | None, register: Register) -> None:
    numbers = dict.fromkeys(("", *dict(VIEWS)), 0)
    marked = [
        one.value for one in views(QueryDict(query), asked(query, register.editor), numbers) if one.picked
    ]
    assert marked == ([] if tab is None else [tab])


def test_a_tab_keeps_the_filters_and_takes_away_what_says_otherwise(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.commitment(owner="السفارة")
    register.commitment(owner="")
    page = as_role("viewer").get("/follow-ups/?country=JP&q=x&status=done&closed_since=2026-01-01&group=due")
    tabs = {view.value: view for view in page.context["views"]}
    assert tabs["overdue"].query == "?country=JP&q=x&group=due&view=overdue"
    assert tabs[""].query == "?country=JP&q=x&group=due"
    assert tabs["overdue"].count is None, "that of the whole list would not be the one of its rows"
    words = as_role("viewer").get("/follow-ups/?owned=words")
    assert [row.owner for row in words.context["page"].rows] == ["السفارة"]
    assert len(words.context["tokens"]) == 1
