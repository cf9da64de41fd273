"""A release as an HTML page in a typeface, the input of each producer."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

FONTS = {
    "Amiri": Path("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"),
    "Noto Naskh Arabic": Path("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"),
    "KacstBook": Path("/usr/share/fonts/truetype/kacst/KacstBook.ttf"),
}
"""Typefaces of Debian's fonts-hosny-amiri, fonts-noto-core and fonts-kacst: bookish, plain, and an old one."""

_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True)
class Page:
    """One release in one typeface."""

    name: str
    text: str
    font: str
    justified: bool = False

    @property
    def is_arabic(self) -> bool:
        return len(_ARABIC.findall(self.text)) > 100

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.font.replace(' ', '')}"

    @property
    def blocks(self) -> list[str]:
        """The paragraphs, with their line breaks."""
        return [block.strip() for block in re.split(r"\n\s*\n", self.text) if block.strip()]

    def html(self) -> str:
        language, direction = ("ar", "rtl") if self.is_arabic else ("en", "ltr")
        align = "justify" if self.justified else "start"
        style = (
            f"body{{font-family:'{self.font}';font-size:13pt;line-height:1.7}}"
            f"p{{text-align:{align};margin:0 0 9pt}}@page{{size:A4;margin:22mm}}"
        )
        paragraphs = "\n".join(
            f"<p>{html.escape(block).replace(chr(10), '<br>' + chr(10))}</p>" for block in self.blocks
        )
        return (
            f'<!doctype html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
            f"<style>{style}</style></head>\n<body>{paragraphs}</body></html>\n"
        )
