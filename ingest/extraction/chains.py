"""Noun chains: how far the title of an office or the name of an institution reaches.

An Arabic title is a chain of nouns that an article or a proper name closes. While the chain is open the next
noun belongs to it; once closed only adjectives, joined nouns and prepositions of place continue it, and an
indefinite word begins something else: a name, a verb, a circumstance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.words import CLOSING, OPENING, stems

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.line import Line
    from ingest.extraction.words import Phrase

Step = tuple[
    bool, int | None
]  # whether the rule decides, and the index after what it takes (None: the chain ends)

_CONTINENTS = ("افريقيا", "اوروبا", "اسيا", "امريكا", "اوقيانوسيا")
LONGEST = 32  # words of a title; nobody's is longer
_QUOTED = 8  # words of a quoted name inside a title
PREPOSITIONS = ("لدي", "في", "الي", "عن", "علي")
_SPOKESMEN = ("متحدث", "متحدثه", "ناطق")
_OPENING_PHRASES = ("باعمال", "بمهام", "باسم", "الرسمي باسم", "رسمي باسم")

# Institutions that may bear a person's name.
NAMED_AFTER = frozenset(
    [
        "جامعه",
        "مركز",
        "موسسه",
        "مستشفي",
        "كليه",
        "مدرسه",
        "معهد",
        "مكتبه",
        "اكاديميه",
        "جمعيه",
        "مدينه",
        "مطار",
    ]
)


class NounChain:
    """Walks from the head of a chain to its end; a subclass has the rules of its kind of chain."""

    def __init__(self, line: Line, index: int, head: Phrase) -> None:
        self.line = line
        self.head = head
        self.first = index
        self.at = index + head.length
        self.last = head.stem  # the head of the office named last in the chain
        self.joints: list[int] = []  # where a further office begins without a word between
        self.open = not (head.definite or self._possessed(index))
        self.limit = min(len(line), index + LONGEST)

    def _possessed(self, index: int) -> bool:
        return self.line.text(index).endswith(("ها", "هم")) or self.head.kind == "counterpart"

    def end(self) -> int:
        """The index after the last word of the chain."""
        while self.at < self.limit:
            after = self._step()
            if after is None:
                break
            self.at = after
        dangling = self.at - 1 > self.first and self.line.text(self.at - 1) in PREPOSITIONS
        return self.at - 1 if dangling else self.at

    def _step(self) -> int | None:
        """The index after the words at `self.at` that continue the title, or None where it ends."""
        line, at = self.line, self.at
        if line.words[at].is_mark:
            return self._quoted(at)
        if line.text(at) == "و":
            return None
        named = line.org(at)
        if named and named.kind == "named" and named.prefix in ("ل", "ب", "" if self.open else "ل"):
            return self._close(at + named.length)  # «شركة إيني», «الرئيس التنفيذي لأرامكو»
        extra = line.modifier(at)
        if extra and extra.kind == "fixed" and (not extra.prefix or extra.prefix == "ب"):
            if extra.stem.endswith("باسم") and self.head.stem not in _SPOKESMEN:
                return None
            self.open = extra.stem in _OPENING_PHRASES
            return at + extra.length
        if extra and extra.kind == "adjective" and not extra.prefix and (self.open or extra.definite):
            return at + 1
        if extra and extra.kind == "sovereign" and self.open:
            return self._close(at + extra.length)
        for rule in self._rules():
            known, after = rule(at, extra)
            if known:
                return after
        return self._indefinite(at)

    def _rules(self) -> tuple[Callable[[int, Phrase | None], Step], ...]:
        """The rules in the order in which they are asked."""
        return (self._article,)

    def _close(self, after: int) -> int:
        self.open = False
        return after

    def _reopen(self, after: int, *, definite: bool) -> int:
        self.open = not definite
        return after

    def _quoted(self, at: int) -> int | None:
        mark = self.line.text(at)
        if mark not in OPENING:
            return None
        for close in range(at + 2, min(at + _QUOTED + 2, len(self.line))):
            if self.line.text(close) in CLOSING.get(mark, ""):
                if at == self.first + self.head.length and self.head.definite and mark != "(":
                    return None  # «السفير "روغه"»: a name
                previous = self.line.org(at - 1)
                named = mark != "(" and names.is_given(self.line.text(at + 1))
                closed = self.line.is_article(at - 1) or bool(previous and previous.kind == "named")
                if named and (not previous or (closed and close > at + 2)):
                    return None  # «رئيس الاتحاد "علي سالم"»; an institution may bear a name: «جامعة "عمر المختار"»
                company = any(
                    (org := self.line.org(word)) and org.kind in ("body", "site", "part")
                    for word in range(self.first, at)
                )
                if (
                    mark == "("
                    or self.open
                    or previous
                    or (
                        company and (self.line.is_article(at - 1) or self.line.text(at - 1).startswith("وال"))
                    )
                ):
                    return self._close(close + 1)
                return None
        return None

    def _names_somebody(self, at: int) -> bool:
        """Whether a name, or courtesy before a name, stands at `at`."""
        if at >= len(self.line) or self.line.words[at].is_mark:
            return False
        found = self.line.courtesy(at)
        return names.is_given(self.line.text(at)) or bool(found and found.kind != "office")

    def _bears_names(self, at: int) -> bool:
        """Whether the word at `at` is an institution that may be named after somebody."""
        return any(rest in NAMED_AFTER for _prefix, rest in stems(self.line.text(at)))

    def _field(self, at: int, text: str) -> bool:
        """«الإدارة العامة لتخطيط السياسات»: the field an institution is for."""
        if (
            names.lookup(text).known
            or names.is_stop(text)
            or at in self.line.places
            or at + 1 >= len(self.line)
        ):
            return False
        inside = any(self.line.org(word) for word in range(self.first, at))
        twin = self.line.text(at + 1).startswith("و") and at + 2 < len(self.line)  # «لإنتاج وتصنيع الصلب»
        closed = self.line.is_article(at + 2 if twin else at + 1)
        further = at + 2 < len(self.line) and not names.is_stop(self.line.text(at + 1))
        closed = closed or (further and self.line.is_article(at + 2))  # «لناشري كتب الأطفال»
        closed = closed or (further and self._twin_field(at + 2))
        return inside and self.line.is_article(at - 1) and closed

    def _twin_field(self, at: int) -> bool:
        """«لضمان جودة واعتماد المؤسسات»: a second noun of action, joined, that an article closes."""
        text = self.line.text(at)
        return (
            text.startswith("و") and is_verbal_noun(text[1:], article=False) and self.line.is_article(at + 1)
        )

    def _conjunct(self, at: int, rest: str) -> int | None:
        line = self.line
        if rest.startswith("ب") and is_verbal_noun(rest[1:], article=False):
            return None  # «… الألمانية وبرعاية المصرف»
        if rest.startswith("ال"):
            if names.is_given(rest) and not line.is_article(at + 1 if at + 1 < len(line) else at):
                return None
            return self._close(at + 1)
        if not self.open and rest.endswith(("ه", "ها")) and self._possessed_noun(at):
            return at + 1  # «لتحسين السكن وتطويره»
        if self.open:  # no joined noun before the chain is closed: the و is the word's own (واترلو)
            return None if names.is_given(rest) else self._close(at + 1)
        if names.is_given(rest):
            return None
        following = at + 1
        if following >= len(line) or line.words[following].is_mark or line.courtesy(following):
            return None
        if line.is_article(following) or line.places.get(following) or line.org(following):
            return self._reopen(following, definite=False)
        return None

    def _possessed_noun(self, at: int) -> bool:
        """A noun of action with a pronoun that points back to the field just named."""
        rest = self.line.text(at)[1:]
        stem = rest[:-2] if rest.endswith("ها") else rest[:-1]
        return self.line.last_letter(at) in ("ه", "ا") and is_verbal_noun(stem, article=False)

    def _article(self, at: int, _extra: Phrase | None) -> Step:
        line = self.line
        if not line.is_article(at):
            return False, None
        if self.open:
            return True, self._close(at + 1)
        before = line.places.get(at - 1)
        if (
            before
            and before.mention.form in ("name", "city")
            and not line.text(at).endswith(("ي", "يه", "ه"))
        ):
            return True, None  # after a country only an adjective goes on: not «بالسودان الوضع»
        if self._begins_name(at) or (at == self.first + self.head.length and not self._agrees(at)):
            return True, None
        return True, at + 1

    def _agrees(self, at: int) -> bool:
        """Whether a word may qualify a bare definite head: «السفير المصري» but not «الوزير الشركات»."""
        text = self.line.text(at)
        return text.endswith(("ي", "يه")) and not names.lookup(text).known

    def _begins_name(self, at: int) -> bool:
        """Whether a word with article, after a closed title, is a given name (الهادي الترهوني)."""
        line = self.line
        following = at + 1
        if following >= len(line) or line.words[following].is_mark or names.is_stop(line.text(following)):
            return False
        extra = line.modifier(at)
        if (extra and extra.kind == "adjective") or line.courtesy(following) or line.head(following):
            return False  # «لشؤون الوطن العربي السفير …»
        if line.text(following).startswith(("لل", "بال", "وال")):
            return False
        if line.text(at) == "العالي" and line.text(at - 1).endswith("التعليم"):
            return False
        lex, after = names.lookup(line.text(at)), names.lookup(line.text(following))
        if lex.given >= 5:
            return True
        unknown = (
            not (lex.known or after.known) and len(line.text(at)) <= 5 and not line.is_article(following)
        )
        return unknown and not after.stop and not line.head(following) and not line.org(following)

    def _indefinite(self, at: int) -> int | None:
        if not self.open:
            return None
        line = self.line
        if line.text(at) in _CONTINENTS:
            return self._close(at + 1)  # «في شمال إفريقيا فلان»
        if line.text(at).endswith(("ها", "هم")) and len(line.text(at)) > 4:
            return self._close(at + 1)  # «مجلس إدارتها»
        if names.is_given(line.text(at)) and not line.org(at - 1) and not line.org(at):
            following = line.text(at + 1)
            if following and not (
                self._twin_field(at + 1)
                or names.is_stop(following)
                or line.is_article(at + 1)
                or line.words[at + 1].is_mark
            ):
                return None
        return at + 1
