"""Highlights in the original text what a search matched, and cuts snippets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from arabic.folding import fold_with_offsets
from engagements.searching.expanding import Term

LENGTH = 220
"""The most characters of a text that are shown."""
LOOKED_THROUGH = 30_000
"""The most characters of a long text that are searched for the best place."""
_WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


def lit(text: str, terms: Sequence[Term]) -> SafeString:
    """The whole text as HTML, with matching words in `<mark>`."""
    return _painted(text, spans(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> SafeString:
    """The part of the text with the most matching words, as HTML; empty if it has none."""
    text = text[:LOOKED_THROUGH]
    found = spans(text, terms)
    if not found:
        return SafeString("")
    start, end = _window(text, found)
    return _painted(text, found, start, end)


def spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """The positions of matching words in the text."""
    folded = fold_with_offsets(text)
    said: dict[str, bool] = {}
    found = []
    for word in _WORD.finditer(folded.text):
        token = word[0]
        if token not in said:
            said[token] = any(term.says(token) for term in terms)
        if said[token]:
            found.append(folded.span(*word.span()))
    return found


def _window(text: str, found: list[Span]) -> Span:
    """The part of at most LENGTH characters with the most different matching words, beginning a little before the
    first; cut between words.
    """
    best, most = found[0], 0
    for first, last in found:
        inside = {text[a:b] for a, b in found if first <= a and b <= first + LENGTH}
        if len(inside) > most:
            best, most = (first, last), len(inside)
    start = max(0, min(best[0] - LENGTH // 4, len(text) - LENGTH))
    end = min(len(text), start + LENGTH)
    start = _between(text, start)
    return start, end if end == len(text) else max(_between_back(text, end), best[1])


def _between(text: str, at: int) -> int:
    if at == 0:
        return 0
    blank = text.find(" ", at)
    return blank + 1 if 0 <= blank < at + LENGTH // 4 else at


def _between_back(text: str, at: int) -> int:
    blank = text.rfind(" ", 0, at)
    return blank if blank > at - LENGTH // 4 else at


def _painted(text: str, found: list[Span], start: int, end: int) -> SafeString:
    pieces = ["… " if start else ""]
    at = start
    for first, last in found:
        if start <= first and last <= end:
            pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    pieces += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text was escaped
