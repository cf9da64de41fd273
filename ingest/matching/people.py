"""Whether two names are probably one person's, within one script or across Arabic and Latin letters."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from arabic.names import name_key
from arabic.sounds import sounds

_ALIKE = 78
"""The measured border of two spellings of one word (see `engagements.services.linking`)."""
_CLOSE = 60
_TELLING = 3
"""Consonants that a word needs before its sound says anything."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part. `home`: for the home side. `head`: the minister, whom nearly every release names."""

    name: str
    home: bool = False
    head: bool = False
    words: tuple[str, ...] = field(init=False, compare=False, repr=False)
    sounds: tuple[str, ...] = field(init=False, compare=False, repr=False)
    arabic: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple(_bare(word) for word in name_key(self.name).split()))
        object.__setattr__(self, "sounds", sounds(self.name))
        object.__setattr__(self, "arabic", any("\u0600" <= char <= "\u06ff" for char in self.name))


def same_person(one: Person, other: Person) -> bool:
    """Whether the first and the last name are alike. Names between them may be missing; brothers stay two people.

    A surname alone, as English releases repeat it, is alike if it is the other's last name and long enough.
    """
    if one.arabic != other.arabic:
        return _same_sound(one.sounds, other.sounds)
    if not one.words or not other.words:
        return False
    shorter = min(len(one.words), len(other.words))
    if not _word_alike(one.words[-1], other.words[-1]):
        # The last word may be written as two, or the family name at the end may be missing.
        return (
            shorter > 1
            and fuzz.ratio(" ".join(one.words), " ".join(other.words)) >= 90
            and _first(one, other)
        )
    return len(one.words[-1]) >= 5 if shorter == 1 else _first(one, other)


def in_common(ones: tuple[Person, ...], others: tuple[Person, ...]) -> list[tuple[Person, Person]]:
    """Pairs of probably the same person, each person in one pair at most."""
    left = list(others)
    pairs = []
    for one in ones:
        found = next((other for other in left if same_person(one, other)), None)
        if found:
            left.remove(found)
            pairs.append((one, found))
    return pairs


def _first(one: Person, other: Person) -> bool:
    return _word_alike(one.words[0], other.words[0])


def _word_alike(one: str, other: str) -> bool:
    likeness = fuzz.ratio(one, other)
    if likeness >= _ALIKE or likeness < _CLOSE:
        return likeness >= _ALIKE
    return sounds(one) == sounds(other) and len("".join(sounds(one))) >= _TELLING


def _same_sound(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if min(len(one), len(other)) == 1:
        return len(one[-1]) > _TELLING and one[-1] == other[-1]
    whole = "".join(one), "".join(other)
    if min(map(len, whole)) < _TELLING:
        return False
    # A first name of two consonants says little alone, but enough together with the rest of the name.
    return fuzz.ratio(*whole) >= 85 or (
        fuzz.ratio(one[0], other[0]) >= 66 and fuzz.ratio(one[-1], other[-1]) >= 80
    )


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
