"""The page of one engagement: every value with its words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord, add_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import Engagement, User
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def engagement(register: Register) -> Engagement:
    return register.engagement(
        summary="بحث التدريب",
        topics=("training",),
        organizations=("سفارة اليابان",),
        participants=(
            register.participant("كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)),
            register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
        ),
        commitments=(
            CommitmentRecord(
                "agreed",
                "تدريب عشرين فنيًا",
                "",
                date(2027, 2, 28),
                (
                    register.quotation("text", "تدريب عشرين فنيًا"),
                    register.quotation("due_on", "قبل نهاية فبراير"),
                ),
            ),
        ),
        evidence=(
            register.quotation("date", "صباح الأربعاء", "2026-11-18"),
            register.quotation("city", "طرابلس", band="guess"),
            register.quotation("topics:training", "تدريب", "training"),
        ),
    )


def test_each_value_stands_beside_its_words_and_leads_to_them(
    engagement: Engagement, as_role: Callable[[str], Client]
) -> None:
    answer = as_role("viewer").get(f"/engagements/{engagement.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    for one in engagement.evidence.all():
        assert f'<q dir="auto">{one.quote}</q>' in text
        assert f'<a href="#w-{one.start}-{one.end}">' in text
        assert (
            f'<mark class="ev{" ev--unsure" if one.band == "guess" else ""}" id="w-{one.start}-{one.end}"'
            in text
        )
    rows = {row.name: [quote.text for quote in row.quotes] for row in answer.context["record"].rows}
    assert rows == {
        "kind": [],
        "date": ["صباح الأربعاء"],
        "place": ["طرابلس"],
        "partner_countries": [],
        "organizations": [],
        "topics": ["تدريب"],
    }


def test_a_quotation_within_another_is_not_repeated(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    found = register.engagement(
        evidence=(register.quotation("city", "طرابلس"), register.quotation("city", "في طرابلس صباح"))
    )
    record = as_role("viewer").get(f"/engagements/{found.pk}/").context["record"]
    place = next(row for row in record.rows if row.name == "place")
    assert [quote.text for quote in place.quotes] == ["في طرابلس صباح"]


def test_sources_that_disagree_are_shown_side_by_side(
    register: Register, engagement: Engagement, as_role: Callable[[str], Client]
) -> None:
    other = register.source(outlet="وكالة الساحل")
    add_source(
        engagement=engagement,
        source=other,
        record=register.record(
            date=date(2026, 11, 17),
            evidence=(
                register.quotation("date", "الأربعاء", "2026-11-17"),
                register.quotation("city", "طرابلس"),
            ),
        ),
        by=register.editor,
        now=NOW,
    )
    answer = as_role("viewer").get(f"/engagements/{engagement.pk}/")
    rows = {row.name: [said.value for said in row.conflict] for row in answer.context["record"].rows}
    assert rows["date"] == ["2026-11-18", "2026-11-17"]
    assert rows["place"] == []
    assert "وكالة الساحل" in answer.content.decode()


def test_what_the_editor_corrected_is_no_disagreement_of_sources(
    register: Register, engagement: Engagement, as_role: Callable[[str], Client]
) -> None:
    misread = register.quotation("date", "الأربعاء", "2026-11-17", state="corrected", band="guess")
    add_source(
        engagement=engagement,
        source=register.source(),
        record=register.record(evidence=(misread,)),
        by=register.editor,
        now=NOW,
    )
    record = as_role("viewer").get(f"/engagements/{engagement.pk}/").context["record"]
    row = next(row for row in record.rows if row.name == "date")
    assert row.conflict == []
    assert [(quote.corrected, quote.unsure) for quote in row.quotes] == [(False, False), (True, False)]


def test_the_history_tells_approval_and_changes(
    engagement: Engagement, as_role: Callable[[str], Client], account: Callable[..., User]
) -> None:
    manager = account("manager")
    commitment = engagement.commitments.get()
    change = CommitmentChange("dropped", "", None, commitment.due_on, "اعتذر الشريك")
    change_commitment(commitment=commitment, change=change, by=manager, now=NOW)
    client = as_role("manager")
    answer = client.get(f"/engagements/{engagement.pk}/")
    history = answer.context["history"]
    assert [line.created for line in history] == [False, True]
    assert history[0].note == "اعتذر الشريك"
    assert f"/follow-ups/{commitment.pk}/" in answer.content.decode()


def test_the_page_asks_a_constant_number_of_queries(
    register: Register, as_role: Callable[[str], Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    people = tuple(
        register.participant(f"فلان {n}", evidence=(register.quotation("name", "كينجي موراكامي"),))
        for n in range(40)
    )
    found = register.engagement(
        participants=people,
        commitments=tuple(CommitmentRecord("agreed", f"التزام {n}", "", None) for n in range(20)),
    )
    client = as_role("manager")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert client.get(f"/engagements/{found.pk}/").status_code == 200


def test_a_source_without_a_headline_is_called_by_its_first_words(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    source = register.source(text="\nاستقبل الوزير السفير.\nوجرى بحث التدريب.", title="", outlet="")
    found = register.engagement(source)
    page = as_role("viewer").get(found.get_absolute_url()).content.decode()
    assert f'<a href="{source.get_absolute_url()}"><bdi>استقبل الوزير السفير.</bdi></a>' in page
    assert f"#{source.pk}" not in str(source)


def several(register: Register) -> Engagement:
    """An engagement that three outlets tell of, two of them in the same words."""
    first = register.source(published_on=date(2026, 11, 19), outlet="المكتب الإعلامي")
    found = register.engagement(
        first,
        participants=(
            register.participant("كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)),
        ),
        evidence=(register.quotation("city", "طرابلس"),),
    )
    for outlet, day, words in (("وكالة الساحل", 18, "طرابلس"), ("وكالة الساحل", 20, "في طرابلس")):
        add_source(
            engagement=found,
            source=register.source(outlet=outlet, published_on=date(2026, 11, day)),
            record=register.record(evidence=(register.quotation("city", words, "طرابلس"),)),
            by=register.editor,
            now=NOW,
        )
    return found


def test_sources_stand_in_tabs_each_with_an_address(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    found = several(register)
    client = as_role("viewer")
    earliest, *others = sorted(found.sources.all(), key=lambda one: (one.published_on, one.pk))
    answer = client.get(found.get_absolute_url())
    assert answer.context["shown"] == earliest
    assert [(one.number, one.name) for one in answer.context["origins"]] == [
        (1, "وكالة الساحل"),
        (2, "المكتب الإعلامي"),
        (3, "وكالة الساحل"),
    ]
    for other in others:
        tab = f"{found.get_absolute_url()}?source={other.pk}"
        assert f'href="{tab}#sources"' in answer.content.decode()
        assert client.get(tab).context["shown"] == other


def test_the_same_words_of_several_sources_are_one_quotation_of_all_of_them(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    found = several(register)
    answer = as_role("viewer").get(found.get_absolute_url())
    place = next(row for row in answer.context["record"].rows if row.name == "place")
    assert [(quote.text, [one.origin.number for one in quote.sayings]) for quote in place.quotes] == [
        ("طرابلس", [1, 2]),
        ("في طرابلس", [3]),
    ]
    here, there = (one.href for one in place.quotes[0].sayings)
    assert here.startswith("#w-")
    assert there.startswith(f"{found.get_absolute_url()}?source=")


def test_words_of_a_source_lead_to_the_value_they_are_behind(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    found = several(register)
    second = found.sources.get(outlet="المكتب الإعلامي")
    page = as_role("viewer").get(found.get_absolute_url(), {"source": second.pk}).content.decode()
    person = found.participations.get()
    for row in ("v-place", f"v-participant-{person.pk}"):
        assert f'<div id="{row}">' in page
        assert f'<a href="#{row}">' in page


def test_a_source_of_another_engagement_is_not_shown(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    found, other = several(register), register.engagement()
    client = as_role("viewer")
    for asked in (other.sources.get().pk, "x", 0):
        assert client.get(found.get_absolute_url(), {"source": asked}).status_code == 404
