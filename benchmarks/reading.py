"""Measures how files are read: wrong characters, time and effect on drafts, by format, producer and typeface.

`python3 run.py bench reading` renders texts of samples/ with the programs that are installed here (Chromium,
LibreOffice, WeasyPrint, a writer of presentation forms), in three typefaces, to PDF, docx and html, and as scans at
200 dpi; reads them as an upload is read; and compares. White space counts as one space. What is not installed is
named and left out. `--write` puts the table into docs/reading.md.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rapidfuzz.distance import Levenshtein

from benchmarks._documents import write_table
from benchmarks.rendering import FONTS, Missing, Page, producers
from benchmarks.rendering.scans import as_pdf, as_picture, sheets, worn
from benchmarks.scoring import load_drafts, score
from ingest.extraction import Home
from ingest.extraction import read as extract
from ingest.reading import Limits, ReadError, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.scoring import DraftRow

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
_PATIENT = Limits(seconds=600, page_seconds=120)
_SCANNED_FROM = ("Chromium", "LibreOffice", "WeasyPrint")


@dataclass
class Group:
    """The files of one row of the table: the texts read and the times."""

    format: str
    producer: str
    pages: int = 0
    seconds: list[float] = field(default_factory=list)
    texts: dict[Page, str] = field(default_factory=dict)
    refused: dict[Page, str] = field(default_factory=dict)

    def add(self, page: Page, data: bytes, *, sheets: int = 1) -> None:
        """Reads `data` as an upload of this format would be read."""
        began = time.perf_counter()
        try:
            program = shutil.which("tesseract") if self.format.startswith("scan") else None
            self.texts[page] = read_file(data, f"release.{_ending(data)}", _PATIENT, recogniser=program).text
        except ReadError as error:
            self.refused[page] = str(error.code)
            self.texts[page] = ""
        self.seconds.append(time.perf_counter() - began)
        self.pages += sheets

    def error_rate(self, font: str) -> float:
        """The mean share of wrong characters over the documents in this typeface."""
        rates = [_error_rate(page.text, text) for page, text in self.texts.items() if page.font == font]
        return statistics.mean(rates) if rates else float("nan")


def _ending(data: bytes) -> str:
    return {b"%PDF": "pdf", b"\x89PNG": "png", b"PK\x03\x04": "docx", b"\xff\xd8\xff\xe0": "jpg"}.get(
        data[:4], "html"
    )


def _error_rate(expected: str, found: str) -> float:
    expected, found = " ".join(expected.split()), " ".join(found.split())
    return Levenshtein.distance(expected, found) / len(expected)


def _text_groups(pages: Sequence[Page]) -> tuple[list[Group], dict[Page, bytes]]:
    """Reads the files of every producer. Returns the groups, and the PDFs of the first suitable producer, to be
    scanned.
    """
    groups: list[Group] = []
    paper: dict[Page, bytes] = {}
    for producer in producers():
        try:
            files = producer.make(pages)
        except Missing as missing:
            print(f"not installed, left out: {missing}", file=sys.stderr)
            continue
        group = Group(producer.format, producer.name)
        for page, data in files.items():
            group.add(page, data, sheets=len(sheets(data)) if producer.format == "pdf" else 1)
        groups.append(group)
        if not paper and producer.format == "pdf" and producer.name in _SCANNED_FROM:
            paper = files
        print(f"read: {producer.format}, {producer.name}", file=sys.stderr)
    return groups, paper


def _scan_groups(paper: Mapping[Page, bytes]) -> list[Group]:
    if not shutil.which("tesseract"):
        print(
            "not installed, left out: tesseract (Debian: tesseract-ocr, tesseract-ocr-ara)", file=sys.stderr
        )
        return []
    clean_picture = Group("scan, png", "clean")
    clean_pdf = Group("scan, pdf", "clean")
    worn_pdf = Group("scan, pdf", "askew, soft and grainy")
    for number, (page, data) in enumerate(paper.items()):
        scanned = sheets(data)
        if len(scanned) == 1:
            clean_picture.add(page, as_picture(scanned[0]))
        clean_pdf.add(page, as_pdf(scanned), sheets=len(scanned))
        spoiled = [worn(sheet, number) for sheet in scanned]
        worn_pdf.add(page, as_pdf(spoiled), sheets=len(scanned))
    return [clean_picture, clean_pdf, worn_pdf]


def _drafts_figure(texts: Mapping[str, str], gold: Mapping[str, DraftRow]) -> float:
    """The overall score of the drafts that the reader makes of these texts."""
    drafts = {}
    for key, text in texts.items():
        row = gold[key]
        published = date.fromisoformat(row["published"]) if row["published"] else None
        found = extract(text, home=Home(country=row["home"]), published=published)
        drafts[key] = cast("DraftRow", {"id": key, **found.to_json()})
    return score({key: gold[key] for key in texts}, drafts).figures()["overall"]


def _lost(group: Group, gold: Mapping[str, DraftRow], font: str) -> float:
    """How much lower the drafts of these files score than those of the plain texts."""
    read = {page.name: text for page, text in group.texts.items() if page.font == font}
    if not read:
        return float("nan")
    plain = {page.name: page.text for page in group.texts if page.font == font}
    return _drafts_figure(plain, gold) - _drafts_figure(read, gold)


def _table(groups: Sequence[Group], gold: Mapping[str, DraftRow]) -> str:
    fonts = list(FONTS)
    head = "| Format | Producer | Files | Wrong characters: " + " | ".join(fonts)
    lines = [
        f"{head} | Drafts, change | ms a file | ms a page |",
        "|---|---|---:|" + "---:|" * (len(fonts) + 3),
    ]
    for group in groups:
        rates = " | ".join(f"{group.error_rate(font):.3f}".lstrip("0") for font in fonts)
        lost = [value for font in fonts if (value := _lost(group, gold, font)) == value]
        per_page = 1000 * sum(group.seconds) / group.pages
        lines.append(
            f"| {group.format} | {group.producer} | {len(group.texts)} | {rates} | "
            f"{-statistics.mean(lost):+.3f} | {1000 * statistics.median(group.seconds):.0f} | {per_page:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Prints the table. Returns 0: the tests check the limits."""
    parser = argparse.ArgumentParser(prog="run.py bench reading", description=__doc__)
    parser.add_argument("--releases", type=int, default=12, help="how many of the samples (12)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reading.md")
    options = parser.parse_args(arguments)
    gold = load_drafts(SAMPLES)
    names = sorted(gold)[:: max(1, len(gold) // options.releases)][: options.releases]
    pages = [
        Page(name, (SAMPLES / f"{name}.txt").read_text(encoding="utf-8"), font)
        for name in names
        for font in FONTS
    ]
    groups, paper = _text_groups(pages)
    groups += _scan_groups(paper)
    for group in groups:
        for page, code in group.refused.items():
            print(f"refused: {group.format}, {group.producer}, {page.file_name}: {code}", file=sys.stderr)
    table = _table(groups, gold)
    print(table)
    if options.write:
        write_table("reading.md", "bench reading", table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
