"""The forms of a word under which it is found: without article and clitics, and without its ending.

`lexemes` of what somebody looks for meet those that `engagements/twins/` has the database keep of every text; the
database's functions are made from the tables here. Whatever is cut off is cut off on both sides, so that it need not
be right as grammar, only the same.
"""

from __future__ import annotations

# With the article, longer ones first. Nothing of a word's own is lost: few words of the language begin so.
BEFORE = ("وبال", "وكال", "فبال", "ولل", "فلل", "وال", "بال", "كال", "فال", "لل", "ال")
# One letter may be a clitic or the word's own (وزير, وصناعة): both readings are kept.
AND = "و"
ONE_LETTER = "بكل"
# Feminine, nisba, plural, what ends the names of countries: اليابان, ياباني, يابانية; صناعة, صناعات, صناعي.
AFTER = ("اتي", "يات", "ات", "يه", "يا", "ي", "ه", "ا")
PUNCTUATION = "\n\t.,;:!?()[]{}\"'«»،؛؟-/\\…–—“”‘’%*+=<>&#@|~^`$€£٪٫٬·•"
_SPACED = {ord(char): " " for char in PUNCTUATION}
_SHORTEST = 3
_SHORTEST_UNSURE = 4


def bare(word: str) -> str:
    """The folded word without the article and what is written before it: والصناعة and للصناعة are صناعه."""
    for prefix in BEFORE:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            return word[len(prefix) :]
    return word


def stem(word: str) -> str:
    """The bare word without its ending."""
    for ending in AFTER:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def unsure(word: str) -> list[str]:
    """What the bare word is if its first letters are clitics: وبطرابلس is بطرابلس or طرابلس."""
    found = []
    rest = word
    for letters in (AND, ONE_LETTER):
        if rest[:1] and rest[0] in letters and len(rest) > _SHORTEST_UNSURE:
            rest = rest[1:]
            found.append(rest)
    return found


def known_by(word: str) -> set[str]:
    """All under which the folded word of a text is kept."""
    plain = [bare(word), *unsure(bare(word))]
    return {*plain, *(stem(form) for form in plain)}


def split(folded: str) -> list[str]:
    """The words of a folded text."""
    return folded.translate(_SPACED).split()
