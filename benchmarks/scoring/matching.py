"""Decides when two people, texts or engagements count as the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz.distance import Levenshtein

from arabic.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.scoring.rows import EngagementRow, PersonRow

A = TypeVar("A")
B = TypeVar("B")

SAME_ROLE = 0.6  # share of words in common, as F1
SAME_TEXT = 0.5
SAME_OWNER = 0.5
SAME_SPELLING = 0.8  # 1 - edits / letters: one letter in five
NOT_THE_SAME = 0.5  # engagements less close than this are not two drafts of one event
SEARCHED_FULLY = 10  # with more engagements than this, the closest pair goes first

_TITLES = frozenset(
    fold(
        "معالي معاليه سعادة السيد السيدة الدكتور الدكتورة د الأستاذ الأستاذة المهندس المهندسة م فخامة الرئيس سمو "
        "صاحب السمو الملكي الأمير الشيخ اللواء الفريق العميد أول دولة جلالة الملك خادم الحرمين الشريفين المستشار "
        "القاضي النائب البروفيسور السفير"
    ).split()
)
_JOINED = re.compile(r"\b(ابو|ابن|بن|عبد|ال|بو) ")


def words(text: str | None) -> list[str]:
    """The folded words of `text`, without punctuation."""
    return re.findall(r"\w+", fold(text or ""))


def overlap(left: str | None, right: str | None) -> float:
    """The F1 of the words in common, 0 to 1; repeated words count as often as both texts have them. 0 if a text has
    no words.
    """
    ours, theirs = words(left), words(right)
    if not ours or not theirs:
        return 0.0
    common = sum(min(ours.count(word), theirs.count(word)) for word in set(ours))
    return 2 * common / (len(ours) + len(theirs))


@cache
def _name_parts(name: str) -> tuple[str, ...]:
    bare = " ".join(word for word in words(name) if word not in _TITLES)
    return tuple(_JOINED.sub(r"\1", bare).replace(" بن", " ").split())


def same_name(left: str, right: str) -> bool:
    """Whether each part of the shorter name is in the longer one, with at most one letter in five different. A
    single part does not match a longer name.
    """
    short, long = sorted((_name_parts(left), _name_parts(right)), key=len)
    if not short or (len(short) == 1 and len(long) > 1):
        return False
    return all(
        any(Levenshtein.normalized_similarity(part, other) >= SAME_SPELLING for other in long)
        for part in short
    )


def same_person(gold: PersonRow, found: PersonRow) -> bool:
    """Compares two named people by name, two unnamed ones by office; a named and an unnamed one never match."""
    if gold["name"] and found["name"]:
        return same_name(gold["name"], found["name"])
    if gold["name"] or found["name"]:
        return False
    return overlap(gold["role"], found["role"]) >= SAME_ROLE


def same_owners(gold: Sequence[str], found: Sequence[str]) -> bool:
    """Whether all owners were found and none invented; their wording may differ."""
    if len(gold) != len(found):
        return False
    return len(pairs(gold, found, lambda g, f: overlap(g, f) >= SAME_OWNER)) == len(gold)


def pairs(gold: Sequence[A], found: Sequence[B], same: Callable[[A, B], bool]) -> list[tuple[A, B]]:
    """One-to-one pairs: each gold item takes the first free found one that is the same."""
    free = list(range(len(found)))
    out: list[tuple[A, B]] = []
    for item in gold:
        hit = next((index for index in free if same(item, found[index])), None)
        if hit is not None:
            free.remove(hit)
            out.append((item, found[hit]))
    return out


def closeness(gold: EngagementRow, found: EngagementRow) -> float:
    """How likely two engagements are one event: people weigh most, then countries, date, kind and city."""
    people = len(pairs(gold["participants"], found["participants"], same_person))
    countries = len({*gold["partner_countries"]} & {*found["partner_countries"]})
    return (
        2.0 * people
        + 1.5 * countries
        + 1.0 * (gold["date"] is not None and gold["date"] == found["date"])
        + 0.5 * (gold["kind"] == found["kind"])
        + 0.5 * (gold["city"] is not None and words(gold["city"]) == words(found["city"]))
        + 0.25 * (gold["primary"] == found["primary"])
    )


def pair_engagements(gold: Sequence[EngagementRow], found: Sequence[EngagementRow]) -> dict[int, int]:
    """The index of the found engagement for each gold one, chosen so that the sum of closeness is highest."""
    table = [[closeness(one, other) for other in found] for one in gold]
    chosen = (
        _closest_first(table) if max(len(gold), len(found)) > SEARCHED_FULLY else _best(table, len(found))
    )
    return {row: column for row, column in chosen.items() if table[row][column] > NOT_THE_SAME}


def _best(table: list[list[float]], columns: int) -> dict[int, int]:
    @cache
    def tail(row: int, taken: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if row == len(table):
            return 0.0, ()
        options = [tail(row + 1, taken)]
        for column in range(columns):
            if not taken >> column & 1:
                value, rest = tail(row + 1, taken | 1 << column)
                options.append((table[row][column] + value, ((row, column), *rest)))
        return max(options, key=lambda option: option[0])

    return dict(tail(0, 0)[1])


def _closest_first(table: list[list[float]]) -> dict[int, int]:
    cells = sorted(
        ((value, row, column) for row, line in enumerate(table) for column, value in enumerate(line)),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for _, row, column in cells:
        if row not in chosen and column not in chosen.values():
            chosen[row] = column
    return chosen
