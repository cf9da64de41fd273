"""Finds in a sentence the word that says that an encounter took place, and of what kind it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ingest.extraction.event_nouns import WITH, Entry, counts, noun_kind, told_by_noun
from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.tables import rows
from ingest.extraction.trigger_cues import (
    DECADE,
    DENIAL,
    DENIED,
    DURING,
    FUTURE,
    IMPERFECT,
    INVITED,
    NEW_DAY,
    ONLY_WITH,
    OPENED,
    PAST_PERFECT,
    POSTPONED,
    RECALLED,
    SITE,
    SUBORDINATE,
    TO_BE_HELD,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.gazetteer import Match
    from ingest.extraction.words import Words


_DOCUMENT = re.compile(
    r"(?:ال)?(?:اتفاق\w*|مذكر\w+|بروتوكول\w*|محضر\w*|وثيقه|وثايق|عقد|عقدا|عقود|برنامج|اعلان\w*|"
    r"بيان\w*|خطاب|ميثاق|خطه|مشروع)"
)
_DOCUMENT_FAR = 14  # words between «وقع» and its document
_SIGNED_ANEW = ("الاتفاق", "الاتفاقيه")  # with article though the text has not named them before
_FINITE = ("verb", "hold", "sign")
# Verbs whose noun may stand before them: «في اجتماع عقد ...»
_AFTER_NOUN = frozenset(["عقد", "عقدت", "عقده", "عقدته", "عقدها", "عقداه", "جمع", "جمعت", "ضم", "ضمت", "جري"])
_FAR, _NEAR = 25, 12  # words between a verb like عقد and its noun: the people stand between


PUT_OFF = "events.put_off"


@dataclass(frozen=True, slots=True)
class Trigger:
    """An encounter told at `at` (folded offset). `planned`: still to come; `background`: told as earlier.

    `strong` is a finite verb or a noun with its parties; `subordinate` one in a clause of its own; `definite`
    one whose event the text has named before; `present` a verb in the imperfect.
    """

    at: int
    kind: str
    word: str
    strong: bool = True
    planned: bool = False
    background: bool = False
    subordinate: bool = False
    rule: str = ""
    definite: bool = False
    present: bool = False


_Told = tuple[str, bool]  # kind of the event, and whether the text named it before


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of the table, `found[index]`, in the sentence `start:end`; `before` is what stands before it."""

    start: int
    end: int
    found: list[Match[Entry]]
    index: int
    before: str

    @property
    def match(self) -> Match[Entry]:
        return self.found[self.index]

    @property
    def near(self) -> int:
        """Where what belongs to the word ends."""
        return min(self.end, self.match.end + 160)


@cache
def _words() -> Gazetteer[Entry]:
    entries: dict[str, Entry] = {}
    for sort, kind, forms in rows("event_triggers"):
        for form in forms.split("|"):
            for word in _conjugated(form):
                entries.setdefault(word, (sort, kind))
    return Gazetteer(entries.items())


def _conjugated(form: str) -> list[str]:
    past, slash, present = form.partition("/")
    if not slash:
        return [past]
    feminine = "ت" + present[1:]
    out = [past, past + "ت", past + "ا", past + "تا", past + "وا", present, feminine]
    return [*out, present + "ان", present + "ون", "س" + present, "س" + feminine]


def find_triggers(words: Words, start: int, end: int) -> list[Trigger]:
    """The triggers in `start:end`, in order."""
    text = words.text
    if DENIAL.match(text, start, end):
        return []
    found = [match for match in _words().find(words, start, end) if _plain(match)]
    by_wire = any(match.value == ("cue", "call") or _in_a_call(text, match) for match in found)
    out = []
    for index, match in enumerate(found):
        before = text[max(start, match.start - 100) : match.start - len(match.prefix)]
        trigger = _trigger(text, _Hit(start, end, found, index, before))
        if trigger is not None and by_wire and trigger.kind == "meeting":
            trigger = replace(trigger, kind="call")
        if trigger is not None:
            out.append(trigger)
    return out


def _in_a_call(text: str, match: Match[Entry]) -> bool:
    """«بحث الوزير خلال اتصال مرئي مع نظيره …»."""
    return match.value == ("noun", "call") and bool(
        DURING.search(text, max(0, match.start - 12), match.start)
    )


def _plain(match: Match[Entry]) -> bool:
    sort = match.value[0]
    if sort in ("verb", "talk", "hold", "sign"):
        # «فيصل» is no ف with يصل: a short verb takes و only
        return match.prefix in ("", "و") or (match.prefix in ("ف", "ل") and len(match.surface) > 4)
    return True


def _put_off(text: str, hit: _Hit) -> Trigger | None:
    """«تأجيل المنتدى ... إلى يوم 20 نوفمبر»: to come, on the new day."""
    match = hit.match
    if not (POSTPONED.search(hit.before) and NEW_DAY.search(text, match.end, hit.end)):
        return None
    return Trigger(match.start, noun_kind(text, hit.end, match), match.surface, planned=True, rule=PUT_OFF)


def _trigger(text: str, hit: _Hit) -> Trigger | None:
    match, before = hit.match, hit.before
    sort = match.value[0]
    put_off = _put_off(text, hit) if sort == "noun" else None
    if put_off is not None:
        return put_off
    if sort == "cue" or DENIED.search(before) or not _means_it(text, match):
        return None
    told = _TELLS[sort](text, hit)
    if told is None:
        return None
    planned = _planned(text, match, before)
    background = bool(PAST_PERFECT.search(before) or RECALLED.search(before))
    return Trigger(
        at=match.start,
        kind=told[0],
        word=match.surface,
        strong=sort != "noun",
        planned=planned,
        background=background,
        subordinate=bool(SUBORDINATE.search(before)) and not (planned or background),
        rule="events.hold_noun"
        if sort == "hold" or told[0] != match.value[1] == "meeting"
        else f"events.{sort}",
        definite=told[1],
        present=sort in _FINITE and bool(IMPERFECT.match(match.surface)),
    )


def _talk(text: str, hit: _Hit) -> _Told | None:
    """«بحث ... مع ...»: with somebody only."""
    return (hit.match.value[1], False) if WITH.search(text, hit.match.end, hit.near) else None


def _sign(text: str, hit: _Hit) -> _Told | None:
    """«وقع ... مذكرة»: with a document soon after only."""
    document = _DOCUMENT.search(text, hit.match.end, hit.near)
    if document is None or len(text[hit.match.end : document.start()].split()) > _DOCUMENT_FAR:
        return None
    named = document.group()
    return hit.match.value[1], named.startswith("ال") and named not in _SIGNED_ANEW


def _noun(text: str, hit: _Hit) -> _Told | None:
    if not told_by_noun(text, hit.start, hit.end, hit.match, hit.before):
        return None
    return noun_kind(text, hit.end, hit.match), False


def _verb(text: str, hit: _Hit) -> _Told | None:
    if "ستض" in hit.match.surface:  # «تستضيف المدينة معرضا», «استضاف الوزير نظيره»
        return _held(text, hit) or (hit.match.value[1], False)
    return hit.match.value[1], False


def _held(text: str, hit: _Hit) -> _Told | None:
    """A verb like عقد tells what its noun names; «افتتح مصنعا» is a visit."""
    match = hit.match
    if TO_BE_HELD.search(hit.before):
        return None
    if (match.surface == "عقد" and DECADE.search(hit.before)) or not _announces(text, match):
        return None
    noun = _noun_after(text, hit)
    if noun is not None:
        return noun_kind(text, hit.end, noun), noun.start > match.start and _definite(noun)
    return ("visit", False) if OPENED.match(match.surface) and SITE.match(text, match.end) else None


def _means_it(text: str, match: Match[Entry]) -> bool:
    """«توجه بالشكر», «وصل عدد», «اطلع على تقرير» tell no visit."""
    for stem, needed in ONLY_WITH:
        if stem in match.surface and match.value[0] == "verb":
            return bool(needed.match(text, match.end))
    return True


def _announces(text: str, match: Match[Entry]) -> bool:
    """«أعلن» tells an event only with «عن عقد ...»."""
    return "علن" not in match.surface or bool(FUTURE.match(text, match.start))


def _definite(noun: Match[Entry]) -> bool:
    """«ترأس الجلسة» goes on with what was told, «عقد اجتماعا» is new."""
    return noun.surface.startswith("ال") or " ال" in noun.surface or noun.prefix.endswith("ال")


def _planned(text: str, match: Match[Entry], before: str) -> bool:
    word = match.surface
    if FUTURE.search(before) or (word[:1] == "س" and word[1:2] in "يت"):
        return True
    if word.startswith(("يعتزم", "تعتزم", "يستعد", "تستعد")):
        return True
    return "علن" in word


def _noun_after(text: str, hit: _Hit) -> Match[Entry] | None:
    """The event noun that a verb like عقد takes: soon after it, or just before it («في اجتماع عقد ...»)."""
    match, found, index = hit.match, hit.found, hit.index
    far = _FAR if match.value[1] == "far" else _NEAR
    for later in islice(found, index + 1, index + 8):
        between = text[match.end : later.start]
        if len(between.split()) > far or later.value[0] in ("verb", "sign"):
            break
        if later.value[0] == "noun" and counts(text, later) and not INVITED.search(between):
            return later
    if index and match.surface in _AFTER_NOUN:
        earlier = found[index - 1]
        if earlier.value[0] == "noun" and len(text[earlier.end : match.start].split()) <= 3:
            return earlier if counts(text, earlier) else None
    return None


_TELLS: dict[str, Callable[[str, _Hit], _Told | None]] = {
    "verb": _verb,
    "talk": _talk,
    "hold": _held,
    "sign": _sign,
    "noun": _noun,
}
