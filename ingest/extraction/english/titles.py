"""Where the title of an office begins and ends: «Libya's Minister of Industry and Minerals»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.english.tokens import word_set

if TYPE_CHECKING:
    from ingest.extraction.english.tokens import Text


def title_at(text: Text, start: int) -> int | None:
    """The index behind the title that begins at word `start`, or None if none does."""
    index = _nation(text, start)
    begun = index
    while index < begun + 5 and not _is_head(text, index) and _modifies(text, index):
        index += 1
    if not _is_head(text, index):
        return None
    head = text.word(index)
    while _is_head(text, index) or (index > begun and text.word(index) in word_set("rank")):
        head = text.word(index) if _is_head(text, index) else head
        index += 1
        if text.word(index) == "and" and text.word(index + 1) == "plenipotentiary":
            index += 2
    return _complements(text, index, head)


def _nation(text: Text, start: int) -> int:
    """Past «Libya's» or «Japanese»."""
    land = text.land(start)
    if land is None:
        return start
    after = text.after(start, land)
    return after + 1 if text.word(after) == "'s" else (after if land.form == "nisba" else start)


def _is_head(text: Text, index: int) -> bool:
    return text.word(index) in word_set("head")


def _modifies(text: Text, index: int) -> bool:
    word = text.word(index)
    return word in word_set("modifier") or (word in word_set("portfolio") and text.cap(index))


def _complements(text: Text, index: int, head: str) -> int:
    while True:
        word = text.word(index)
        follows = None
        if word in word_set("of"):
            follows = _chunk(text, index + 1)
        elif word in ("and", ",", "&"):
            follows = _further(text, index)
        elif (word == "to" and head in word_set("sent")) or (
            word in ("at", "in") and _posted(text, index, head)
        ):
            follows = _chunk(text, index + 1)
        if follows is None or follows == index:
            return index
        if text.word(follows - 1) in ("mission", "delegation"):
            head = "mission"
        index = follows


def _posted(text: Text, index: int, head: str) -> bool:
    """«at the British Embassy», «in Niamey» belong to a diplomat's title."""
    if text.word(index + 1) in word_set("month") | word_set("weekday"):
        return False
    return head in word_set("diplomat") or (text.word(index) == "at" and text.word(index + 1) == "the")


def _chunk(text: Text, index: int) -> int | None:
    """Past what an office is over: a country, a portfolio, an institution."""
    begun = index
    if text.word(index) in ("the", "its", "his", "her", "their"):
        index += 1
    land = text.land(index)
    city = text.tokens[index].start in text.cities if index < len(text.tokens) else False
    named = begun != index
    if land is not None and text.cap(index):
        index = text.after(index, land)
        named = named or land.form == "nisba"
    elif city:
        return text.after(index, text.cities[text.tokens[index].start])
    elif text.word(index) in word_set("lower") and (not text.cap(index) or index == begun):
        return _lower(text, index)
    first = index
    while _in_chunk(text, index, named=named):
        index += 1
    while index > first and text.word(index - 1) in ("of", "for", "the", "and", "&", "de"):
        index -= 1
    return index if index > first or land is not None else None


def _lower(text: Text, index: int) -> int:
    while text.word(index) in word_set("lower") | word_set("portfolio"):
        index += 1
    return index


def _in_chunk(text: Text, index: int, *, named: bool) -> bool:
    word = text.word(index)
    if word in word_set("courtesy") or (word in word_set("head") and not named):
        return False
    if text.cap(index):
        return named or word in word_set("portfolio") | word_set("org") | word_set("international")
    following = text.word(index + 1)
    if word == "and":
        return following in word_set("portfolio") and text.cap(index + 1)
    if word not in ("of", "for", "the", "de", "&", "du"):
        return False
    cap = text.cap(index + 1) or (following == "the" and text.cap(index + 2))
    return cap and (named or following in word_set("portfolio"))


def _further(text: Text, index: int) -> int | None:
    """«…, Trade and Supply», «and Minerals»: more of a portfolio, never another person."""
    after = index + 1
    if text.word(index) == "," and text.word(after) == "and":
        after += 1
    if (
        text.word(after) in word_set("head")
        or not text.cap(after)
        or text.word(after) not in word_set("portfolio")
    ):
        return None
    if text.word(index) == "," and not _list_goes_on(text, after):
        return None
    while text.cap(after) and text.word(after) in word_set("portfolio"):
        after += 1
    return None if text.word(after) in word_set("head") else after


def _list_goes_on(text: Text, index: int) -> bool:
    while text.cap(index) and text.word(index) in word_set("portfolio"):
        index += 1
    if text.word(index) in ("and", "&"):
        return True
    return text.word(index) == "," and text.word(index + 1) in word_set("portfolio")
