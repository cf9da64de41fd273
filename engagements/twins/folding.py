"""Generates the SQL function `sijill_fold(text)`, which does the same as `arabic.folding.fold`.

When the folding changes, a new migration has to contain what `create` gives, and rewrite the folded columns. Two
tests compare the two: tests/engagements/test_twins.py with words, test_folding.py with every character of the Arabic
blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from arabic.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blocks with characters that folding changes. Presentation forms (several letters in one) are normalised before.
_BLOCKS = (
    range(0x0001, 0x0250),  # controls, Latin
    range(0x0300, 0x0370),  # combining marks
    range(0x0370, 0x0530),  # Greek, Cyrillic
    range(0x0600, 0x0700),  # Arabic
    range(0x0750, 0x0780),  # Arabic Supplement
    range(0x0870, 0x0900),  # Arabic Extended-B, -A
    range(0x2000, 0x2070),  # general punctuation: blanks, bidirectional marks
    (0x3000, 0xFEFF, 0xFFFD),
)
_PRESENTATION_FORMS = "[\ufb50-\ufdff\ufe70-\ufefc]"
# The characters of nearly every text. `translate` searches its table from the front for each character, so with a small
# table of their own such texts are folded ten times as fast.
_PLAIN = (range(0x000A, 0x000B), range(0x0020, 0x007F), (0x00AB, 0x00BB, 0x060C), range(0x0621, 0x066A))
_NOT_PLAIN = r"[^\n -~\u00ab\u00bb\u060c\u0621-\u0669]"


def _changed() -> Iterator[tuple[str, str]]:
    for block in _BLOCKS:
        for code in block:
            char = chr(code)
            if (to := fold(char)) != char:
                yield char, to


def _literal(text: str) -> str:
    return "U&'" + "".join(f"\\{ord(char):04x}" for char in text) + "'"


def _tables(changed: list[tuple[str, str]]) -> str:
    """The second and the third argument of `translate`."""
    kept = [(char, to) for char, to in changed if to]
    dropped = [char for char, to in changed if not to]
    source = _literal("".join(char for char, _ in kept) + "".join(dropped))
    return f"{source}, {_literal(''.join(to for _, to in kept))}"


def create() -> str:
    """The SQL that creates or replaces the function."""
    changed = list(_changed())
    plain = {chr(code) for block in _PLAIN for code in block}
    if wider := [char for char, to in changed if len(to) > 1]:
        raise ValueError(f"these characters fold to more than one: {wider}")
    return f"""
        CREATE OR REPLACE FUNCTION sijill_fold(value text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT CASE
                WHEN value !~ '{_NOT_PLAIN}' THEN
                    translate(value, {_tables([one for one in changed if one[0] in plain])})
                ELSE translate(
                    CASE WHEN value ~ '{_PRESENTATION_FORMS}' THEN normalize(value, NFKC) ELSE value END,
                    {_tables(changed)})
            END
        $$"""
