"""The files as LibreOffice opens and draws them."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from ingest.reading import office

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

SECONDS = 120
REQUIRED = os.environ.get("SIJILL_BROWSER") == "required"
FORMS = {"docx": "libswlo.so", "xlsx": "libsclo.so"}
"""The part of LibreOffice that opens it."""


def missing(form: str) -> bool:
    """Whether the part of LibreOffice for this format is not there."""
    program = office.program()
    return not program or not (Path(program).resolve().parent / FORMS[form]).exists()


def drawn(file: bytes, folder: Path, form: str) -> pypdfium2.PdfDocument:
    """The file as PDF."""
    (folder / f"list.{form}").write_bytes(file)
    command = [str(office.program()), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    try:
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"list.{form}")],
            check=True, timeout=SECONDS, capture_output=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder / "profile", ignore_errors=True)
    return pypdfium2.PdfDocument(folder / "list.pdf")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_is_drawn_from_the_side_on_which_its_language_begins(
    register: Register, as_role: Callable[[str], Client], tmp_path: Path, language: str, form: str
) -> None:
    if missing(form) and not (REQUIRED and form == "docx"):
        pytest.skip("LibreOffice cannot open it here (Debian: libreoffice-writer, libreoffice-calc)")
    register.commitment(text="تدريب عشرين فنيا", owner="مركز البحوث", due_on=date(2027, 2, 3))
    client = as_role("manager")
    client.cookies["django_language"] = language
    answer: Any = client.get(f"/follow-ups/export.{form}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = drawn(content, tmp_path, form)[0]
    text = page.get_textpage()
    due = _left_of(text, "2027")
    if form == "xlsx":
        # The due date stands before the date of the engagement.
        assert (due > _left_of(text, "2026-11-18")) is (language == "ar")
    else:
        # It is in the third of four columns, beyond the middle of the line.
        assert (due < page.get_width() / 2) is (language == "ar")


def _left_of(text: Any, word: str) -> float:
    """Where on the page the word begins, in points from the left."""
    found = text.search(word).get_next()
    assert found, f"{word} is not on the page: {text.get_text_bounded()}"
    return float(text.get_charbox(found[0])[0])
