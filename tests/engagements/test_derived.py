"""What the database keeps of the register is what the register says, whoever wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engagements.locks import Lock
from engagements.models import (
    Appearance,
    Commitment,
    Country,
    Engagement,
    KeptShelf,
    Participation,
    Person,
    Source,
    Tally,
    Wording,
)
from engagements.services.recording import CommitmentRecord
from engagements.shelves import deriving, figures
from engagements.shelves.deriving import derived_once
from engagements.shelves.shelf import Shelf
from engagements.shelves.tallies import keep_long, overdue, recount, roll_up
from tests.engagements.merging import merge, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)


def kept() -> list[Any]:
    """Everything that is derived; of the tallies the sums that are not zero."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in Tally.objects.all():
        sums[row.shelf, row.what, row.key, row.hidden] += row.n
    return [
        sorted(map(repr, Appearance.objects.values_list())),
        sorted(Wording.objects.values_list()),
        {key: n for key, n in sums.items() if n},
        list(Commitment.objects.order_by("pk").values_list("pk", "hidden")),
    ]


def as_if_new() -> list[Any]:
    """The same, worked out from nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in (Appearance, Tally, Wording):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("SELECT sijill_derive(array_agg(id)) FROM engagements_engagement")
        return kept()


@pytest.fixture
def two(register: Register) -> tuple[Engagement, Engagement]:
    late = CommitmentRecord("agreed", "تسليم الدراسة", "السفارة", date(2026, 1, 5))
    first = told(register, topics=("training", "mining"), commitments=(late,))
    second = told(register, partner_countries=("JP", "IT"), date=None, date_precision="none")
    keep_long(longest=0)
    assert {shelf[0] for shelf in KeptShelf.objects.values_list("pk", flat=True)} == {"p", "q", "t"}
    return first, second


def take_commitments_away() -> None:
    for one in Commitment.objects.all():
        one.evidence.all().delete()
        one.delete()


def give_tunisia() -> None:
    for one in Engagement.objects.all():
        one.partner_countries.set(Country.objects.filter(pk="TN"))


CHANGES: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "restricted": lambda: Engagement.objects.update(confidentiality="restricted"),
    "another day": lambda: Engagement.objects.update(date=date(2020, 1, 1), date_precision="year"),
    "cancelled": lambda: Engagement.objects.update(status="cancelled", kind="call"),
    "done": lambda: Commitment.objects.update(status="done", closed_on=date(2026, 2, 1)),
    "no commitment": take_commitments_away,
    "other countries": give_tunisia,
    "no country": Engagement.partner_countries.through.objects.all().delete,
    "no topic": Engagement.topics.through.objects.all().delete,
    "other side": lambda: Participation.objects.update(side="home"),
    "renamed": lambda: Person.objects.update(name_ar="ريو ناكا"),
    "other outlet": lambda: Source.objects.update(outlet="وكالة الواحة"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_leaves_what_working_it_out_anew_gives(
    two: tuple[Engagement, Engagement], change: str
) -> None:
    CHANGES[change]()
    now = kept()
    assert now == as_if_new()
    roll_up()
    assert kept() == now


def test_a_merge_takes_one_from_every_list(register: Register, two: tuple[Engagement, Engagement]) -> None:
    merge(register, *two)
    assert {one.engagement_id for one in Appearance.objects.all()} == {two[0].pk}
    assert kept() == as_if_new()


def test_a_deleted_engagement_is_nowhere(two: tuple[Engagement, Engagement]) -> None:
    Engagement.objects.filter(pk=two[1].pk).update(status="planned")
    before = kept()
    copy = Engagement.objects.create(
        kind="visit",
        title="زيارة",
        date_precision="none",
        approved_by=two[0].approved_by,
        approved_at=two[0].approved_at,
    )
    assert Appearance.objects.filter(engagement=copy, shelf="c").exists()
    copy.delete()
    assert kept() == before


def test_a_roll_up_leaves_one_row_a_key(two: tuple[Engagement, Engagement]) -> None:
    Engagement.objects.update(confidentiality="restricted")
    Engagement.objects.update(confidentiality="open")
    roll_up()
    rows = [(row.shelf, row.what, row.key, row.hidden) for row in Tally.objects.all()]
    assert len(rows) == len(set(rows))
    assert all(row.n for row in Tally.objects.all())


def test_what_is_kept_of_a_list_is_what_is_counted_of_it(
    register: Register, two: tuple[Engagement, Engagement]
) -> None:
    Engagement.objects.filter(pk=two[1].pk).update(confidentiality="restricted")
    kept_of = {
        shelf: Shelf(shelf, register.editor) for shelf in KeptShelf.objects.values_list("pk", flat=True)
    }
    with_figures = {shelf: figures.known(one, TODAY) for shelf, one in kept_of.items()}
    KeptShelf.objects.all().delete()
    for shelf in kept_of:
        counted = figures.known(Shelf(shelf, register.editor), TODAY)
        # What the filters ask for is counted by them.
        assert counted == replace(with_figures[shelf], facts={}), shelf


def test_a_list_that_has_become_short_is_kept_no_more(two: tuple[Engagement, Engagement]) -> None:
    before = kept()
    keep_long(longest=1000)
    assert not KeptShelf.objects.exists()
    assert not Tally.objects.exclude(shelf="*").exclude(shelf__startswith="c").exists()
    keep_long(longest=0)
    assert kept() == before


def test_nothing_is_kept_anew_while_somebody_writes(register: Register) -> None:
    line = connection.get_connection_params()
    with psycopg.connect(
        **{name: line[name] for name in ("dbname", "user", "host", "port") if name in line}
    ) as writer:
        writer.execute("SELECT pg_advisory_xact_lock_shared(%s)", [Lock.KEPT])
        told(register)
        keep_long(longest=0)
        assert not KeptShelf.objects.exists()
        writer.rollback()
        keep_long(longest=0)
    assert KeptShelf.objects.exists()
    assert kept() == as_if_new()


def test_a_recount_finds_what_is_wrong_and_rights_it(two: tuple[Engagement, Engagement]) -> None:
    before = kept()
    assert recount() == 0
    shelf = KeptShelf.objects.filter(pk__startswith="t").order_by("pk")[0].pk
    Tally.objects.filter(shelf=shelf, what="all").update(n=7)
    Tally.objects.create(shelf="q0", what="all", key="", hidden=False, n=1)
    assert recount() == 2
    assert kept() == before


@pytest.mark.parametrize(
    ("due", "late"),
    [
        (date(2025, 12, 31), 1),
        (date(2026, 10, 31), 1),
        (date(2026, 11, 21), 1),
        (date(2026, 11, 22), 0),
        (date(2026, 12, 1), 0),
        (date(2027, 1, 1), 0),
        (None, 0),
    ],
)
def test_overdue_counts_years_months_and_days(register: Register, due: date | None, late: int) -> None:
    register.commitment(due_on=due)
    today = date(2026, 11, 22)
    assert overdue(register.editor, today) == Commitment.objects.overdue(today).count() == late


def fail_within() -> None:
    with derived_once():
        Engagement.objects.update(date=date(2019, 5, 5), date_precision="day")
        raise ZeroDivisionError


def test_writes_that_are_derived_once_and_fail_leave_the_triggers_at_work(
    two: tuple[Engagement, Engagement],
) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_within()
    assert not Engagement.objects.filter(date=date(2019, 5, 5)).exists()
    Engagement.objects.update(date=date(2020, 1, 1), date_precision="year")
    assert kept() == as_if_new()


def test_recording_works_out_what_is_derived_once(register: Register) -> None:
    """Fifteen statements of an ordinary approval took eight milliseconds each to derive the same."""
    with CaptureQueriesContext(connection) as captured:
        told(register)
    statements = [query["sql"] for query in captured.captured_queries]
    assert sum("sijill_derive" in statement for statement in statements) == 1
    assert sum("sijill.derive = 'later'" in statement for statement in statements) == 1
    assert kept() == as_if_new()


def test_very_many_are_planned_as_many_and_nothing_else_is(
    two: tuple[Engagement, Engagement], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deriving, "MANY", 1)
    with CaptureQueriesContext(connection) as captured, derived_once() as touched:
        Engagement.objects.update(date=date(2019, 5, 5), date_precision="day")
        touched += [engagement.pk for engagement in two]
    assert sum("force_custom_plan" in query["sql"] for query in captured.captured_queries) == 1
    assert kept() == as_if_new()
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
