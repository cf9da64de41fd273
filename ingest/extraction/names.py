"""Which words are names: the lexicon of given names and surnames, and the words that can never be one.

The names come from the data file of the `arabic-name-romanizer` wheel (Wikidata, CC0, and MIT lists), read where
it lies: importing that package would load a model runtime that the reader does not need.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from arabic.folding import fold
from ingest.extraction.tables import rows, words

# Lists of these countries are written in other languages of the Arabic script: they count for less.
_OTHER_LANGUAGES = ("IR", "PK", "AF")
_FREQUENT = 3
_OFTEN = 20  # times met as a given name: its first letter is no conjunction
_QUERY = (
    "select arabic_key, sum(case when role='given' then count else 0 end), sum(count) from units"
    " where country not in ({marks}) group by arabic_key"
)

# Words that join the parts of a name: what follows them belongs to it.
PARTICLES = words("name_particles")
_CONJUNCTIONS = ("و", "ف")
_JOINED = ("عبدال", "ابو", "ابوال", "بوال")


@dataclass(frozen=True, slots=True)
class Lex:
    """What is known of one folded word by itself.

    given: how often it was met as a given name (0 to many); known: in the lexicon at all; stop: ends a name.
    """

    given: int
    known: bool
    stop: bool


@cache
def _counts() -> dict[str, tuple[int, int]]:
    """Folded name word -> (times met as a given name, times met at all)."""
    spec = find_spec("arabic_name_romanizer")
    if spec is None or spec.origin is None:
        return {}
    path = Path(spec.origin).parent / "resources" / "names.sqlite3"
    marks = ",".join("?" * len(_OTHER_LANGUAGES))
    query = _QUERY.format(marks=marks)
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        found = database.execute(query, _OTHER_LANGUAGES).fetchall()
    finally:
        database.close()
    out: dict[str, tuple[int, int]] = {}
    for key, given, total in found:
        for part in fold(key).split():
            before = out.get(part, (0, 0))
            out[part] = (before[0] + given, before[1] + total)
    for row in rows("extra_names"):
        out[row[0]] = (max(out.get(row[0], (0, 0))[0], _FREQUENT), _FREQUENT)
    return out


@cache
def _verb_forms() -> frozenset[str]:
    """The forms of the listed verbs in which releases use them."""
    out: set[str] = set()
    for past, present in rows("name_verbs"):
        out |= past_forms(past)
        if present != "-":
            out |= present_forms(present)
    counts = _counts()
    plain = {row[0] for row in rows("name_verbs")} | {row[1] for row in rows("name_verbs")}
    heads = _heads()  # بعثة is no «بعث» with a pronoun
    return frozenset(
        form
        for form in out
        if form in plain or (counts.get(form, (0, 0))[1] < _FREQUENT and form not in heads)
    )


@cache
def _presents() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("name_verbs")}


def verb_forms(past: str) -> set[str]:
    """The forms of a verb by its past; those of the present too if `name_verbs` gives it."""
    present = _presents().get(past, "-")
    return past_forms(past) | (present_forms(present) if present != "-" else set())


def past_forms(past: str) -> set[str]:
    if past.endswith("ي"):  # defective: التقى، التقت، التقيا، التقوا، التقاه
        stem = past[:-1]
        return {
            past,
            stem + "ت",
            stem + "تا",
            past + "ا",
            stem + "وا",
            stem + "اه",
            stem + "اها",
            stem + "ته",
        }
    if past.endswith("ا"):
        stem = past[:-1]
        return {past, stem + "ت", stem + "تا", stem + "وا", past + "ه"}
    return {past + end for end in ("", "ت", "ا", "تا", "وا", "ه", "ها", "هم", "ته", "تها", "نا")}


def present_forms(present: str) -> set[str]:
    bodies = {letter + present[1:] for letter in "يتن"}
    bodies |= {"س" + body for body in bodies}
    return {body + end for body in bodies for end in ("", "ان", "ون", "ه", "ها")}


@cache
def present_verbs() -> frozenset[str]:
    """The forms of the present of the listed verbs, as headlines have them («تبحث»)."""
    return frozenset().union(*(present_forms(row[1]) for row in rows("name_verbs") if row[1] != "-"))


def is_verb(word: str) -> bool:
    """Whether `word` (folded), or it without a leading و, is a form of a listed verb."""
    return word in _verb_forms() or word.removeprefix("و") in _verb_forms()


@cache
def _stops() -> frozenset[str]:
    return words("name_stops") | _verb_forms()


@cache
def _heads() -> frozenset[str]:
    return words("org_heads") | words("role_heads")


@lru_cache(maxsize=20_000)
def is_stop(word: str) -> bool:
    """Whether `word` (folded), or it without a leading و or ف, can be no part of a name."""
    stops = _stops()
    if word in stops:
        return True
    if word[:1] not in _CONJUNCTIONS or word[1:] not in stops or len(word) <= 2:
        return False
    return word not in _heads() and _counts().get(word, (0, 0))[0] < _OFTEN  # فراس is no ف with رأس


@lru_cache(maxsize=20_000)
def lookup(word: str) -> Lex:
    """What is known of `word` (folded)."""
    given, total = _counts().get(word, (0, 0))
    if given < _FREQUENT and len(word) > 5 and word.startswith(_JOINED):
        given, total = _FREQUENT, max(total, _FREQUENT)  # عبدالوارث، أبوهيسة: a name by its first part
    return Lex(given, total > 0, is_stop(word) and given < 40 * _FREQUENT)


def is_given(word: str) -> bool:
    """A frequent given name and no common word."""
    lex = lookup(word)
    return lex.given >= _FREQUENT and not lex.stop
