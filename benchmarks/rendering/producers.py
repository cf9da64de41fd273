"""The programs that make files of pages, each for all pages at once."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.rendering.pages import Page
from benchmarks.rendering.presentation import presentation_pdf
from config.launch.browser import find_browser

Files = dict[Page, bytes]
_OFFICE_SECONDS = 600


class Missing(Exception):
    """The producer is not installed here; the message names the package."""


@dataclass(frozen=True)
class Producer:
    """A program; `make` turns pages into files of `format` and raises Missing."""

    name: str
    format: str
    make: Callable[[Sequence[Page]], Files]


def producers() -> list[Producer]:
    return [
        Producer("Chromium", "pdf", _chromium),
        Producer("LibreOffice", "pdf", _office_pdf),
        Producer("LibreOffice, justified with kashida", "pdf", _office_justified),
        Producer("WeasyPrint", "pdf", _weasyprint),
        Producer("presentation forms, as InDesign writes", "pdf", _presentation),
        Producer("LibreOffice", "docx", _office_docx),
        Producer("own page", "html", _html),
    ]


def _html(pages: Sequence[Page]) -> Files:
    return {page: page.html().encode() for page in pages}


def _presentation(pages: Sequence[Page]) -> Files:
    return {page: presentation_pdf(page) for page in pages if page.is_arabic}


def _chromium(pages: Sequence[Page]) -> Files:
    path = find_browser()
    if path is None:
        raise Missing("Chromium (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            tab = browser.new_page()
            files = {}
            for page in pages:
                tab.set_content(page.html())
                files[page] = tab.pdf(format="A4", prefer_css_page_size=True)
            return files
        finally:
            browser.close()


def _weasyprint(pages: Sequence[Page]) -> Files:
    try:
        library = import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise Missing(
            f"WeasyPrint or the Pango that it draws with (Debian: libpango-1.0-0): {error}"
        ) from error
    return {page: library.HTML(string=page.html()).write_pdf() for page in pages}


def _office_pdf(pages: Sequence[Page]) -> Files:
    return _office(pages, "pdf:writer_pdf_Export", "pdf")


def _office_justified(pages: Sequence[Page]) -> Files:
    justified = {replace(page, justified=True): page for page in pages}
    return {justified[page]: data for page, data in _office_pdf(list(justified)).items()}


def _office_docx(pages: Sequence[Page]) -> Files:
    return _office(pages, "docx:MS Word 2007 XML", "docx")


def _office(pages: Sequence[Page], target: str, ending: str) -> Files:
    """Converts all pages in one run of LibreOffice, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        raise Missing("LibreOffice (Debian: libreoffice-writer)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page in pages:
            (folder / f"{page.file_name}.html").write_text(page.html(), encoding="utf-8")
        command = [
            *[program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"],
            *["--infilter=HTML (StarWriter)", "--convert-to", target, "--outdir", str(folder / "out")],
            *[str(folder / f"{page.file_name}.html") for page in pages],
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_OFFICE_SECONDS)
        return {page: (folder / "out" / f"{page.file_name}.{ending}").read_bytes() for page in pages}
