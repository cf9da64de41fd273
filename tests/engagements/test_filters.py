"""What lists can be asked, and that an unclear question is answered with nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict
from django.utils.html import escape

from engagements.follow_ups.filters import CommitmentFilter
from engagements.models import Commitment, Engagement, Partner, Person, User
from engagements.services.recording import CommitmentRecord
from engagements.shelves.counting import counts_of
from engagements.shelves.figures import known
from engagements.shelves.shelf import Shelf, engagements_of
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)
NOT_DATES = ["yesterday", "2026-13-01", "2026-02-30", "0", "٢٠٢٦-٠٢-٣٠"]
UNCLEAR = [
    *(f"since={day}" for day in NOT_DATES),
    *(f"until={day}" for day in NOT_DATES),
    "kind=party",
    "kind=meeting&kind=party",
    "topic=gossip",
    "partner=0",
    "partner=x",
    "person=999999",
    "commitment=late",
    "q=%00",
    "q=" + "x" * 201,
    "knid=meeting",
    "kind%00=meeting",
]
UNCLEAR_FOLLOW_UPS = [
    "view=everything",
    "status=late",
    "kind=party",
    "country=XX",
    "country=JP&country=XX",
    "due_since=soon",
    "due_until=2026-13-01",
    "owner=%00",
    "assignee=0",
    "assigned=1",
    "owned=1",
    "owned=unit-x",
    "group=status",
    "partner=0",
    "topic=zz",
    "made_since=soon",
]


def shelf() -> Shelf:
    """Japan's, with which all engagements here are, as the editor sees it."""
    return Shelf("cJP", User.objects.get(role="editor"))


def engagements(query: str | QueryDict) -> EngagementFilter:
    return EngagementFilter(QueryDict(query) if isinstance(query, str) else query, shelf())


def found(query: str | QueryDict) -> list[Engagement]:
    """The engagements, which are as many as the choices' counts say."""
    asked = engagements(query)
    rows = engagements_of(asked.qs)
    assert counts_of(asked, shelf(), known(shelf(), TODAY)).total == len(rows)
    return rows


def commitments(query: str, register: Register) -> CommitmentFilter:
    return CommitmentFilter(QueryDict(query), Commitment.objects.all(), user=register.editor, today=TODAY)


@pytest.mark.parametrize("query", UNCLEAR)
def test_an_unclear_question_about_engagements_gives_no_rows(register: Register, query: str) -> None:
    register.engagement()
    asked = engagements(query)
    assert asked.qs.count() == 0
    assert asked.complaints


@pytest.mark.parametrize("query", UNCLEAR_FOLLOW_UPS)
def test_an_unclear_question_about_follow_ups_gives_no_rows(register: Register, query: str) -> None:
    register.commitment()
    asked = commitments(query, register)
    assert asked.qs.count() == 0
    assert asked.complaints


@pytest.mark.parametrize("query", ["", "kind=", "since=&until=&q=", "partner=", "after=2026-01-01~1"])
def test_an_empty_question_gives_all(register: Register, query: str) -> None:
    register.engagement()
    asked = engagements(query)
    assert (asked.qs.count(), asked.complaints) == (1, [])


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("since=2026-11-10", [10, 20]),
        ("until=2026-11-10", [1, 10]),
        ("since=2026-11-02&until=2026-11-19", [10]),
        ("since=2026-11-19&until=2026-11-02", []),
    ],
)
def test_by_date_both_ends_included(register: Register, query: str, days: list[int]) -> None:
    for day in (1, 10, 20):
        register.engagement(date=date(2026, 11, day))
    register.engagement(date=None, date_precision="none")
    assert sorted(one.date.day for one in found(query) if one.date) == days
    assert engagements(query).qs.count() == len(days)


def test_by_kind_topic_outlet_and_status_of_commitments(register: Register) -> None:
    open_one = CommitmentRecord("agreed", "تسليم الدراسة", "", None)
    first = register.engagement(
        kind="visit",
        topics=("mining", "training"),
        commitments=(open_one, CommitmentRecord("pledged", "إيفاد خبراء", "", None)),
    )
    second = register.engagement(register.source(outlet="وكالة الساحل"), kind="call", topics=("mining",))
    assert set(found("kind=visit&kind=call")) == {first, second}
    assert found("kind=call") == [second]
    assert found("topic=mining&topic=training&kind=visit") == [first]
    assert len(found("topic=mining&topic=training")) == 2
    assert found("outlet=وكالة الساحل") == [second]
    assert found("commitment=open&commitment=done") == [first]
    assert found("commitment=done") == []


def test_by_partner_and_person(register: Register) -> None:
    mine = register.engagement(
        organizations=("شركة هوكوتو",), participants=(register.participant("ريو ناكا"),)
    )
    register.engagement()
    assert found(f"partner={Partner.objects.get().pk}") == [mine]
    assert found(f"person={Person.objects.get().pk}") == [mine]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("صناعة", True),
        ("الصناعه", True),
        ("لِلصّناعة", True),
        ("بنغازى", True),
        ("دراسة الجدوى", True),
        ("الجدوى صناعة", True),
        ("موراكامى", True),
        ("١٢", True),
        ("زراعة", False),
        ("صناعة زراعة", False),
        ("%", False),
        ("_", False),
    ],
)
def test_by_text_in_any_spelling(register: Register, text: str, there: bool) -> None:
    register.engagement(
        title="بحث التعاون للصناعة ١٢",
        city="بنغازي",
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(CommitmentRecord("agreed", "إعداد دراسة الجدوى", "", None),),
    )
    query = QueryDict(mutable=True)
    query["q"] = text
    assert bool(found(query)) is there


@pytest.fixture
def five(register: Register) -> dict[str, Commitment]:
    """One commitment for each ready view, and one that is done."""
    made = {
        "late": register.commitment(due_on=TODAY - timedelta(days=1), owner="السفارة"),
        "today": register.commitment(due_on=TODAY, owner="السفارة"),
        "month": register.commitment(due_on=TODAY + timedelta(days=30), owner="السفارة"),
        "far": register.commitment(due_on=TODAY + timedelta(days=31), owner="السفارة"),
        "undated": register.commitment(owner="السفارة"),
        "nobody": register.commitment(due_on=TODAY + timedelta(days=90)),
        "done": register.commitment(due_on=TODAY - timedelta(days=9)),
    }
    Commitment.objects.filter(pk=made["done"].pk).update(status="done", closed_on=TODAY)
    Commitment.objects.filter(pk=made["far"].pk).update(assignee=register.editor)
    return made


@pytest.mark.usefixtures("no_default_due")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("view=mine", {"far"}),
        ("view=overdue", {"late"}),
        ("view=soon", {"today", "month"}),
        ("view=no_owner", {"nobody"}),
        ("view=unassigned", {"late", "today", "month", "undated", "nobody"}),
        ("view=no_due", {"undated"}),
        ("status=done", {"done"}),
        ("owner=سفاره", {"late", "today", "month", "far", "undated"}),
        ("view=soon&due_until=2026-11-22", {"today"}),
        ("", {"late", "today", "month", "far", "undated", "nobody"}),
        ("view=all", {"late", "today", "month", "far", "undated", "nobody", "done"}),
        ("view=done", {"done"}),
        ("status=done&status=open", {"late", "today", "month", "far", "undated", "nobody", "done"}),
    ],
)
def test_ready_views_and_filters_of_follow_ups(
    register: Register, five: dict[str, Commitment], query: str, names: set[str]
) -> None:
    by_number = {commitment.pk: name for name, commitment in five.items()}
    assert {by_number[one.pk] for one in commitments(query, register).qs} == names


def test_follow_ups_by_country_come_once(register: Register) -> None:
    both = register.commitment(countries=("JP", "IT"))
    register.commitment(countries=("TN",))
    assert list(commitments("country=JP&country=IT", register).qs) == [both]


UNCLEAR_LISTS = {
    "/countries/": ["region=xx", "sort=zz", "q=%00", "q=" + "x" * 201, "sort=open&sort=zz"],
    "/partners/": ["kind=zz", "q=%00"],
    "/audit/": ["actor=1", "page=x", "action=zz"],
}


@pytest.mark.parametrize(
    "address", [f"{path}?{query}" for path, queries in UNCLEAR_LISTS.items() for query in queries]
)
def test_an_unclear_question_is_told_on_every_list(
    register: Register, as_role: Callable[[str], Client], address: str
) -> None:
    register.engagement(organizations=("شركة هوكوتو",), participants=(register.participant("كينجي"),))
    answer = as_role("admin").get(address)
    assert answer.status_code == 200
    assert answer.context["complaints"]
    for line in answer.context["complaints"]:
        assert escape(line) in answer.content.decode()
    assert not any(answer.context.get(name) for name in ("rows", "partners", "people", "lines"))


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/countries/?sort=open&q=", "rows"),
        ("/countries/?q=اليابان&sort=", "rows"),
        ("/partners/?q=هوكوتو", "partners"),
        ("/audit/?action=approved", "lines"),
        ("/audit/?action=", "lines"),
    ],
)
def test_a_clear_question_is_answered_on_every_list(
    register: Register, as_role: Callable[[str], Client], address: str, rows: str
) -> None:
    register.engagement(organizations=("شركة هوكوتو",))
    answer = as_role("admin").get(address)
    assert answer.context["complaints"] == []
    assert answer.context[rows]
