"""Render the samples that are submitted as html, docx or pdf from their text: `python samples/make_files.py [SLUG...]`.

The results are committed, so nobody needs Chromium to use them; run this again after a text has changed. What
`index.tsv` names as noise is put around the text; `standing_text` says which of it a reader cannot know from the
release and so has to keep.
"""

from __future__ import annotations

import csv
import html
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import docx
import fontpkg_ibm_plex_sans_arabic
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent
_ARABIC = re.compile("[\u0621-\u064a]")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


@dataclass(frozen=True)
class Sample:
    """One row of index.tsv with its text."""

    slug: str
    format: str
    outlet: str
    url: str
    published_on: date
    noise: frozenset[str]
    text: str

    @property
    def is_arabic(self) -> bool:
        return len(_ARABIC.findall(self.text)) > 100

    @property
    def blocks(self) -> list[list[str]]:
        """Paragraphs as lists of lines."""
        return [block.split("\n") for block in re.split(r"\n\s*\n", self.text.strip())]

    @property
    def title(self) -> str:
        """The first line that stands alone near the top and reads like a headline, else the first line."""
        alone = [block[0] for block in self.blocks[:4] if len(block) == 1]
        for line in alone:
            if len(line.split()) >= 4 and not line.endswith((".", "،")) and not re.search("[|»#>]", line):
                return line
        return self.blocks[0][0]

    def say(self, arabic: str, english: str) -> str:
        return arabic if self.is_arabic else english


def load(folder: Path = FOLDER) -> list[Sample]:
    """The samples that are rendered, in the order of index.tsv."""
    rows = [
        line for line in (folder / "index.tsv").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    ]
    return [
        Sample(
            slug=row["slug"],
            format=row["format"],
            outlet=row["outlet"],
            url=row["url"],
            published_on=date.fromisoformat(row["published_on"]),
            noise=frozenset((row["noise"] or "").split()),
            text=(folder / f"{row['slug']}.txt").read_text(encoding="utf-8"),
        )
        for row in csv.DictReader(rows, delimiter="\t")
        if row["format"] != "txt"
    ]


def standing_text(sample: Sample) -> tuple[list[str], list[str]]:
    """Lines before and after the release that are part of the document as it was sent: letterhead, table, footer."""
    before: list[str] = []
    after: list[str] = []
    if sample.format == "html":
        return before, after
    if "letterhead" in sample.noise:
        before.append(sample.outlet)
    if "table" in sample.noise:
        before.append(" | ".join((sample.say("تاريخ النشر", "Released"), sample.published_on.isoformat())))
    if "footer" in sample.noise:
        after.append(sample.say("هاتف 000 000 021 - صندوق بريد 100", "Telephone 021 000 000 - P.O. Box 100"))
    return before, after


def html_release(sample: Sample) -> str:
    """The text as elements: headline, paragraphs, lists."""
    out: list[str] = []
    titled = False
    for block in sample.blocks:
        for kind, group in groupby(block, key=lambda line: _kind(line, sample.title if not titled else None)):
            lines = list(group)
            titled = titled or kind == "h1"
            if kind == "ul":
                out.append("<ul>" + "".join(f"<li>{html.escape(line[2:])}</li>" for line in lines) + "</ul>")
            else:
                out.append(f"<{kind}>" + "<br>\n".join(map(html.escape, lines)) + f"</{kind}>")
    return "\n".join(out)


def _kind(line: str, title: str | None) -> str:
    return "h1" if line == title else "ul" if line.startswith("- ") else "p"


def _around(sample: Sample) -> dict[str, str]:
    """Each kind of noise as an outlet's page has it; none of it belongs to the release."""
    say = sample.say
    sections = say("الرئيسية اقتصاد محليات رياضة", "Home Business Local Sport").split()
    links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in sections)
    market = say("افتتاح سوق جديد في غريان", "A new market opens in Gharyan")
    harvest = say("بدء موسم جني الزيتون", "The olive harvest begins")
    more, weather, readers = (
        say("قد يهمك أيضا", "More stories"),
        say("الطقس اليوم", "Weather"),
        say("آراء القراء", "Comments"),
    )
    remark, sunny = say("خبر طيب إن شاء الله", "Good news, let us see"), say("مشمس 24", "Sunny 24")
    cookies = say("نستخدم ملفات تعريف الارتباط", "We use cookies")
    share = say("انشر على فيسبوك", "Share on Facebook")
    letter = say("اشترك في نشرتنا", "Subscribe to our newsletter")
    return {
        "header": f'<header class="site-header"><a href="/">{sample.outlet}</a></header>',
        "nav": f'<nav class="menu"><ul>{links}</ul></nav>',
        "cookie": f'<div class="cookie-banner" role="dialog">{cookies} <button>OK</button></div>',
        "share": f'<div class="share-buttons"><a href="#">{share}</a></div>',
        "related": f'<aside class="related-posts"><h3>{more}</h3><ul><li><a href="/1">{market}</a></li>'
        f'<li><a href="/2">{harvest}</a></li></ul></aside>',
        "sidebar": f'<aside id="sidebar" class="widget"><h3>{weather}</h3><p>{sunny}</p></aside>',
        "comments": f'<section id="comments" class="comments-area"><h3>{readers}</h3><ol class="comment-list">'
        f"<li>{remark}</li></ol><form><textarea></textarea></form></section>",
        "newsletter": f'<footer class="newsletter"><form>{letter}<input type="email"></form></footer>',
    }


def html_page(sample: Sample) -> str:
    """A page as outlets make them: the article, and around it what `noise` names."""
    parts = _around(sample)
    shown = {name: parts[name] if name in sample.noise else "" for name in parts}
    direction = 'lang="ar" dir="rtl"' if sample.is_arabic else 'lang="en" dir="ltr"'
    return (
        f'<!doctype html>\n<html {direction}>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(sample.title)} - {html.escape(sample.outlet)}</title>\n"
        f'<meta property="og:title" content="{html.escape(sample.title)}">\n'
        f'<meta property="og:site_name" content="{html.escape(sample.outlet)}">\n'
        f'<meta property="article:published_time" content="{sample.published_on.isoformat()}T09:00:00+02:00">\n'
        f'<link rel="canonical" href="{html.escape(sample.url)}">\n</head>\n<body>\n'
        f"{shown['cookie']}{shown['header']}{shown['nav']}\n<main>\n<article>\n{html_release(sample)}\n</article>\n"
        f"{shown['share']}</main>\n{shown['related']}{shown['sidebar']}{shown['comments']}{shown['newsletter']}\n"
        "</body>\n</html>\n"
    )


def write_docx(sample: Sample, path: Path) -> None:
    """A Word document set from right to left where it is Arabic."""
    document = docx.Document()
    stamp = datetime(sample.published_on.year, sample.published_on.month, sample.published_on.day, tzinfo=UTC)
    properties = document.core_properties
    properties.author, properties.title, properties.created, properties.modified = "", "", stamp, stamp
    before, after = standing_text(sample)
    for line in before:
        if " | " in line:
            _table(document, line.split(" | "))
        else:
            _set(document.sections[0].header.paragraphs[0], line, sample)
    for line in after:
        _set(document.sections[0].footer.paragraphs[0], line, sample)
    for block in sample.blocks:
        for line in block:
            item = line.startswith("- ")
            paragraph = document.add_paragraph(style="List Bullet" if item else None)
            _set(paragraph, line[2:] if item else line, sample, bold=line == sample.title)
    document.save(str(path))


def _table(document: Document, cells: list[str]) -> None:
    table = document.add_table(rows=1, cols=len(cells), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, cells, strict=True):
        cell.text = text


def _set(paragraph: Paragraph, text: str, sample: Sample, *, bold: bool = False) -> None:
    """`text` as the paragraph's only run; Arabic ones are told to run from right to left."""
    run = paragraph.add_run(text)
    run.bold = bold
    if sample.is_arabic:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # the side where a right-to-left line begins
        properties = paragraph._p.get_or_add_pPr()
        # The schema wants it after the style and before the alignment.
        properties.insert(0 if properties.pStyle is None else 1, OxmlElement("w:bidi"))
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def write_pdf(sample: Sample, path: Path) -> None:
    """Print through Chromium, set in the typeface of the pages, embedded. RuntimeError where there is no Chromium."""
    chromium = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if chromium is None:
        raise RuntimeError("Chromium is needed to make PDFs: apt-get install chromium")
    font = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files" / "IBMPlexSansArabic-Regular.ttf"
    number = (
        '@bottom-center { content: counter(page) " / " counter(pages); }'
        if "pagenumber" in sample.noise
        else ""
    )
    before, _ = standing_text(sample)
    head = "".join(f'<p class="letterhead">{html.escape(line)}</p>' for line in before)
    direction = 'lang="ar" dir="rtl"' if sample.is_arabic else 'lang="en" dir="ltr"'
    page = (
        f'<!doctype html><html {direction}><meta charset="utf-8"><title>{html.escape(sample.title)}</title><style>'
        f'@font-face {{ font-family: Plex; src: url("{font.as_uri()}") }} @page {{ size: A5; margin: 18mm; {number} }}'
        "body { font: 15px/1.8 Plex } .letterhead { font-size: 20px; text-align: center } h1 { font-size: 19px }"
        f"</style><body>{head}{html_release(sample)}</body></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "release.html"
        source.write_text(page, encoding="utf-8")
        command = [
            chromium,
            *_FLAGS,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(slugs: list[str]) -> None:
    """Render all samples, or those named."""
    for sample in load():
        if slugs and sample.slug not in slugs:
            continue
        path = FOLDER / f"{sample.slug}.{sample.format}"
        if sample.format == "html":
            path.write_text(html_page(sample), encoding="utf-8")
        elif sample.format == "docx":
            write_docx(sample, path)
        else:
            write_pdf(sample, path)
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
