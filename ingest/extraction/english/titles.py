"""Where the title of an office begins and ends: «Libya's Minister of Industry and Minerals»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.english.tokens import word_set

_STYLES = frozenset(
    [
        "state",
        "republic",
        "kingdom",
        "sultanate",
        "democratic",
        "islamic",
        "people's",
        "federal",
        "of",
        "arab",
        "the",
    ]
)  # of the names of states
_STYLE_WORDS = 6
_NAME = 4  # words of a name without courtesy

if TYPE_CHECKING:
    from ingest.extraction.english.tokens import Text


def title_at(text: Text, start: int, *, named: bool = False) -> int | None:
    """The index behind the title that begins at word `start`, or None if none does.

    `named` says that the name stood before it («Mr. X, chairman of Kordin Marine»), so that no name can follow and
    any capitalised words may complete the title.
    """
    index = _nation(text, start)
    if _is_acronym(text, index) and _is_head_soon(text, index + 1):
        index += 1  # «WHO Representative in Egypt», «ILO Regional Director»
    begun = index
    while index < begun + 6 and not _is_head(text, index) and _modifies(text, index, begun, named=named):
        index += 1
    if not _is_head(text, index):
        return None
    head = text.word(index)
    while _is_head(text, index) or text.word(index) in word_set("rank"):
        head = text.word(index) if _is_head(text, index) else head
        index += 1
        if text.word(index) == "and" and text.word(index + 1) == "plenipotentiary":
            index += 2
    return _complements(text, index, head, named=named)


def _nation(text: Text, start: int) -> int:
    """Past «Libya's» or «Japanese»."""
    land = text.land(start)
    if land is None:
        return start
    after = text.after(start, land)
    return after + 1 if text.word(after) == "'s" else (after if land.form == "nisba" else start)


def _is_acronym(text: Text, index: int) -> bool:
    """A body of many states by its capital letters."""
    return text.word(index) in word_set("international") and text.doc.quote(*_span(text, index)).isupper()


def _span(text: Text, index: int) -> tuple[int, int]:
    return text.tokens[index].start, text.tokens[index].end


def _is_head_soon(text: Text, index: int) -> bool:
    """Does an office begin here, with no more than two words that qualify it?"""
    return any(
        _is_head(text, index + more)
        and all(text.word(index + k) in word_set("modifier") for k in range(more))
        for more in range(3)
    )


def _is_head(text: Text, index: int) -> bool:
    return text.word(index) in word_set("head")


def _modifies(text: Text, index: int, begun: int, *, named: bool) -> bool:
    word = text.word(index)
    joins = word in ("and", "&") and index > begun and text.word(index + 1) in word_set("portfolio")
    if named and word.isalpha() and not text.cap(index) and word not in word_set("stop"):
        return True
    return joins or word in word_set("modifier") or (word in word_set("portfolio") and text.cap(index))


def _complements(text: Text, index: int, head: str, *, named: bool) -> int:
    while True:
        word = text.word(index)
        follows = None
        if word in word_set("of"):
            follows = _chunk(text, index + 1, free=named)
        elif word in ("and", ",", "&"):
            follows = _further(text, index)
        elif word == "in" and text.word(index + 1) == "charge" and text.word(index + 2) == "of":
            follows = _chunk(text, index + 3, free=True)
        elif (word == "to" and head in word_set("sent")) or (
            word in ("at", "in") and _posted(text, index, head)
        ):
            follows = _chunk(text, index + 1, free=named and word == "at")
        if follows is None or follows == index:
            return index
        if text.word(follows - 1) in ("mission", "delegation"):
            head = "mission"
        index = follows


def _posted(text: Text, index: int, head: str) -> bool:
    """«at the British Embassy», «in Niamey» belong to a diplomat's title."""
    if text.word(index + 1) in word_set("month", "weekday"):
        return False
    return head in word_set("diplomat") or (text.word(index) == "at" and text.word(index + 1) == "the")


def _chunk(text: Text, index: int, *, free: bool) -> int | None:
    """Past what an office is over: a country, a portfolio, an institution, a line of work."""
    first = index
    if text.word(index) in ("the", "its", "his", "her", "their", "a", "an"):
        index += 1
    state = None if free else _past_state(text, index)
    if state is not None:
        return state
    open_ended = free or index > first
    after = _past_place(text, index)
    index, placed = after, after > index
    if placed and text.word(index) == "'s":
        index += 1
        open_ended = True
    elif placed and not open_ended and text.land(first) is None:
        return index
    index = _past_common(text, index, cap_ends=not open_ended)
    begun = index
    while _in_chunk(text, index, named=open_ended or _introduced(text, index)):
        index += 1
    index = index if free else before_name(text, begun, index)
    while index > begun and text.word(index - 1) in ("of", "for", "the", "and", "&", "de", "'s"):
        index -= 1
    return index if index > first + (text.word(first) in ("the", "a", "an")) else None


def _past_state(text: Text, index: int) -> int | None:
    """«to the State of Qatar Arman Alimov»: past a state's full name, where a name follows it."""
    at = index
    while at < index + _STYLE_WORDS and text.land(at) is None and text.word(at) in _STYLES:
        at += 1
    land = text.land(at)
    if land is None or at == index:
        return None
    after = text.after(at, land)
    other = word_set("org", "head", "portfolio", "address")
    return after if text.cap(after) and text.cap(after + 1) and text.word(after) not in other else None


def _past_place(text: Text, index: int) -> int:
    land = text.land(index)
    if land is not None and text.cap(index):
        return text.after(index, land)
    if index < len(text.tokens) and text.tokens[index].start in text.cities:
        return text.after(index, text.cities[text.tokens[index].start])
    return index


def _past_common(text: Text, index: int, *, cap_ends: bool) -> int:
    """Past common words of a line of work: «foreign trade section», «marketing», «Mission»."""
    begun = index
    while index < begun + 5 and _is_common(text, index, begun):
        index += 1
    if index > begun and cap_ends and text.cap(index) and text.word(index - 1) not in word_set("lower"):
        return index
    return index


def _is_common(text: Text, index: int, begun: int) -> bool:
    word = text.word(index)
    if text.cap(index):
        return index == begun and word in word_set("lower") and not text.cap(index + 1)
    return (
        word.isalpha() and word not in word_set("stop") and (word != "and" or text.word(index + 1).isalpha())
    )


def _introduced(text: Text, index: int) -> bool:
    """«Undersecretary for Production, Mr. …»: capitalised words up to a comma and a courtesy are the office's."""
    while text.cap(index) or text.word(index) in ("and", "of", "for", "the", "&"):
        index += 1
    return text.word(index) in (",", ";") and text.word(index + 1) in word_set("address")


def _in_chunk(text: Text, index: int, *, named: bool) -> bool:
    word = text.word(index)
    if word in word_set("address") or (word in word_set("head") and not named):
        return False
    if text.cap(index):
        return named or word in word_set("portfolio", "org", "international")
    following = text.word(index + 1)
    if word == "and":
        return text.cap(index + 1) and (
            following in word_set("portfolio")
            or (named and (_introduced(text, index) or body_ahead(text, index)))
        )
    if word == "'s":
        return named and text.cap(index + 1)
    if word not in ("of", "for", "the", "de", "&", "du"):
        return False
    cap = text.cap(index + 1) or (following == "the" and text.cap(index + 2))
    return cap and (named or following in word_set("portfolio"))


def body_ahead(text: Text, index: int) -> bool:
    """«the Marble and Stone Federation»: the «and» of an institution whose kind is told at its end only."""
    back = index - 1
    while text.cap(back):
        if text.word(back) in word_set("org", "head"):
            return False
        back -= 1
    ahead = index + 1
    while text.cap(ahead):
        if text.word(ahead) in word_set("org"):
            return text.word(ahead + 1) not in ("of", "for")
        ahead += 1
    return False


def before_name(text: Text, begun: int, end: int) -> int:
    """«Chairperson of the Development Authority Nahed Youssef»: where the institution ends and the name begins."""
    for at in range(begun, end - 1):
        rest = range(at + 1, end)
        if text.word(at) in word_set("org") and 2 <= len(rest) <= _NAME and _is_boundary(text, end):
            other = word_set("org", "portfolio", "of") | {"and", "&", "the", "'s"}
            if not any(text.word(k) in other or text.land(k) for k in rest):
                return at + 1
    return end


def _is_boundary(text: Text, index: int) -> bool:
    return (
        index >= len(text.tokens)
        or not text.word(index).isalnum()
        or text.word(index) in ("and", "on", "in", "at")
    )


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
