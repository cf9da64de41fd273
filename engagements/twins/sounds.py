"""Generates the SQL function `sijill_sounds(folded)`, which does the same as `arabic.sounds.sounds`.

It takes folded text, because a call of `sijill_fold` inside it would break restoring a dump, where no schema is on
the search path. It gives the sounds of each word, separated by spaces. When the tables of `arabic.sounds` or
`arabic.names` change, a new migration has to contain what `create` gives and to rewrite the columns.
tests/engagements/test_twins.py and test_sounds.py compare the two.
"""

from __future__ import annotations

from arabic.names import HONORIFICS, JOINED
from arabic.sounds import ARTICLES, LETTERS, SOUNDS

# Sounds are written in capitals until the last step, so that no later step takes one for a letter.
_BEFORE_A_FRONT_VOWEL = "c(?=[eiy])"
_LAST_H = "".join(sorted({group[0] for group in SOUNDS if len(group) == 2 and group[1] == "h"}))


def _either(words: frozenset[str] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _steps() -> list[tuple[str, str]]:
    """Pairs of pattern and replacement, in the order in which `arabic.sounds` prefers them."""
    groups = sorted(
        (group for group in SOUNDS if len(group) > 1 and group != "ic"), key=lambda one: -len(one)
    )
    spelt = [(letter, sound.upper()) for letter, sound in LETTERS.items() if len(sound) != 1]
    return [
        (r"[^\w]+", " "),
        (rf"\m({_either(HONORIFICS)})\M", " "),
        (" +", " "),
        (rf"\m({_either(JOINED)}) (?=\w)", r"\1"),
        (rf"\m({_either(ARTICLES)})\M", " "),
        (r"\mال(?=\w{3})", ""),
        (r"(?<=\w\w)ه\M", ""),
        (rf"(?<=\w[^{_LAST_H} ])h\M", ""),
        *((group, SOUNDS[group].upper()) for group in groups),
        (_BEFORE_A_FRONT_VOWEL, SOUNDS["c"].upper()),
        (r"(?<=\w\w)ic\M", SOUNDS["ic"].upper()),
        *((letter, sound) for letter, sound in spelt if sound),
        (f"[{''.join(letter for letter, sound in spelt if not sound)}]", ""),
    ]


def create() -> str:
    """The SQL that creates or replaces the function."""
    value = "folded"
    for pattern, replacement in _steps():
        value = f"regexp_replace({value}, '{pattern}', '{replacement}', 'g')"
    single = {letter: sound for letter, sound in LETTERS.items() if len(sound) == 1 and letter != sound}
    capitals = "".join(sorted({char for sound in (*SOUNDS.values(), *LETTERS.values()) for char in sound}))
    source = "".join(single) + capitals.upper()
    target = "".join(single.values()) + capitals
    return rf"""
        CREATE OR REPLACE FUNCTION sijill_sounds(folded text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT trim(regexp_replace(regexp_replace(
                translate({value}, '{source}', '{target}'),
                '([^ ])\1+', '\1', 'g'), ' +', ' ', 'g'))
        $$"""
