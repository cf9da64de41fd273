"""Searches all names of the register for pairs that may be one, and stores the pairs found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from engagements.duplicates.blocks import candidates
from engagements.duplicates.scoring import Alike, Known, compare
from engagements.locks import Lock, hold
from engagements.models import (
    DuplicateSearch,
    Partner,
    PartnerAlias,
    PartnerLikeness,
    PartnerRuling,
    Person,
    PersonAlias,
    PersonLikeness,
    PersonRuling,
)

if TYPE_CHECKING:
    from datetime import datetime

KINDS = ("person", "partner")
MOST = 8
"""The most proposals for one name, the most similar ones."""
_COLUMNS = ("score", "reason", "first_spelling", "second_spelling")
_BATCH = 2000
_SEEN = """
    SELECT md5(concat_ws(':', (
        SELECT concat(count(*), '/', sum(hashtextextended(
            concat_ws('|', id, name_ar, name_en, country_id, {kind}), 0)::numeric))
        FROM {known} WHERE merged_into_id IS NULL
    ), (
        SELECT concat(count(*), '/', sum(hashtextextended(concat_ws('|', {owner}, text), 0)::numeric)) FROM {alias}
    )))
"""


@dataclass(frozen=True, slots=True)
class Tables:
    """The models that belong to one kind of names."""

    names: Any
    aliases: Any
    likenesses: Any
    rulings: Any


TABLES = {
    "person": Tables(Person, PersonAlias, PersonLikeness, PersonRuling),
    "partner": Tables(Partner, PartnerAlias, PartnerLikeness, PartnerRuling),
}


@transaction.atomic
def search(kind: str, *, now: datetime, even_if_unchanged: bool = False) -> int:
    """Searches the names of this kind, unless nothing has changed since the last search. Returns the number of
    pairs.
    """
    hold(Lock.DUPLICATES)
    last, _new = DuplicateSearch.objects.get_or_create(pk=kind)
    seen = _seen(kind)
    if even_if_unchanged or last.seen != seen:
        names = known_names(kind)
        found = alike_among(names)
        _keep(TABLES[kind].likenesses, found)
        last.names, last.pairs, last.seen = len(names), len(found), seen
    last.ended_at = now
    last.save()
    return last.pairs


def ask(kind: str, *, now: datetime) -> None:
    """Notes that somebody asked for a search."""
    DuplicateSearch.objects.update_or_create(pk=kind, defaults={"asked_at": now})


def known_names(kind: str) -> list[Known]:
    """All current names of this kind with their spellings, by number. Two queries."""
    tables = TABLES[kind]
    spelt: dict[int, list[str]] = defaultdict(list)
    for owner, text in tables.aliases.objects.order_by("pk").values_list(kind, "text"):
        spelt[owner].append(text)
    sort = ["kind"] if kind == "partner" else []
    rows = tables.names.objects.current().order_by("pk")
    return [
        Known.of(number, [arabic, english, *spelt[number]], country, *what)
        for number, arabic, english, country, *what in rows.values_list(
            "pk", "name_ar", "name_en", "country_id", *sort
        ).iterator(_BATCH)
    ]


def alike_among(names: list[Known]) -> dict[tuple[int, int], Alike]:
    """How alike two names are, by their ids, the lower first. At most MOST pairs for one name, the likest."""
    found = []
    for one, other in candidates([each.heard for each in names]):
        alike = compare(names[one], names[other])
        if alike:
            found.append((alike, names[one].number, names[other].number))
    found.sort(key=lambda each: (-each[0].score, each[1], each[2]))
    counted: dict[int, int] = defaultdict(int)
    kept = {}
    for alike, first, second in found:
        if counted[first] < MOST and counted[second] < MOST:
            counted[first] += 1
            counted[second] += 1
            kept[first, second] = alike
    return kept


def _keep(model: Any, found: Mapping[tuple[int, int], Alike]) -> None:
    """Makes the table contain exactly the pairs in `found`; rows that are right already are not touched."""
    stored = {
        (first, second): (number, *rest)
        for number, first, second, *rest in model.objects.values_list(
            "pk", "first_id", "second_id", *_COLUMNS
        )
    }
    fresh = {
        pair: (alike.score, str(alike.reason), alike.ours, alike.theirs) for pair, alike in found.items()
    }
    gone = [row[0] for pair, row in stored.items() if fresh.get(pair) != row[1:]]
    for batch in _batches(gone):
        model.objects.filter(pk__in=batch).delete()
    new = [pair for pair, row in fresh.items() if pair not in stored or stored[pair][1:] != row]
    model.objects.bulk_create(
        (
            model(first_id=first, second_id=second, **dict(zip(_COLUMNS, fresh[first, second], strict=True)))
            for first, second in new
        ),
        batch_size=_BATCH,
    )


def _batches(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH))


def _seen(kind: str) -> str:
    tables = TABLES[kind]
    sql = _SEEN.format(
        kind="kind" if kind == "partner" else "''",
        known=tables.names._meta.db_table,
        alias=tables.aliases._meta.db_table,
        owner=f"{kind}_id",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])
