"""Generates the SQL function `sijill_lexemes(folded, weight)`, which does the same as `arabic.lexemes`.

It gives the words without article, with positions (for phrases) and a weight; and, without positions, the words
without clitics and endings. When the tables change, a new migration has to contain what `create` gives and to
recompute the search entries. tests/engagements/test_twins.py compares the two.
"""

from __future__ import annotations

from arabic.lexemes import AFTER, AND, BEFORE, ONE_LETTER, PUNCTUATION


def _quoted(text: str) -> str:
    return "U&'" + "".join(f"\\{ord(char):04x}" for char in text) + "'"


def create() -> str:
    """The SQL that creates or replaces the function."""
    return rf"""
CREATE OR REPLACE FUNCTION sijill_lexemes(folded text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text;
    bare text;
    without_and text;
    without_letter text;
BEGIN
    words := translate(folded, {_quoted(PUNCTUATION)}, '{" " * len(PUNCTUATION)}');
    bare := regexp_replace(words, '\m(?:{"|".join(BEFORE)})(?=\w{{3}})', '', 'g');
    without_and := regexp_replace(bare, '\m{AND}(?=\w{{4}})', '', 'g');
    without_letter := regexp_replace(without_and, '\m[{ONE_LETTER}](?=\w{{4}})', '', 'g');
    RETURN setweight(to_tsvector('pg_catalog.simple', bare), weight) || strip(to_tsvector('pg_catalog.simple',
        concat_ws(' ', without_and, without_letter, regexp_replace(
            concat_ws(' ', bare, without_and, without_letter), '(?<=\w{{3}})(?:{"|".join(AFTER)})\M', '', 'g'))));
END $$
"""
