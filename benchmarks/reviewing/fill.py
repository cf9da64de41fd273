"""Fills an empty database with a review queue: releases, drafts as the reader would make them, and a register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection

from benchmarks._releases import keep_releases
from benchmarks.matches.synthetic import release
from engagements.models import Country, Partner, Person, Source, User
from engagements.permissions import Role
from ingest.extraction import Home, read
from ingest.models import Draft, DraftPrint, ParseRun, SuggestedPair
from ingest.proposals import values as proposals
from ingest.services import bulk
from ingest.services.fingerprints import keep_all_draft_prints, keep_release_prints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matches.synthetic import Synthetic

SEED = 20261122
FIRST_DAY = date(2022, 1, 1)
DAYS = 1700
_BATCH = 500
_MINISTRY = "وزارة الصناعة والمعادن"


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled database. `read` are drafts that the reader itself made."""

    editor: User
    others: list[User]
    read: list[int]


def fill(number: int, *, read_by_the_reader: int, approved: int, named: int, now: datetime) -> Filled:
    """Makes `number` waiting drafts, each of its own release: some by the reader itself, the others with the main
    fields of what it would find. `approved` more are in the register, which has `named` people and as many partners.
    """
    random = Random(SEED)  # noqa: S311 - the same queue each time
    call_command("load_vocabularies", verbosity=0)
    editor = User.objects.create_user("editor", role=Role.EDITOR)
    others = [User.objects.create_user(f"editor{n}", role=Role.EDITOR) for n in range(3)]
    total = number + approved
    every = max(total // read_by_the_reader, 1)
    made: list[Draft] = []
    for begin in range(0, total, _BATCH):
        texts = [release(random, _day(n, total)) for n in range(begin, min(begin + _BATCH, total))]
        told = [
            _read(each) if (begin + place) % every == 0 else each.proposal | {"title": _title(each)}
            for place, each in enumerate(texts)
        ]
        made += _keep(editor, texts, told, begin, now=now)
    _register(random, made, named)
    _approve(made[::-7][:approved], editor, now)
    _pair(random, number)
    _open_some(others, now)
    DraftPrint.objects.update(paired=2)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself a minute later
    waiting = set(Draft.objects.pending().values_list("pk", flat=True))
    return Filled(editor, others, [draft.pk for draft in made[::every] if draft.pk in waiting])


def _day(number: int, total: int) -> date:
    return FIRST_DAY + timedelta(days=number * DAYS // total)


def _title(each: Synthetic) -> str:
    return f"لقاء الوزير مع {each.proposal['participants'][0]['role']}"


def _read(each: Synthetic) -> dict[str, Any]:
    found = read(each.text, home=Home("LY", (_MINISTRY,), None), published=each.published).engagements
    return found[0].to_json() if found else each.proposal | {"title": _title(each)}


def _keep(
    by: User, texts: Sequence[Synthetic], told: Sequence[dict[str, Any]], begin: int, *, now: datetime
) -> list[Draft]:
    """Stores releases, drafts, and the prints of both for the search for copies."""
    sources = Source.objects.bulk_create(
        Source(
            outlet=each.outlet, published_on=each.published, text=each.text, language="ar", title=_title(each)
        )
        for each in texts
    )
    keep_releases(sources, by=by, now=now)
    runs = ParseRun.objects.bulk_create(
        ParseRun(release_id=source.pk, attempt=1, status="done", started_at=now, ended_at=now)
        for source in sources
    )
    drafts = Draft.objects.bulk_create(
        Draft(
            release_id=source.pk,
            run=run,
            index=0,
            proposal=proposal,
            title=(proposal["title"] or source.title)[:500],
            **proposals.for_queue(proposal),
            created_at=now - timedelta(minutes=20_000 - begin - place),
        )
        for place, (source, run, proposal) in enumerate(zip(sources, runs, told, strict=True))
    )
    keep_release_prints(sources)
    keep_all_draft_prints(([draft], source) for draft, source in zip(drafts, sources, strict=True))
    return drafts


def _register(random: Random, drafts: Sequence[Draft], named: int) -> None:
    """Makes people and partners: first those of the drafts, then others up to this number."""
    names = list(
        dict.fromkeys(
            person["name"] for draft in drafts for person in draft.proposal["participants"] if person["name"]
        )
    )
    countries = list(Country.objects.all())
    Person.objects.bulk_create(
        Person(name_ar=name, country=random.choice(countries)) for name in names[:named]
    )
    Partner.objects.bulk_create(
        Partner(name_ar=f"شركة {names[n % len(names)]} للتعدين {n}", country=random.choice(countries))
        for n in range(named)
    )


def _approve(drafts: Sequence[Draft], by: User, now: datetime) -> None:
    """Approves these drafts unchanged."""
    fresh = Draft.objects.select_related("release__source")
    for draft in drafts:
        bulk.approve_unread(fresh.get(pk=draft.pk), by=by, now=now)


def _pair(random: Random, number: int) -> None:
    """Suggests for every twelfth waiting draft another as being about the same event."""
    waiting = list(Draft.objects.pending().values_list("pk", flat=True))
    chosen = random.sample(waiting, number // 12 * 2)
    couples = list(zip(chosen[::2], chosen[1::2], strict=True))
    SuggestedPair.objects.bulk_create(
        SuggestedPair(draft_id=one, other_draft_id=other, score=0.8)
        for pair in couples
        for one, other in (pair, pair[::-1])
    )


def _open_some(others: Sequence[User], now: datetime) -> None:
    """Lets other editors have some drafts open, and puts some off."""
    waiting = list(Draft.objects.pending().order_by("-pk").values_list("pk", flat=True))
    for place, user in enumerate(others):
        Draft.objects.filter(pk=waiting[place]).update(
            claimed_by=user, claimed_until=now + timedelta(hours=9)
        )
    Draft.objects.filter(pk__in=waiting[100:160]).update(postponed_until=now.date() + timedelta(days=5))
