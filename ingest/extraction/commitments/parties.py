"""Who stands where around a verb: the one who speaks and the one who is asked, and where their names end."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.commitments.lines import is_reporting, names_party
from ingest.extraction.commitments.party_words import heads, word_class
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import rows, words

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line

Party = tuple[int, int]  # word indexes, half-open
Range = tuple[int, int]  # folded offsets, half-open
_LONGEST_PARTY = 14
_QUOTES = "\"«»“”'"


@cache
def _courtesies() -> frozenset[str]:
    return frozenset(
        row[0] for row in rows("honorifics") if " " not in row[0] and row[1] not in ("office", "never")
    )


def is_courtesy(word: str) -> bool:
    """A word of courtesy before a name."""
    return word in _courtesies()


def trim(line: Line, start: int, end: int, *, closed: bool = False) -> Party | None:
    """The party written at `start:end`: courtesies off its front, and nothing that follows its name.

    `closed` says that nothing else can stand before `end`, so that prepositions belong to the name
    («الشركات الراغبة في المشاركة»).
    """
    while start < end and (
        line.text(start) in _courtesies()
        or line.text(start) in word_set("skipped")
        or line.text(start) in "/،,.-–:"
    ):
        start += 1
    stop = start
    while stop < end and stop - start < _LONGEST_PARTY and not _ends_party(line, stop, closed=closed):
        stop += 1
    while stop > start and line.text(stop - 1) in "،,/-–(":
        stop -= 1
    for index in range(start + 1, stop - 1):
        if line.text(index) in ("السيد", "السيده"):
            return index + 1, stop  # an office and its holder: the name will do
    return (start, stop) if stop > start else None


def _ends_party(line: Line, index: int, *, closed: bool = False) -> bool:
    word = line.text(index)
    kind = word_class(word)
    if index > 0 and word[0] == "ب" and len(word) > 4 and word[1:] in words("verbal_nouns"):
        return not closed  # «الشركة بإعادة …»: what is promised
    if word == "علي" and line.text(index - 1).removeprefix("لل").removeprefix("ال") in word_set("over"):
        return False  # «الصندوق الوطني للتأمين على المرض»
    in_city = word.startswith("ب") and line.words[index].start + 1 in line.lands.cities  # «بطرابلس»
    return word in "،,(؛:.–-" or kind == "stop" or ((kind == "preposition" or in_city) and not closed)


def two_parties(line: Line, start: int, end: int) -> tuple[Party | None, Party | None]:
    """«الوزير الشركات الكورية»: the subject, and the object where a second party begins."""
    for index in range(start + 1, end):
        if begins_party(line, index) and _closed(line, index - 1):
            return trim(line, start, index), trim(line, index, end, closed=True)
    return trim(line, start, end), None


def begins_party(line: Line, index: int) -> bool:
    """Can another party begin with this word, also a group («المستثمرين»)?"""
    word = line.text(index)
    if names_party(line, index):
        return True
    return (
        word.startswith("ال") and len(word) > 6 and word.endswith(("ات", "ين")) and not _is_nisba(line, index)
    )


def begins_party_after(line: Line, index: int) -> bool:
    """«للجهات …», «لمصالح …»: does a party begin behind the preposition of this word?"""
    word = line.text(index)
    rest = "ال" + word[2:] if word.startswith("لل") else word[1:]
    return rest in heads() or word_class(rest) in ("party", "person") or word_class("ال" + rest) == "party"


def _closed(line: Line, index: int) -> bool:
    """Can a name end with this word? Not with «وزير», not with «مدير عام»."""
    word = line.text(index)
    if word_class(word) == "person":
        return True
    if word in _courtesies() or word in heads() or word_class(word) in ("inner", "stop", "preposition"):
        return False
    return not (is_verbal_noun(word, article=False) and not word.startswith("ال"))


def speaker(line: Line, before: int) -> tuple[Range, ...]:
    """The subject of the last verb of saying before a word of the sentence."""
    for index in range(before - 1, -1, -1):
        word = line.words[index]
        if line.text(index - 1) in ("في", "علي", "عن", "من", "الي"):
            continue  # «الرغبة في نقل خبراتها»: a noun, not the verb of the same letters
        if word.bare not in word_set("silent") and (is_reporting(word.text) or is_reporting(word.bare)):
            party, _ = two_parties(line, index + 1, before)
            if party and word.bare in word_set("directing") and not is_person(line, party):
                continue  # «…، كلف الإدارة بكذا»: the one who is charged, not the one who speaks
            if party and (
                word.bare != "عبر" or begins_party(line, index + 1) or line.text(index + 1) in _courtesies()
            ):
                return several(line, party)[:1]
    return ()


def joins_owner(line: Line, index: int) -> bool:
    """«، وإدارة الموانئ …»: does و begin another party at this word?"""
    word = line.text(index)
    return word.startswith("و") and _joins_party(word[1:]) and not is_reporting(word[1:])


def first_party(line: Line, start: int, end: int) -> Party | None:
    """The shortest party that begins at `start`: a construct up to its first definite word, and a nisba."""
    while start < end and line.text(start) in _courtesies():
        start += 1
    stop = start
    while stop < end and not _ends_party(line, stop):
        word = line.text(stop)
        stop += 1
        if (
            line.words[stop - 1].start in line.lands.names
            or word.startswith("ال")
            or word in word_set("own")
            or word in _QUOTES
            or word_class(word) == "person"
        ):
            break
    if stop == start or not line.text(start).isalpha():
        return None
    while stop < end and _is_nisba(line, stop):
        stop += 1
    return start, _to_end_of_name(line, start, stop, end)


def joint_party(line: Line, start: int, end: int) -> Party | None:
    """The party that begins at `start`, with a second one joined to it: «أن تعد الوزارة والهيئة خطة»."""
    party = first_party(line, start, end)
    if party is None or party[1] >= end or not joins_owner(line, party[1]):
        return party
    if line.text(party[1]).startswith("وال"):
        return party[0], party[1] + 1
    second = first_party(line, party[1], end)
    return (party[0], second[1]) if second else party


def _to_end_of_name(line: Line, start: int, stop: int, end: int) -> int:
    """«الهيئة القومية للأنفاق»: the adjectives of an institution, and what it is for."""
    if stop - start != 1 or line.text(start).removeprefix("ال") not in words("org_heads"):
        return stop
    while stop < end and line.text(stop).startswith("ال") and line.text(stop).endswith(("ي", "يه", "العامه")):
        stop += 1
    return stop + 1 if stop < end and line.text(stop).startswith("لل") else stop


def _is_nisba(line: Line, index: int) -> bool:
    start = line.words[index].start
    return any(start + prefix in line.lands.nisbas for prefix in (0, 2, 3))


def several(line: Line, party: Party) -> tuple[Range, ...]:
    """«وزارة الصناعة والمعادن وهيئة الصادرات» as two: parted before a و that begins another party."""
    start, end = party
    if line.text(start) in word_set("gathering"):
        return ()  # «أقر الاجتماع …»: an encounter does nothing
    out = []
    begin = line.words[start].start
    for index in range(start + 1, end):
        word = line.words[index]
        states = {line.words[start].start, word.start + 1} <= line.lands.names  # «السودان واليمن»
        if word.text.startswith("و") and (
            states or _joins_party(word.text[1:]) or _surname(line, word.text[1:])
        ):
            out.append((begin, line.words[index - 1].end))
            begin = word.start + 1
    out.append((begin, line.words[end - 1].end))
    return tuple(out)


def _surname(line: Line, word: str) -> bool:
    """«المحامي والككلي»: the last name of somebody of the release."""
    registry = line.doc.registry
    return registry is not None and len(word) > 3 and word in registry.by_part


def _joins_party(word: str) -> bool:
    return len(word) > 2 and (
        word_class(word) == "party" or word in heads() or word.removeprefix("ال") in heads()
    )


def is_person(line: Line, party: Party) -> bool:
    """An office or a bare name, not an institution, a group or a country."""
    word = line.text(party[0])
    if (
        word_class(word) == "party"
        or word in words("org_heads")
        or word.removeprefix("ال") in words("org_heads")
    ):
        return False
    return line.words[party[0]].start not in line.lands.names
