"""Writes the prints by which copies and accounts of one event are found, in the transaction of the text or the
drafts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from engagements.models import Source
from ingest.matching.facts import from_proposal
from ingest.matching.passages import passages
from ingest.matching.shingles import bands, letters_sha256, shingles, words
from ingest.matching.telling import listen
from ingest.models import CURRENT, Draft, DraftPrint, Release, ReleasePrint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from ingest.matching.facts import Facts

_BATCH = 200


def keep_release_print(source: Source) -> None:
    """Writes the print of a text that has just been kept. To be called in the same transaction."""
    keep_release_prints([source])


def keep_release_prints(sources: Iterable[Source]) -> None:
    """Writes the prints of these texts in one statement; prints that are there are replaced."""
    ReleasePrint.objects.bulk_create(
        [_release_print(source) for source in sources],
        update_conflicts=True,
        unique_fields=["release"],
        update_fields=["version", "letters_sha256", "shingles", "bands"],
    )


def keep_draft_prints(drafts: Sequence[Draft], source: Source) -> None:
    """Writes the prints of all drafts of one release, just made. To be called in the same transaction."""
    keep_all_draft_prints([(drafts, source)])


def keep_all_draft_prints(releases: Iterable[tuple[Sequence[Draft], Source]]) -> None:
    """Writes the prints of all drafts of several releases in one statement; prints that are there are replaced."""
    DraftPrint.objects.bulk_create(
        [
            _draft_print(draft, source, passage)
            for drafts, source in releases
            for draft, passage in zip(
                drafts, passages(source.text, [draft.proposal for draft in drafts]), strict=True
            )
        ],
        update_conflicts=True,
        unique_fields=["draft"],
        update_fields=["version", "days", "people", "facts", "heard", "shingles", "bands"],
    )


def facts_of(draft: Draft, source: Source) -> Facts:
    """What the draft's proposal says, as facts that can be compared with those of other accounts."""
    facts = from_proposal(
        draft.proposal,
        home=settings.HOME_COUNTRY,
        ministries=settings.HOME_MINISTRIES,
        published=source.published_on,
    )
    return replace(facts, language=source.language, outlet=source.outlet)


def backfill() -> Iterator[int]:
    """Writes prints that are missing or of an older version, a batch of releases at a time.

    Yields the number of releases after each batch, whose transaction is committed by then.
    """
    while True:
        with transaction.atomic():
            batch = list(_stale().select_for_update(of=("self",), skip_locked=True)[:_BATCH])
            sources = Source.objects.in_bulk([release.pk for release in batch])
            drafts: dict[int, list[Draft]] = {}
            for draft in Draft.objects.filter(release__in=batch).order_by("release_id", "index"):
                drafts.setdefault(draft.release_id, []).append(draft)
            keep_release_prints(sources.values())
            keep_all_draft_prints((own, sources[number]) for number, own in drafts.items())
        if not batch:
            return
        yield len(batch)


def _release_print(source: Source) -> ReleasePrint:
    own = shingles(words(source.text))
    return ReleasePrint(
        release_id=source.pk,
        version=CURRENT,
        letters_sha256=letters_sha256(source.text),
        shingles=own,
        bands=bands(own),
    )


def _draft_print(draft: Draft, source: Source, passage: str) -> DraftPrint:
    facts = facts_of(draft, source)
    heard = listen(passage, people=facts.people, home=settings.HOME_COUNTRY, published=source.published_on)
    own = sorted(heard.shingles)
    days = (facts.days.first, facts.days.last + timedelta(days=1)) if facts.days else None
    return DraftPrint(
        draft=draft,
        version=CURRENT,
        days=days,
        people=facts.people_keys,
        facts=facts.to_json(),
        heard=heard.to_json(),
        shingles=own,
        bands=bands(own),
    )


def _stale() -> QuerySet[Release]:
    """Releases with a text whose own print, or the print of one of their drafts, is missing or of an older version."""
    fresh_release = ReleasePrint.objects.filter(release=OuterRef("pk"), version=CURRENT)
    fresh_draft = DraftPrint.objects.filter(draft=OuterRef("pk"), version=CURRENT)
    stale_draft = Draft.objects.filter(~Exists(fresh_draft), release=OuterRef("pk"))
    with_text = Release.objects.exclude(source__text="")
    return with_text.filter(~Exists(fresh_release) | Exists(stale_draft)).order_by("pk")
