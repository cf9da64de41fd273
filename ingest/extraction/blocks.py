"""Tells title, dateline and body from the furniture of the page, line by line."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.calendars import GREGORIAN, HIJRI, WEEKDAYS, alternatives
from ingest.extraction.document import Block
from ingest.extraction.places import names_place
from ingest.extraction.tables import rows
from ingest.extraction.triggers import find_triggers

if TYPE_CHECKING:
    from ingest.extraction.words import Words

# A line this long is prose; a shorter one is prose if it ends like a sentence.
_PROSE_WORDS, _ENDED_WORDS = 20, 7
_ENDED = re.compile(r"[.!?؟…:؛]+[»”\")\]\s]*$|[.]{2,}\s*$")
# Lines of the page itself: of marks and numbers alone, or with one of the signs. Few texts hold a sign at all.
_JUNK_LINE = re.compile(
    r"[\W\d_]+$|\W*(?:انتهي|النهايه)\W*$|\d{1,2}[:.]\d\d\s*(?:ت\s?م|جمت|gmt)?\W*\w{0,4}$|"
    r"(?:\S+\s+)?(?:\d[\d,.]*\s*(?:\W\s*)?){2,}$"
)
_JUNK_SIGN = re.compile(
    r"https?://|www\.|\.(?:jpe?g|png|webp|gif)\b|\S+@\S+\.\w|©|👁|💬|🔁|→|(?:\S+\s*\|\s*){2}|"
    r"whatsapp|فيسبوك.*تويتر|واتساب"
)
_SIGNS = (
    *("http", "www.", ".jp", ".png", ".webp", ".gif", "@", "©", "👁", "💬", "🔁", "→", "|"),
    *("whatsapp", "فيسبوك", "واتساب"),
)
_TOLD = 2  # letters by which most lines are told from those that begin with a marker
_LONGEST_WORD = 45  # letters; what is longer is an address or a file's name
_LISTED = re.compile(r"[^\w\s«\"“(]|\d")  # a bullet, tick or number: an item of a list, no heading
_KIND_OF = {"masthead": "junk"}
_HASHTAGS = re.compile(r"^\s*(?:#[\w\s]+)+$")
_ORG_LINE = re.compile(
    r"^(?:ال)?(?:جمهوريه|مملكه|دوله|وزاره|هيئه|مصلحه|صحيفه|وكاله|منصه|موقع|شبكه|قناه|سفاره|مجلس)\b"
)
_DASH_LINE = re.compile(
    r"\s[–—\-]+\s|[–—]|\s?-\s|:\s|\s/\s|\)\s*(?:[–—\-:]+\s?|\s)|/\s?[^/\n]{2,18}\s?/\s*[–—\-:]*"
)

_FULL_DATE = re.compile(r"[^\d]{3,24}\d{1,4}\s")
_PLACE_AND_DAY = re.compile(r"(\w+(?: \w+)?)\s*[,،:–-]\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$")
_HEADLINES = 3  # lines that may stand above a dateline
# What a dateline may hold beside the place: months and days, signs of the era, weekdays, agencies.
_DATE_WORDS = re.compile(
    rf"(?<!\w)(?:{alternatives(GREGORIAN)}|{alternatives(HIJRI)}|{alternatives(WEEKDAYS)}|\d+[مه]?|ه|م|هجري\w*|ميلادي\w*|"
    r"(?:ال)?موافق|المصادف|يوم|من|شهر|في|عام|سنه|واس|وام|بنا|قنا|كونا|بترا|سونا|سبا|سبانت|وفا|سانا|واع|وات|واج|وال|"
    r"ومع|العمانيه|[a-z]+)(?!\w)|[\W_]+"
)


@cache
def _markers(kind: str = "") -> tuple[str, ...]:
    """The phrases that mark lines of a kind, or of any."""
    return tuple(phrase for known, phrase in rows("block_markers") if kind in ("", known))


@cache
def _beginnings() -> frozenset[str]:
    """With what lines that begin with a marker begin: one look instead of as many as there are markers."""
    return frozenset(phrase[:_TOLD] for phrase in _markers())


def find_blocks(text: str, words: Words) -> list[Block]:
    """The blocks of folded `text`, whose words are given, in order; lines without words have none."""
    lines = _lines(text)
    kinds = _marked(text, lines)
    _head(text, words, lines, kinds)
    if "body" not in kinds:  # a text of one line is no headline
        kinds = ["body" if kind == "title" else kind for kind in kinds]
    out: list[Block] = []
    for (start, end), kind in zip(lines, kinds, strict=True):
        if kind == "body":
            cut = _dateline_end(text, start, end) if not _seen(out, "body") else start
            if cut > start:
                out.append(Block("dateline", start, cut))
            out.append(Block("body", cut, end))
        else:
            out.append(Block(kind, start, end))
    return out


def _seen(blocks: list[Block], kind: str) -> bool:
    return any(block.kind == kind for block in blocks)


def _lines(text: str) -> list[tuple[int, int]]:
    out = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def _prose(line: str) -> bool:
    count = len(line.split())
    return count >= _PROSE_WORDS or (count >= _ENDED_WORDS and bool(_ENDED.search(line)))


def _marked(text: str, lines: list[tuple[int, int]]) -> list[str]:
    """junk, related, tail, hashtag or body, for each line."""
    kinds: list[str] = []
    mode = ""
    signed = any(map(text.__contains__, _SIGNS))
    for start, end in lines:
        line = text[start:end].strip()
        marker = _marker(line)
        if mode == "tail":
            kinds.append("tail")
        elif marker:
            # After prose has begun a tail marker ends the page; above it, it is a link in the menu.
            alone = len(line.split()) <= 6
            if (
                marker == "tail"
                and "body" in kinds
                and any(_prose(text[a:b]) for a, b in lines[: len(kinds)])
            ):
                mode = "tail"
            elif marker == "related" and alone and not re.search(r"[:：]\s*\S", line):
                mode = "related"
            kinds.append(
                "body" if marker == "masthead" and _is_dateline(line) else _KIND_OF.get(marker, marker)
            )
        elif _HASHTAGS.match(line):
            kinds.append("hashtag")
        elif kinds.count("body") < _HEADLINES and _of_a_place(line):
            kinds.append("body")  # «نواكشوط، 19/01/2022»: a day alone would be of the page
        elif not (len(line) > 120 and _prose(line)) and _is_junk(line, signed=signed):
            kinds.append("junk")
        elif mode == "related" and len(line.split()) < 30 and not (_prose(line) and len(line) > 150):
            kinds.append("related")
        else:
            mode = ""
            kinds.append("body")
    return kinds


def _of_a_place(line: str) -> bool:
    """A place and a day in numbers, and nothing else."""
    match = _PLACE_AND_DAY.match(line)
    return match is not None and names_place(match[1])


def _is_junk(line: str, *, signed: bool) -> bool:
    """Whether a line is of the page itself; `signed`: the text has a sign of such lines somewhere."""
    if _JUNK_LINE.match(line) or (
        len(line) >= _LONGEST_WORD and max(map(len, line.split())) >= _LONGEST_WORD
    ):
        return True
    return signed and bool(_JUNK_SIGN.search(line))


def _marker(line: str) -> str:
    bare = line.lstrip('•-*«"“[( #')
    if len(line) > 220:
        return ""
    within = [
        kind for kind, fits in (("tail", len(line) < 60), ("masthead", len(line.split()) <= 10)) if fits
    ]
    inside = any(any(map(line.__contains__, _markers(kind))) for kind in within)
    if not (inside or (bare[:_TOLD] in _beginnings() and bare.startswith(_markers()))):
        return ""
    return next(
        kind
        for kind, phrase in rows("block_markers")
        if bare.startswith(phrase) or (kind in within and phrase in line)
    )


def _head(text: str, words: Words, lines: list[tuple[int, int]], kinds: list[str]) -> None:
    """Names the lines above the first prose: datelines, masthead and, of what is left, the last as title."""
    title = None
    for index, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        if kinds[index] == "hashtag":
            kinds[index] = "dateline" if re.search(r"\d", line) else "junk"
        if kinds[index] != "body":
            continue
        if _prose(line) and not _headline(line, title, kinds[:index]):
            break
        count = len(line.split())
        if _is_dateline(line):
            kinds[index] = "dateline"
        elif count < 3 or (count <= 6 and _ORG_LINE.match(line)):
            kinds[index] = "masthead"
        else:
            if title is not None and _tells(words, lines[title]) and not _tells(words, (start, end)):
                kinds[index] = "masthead"  # a caption under the headline
                continue
            if title is not None:
                kinds[title] = (
                    "masthead" if text[lines[title][0] : lines[title][1]].strip() != line else "junk"
                )
            title = index
            kinds[index] = "title"
    for index, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        if kinds[index] == "hashtag":
            kinds[index] = "dateline" if re.search(r"\d", line) and names_place(line) else "junk"
        elif (
            kinds[index] == "body"
            and title is not None
            and line == text[lines[title][0] : lines[title][1]].strip()
        ):
            kinds[index] = "junk"
        elif kinds[index] == "body" and _is_teaser(text, lines, kinds, index):
            kinds[index] = "related"
        elif kinds[index] == "body" and not _ENDED.search(line) and len(line.split()) < 12:
            kinds[index] = "heading" if not _LISTED.match(line) else "body"


def _is_teaser(text: str, lines: list[tuple[int, int]], kinds: list[str], index: int) -> bool:
    """A dashed line without a stop that no colon announced is a link to another story."""
    line = text[slice(*lines[index])].strip()
    if not re.match(r"[•\-–*]\s", line) or _ENDED.search(line) or len(line.split()) > 20 or index == 0:
        return False
    return kinds[index - 1] == "related" or text[slice(*lines[index - 1])].rstrip().endswith(".")


def _tells(words: Words, line: tuple[int, int]) -> bool:
    return bool(find_triggers(words, *line))


def _headline(line: str, title: int | None, before: list[str]) -> bool:
    """A first line that ends like a sentence is a headline all the same if it is short."""
    return (
        title is None
        and len(line.split()) < 16
        and not re.search(r"[^.]\.$", line)
        and not any(kind == "body" for kind in before)
    )


def _is_dateline(line: str) -> bool:
    if len(line.split()) > 9:
        return _is_full_dateline(line)
    if line.startswith("#"):
        return bool(re.search(r"\d", line))
    shaped = re.search(r"^[^.؟!]{2,40}\s*[–—\-:/،,]\s*[^.؟!]{2,40}$", line) and len(line.split()) <= 7
    dated = re.search(r"\d{1,4}\s*[مه]?$", line) or re.search(r" \d{1,2} \w+(?: \w+)?(?: \d{4})?$", line)
    alone = len(line.split()) <= 2 and not line.startswith(("وزار", "هيئ"))
    return bool(shaped or dated or alone) and names_place(line)


def _is_full_dateline(line: str) -> bool:
    """«الرياض 14 جمادى الأولى 1437 هـ الموافق 23 فبراير 2016 م واس»: a place, then nothing but days and an agency."""
    place = " ".join(line.split()[:2])
    return (
        len(line.split()) <= 18
        and names_place(place)
        and bool(_FULL_DATE.match(line))
        and not _DATE_WORDS.sub("", line[len(place) :]).strip()
    )


def _dateline_end(text: str, start: int, end: int) -> int:
    """Where an inline dateline («الرباط – », «جدة – واس: ») ends, or `start`."""
    head = text[start : min(end, start + 75)]
    best = start
    for match in _DASH_LINE.finditer(head):
        before = head[: match.start()]
        if len(before.split()) > 7 or re.search(r"[؟!«»]|(?<!\b[a-z]{3})\.", before):
            break
        if names_place(before):
            best = start + match.end()
    return best
