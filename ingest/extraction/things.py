"""Words that begin an office elsewhere and name nobody here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.cues import linking_words

if TYPE_CHECKING:
    from ingest.extraction.line import Line
    from ingest.extraction.words import Phrase


def is_thing(line: Line, at: int, head: Phrase) -> bool:
    """Whether a head is here no person: a plural list, a verb, or a word of other sense."""
    text = line.text(at)
    if text in ("والي", "الي") and line.last_letter(at) == "ى":
        return True  # «وإلى»
    if head.stem == "واليه" and line.doc.letter(line.words[at].end - len("اليه")) == "آ":
        return True  # «وآلية»
    if head.stem.startswith("ممثل") and line.text(at + 1) == "في" and at + 2 not in line.places:
        return True  # «وزارة النقل، ممثلة في مصلحة الموانئ»
    if (head.stem == "كبير" and head.definite) or line.last_letter(at) == "\u064b":
        return True  # «الكبير» qualifies, «ممثلةً في» is a circumstance
    if head.stem.startswith("نظيرت") and any(line.org(before) for before in range(max(0, at - 10), at)):
        return True  # «وزارة النقل ونظيرتها السودانية»
    bare = text.removeprefix(head.prefix) if head.prefix in ("ب", "ل", "ك") else text  # «بقائمة الفرص»
    return bare in linking_words("headless") or (head.kind == "plain" and head.prefix not in ("", "و", "ل"))
