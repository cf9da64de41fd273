"""Opens a release: folds it, undoes soft line wraps, splits it into blocks and sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from arabic.folding import fold_with_offsets
from ingest.extraction.blocks import find_blocks
from ingest.extraction.document import Block, Document, Home, Sentence
from ingest.extraction.words import Words

if TYPE_CHECKING:
    from datetime import date

_READ = frozenset({"title", "dateline", "body"})
# A stop after one letter («د.», «ود.») or after a title is no end; one that lacks the space after it is.
_STOP = re.compile(r"[.!?؟](?<!\b[^\W\d].)(?<!\bو[دم].)[.!?؟]*[»”\")\]]*(?=\s|$|[\u0621-\u064a«])")
# A round-up strings its events together: «... ، كما التقى ...», «... واستقبل ...» each begin anew.
_ANEW = re.compile(
    r"[\s،,](?=و?كما (?:قد )?(?:استقبل|التقي|اجتمع|زار|تفقد|عقد|بحث|شارك|افتتح|اجري|تلقي|تلقت|"
    r"هاتف|ودع|ترأس)|"
    r"ثم (?:استقبل|التقي|اجتمع|زار)|"
    r"و(?:استقبل|التقي|اجتمع)ت? (?:ايضا|كذلك|لاحقا|بعد ذلك|فيما بعد)\b|"
    r"(?:فيما|بينما) (?:استقبل|التقي|اجتمع)ت?\b|"
    r"و(?:عقد|اجري|التقي|استقبل|اجتمع)ت? (?:\w+ )?علي هامش|"
    r"و(?:من جهه اخري|في لقاء اخر|في لقاء منفصل|من جانب اخر|من ناحيه اخري|في غضون ذلك|عقب ذلك|الي ذلك)\b)"
)
_SHORTEST = 60  # characters before «كما التقى» for it to begin a sentence of its own
_READ_CHARACTERS = 400_000  # the end of a longer text is kept, not read: no release runs to a book's length
_LONGEST = 4000  # characters; what is longer without a stop is no sentence and would cost time
# «جدة ـ واس»: a tatweel that stretches no letter is a dash; same length, so offsets hold.
_LONE_TATWEEL = re.compile(r"(?<![\w\u064b-\u0652])\u0640(?![\w\u064b-\u0652])")
_ARABIC, _LATIN = re.compile("[\u0621-\u064a]+"), re.compile("[a-z]+")
_ABBREVIATED = re.compile(r"\b(?:mr|mrs|ms|dr|eng|prof|st|gen|col|lt|h\.e|sir|no|u\.s|u\.k|mt|hon)$")


def open_document(text: str, home: Home, published: date | None) -> Document:
    """The release, folded, in blocks and sentences; nothing read yet."""
    folded = fold_with_offsets(_LONE_TATWEEL.sub("-", text) if "\u0640" in text else text)
    flat = _unwrap(folded.text)
    words = Words(flat, min(len(flat), _READ_CHARACTERS))
    blocks = tuple(find_blocks(flat[:_READ_CHARACTERS], words))
    sentences = tuple(_sentences(flat, blocks))
    return Document(text, home, published, _language(flat), folded, flat, words, blocks, sentences)


def _language(text: str) -> str:
    arabic = sum(map(len, _ARABIC.findall(text)))
    latin = sum(map(len, _LATIN.findall(text)))
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


def _sentences(text: str, blocks: tuple[Block, ...]) -> list[Sentence]:
    out: list[Sentence] = []
    for block in blocks:
        if block.kind not in _READ:
            continue
        start = block.start
        stops = [
            stop.end()
            for stop in _STOP.finditer(text, block.start, block.end)
            if not (
                text[stop.start() - 1].isascii()
                and _ABBREVIATED.search(text, max(block.start, stop.start() - 6), stop.start())
            )
        ]
        anew = [turn.end() for turn in _ANEW.finditer(text, block.start, block.end)]
        for stop in sorted({*stops, *anew, block.end}):
            while stop - start > _LONGEST:
                cut = text.rfind(" ", start + 1, start + _LONGEST)
                start = _add(out, text, start, cut if cut > start else start + _LONGEST, block)
            if stop in anew and stop - start < _SHORTEST:
                continue
            start = _add(out, text, start, stop, block)
    return out


def _add(out: list[Sentence], text: str, start: int, end: int, block: Block) -> int:
    first, last = start, end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if last > first:
        out.append(Sentence(len(out), first, last, block))
    return end
