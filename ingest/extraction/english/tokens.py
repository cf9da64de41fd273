"""English words with their case, which folding took away, and closed sets of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.commitments.lines import between
from ingest.extraction.tables import raw_rows
from ingest.extraction.words import ByIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.extraction.document import Document, Mention

_TOKEN = re.compile(
    r"(?:mr|mrs|ms|dr|prof|eng|hon|gen|lt|maj|brig|col|capt)\.|(?:[a-z]\.){2,}|"
    r"\w+(?:[-‑]\w+)*(?:['’](?!s\b)\w+)*|['’]s\b|[^\w\s]"
)


_ARTICLE = re.compile(r"(?:a[ldrsnzt]|e[ldrsnz]|e?ch|ash|esh|adh|ath|ould)[-‑](?=\w)")


class Token(NamedTuple):
    """A folded word or mark; `cap` says that the source writes it with a capital."""

    text: str
    start: int
    end: int
    cap: bool


class Text:
    """The words of one stretch of a document, with what is named in it by first offset.

    `word` gives the folded word at an index, or nothing outside the stretch.
    """

    __slots__ = ("cities", "doc", "lands", "tokens", "word")

    def __init__(
        self, doc: Document, tokens: tuple[Token, ...], lands: dict[int, Mention], cities: dict[int, Mention]
    ) -> None:
        self.doc = doc
        self.tokens = tokens
        self.lands = lands
        self.cities = cities
        self.word: Callable[[int], str] = ByIndex(enumerate(token.text for token in tokens)).__getitem__

    def cap(self, index: int) -> bool:
        """Is the word written with a capital?"""
        return 0 <= index < len(self.tokens) and self.tokens[index].cap

    def after(self, index: int, mention: Mention) -> int:
        """Index of the first word behind a mention that begins at `index`."""
        while index < len(self.tokens) and self.tokens[index].start < mention.end:
            index += 1
        return index

    def land(self, index: int) -> Mention | None:
        """The country or nisba that begins at this word."""
        return self.lands.get(self.tokens[index].start) if 0 <= index < len(self.tokens) else None

    def at(self, offset: int) -> int:
        """Index of the word at or after a folded offset."""
        return next((i for i, token in enumerate(self.tokens) if token.end > offset), len(self.tokens))


def _with_article(word: str, source: str, starts: Sequence[int], first: int) -> bool:
    """«al-Werfalli», «el-Sisi»: a name whose article is written small."""
    joined = _ARTICLE.match(word)
    return joined is not None and source[starts[first + joined.end()]].isupper()


def text_of(doc: Document, start: int, end: int) -> Text:
    """The words of `doc.fold[start:end]`, laid out once."""
    text = doc.texts.get((start, end))
    if text is None:
        text = doc.texts[start, end] = _laid_out(doc, start, end)
    return text


def _laid_out(doc: Document, start: int, end: int) -> Text:
    tokens = []
    source, starts = doc.text, doc.folded.starts
    for match in _TOKEN.finditer(doc.fold, start, end):
        first, last = match.span()
        word = match.group()
        cap = source[starts[first]].isupper() or _with_article(word, source, starts, first)
        tokens.append(Token(word.replace("’", "'") if "’" in word else word, first, last, cap))
    begins = {token.start for token in tokens}
    lands = {
        mention.start: mention for mention in between(doc.countries, start, end) if mention.start in begins
    }
    cities = {mention.start: mention for mention in between(doc.cities, start, end)}
    return Text(doc, tuple(tokens), lands, cities)


@cache
def word_set(*names: str) -> frozenset[str]:
    """A closed set of English words from the table `en_words`, or several together."""
    words = (word for row in raw_rows("en_words") if row[0] in names for word in row[1].split(" "))
    return frozenset(word for word in words if word)
