"""Writes PDFs as older layout programs do: presentation forms in visual order, in one font that maps to those forms.

Such a text layer has ﻞ for ل, and each line from left to right. The shaping is as simple as in those programs:
joining forms and the four ligatures of lam and alif, without marks.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from benchmarks.rendering.pages import FONTS, Page

_SIZE, _LEADING, _MARGIN, _WIDTH, _HEIGHT = 13, 22, 62, 595, 842
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9٠-٩]+(?:[ .,:/@_%+&'\-][A-Za-z0-9٠-٩]+)*")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_FALLBACK = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def presentation_pdf(page: Page) -> bytes:
    """The page as a PDF whose characters are presentation forms."""
    return _Writer(page).pdf()


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter (isolated, final, initial, medial), also of lam with each alif."""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFE70, 0xFEFD):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        plain = "".join(chr(int(each, 16)) for each in letters.split())
        if kind.startswith("<") and " " not in plain:
            found.setdefault(plain, {})[kind.strip("<>")] = chr(code)
    return found


def shaped(text: str) -> str:
    """The text in logical order with presentation forms for its Arabic letters, without marks."""
    forms = _forms()
    text = "".join(char for char in text if not unicodedata.combining(char))
    clusters = re.findall("ل[اأإآ]|.", text, re.S)
    out = []
    for at, cluster in enumerate(clusters):
        own = forms.get(cluster)
        if own is None:
            out.append(cluster)
            continue
        before = forms.get(clusters[at - 1], {}) if at else {}
        after = forms.get(clusters[at + 1], {}) if at + 1 < len(clusters) else {}
        joined_before = "initial" in before and ("final" in own or "medial" in own)
        joined_after = "initial" in own and "final" in after
        name = {
            (True, True): "medial",
            (True, False): "final",
            (False, True): "initial",
            (False, False): "isolated",
        }[joined_before, joined_after]
        out.append(own.get(name, own["isolated"]))
    return "".join(out)


def _visual(line: str) -> str:
    """A shaped line in visual order, from left to right."""
    turned = line[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], turned)


class _Face:
    """A typeface in the file: its glyphs, and which of them are used for which characters."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._font: Any = TTFont(path)
        self._cmap: dict[int, str] = self._font.getBestCmap()
        self._units: int = self._font["head"].unitsPerEm
        self._used: dict[int, str] = {}

    def has(self, char: str) -> bool:
        return ord(char) in self._cmap

    def glyph(self, char: str) -> int:
        number = int(self._font.getGlyphID(self._cmap.get(ord(char), ".notdef")))
        self._used.setdefault(number, char)
        return number

    def width(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the font size."""
        return float(self._font["hmtx"][self._font.getGlyphName(glyph)][0]) * 1000 / self._units

    def objects(self, first: int, name: str) -> list[bytes]:
        """The five PDF objects of the font; `first` is the number of the first."""
        widths = " ".join(f"{glyph} [{self.width(glyph):.0f}]" for glyph in sorted(self._used))
        own = f"/BaseFont /AAAAAA+{name}".encode()
        out = BytesIO()
        TTFont(self._path).save(out)
        return [
            b"<< /Type /Font /Subtype /Type0 %b /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (own, first + 1, first + 3),
            b"<< /Type /Font /Subtype /CIDFontType2 %b /FontDescriptor %d 0 R /CIDSystemInfo "
            b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity /W [%b] >>"
            % (own, first + 2, widths.encode()),
            b"<< /Type /FontDescriptor /FontName /AAAAAA+%b /Flags 4 /FontBBox [-500 -500 2000 1500] "
            b"/ItalicAngle 0 /Ascent 900 /Descent -300 /CapHeight 700 /StemV 80 /FontFile2 %d 0 R >>"
            % (name.encode(), first + 4),
            _stream(self._unicode_map()),
            _stream(out.getvalue()),
        ]

    def _unicode_map(self) -> bytes:
        rows = [
            f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for glyph, char in self._used.items()
        ]
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\nendcmap end end"
        ).encode("ascii")


class _Writer:
    """Sets a page on as many sheets as needed, in the page's font; missing characters in DejaVu Sans."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._faces = [_Face(path) for path in (FONTS[page.font], _FALLBACK)]

    def _runs(self, text: str) -> list[tuple[int, list[int]]]:
        """The text as runs of one face: (number of the face, glyphs)."""
        runs: list[tuple[int, list[int]]] = []
        for char in text:
            number = 0 if self._faces[0].has(char) else 1
            if not runs or runs[-1][0] != number:
                runs.append((number, []))
            runs[-1][1].append(self._faces[number].glyph(char))
        return runs

    def _width(self, text: str) -> float:
        return sum(
            self._faces[face].width(glyph) * _SIZE / 1000
            for face, glyphs in self._runs(text)
            for glyph in glyphs
        )

    def _lines(self) -> list[str]:
        """The lines in logical order, no wider than the page; an empty one ends a paragraph."""
        room = _WIDTH - 2 * _MARGIN
        lines: list[str] = []
        for block in self._page.blocks:
            for paragraph in block.split("\n"):
                line = ""
                for word in paragraph.split():
                    longer = f"{line} {word}".strip()
                    if line and self._width(shaped(longer)) > room:
                        lines.append(line)
                        longer = word
                    line = longer
                lines.append(line)
            lines.append("")
        return lines

    def _content(self, lines: list[str]) -> bytes:
        out = ["BT"]
        for number, line in enumerate(lines):
            text = _visual(shaped(line))
            left = _WIDTH - _MARGIN - self._width(text)
            out.append(f"1 0 0 1 {left:.2f} {_HEIGHT - _MARGIN - number * _LEADING} Tm")
            for face, glyphs in self._runs(text):
                shown = "".join(f"{glyph:04X}" for glyph in glyphs)
                out.append(f"/F{face} {_SIZE} Tf <{shown}> Tj")
        return "\n".join([*out, "ET"]).encode("ascii")

    def pdf(self) -> bytes:
        lines = self._lines()
        fit = (_HEIGHT - 2 * _MARGIN) // _LEADING
        sheets = [self._content(lines[at : at + fit]) for at in range(0, len(lines), fit)]
        first = 13
        kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
            *self._faces[0].objects(3, "Own"),
            *self._faces[1].objects(8, "Other"),
        ]
        for number, sheet in enumerate(sheets):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
                f"/Contents {first + 2 * number + 1} 0 R "
                "/Resources << /Font << /F0 3 0 R /F1 8 0 R >> >> >>".encode()
            )
            objects.append(_stream(sheet))
        return _assembled(objects)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def _assembled(objects: list[bytes]) -> bytes:
    """A PDF 1.5 file with a valid cross-reference table; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
