"""The document as LibreOffice draws it."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from ingest.reading import office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engagements.models import Engagement
    from tests.engagements.briefs.conftest import Made

REQUIRED = os.environ.get("SIJILL_BROWSER") == "required"
pytestmark = pytest.mark.skipif(
    not office.program() and not REQUIRED, reason="LibreOffice is not installed (Debian: libreoffice-writer)"
)
SECONDS = 120


def pages(file: bytes, folder: Path) -> pypdfium2.PdfDocument:
    """The file as PDF."""
    (folder / "brief.docx").write_bytes(file)
    command = [str(office.program()), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    try:
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "brief.docx")],
            check=True, timeout=SECONDS, capture_output=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder / "profile", ignore_errors=True)
    return pypdfium2.PdfDocument(folder / "brief.pdf")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_drawn_on_a4_with_numbered_pages(
    filled: Engagement, make: Callable[..., Made], tmp_path: Path, language: str
) -> None:
    drawn = pages(make(language=language).file, tmp_path)
    assert 2 <= len(drawn) <= 5
    assert [round(side) for side in drawn[0].get_size()] == [595, 842]
    assert str(len(drawn)) in drawn[0].get_textpage().get_text_bounded(bottom=0, top=60)
    # What the document begins with stands on the side that its language begins on.
    image = drawn[0].render(scale=1, grayscale=True).to_pil()
    title = image.crop((50, 50, 545, 95)).point(lambda light: 255 if light < 160 else 0).getbbox()
    assert title is not None
    assert (title[2] > 480) is (language == "ar")
    assert (title[0] < 15) is (language == "en")
