from __future__ import annotations

import pytest

from engagements.files.naming import MAX_LENGTH, clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("release.pdf", "release.pdf"),
        (r"C:\Users\me\بيان صحفي.docx", "بيان صحفي.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  ", "file"),
        ("", "file"),
    ],
)
def test_a_name_keeps_neither_folders_nor_what_cannot_be_seen(sent: str, kept: str) -> None:
    assert clean_name(sent, otherwise="file") == kept


def test_a_name_that_is_too_long_loses_its_middle_and_keeps_its_suffix() -> None:
    name = clean_name("ا" * 300 + ".docx", otherwise="file")
    assert len(name) == MAX_LENGTH
    assert name.endswith(".docx")
