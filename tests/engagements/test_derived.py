"""What the database keeps of the register is what the register says, whoever wrote."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engagements.deriving import derived_once
from engagements.models import (
    Appearance,
    Commitment,
    Country,
    Engagement,
    Participation,
    Person,
    Source,
    Tally,
    Wording,
)
from engagements.services.recording import CommitmentRecord
from engagements.tallies import overdue, roll_up
from tests.engagements.merging import merge, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register


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
    return first, told(register, partner_countries=("JP", "IT"), date=None, date_precision="none")


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
