"""The forms of a word under which it is searched: without article and clitics, and without its ending.

The functions here are applied to the words of a search, their SQL twins (made from the tables here by
`engagements/twins/`) to all stored texts. What is cut off need not be right as grammar, only the same on both sides.
"""

from __future__ import annotations

# Prefixes with the article, longer ones first. Few Arabic words begin with these letters otherwise.
BEFORE = ("وبال", "وكال", "فبال", "ولل", "فلل", "وال", "بال", "كال", "فال", "لل", "ال")
# A single letter may be a clitic or part of the word (وزير, وصناعة), so both readings are kept.
AND = "و"
ONE_LETTER = "بكل"
# Endings: feminine, nisba, plural, names of countries: اليابان, ياباني, يابانية; صناعة, صناعات, صناعي.
AFTER = ("اتي", "يات", "ات", "يه", "يا", "ي", "ه", "ا")
PUNCTUATION = "\n\t.,;:!?()[]{}\"'«»،؛؟-/\\…–—“”‘’%*+=<>&#@|~^`$€£٪٫٬·•"
_SPACED = {ord(char): " " for char in PUNCTUATION}
_SHORTEST = 3
_SHORTEST_UNSURE = 4


def bare(word: str) -> str:
    """The folded word without the article and prefixes before it: والصناعة and للصناعة become صناعه."""
    for prefix in BEFORE:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            return word[len(prefix) :]
    return word


def stem(word: str) -> str:
    """The bare word without its ending; at least three letters remain."""
    for ending in AFTER:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def unsure(word: str) -> list[str]:
    """The other readings of a bare word, whose first letters may be clitics: وبطرابلس may be بطرابلس or طرابلس."""
    found = []
    rest = word
    for letters in (AND, ONE_LETTER):
        if rest[:1] and rest[0] in letters and len(rest) > _SHORTEST_UNSURE:
            rest = rest[1:]
            found.append(rest)
    return found


def known_by(word: str) -> set[str]:
    """All forms under which a folded word of a text is indexed."""
    plain = [bare(word), *unsure(bare(word))]
    return {*plain, *(stem(form) for form in plain)}


def split(folded: str) -> list[str]:
    """The words of a folded text."""
    return folded.translate(_SPACED).split()
