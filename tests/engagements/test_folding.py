"""The database folds as the reader does, character by character."""

import pytest
from django.db import connection

from arabic.folding import fold

ARABIC_BLOCKS = [
    range(0x0600, 0x0700),
    range(0x0750, 0x0780),
    range(0x0870, 0x0900),
    range(0xFB50, 0xFE00),
    range(0xFE70, 0xFEFD),
    range(0x0020, 0x0250),
    range(0x2000, 0x2070),
]


@pytest.mark.django_db
def test_every_character_of_the_arabic_blocks_folds_alike() -> None:
    chars = [chr(code) for block in ARABIC_BLOCKS for code in block]
    with connection.cursor() as cursor:
        cursor.execute("SELECT c, sijill_fold(c) FROM unnest(%s::text[]) AS c", [chars])
        by_database = dict(cursor.fetchall())
    different = {char: (fold(char), by_database[char]) for char in chars if fold(char) != by_database[char]}
    assert different == {}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["وَالصِّناعَةُ", "أبو هـيسـة ١٤٤٨", "ﻻ إله", "École Ÿ", "علي على"])
def test_words_fold_alike(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sijill_fold(%s)", [text])
        assert cursor.fetchone() == (fold(text),)
