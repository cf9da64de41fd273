"""How far the title of an office reaches: its head, its complements and the offices joined to it.

An Arabic title is a chain of nouns that an article or a proper name closes. While the chain is open the next
noun belongs to it; once closed only adjectives, joined nouns and prepositions of place continue it, and an
indefinite word begins something else: a name, a verb, a circumstance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.name_spans import COURTESY, NameReader
from ingest.extraction.tables import words
from ingest.extraction.words import CLOSING, OPENING, stems

if TYPE_CHECKING:
    from ingest.extraction.line import Line
    from ingest.extraction.words import Phrase

_LONGEST = 32  # words of a title; nobody's is longer
_QUOTED = 8  # words of a quoted name inside a title
_OFFICES = ("بمكتب", "بديوان", "بمقر", "بقصر")
_PREPOSITIONS = ("لدي", "في", "الي", "عن", "علي")
# Institutions that may bear a person's name.
NAMED_AFTER = frozenset("جامعه مركز موسسه مستشفي كليه مدرسه معهد مكتبه اكاديميه جمعيه مدينه مطار".split())
# Offices that are often held together with a second one of the same state.
_CHAINED = frozenset("رييس نايب ولي عضو امير ملك سلطان حاكم مستشار رييسه نايبه عضوه".split()) | {"ولي العهد"}
_OVER = ("رقابه", "اشراف", "حفاظ", "محافظه", "تامين", "سيطره")  # nouns that take على


def _owned_institution(rest: str) -> bool:
    """«بسفارتها»، «بشركته»: an institution with a pronoun."""
    heads = words("org_heads")
    for ending in ("تها", "ته", "تهم"):
        if rest.endswith(ending) and rest[: -len(ending)] + "ه" in heads:
            return True
    return rest.endswith(("ها", "هم")) and rest[:-2] in heads


class RoleReader:
    """Walks from the head of a title to its end."""

    def __init__(self, line: Line, index: int, head: Phrase) -> None:
        self.line = line
        self.head = head
        self.first = index
        self.at = index + head.length
        self.open = not (head.definite or self._possessed(index))
        self.limit = min(len(line), index + _LONGEST)

    def _possessed(self, index: int) -> bool:
        return self.line.text(index).endswith(("ها", "هم")) or self.head.kind == "counterpart"

    def end(self) -> int:
        """The index after the last word of the title."""
        while self.at < self.limit:
            after = self._step()
            if after is None:
                break
            self.at = after
        dangling = self.at - 1 > self.first and self.line.text(self.at - 1) in _PREPOSITIONS
        return self.at - 1 if dangling else self.at

    def _step(self) -> int | None:
        """The index after the words at `self.at` that continue the title, or None where it ends."""
        line, at = self.line, self.at
        if line.words[at].is_mark:
            return self._quoted(at)
        if line.text(at) == "و":
            return None
        extra = line.extra(at)
        if extra and extra.kind == "fixed" and (not extra.prefix or extra.prefix == "ب"):
            if extra.stem.endswith("باسم") and self.head.stem not in ("متحدث", "متحدثه", "ناطق"):
                return None
            self.open = extra.stem in ("باعمال", "بمهام", "باسم", "الرسمي باسم", "رسمي باسم")
            return at + extra.length
        if extra and extra.kind == "adjective" and not extra.prefix and (self.open or extra.definite):
            return at + 1
        if extra and extra.kind == "sovereign" and self.open:
            return self._close(at + extra.length)
        for rule in (self._courtesy, self._place, self._joined_head, self._stop, self._clitic, self._article):
            known, after = rule(at, extra)
            if known:
                return after
        return self._indefinite(at)

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
                if not self.open and mark != "(" and names.is_given(self.line.text(at + 1)):
                    return None
                previous = self.line.org(at - 1)
                if mark == "(" or self.open or previous or self.line.is_article(at - 1):
                    return self._close(close + 1)
                return None
        return None

    def _courtesy(self, at: int, _extra: Phrase | None) -> tuple[bool, int | None]:
        found = self.line.courtesy(at)
        if not found:
            return False, None
        owner = self.line.org(at - 1)
        if self.open and owner and owner.stem in NAMED_AFTER and not found.prefix:
            after = NameReader(self.line, at + found.length, COURTESY).end()
            return True, self._close(after) if after else None  # «جامعة الملك سعود»
        if self.open and found.kind == "office" and found.length == 1 and found.definite and not found.prefix:
            return True, self._close(at + 1)  # «نائب الرئيس»، «مستشار الملك»
        honoured = found.kind == "plain" and not found.definite and not found.prefix
        if self.open and honoured and self.line.head(at + found.length):
            return True, at + found.length  # «مكتب سمو وزير الخارجية»
        if not self.open and found.kind == "office" and self._names_somebody(at + found.length):
            return True, None  # «رئيس مجلس النواب المستشار فلان»
        if self.open and found.kind == "rank" and not found.definite:
            return False, None
        if found.prefix == "ل" and found.kind == "office":
            return True, self._close(at + found.length)  # «النائب الثاني للرئيس»
        if not self.open and found.kind == "office" and self.line.head(at):
            return False, None
        return True, None

    def _names_somebody(self, at: int) -> bool:
        """Whether a name, or courtesy before a name, stands at `at`."""
        if at >= len(self.line) or self.line.words[at].is_mark:
            return False
        found = self.line.courtesy(at)
        return names.is_given(self.line.text(at)) or bool(found and found.kind != "office")

    def _place(self, at: int, _extra: Phrase | None) -> tuple[bool, int | None]:
        place = self.line.places.get(at)
        if not place:
            return False, None
        mention = place.mention
        prefix = self.line.doc.fold[self.line.words[at].start : mention.start]
        if prefix[:1] in ("و", "ف"):
            group = "ال" in prefix and mention.form == "nisba" and place.after < len(self.line)
            return True, at + 1 if group and self.line.is_article(place.after) else None
        if mention.kind == "city" and prefix.startswith("ب"):
            near = self.line.org(at - 1) or self.line.is_article(at - 1)
            after = self.line.text(place.after)
            ends = after in ("", "،", ",") or bool(
                after and (names.is_given(after) or self.line.courtesy(place.after))
            )
            return True, self._close(place.after) if near and (self.head.kind == "envoy" or ends) else None
        if not self.open and not prefix and mention.form not in ("nisba",) and not self.line.is_article(at):
            if mention.kind == "country" or names.is_given(self.line.text(at)):
                return True, None
        return True, self._close(place.after)

    def _joined_head(self, at: int, _extra: Phrase | None) -> tuple[bool, int | None]:
        found = self.line.head(at)
        if not found:
            return False, None
        after = at + found.length
        if found.prefix in ("و", "ف"):
            possessed = (
                self.line.text(at).endswith("ها") and self.line.is_article(after)
                if after < len(self.line)
                else False
            )
            second = found.definite and self.head.stem == "رييس" and self._ends_with_rank(after)
            if second:
                return True, after + 1  # «رئيس مجلس الإدارة والمدير العام»
            if found.kind == "member" or (found.kind == "envoy" and possessed):
                return True, self._reopen(after, definite=found.definite or possessed)
            return True, None
        if found.prefix == "ل":
            return True, self._reopen(after, definite=found.definite)
        if found.prefix:
            return True, None
        if not self.open:
            if at == self.first + self.head.length and self.head.definite and found.kind != "member":
                return True, None  # «كلّف الوزير مدير مكتب …»
            if self._of_another_state(at, found):
                return True, None  # «وكيل وزارة الصناعة نائب وزير الصناعة التركي»: host and guest
            if found.kind == "envoy" and self.head.kind != "envoy" or found.kind == "counterpart":
                return True, None
            if found.kind == "plain":
                return True, None
        return True, self._reopen(after, definite=found.definite)

    def _ends_with_rank(self, at: int) -> bool:
        """Whether only an adjective of rank follows («العام», «التنفيذي»), then a name or a mark."""
        extra = self.line.extra(at) if at < len(self.line) else None
        if extra is None or extra.kind != "adjective":
            return False
        return at + 1 >= len(self.line) or self.line.words[at + 1].is_mark or self._names_somebody(at + 1)

    def _of_another_state(self, at: int, found: Phrase) -> bool:
        """Whether a title that follows without a joint names a country and this one, of lower rank, does not."""
        places = self.line.places
        if found.kind != "office" or any(place in places for place in range(self.first, at)):
            return False
        end = RoleReader(self.line, at, found).end()
        if any((org := self.line.org(word)) and org.kind == "embassy" for word in range(at, end)):
            return True
        if self.head.stem in _CHAINED or self.head.definite:
            return False
        return any(at < place < end and places[place].mention.form == "nisba" for place in places)

    def _stop(self, at: int, extra: Phrase | None) -> tuple[bool, int | None]:
        line = self.line
        text = line.text(at)
        if not names.is_stop(text) or (self.open and line.org(at)):
            return False, None
        if text in _PREPOSITIONS:
            return True, self._preposition(at, text)
        if extra and extra.kind == "conjunct":
            return True, self._reopen(at + 1, definite=text.startswith("وال"))
        if self.open and (extra and extra.kind == "domain" and not extra.prefix or text.startswith("ال")):
            return True, self._reopen(at + 1, definite=text.startswith("ال"))
        return True, None

    def _preposition(self, at: int, text: str) -> int | None:
        line, after = self.line, at + 1
        if after >= len(line) or line.words[after].is_mark:
            return None
        place = line.places.get(after)
        org = line.org(after)
        extra = line.extra(after)
        domain = bool(extra and extra.kind == "domain" and not extra.prefix)
        somebody = not place and not names.is_stop(line.text(after)) and self._names_somebody(after + 1)
        allowed = {
            "لدي": bool(place or org or domain or line.is_article(after)),
            "في": bool(place and (place.mention.kind == "country" or self.head.kind == "envoy"))
            or bool((org and org.kind != "part") or domain or somebody),
            "الي": self.head.kind == "envoy" and bool(place or domain),
            "عن": line.text(after) == "بعد" or self.head.stem.startswith("ممثل") and bool(place or org or line.is_article(after)),
            "علي": self.head.stem.startswith("مشرف") or line.text(at - 1).removeprefix("ال") in _OVER,
        }[text]
        if not allowed or (org and org.prefix):
            return None
        self.open = True
        return after

    def _clitic(self, at: int, extra: Phrase | None) -> tuple[bool, int | None]:
        text = self.line.text(at)
        lex = names.lookup(text)
        org = self.line.org(at)
        if lex.known and not self.open and not org and not text.startswith("ال"):
            return True, None
        for prefix, rest in stems(text)[1:]:
            definite = rest.startswith("ال")
            if prefix == "و":
                return (True, self._conjunct(at, rest)) if not (org and not org.prefix) else (False, None)
            if prefix == "ب" and text in _OFFICES and names.is_stop(self.line.text(at + 1)):
                return True, None  # «بمكتب سموه»
            if prefix == "ب" and (
                (org and org.prefix) or (extra and extra.prefix and extra.kind == "domain")
            ):
                return True, self._reopen(at + 1, definite=definite)
            if prefix == "ب" and definite:
                return True, None
            if prefix == "ب" and _owned_institution(rest):
                return True, self._close(at + 1)
            if prefix == "ل" and not definite and not self.open and self._field(at, text):
                return True, self._reopen(at + 1, definite=False)
            if prefix == "ل" and (
                definite or (org and org.prefix) or (extra and extra.prefix and extra.kind == "domain")
            ):
                return True, self._reopen(at + 1, definite=definite)
        return False, None

    def _field(self, at: int, text: str) -> bool:
        """«الإدارة العامة لتخطيط السياسات»: the field an institution is for."""
        if names.lookup(text).known or names.is_stop(text) or at in self.line.places or at + 1 >= len(self.line):
            return False
        inside = any(self.line.org(word) for word in range(self.first, at))
        return inside and self.line.is_article(at - 1) and self.line.is_article(at + 1)

    def _conjunct(self, at: int, rest: str) -> int | None:
        line = self.line
        if rest.startswith("ال"):
            if names.is_given(rest) and not line.is_article(at + 1 if at + 1 < len(line) else at):
                return None
            return self._close(at + 1)
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

    def _article(self, at: int, _extra: Phrase | None) -> tuple[bool, int | None]:
        line = self.line
        if not line.is_article(at):
            return False, None
        if self.open:
            return True, self._close(at + 1)
        before = line.places.get(at - 1)
        if before and before.mention.form == "name" and not line.text(at).endswith(("ي", "يه", "ه")):
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
        extra = line.extra(at)
        if extra and extra.kind == "adjective":
            return False
        lex, after = names.lookup(line.text(at)), names.lookup(line.text(following))
        if lex.given >= 5:
            return True
        unknown = not (lex.known or after.known) and len(line.text(at)) <= 5 and not line.is_article(following)
        return unknown and not after.stop and not line.head(following) and not line.org(following)

    def _indefinite(self, at: int) -> int | None:
        if not self.open:
            return None
        line = self.line
        if line.text(at).endswith(("ها", "هم")) and len(line.text(at)) > 4:
            return self._close(at + 1)  # «مجلس إدارتها»
        if names.is_given(line.text(at)) and not line.org(at - 1) and not line.org(at):
            following = line.text(at + 1)
            if following and not (
                names.is_stop(following) or line.is_article(at + 1) or line.words[at + 1].is_mark
            ):
                return None
        return at + 1
