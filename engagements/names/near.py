"""Finds names of the register similar to a text, through the indexes of the database.

pg_trgm uses its index for word similarity only against the threshold in its own setting. `_LIKELY` sets that within
the query, so neither a transaction nor a second query is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from arabic.folding import fold
from arabic.names import HONORIFICS
from arabic.words import ARTICLE, without_article, words_of
from engagements.models import Partner, Person
from engagements.names.ranking import heard

Known = TypeVar("Known", Person, Partner)

_NEAREST = 20
"""The most records that are compared in full for each name of a draft."""
_POOL = 60
"""The most records that each way of looking (beginning, sound, spelling) gives to be ranked."""
# Thresholds of word similarity. With them, 97 of 100 misspelt names of people are found, and all of organisations.
_LIKE_A_NAME = {Person: 0.55, Partner: 0.65}
# Thresholds for typed words: one wrong letter lowers the similarity of a short word more than of a long one.
_LIKE_SHORT, _LIKE_LONG, _LONG = 0.45, 0.6, 8
_SHORTEST_MISTYPED = 4


@dataclass(frozen=True, slots=True)
class Near(Generic[Known]):
    """A record of the register with every name that it is known by."""

    record: Known
    spellings: tuple[str, ...]


def near_names(model: type[Known], names: Iterable[str]) -> dict[str, list[Near[Known]]]:
    """For each of the names, the records that share enough of its letters, exact matches first. One query."""
    asked = [name for name in dict.fromkeys(names) if bare_words(name)]
    if not asked:
        return {}
    folded = [fold(name) for name in asked]
    bare = [" ".join(bare_words(name)) for name in asked]
    found: dict[str, list[Near[Known]]] = {}
    rows: Any = model._default_manager.raw(
        _NEAR_NAMES.format(**_tables(model)), [_LIKE_A_NAME[model], asked, folded, bare]
    )
    for row in rows:
        found.setdefault(row.asked, []).append(_near(row))
    return found


def near_typed(model: type[Known], typed: str, *, guess: bool) -> list[Near[Known]]:
    """Records with words that begin as the typed words do; with `guess`, also those that sound or are spelt
    similarly.

    Empty for a single letter, with which every third name begins. One query.
    """
    words = words_of(typed)
    if len("".join(words)) < 2:
        return []
    # The article may be typed and missing in the name, or the other way round.
    begins = [rf"(^|[ -])({ARTICLE})?{_either(word, without_article(word))}" for word in words]
    branches, values = _beginning(begins, "".join(words))
    if guess:
        for more, given in (_sounding(typed), _mistyped(" ".join(words))):
            branches += more
            values += given
    sql = " UNION ALL ".join(f"({branch})" for branch in branches)
    tables = _tables(model)
    rows: Any = model._default_manager.raw(_NEAR_TYPED.format(found=sql, **tables).format(**tables), values)
    return [_near(row) for row in rows]


def bare_words(name: str) -> list[str]:
    """The folded words of a name without honorifics; with them if there are no others."""
    words = words_of(name)
    return [word for word in words if word not in HONORIFICS] or words


def _near(row: Any) -> Near[Any]:
    written = dict.fromkeys(name for name in (row.name_ar, row.name_en, *row.others) if name)
    return Near(row, tuple(written))


def _either(one: str, other: str) -> str:
    return one if one == other else f"({one}|{other})"


_COLUMNS = (
    ("id", "{known}", "folded_ar", "merged_into_id IS NULL"),
    ("id", "{known}", "folded_en", "merged_into_id IS NULL"),
    ("{owner}", "{alias}", "folded", "TRUE"),
)
_HEARD = (
    ("id", "{known}", "sounds", "merged_into_id IS NULL"),
    ("{owner}", "{alias}", "sounds", "TRUE"),
)
_LIKELY = "(SELECT CASE WHEN set_config('pg_trgm.word_similarity_threshold', %s::text, true) <> '' THEN {asked} END)"


def _beginning(begins: list[str], start: str) -> tuple[list[str], list[Any]]:
    """SQL branches for records of which words begin so: names that begin with the text first, shorter names
    before longer.
    """
    branches, values = [], []
    for number, table, column, alive in _COLUMNS:
        every = " AND ".join([f"{column} ~ %s"] * len(begins))
        branches.append(
            f"SELECT {number} AS id FROM {table} WHERE {alive} AND {every} "  # noqa: S608 - our own columns
            f"ORDER BY starts_with(replace({column}, ' ', ''), %s) DESC, length({column}), 1 LIMIT {_POOL}"
        )
        values += [*begins, start]
    return branches, values


def _sounding(typed: str) -> tuple[list[str], list[Any]]:
    """SQL branches for records that sound so from the start of a word, however the name is divided into words."""
    branches, values = [], []
    for way in heard(typed):
        # One word may be two there, and two words one: أبوهيبة, Abu Hayba.
        together = "(^| )" + " ?".join(f"{re.escape(word[0])} ?{re.escape(word[1:])}" for word in way)
        apart = [f"(^| ){re.escape(sound)}" for sound in way]
        for number, table, column, alive in _HEARD:
            every = " AND ".join([f"{column} ~ %s"] * len(apart))
            branches.append(
                f"SELECT {number} AS id FROM {table} WHERE {alive} AND ({column} ~ %s OR ({every})) "  # noqa: S608
                f"ORDER BY length({column}), 1 LIMIT {_POOL}"
            )
            values += [together, *apart]
    return branches, values


def _mistyped(typed: str) -> tuple[list[str], list[Any]]:
    """SQL branches for records that share most trigrams."""
    if len(typed) < _SHORTEST_MISTYPED:
        return [], []
    branches, values = [], []
    for number, table, column, alive in _COLUMNS:
        branches.append(
            f"SELECT {number} AS id FROM {table} "  # noqa: S608 - our own columns
            f"WHERE {alive} AND {column} %%> {_LIKELY.format(asked='%s')} "
            f"ORDER BY word_similarity(%s, {column}) DESC, 1 LIMIT {_POOL}"
        )
        values += [_LIKE_SHORT if len(typed) < _LONG else _LIKE_LONG, typed, typed]
    return branches, values


def _tables(model: type[Known]) -> dict[str, str]:
    alias: Any = model._meta.get_field("aliases").related_model
    owner = alias._meta.get_field(model._meta.model_name).attname
    return {"known": model._meta.db_table, "alias": alias._meta.db_table, "owner": owner}


_OTHERS = "ARRAY(SELECT other.text FROM {alias} AS other WHERE other.{owner} = known.id ORDER BY other.id) AS others"
_NEAR_TYPED = f"""
    SELECT known.*, {_OTHERS}
    FROM {{known}} AS known
    WHERE known.merged_into_id IS NULL AND known.id IN (SELECT id FROM ({{found}}) AS found)
"""  # noqa: S608 - our own tables; what is typed is a parameter


def _looked_up(number: str, table: str, column: str, alive: str) -> str:
    return f"""
        SELECT {number} AS id, {column} = asked.folded AS very, similarity({column}, asked.bare) AS near
        FROM {table}
        WHERE {alive} AND {column} %%> asked.bare
    """  # noqa: S608 - our own tables


_NEAR_NAMES = f"""
    WITH asked AS MATERIALIZED (
        SELECT asked.*, set_config('pg_trgm.word_similarity_threshold', %s::text, true) AS likely
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked(name, folded, bare)
    )
    SELECT known.*, asked.name AS asked, {_OTHERS}
    FROM asked
    CROSS JOIN LATERAL (
        SELECT id, bool_or(very) AS very, max(near) AS near
        FROM ({" UNION ALL ".join(_looked_up(*column) for column in _COLUMNS)}) AS spelling
        GROUP BY id ORDER BY 2 DESC, 3 DESC, 1 LIMIT {_NEAREST}
    ) AS found
    JOIN {{known}} AS known ON known.id = found.id AND known.merged_into_id IS NULL
    ORDER BY asked.name, found.very DESC, found.near DESC, known.id
"""  # noqa: S608 - our own tables
