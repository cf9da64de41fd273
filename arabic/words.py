"""The words of a text for searching: folded, with or without the article."""

from __future__ import annotations

import re

from arabic.folding import fold

ARTICLE = "ال"
_NOT_WORD = re.compile(r"\W+")
# Latin spellings often join the article to the name: Almansuri, Elwarfali.
_LATIN_ARTICLE = re.compile(r"\b[ae]l[\s'’-]*(?=[a-z]{4})", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The folded words of the text, without punctuation."""
    return _NOT_WORD.sub(" ", fold(text)).split()


def without_article(word: str) -> str:
    """The folded word without «ال». Three letters must remain: الم is a word, not the article and a م."""
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + 3 else word


def without_latin_article(text: str) -> str:
    """The text without Arabic articles in Latin letters, separate or joined."""
    return _LATIN_ARTICLE.sub("", text)
