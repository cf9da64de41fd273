"""Opens a release: folds it, undoes soft line wraps, tells title and body from the furniture of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from arabic.folding import fold_with_offsets
from ingest.extraction.document import Block, Document, Home, Sentence

if TYPE_CHECKING:
    from datetime import date

_SENTENCE_END = re.compile(r"(?<![\s(«\"/][^\W\d])[.!?؟]+[»”\")\]]*(?=\s|$)|\n")
READ = frozenset({"title", "dateline", "body"})


def open_document(text: str, home: Home, published: date | None) -> Document:
    """The release, folded, in blocks and sentences; nothing read yet."""
    folded = fold_with_offsets(text)
    flat = _unwrap(folded.text)
    doc = Document(text, home, published, _language(flat), folded, flat)
    doc.blocks = tuple(_blocks(flat))
    doc.sentences = tuple(_sentences(flat, doc.blocks))
    return doc


def _language(text: str) -> str:
    arabic = len(re.findall("[\u0621-\u064a]", text))
    latin = len(re.findall("[a-z]", text))
    if arabic + latin < 20:
        return "und"
    return "ar" if arabic >= latin * 0.6 else "en"


def _unwrap(text: str) -> str:
    """Line ends inside a paragraph become spaces, where the text as a whole is wrapped at a width."""
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 6:
        return text
    width = lengths[-1]
    full = sum(length >= width * 0.75 for length in lengths)
    if width > 140 or width < 35 or full < len(lengths) * 0.4:
        return text
    out = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        soft = len(line.rstrip()) >= width * 0.7 and following.strip() and following.lstrip()[0] not in "#•-*"
        out.append(line + (" " if soft else "\n"))
    return "".join(out)[:-1]


def _blocks(text: str) -> list[Block]:
    out: list[Block] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            out.append(Block("title" if not out else "body", start, end))
        start = end + 1
    return out


def _sentences(text: str, blocks: tuple[Block, ...]) -> list[Sentence]:
    out: list[Sentence] = []
    for block in blocks:
        if block.kind not in READ:
            continue
        start = block.start
        for stop in _SENTENCE_END.finditer(text, block.start, block.end):
            start = _add(out, text, start, stop.end(), block)
        _add(out, text, start, block.end, block)
    return out


def _add(out: list[Sentence], text: str, start: int, end: int, block: Block) -> int:
    while start < end and text[start].isspace():
        start += 1
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    if last > start:
        out.append(Sentence(len(out), start, last, block))
    return end
