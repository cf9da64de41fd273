"""Measures look-ups in a large index and what they find, beside a comparison with every text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median, quantiles
from typing import TypeVar

from django.db import connection

from benchmarks._releases import keep_releases
from benchmarks.matches.synthetic import Synthetic, cut, edited, framed, release
from engagements.models import Source, User
from engagements.permissions import Role
from ingest.matching.shingles import containment
from ingest.models import Draft, ParseRun, Release, ReleasePrint
from ingest.services.copies import copies_of
from ingest.services.fingerprints import keep_all_draft_prints, keep_release_prints
from ingest.services.matching import suggestions_for

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2022, 1, 1)
DAYS = 1700
COPIES: dict[str, Callable[[Random, str], str]] = {
    "one word in ten changed": edited,
    "a third left out": cut,
    "on a page with menus": framed,
}
_SEED = 20261122
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one kind of look-up, in milliseconds."""

    name: str
    median: float
    p95: float
    number: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The results. `found` is the share of planted copies that were found, by how the copies were made."""

    times: list[Times]
    found: dict[str, float]


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database beside the one in use, dropped at the end of the block."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(number: int, lookups: int) -> Measured:
    """Fills the index with `number` releases and with copies of some of them, and looks up `lookups` of them."""
    random = Random(_SEED)  # noqa: S311 - the same releases each time
    editor = User.objects.create_user("editor", role=Role.EDITOR)
    sources = _fill(
        editor, [release(random, FIRST_DAY + timedelta(days=i * DAYS // number)) for i in range(number)]
    )
    asked = random.sample(sources, lookups)
    some = asked[: max(lookups // 2, 1)]
    planted = {
        name: [
            (source.pk, copy.pk)
            for source, copy in zip(
                some, _keep(editor, [_copied(change(random, source.text)) for source in some]), strict=True
            )
        ]
        for name, change in COPIES.items()
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = list(Release.objects.filter(pk__in=[source.pk for source in asked]))
    drafts = list(Draft.objects.filter(release__in=rows).select_related("release__source"))
    times = [
        _timed("copies of a release", rows, copies_of),
        _timed("same event as a draft", drafts, lambda draft: suggestions_for(draft, editor)),
        _timed("comparison with every text", rows[:20], _full_scan),
    ]
    return Measured(times, {name: _share_found(pairs) for name, pairs in planted.items()})


def _share_found(pairs: Sequence[tuple[int, int]]) -> float:
    releases = Release.objects.in_bulk([copy for _, copy in pairs])
    found = [original in {each.release.pk for each in copies_of(releases[copy])} for original, copy in pairs]
    return sum(found) / len(found)


def _full_scan(asked: Release) -> list[int]:
    """The comparison that the index avoids: fetches and compares every stored set of word triples."""
    own = ReleasePrint.objects.get(release=asked).shingles
    others = ReleasePrint.objects.exclude(release=asked).values_list("release_id", "shingles")
    return [number for number, shingles in others.iterator() if (containment(own, shingles) or 0) >= 0.5]


def _timed(name: str, rows: Sequence[Row], look_up: Callable[[Row], object]) -> Times:
    look_up(rows[0])  # the first one pays for plans and caches
    times = []
    for row in rows:
        began = time.perf_counter()
        look_up(row)
        times.append((time.perf_counter() - began) * 1000)
    return Times(name, median(times), quantiles(times, n=20)[-1], len(times))


def _fill(by: User, made: Sequence[Synthetic]) -> list[Source]:
    """Stores the releases, each with one draft."""
    sources = _keep(by, made)
    runs = ParseRun.objects.bulk_create(
        ParseRun(release_id=source.pk, attempt=1, status="done", started_at=NOW, ended_at=NOW)
        for source in sources
    )
    drafts = Draft.objects.bulk_create(
        Draft(
            release_id=source.pk,
            run=run,
            index=0,
            proposal=each.proposal,
            title=f"{source.pk}",
            date=date.fromisoformat(each.proposal["date"]),
            countries=each.proposal["partner_countries"],
            created_at=NOW,
        )
        for source, run, each in zip(sources, runs, made, strict=True)
    )
    keep_all_draft_prints(([draft], source) for draft, source in zip(drafts, sources, strict=True))
    return sources


def _copied(text: str) -> Synthetic:
    return Synthetic(text, "another outlet", FIRST_DAY, {})


def _keep(by: User, made: Sequence[Synthetic]) -> list[Source]:
    """Stores the releases and their prints for the index."""
    sources = Source.objects.bulk_create(
        Source(outlet=each.outlet, published_on=each.published, text=each.text, language="ar")
        for each in made
    )
    keep_releases(sources, by=by, now=NOW)
    keep_release_prints(sources)
    return sources
