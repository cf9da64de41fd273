"""A page asks the database as often for three engagements as for three hundred."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import (
    Appearance,
    Commitment,
    Country,
    Engagement,
    Evidence,
    Participation,
    Partner,
    Person,
    SearchEntry,
    SearchWord,
    Source,
    Tally,
    Topic,
    Wording,
)
from engagements.services.recording import CommitmentRecord
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.test import Client

    from tests.engagements.conftest import Register

LINKS = (Engagement.partner_countries, Engagement.partners, Engagement.topics, Engagement.sources)
WRITTEN = (Country, Topic, Source, Engagement, Partner, Person, Participation, Commitment, Evidence)
DERIVED = (Appearance, Tally, Wording, SearchEntry, SearchWord)
MOST_QUERIES = {
    "/": 25,
    "/countries/": 12,
    "/countries/JP/": 15,
    "/countries/JP/brief/?period=all&most=500": 50,
    "/countries/JP/brief.docx?period=all&most=500": 50,
    "/follow-ups/": 25,
    "/partners/": 12,
    "/search/?q=شركة": 25,
    "/api/v1/engagements?limit=200": 12,
    "/api/v1/countries/JP/engagements?limit=200&kind=meeting&q=رقم": 12,
    "/api/v1/commitments?limit=200": 8,
    "/api/v1/partners?limit=200": 6,
    "/api/v1/people?limit=200": 6,
    "/api/v1/countries": 8,
}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def first(register: Register, number: int) -> Engagement:
    """An engagement with Japan that has all its parts."""
    today = timezone.localdate()
    return register.engagement(
        date=today - timedelta(days=number),
        topics=("mining", "training"),
        organizations=(f"شركة رقم {number}",),
        participants=(
            register.participant(
                f"فلان رقم {number}", evidence=(register.quotation("name", "كينجي موراكامي"),)
            ),
            register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
        ),
        commitments=(CommitmentRecord("agreed", f"التزام {number}", "", today + timedelta(days=number)),),
        evidence=(register.quotation("date", "الأربعاء", "2026-11-18"),),
    )


def repeat(
    engagement: Engagement, times: int, partner: Partner | None = None, person: Person | None = None
) -> None:
    """So many more like it, over the last months, with forty partners and fifty people, or with the `partner` or
    `person` alone: written in bulk."""
    with derived_once() as touched:
        touched += [row.pk for row in _repeated(engagement, times, partner, person)]
        # After many tests that were rolled back the planner believes in empty tables. Those that are empty now it
        # had better not look at.
        _analyse(*WRITTEN, *(each.through for each in LINKS))
    _analyse(*DERIVED)


def _analyse(*models: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in models)}")


def _repeated(
    engagement: Engagement, times: int, partner: Partner | None, person: Person | None
) -> list[Engagement]:
    today = timezone.localdate()
    rows = Engagement.objects.bulk_create(
        Engagement(
            kind=("meeting", "visit", "call")[n % 3],
            title=f"لقاء آخر {n}",
            date=today - timedelta(days=n),
            city="طرابلس",
            country=engagement.country,
            approved_by=engagement.approved_by,
            approved_at=engagement.approved_at,
        )
        for n in range(times)
    )
    _link_like(engagement, rows, partner)
    met = Participation.objects.bulk_create(_participations(rows, person))
    _promise_like(engagement, rows)
    quoted = Evidence.objects.filter(engagement=engagement)
    name, day = quoted.exclude(participation=None).get(), quoted.get(field="date")
    Evidence.objects.bulk_create(again(name, one.engagement, one) for one in met)
    Evidence.objects.bulk_create(again(day, row, None) for row in rows)
    return rows


def _link_like(engagement: Engagement, rows: list[Engagement], partner: Partner | None) -> None:
    """Its topics and its source, Japan, and one of forty partners unless one is named."""
    source = engagement.sources.get()
    topics = list(Topic.objects.filter(engagements=engagement))
    partners = (
        [partner]
        if partner
        else Partner.objects.bulk_create(Partner(name_ar=f"شركة أخرى {n}") for n in range(40))
    )
    japan = Country.objects.get(pk="JP")
    link(rows, "partner_countries", lambda n: [japan])
    link(rows, "partners", lambda n: [partners[n % len(partners)]])
    link(rows, "topics", lambda n: topics)
    link(rows, "sources", lambda n: [source])


def _participations(rows: list[Engagement], person: Person | None) -> list[Participation]:
    people = (
        [person] if person else Person.objects.bulk_create(Person(name_ar=f"علان رقم {n}") for n in range(50))
    )
    return [
        Participation(
            engagement=row,
            person=people[n % len(people)],
            name="علان",
            role="السفير",
            side="partner",
            country_id="JP",
        )
        for n, row in enumerate(rows)
    ]


def _promise_like(engagement: Engagement, rows: list[Engagement]) -> None:
    """To each row a promise, the later ones due later; the first twenty are overdue."""
    today = timezone.localdate()
    promised = engagement.commitments.get()
    Commitment.objects.bulk_create(
        Commitment(
            engagement=row,
            kind="agreed",
            due_basis=promised.due_basis,
            text=f"التزام آخر {n}",
            due_on=today + timedelta(days=n - 20),
        )
        for n, row in enumerate(rows)
    )


def link(rows: list[Engagement], name: str, others: Callable[[int], list[Any]]) -> None:
    """Row number n of `rows` gets `others(n)` in its many-to-many field `name`."""
    ends: Any = getattr(Engagement, name)
    through, theirs = ends.through, f"{ends.field.m2m_reverse_field_name()}_id"
    through.objects.bulk_create(
        through(engagement_id=row.pk, **{theirs: other.pk})
        for n, row in enumerate(rows)
        for other in others(n)
    )


def again(evidence: Evidence, engagement: Engagement, participation: Participation | None) -> Evidence:
    """The same words as evidence of another engagement."""
    fields = ("source_id", "field", "start", "end", "quote", "value", "rule", "band", "state")
    copied = {name: getattr(evidence, name) for name in fields}
    return Evidence(engagement=engagement, participation=participation, **copied)


def test_queries_do_not_grow_with_the_rows(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    shown = [first(register, number) for number in range(3)]
    few = {address: queries(client, address) for address in MOST_QUERIES}
    repeat(shown[0], 297)
    many = {address: queries(client, address) for address in MOST_QUERIES}
    assert Commitment.objects.count() == 300
    # One more: the total, which a list of one page counts by itself.
    assert {address: number for address, number in many.items() if number > few[address] + 1} == {}
    assert {address: number for address, number in many.items() if number > MOST_QUERIES[address]} == {}
