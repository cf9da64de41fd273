"""Finds texts that are likely to be alike through the index of bands, without reading any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ingest.models import CURRENT, DraftPrint, ReleasePrint

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 20
"""The most texts that are found for each one: those that share the most bands."""

# Official phrases make hundreds of texts share one or two bands, whereas copies share most of theirs. The subquery is
# LATERAL, so the index on bands is used for each row, however many are asked for.
_NEAREST = """
    SELECT mine.{key}, near.{key}
    FROM {table} mine CROSS JOIN LATERAL (
        SELECT other.{key}
        FROM {table} other CROSS JOIN LATERAL unnest(other.bands) band
        WHERE other.bands && mine.bands AND other.version = %(version)s AND other.{key} <> mine.{key}
            AND band = ANY (mine.bands)
        GROUP BY other.{key} ORDER BY count(*) DESC, other.{key} DESC LIMIT %(most)s
    ) near
    WHERE mine.{key} = ANY (%(numbers)s) AND mine.version = %(version)s"""
_SAME_LETTERS = """
    UNION
    SELECT mine.{key}, other.{key}
    FROM {table} mine JOIN {table} other USING (letters_sha256)
    WHERE mine.{key} = ANY (%(numbers)s) AND other.letters_sha256 <> '' AND other.{key} <> mine.{key}
        AND mine.version = %(version)s AND other.version = %(version)s"""


def releases_alike(numbers: Collection[int]) -> set[tuple[int, int]]:
    """Pairs (one of these releases, another release) that have the same letters, or share the most bands. One query."""
    names = {"table": ReleasePrint._meta.db_table, "key": "release_id"}
    return _pairs(_NEAREST.format(**names) + _SAME_LETTERS.format(**names), numbers)


def drafts_alike(number: int) -> set[int]:
    """Numbers of the drafts, decided ones too, whose passages share the most bands with this draft's. One query."""
    names = {"table": DraftPrint._meta.db_table, "key": "draft_id"}
    return {other for _, other in _pairs(_NEAREST.format(**names), [number])}


def _pairs(sql: str, numbers: Collection[int]) -> set[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"numbers": list(numbers), "version": CURRENT, "most": MOST})
        return {(mine, other) for mine, other in cursor.fetchall()}
