"""The titles of offices: their heads, complements, the offices joined to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.chains import PREPOSITIONS, NounChain, Step
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.name_spans import COURTESY, NameReader
from ingest.extraction.tables import words
from ingest.extraction.title_names import is_first_name
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.words import Phrase

_CHARGED = ("مكلف", "مكلفه", "معني", "معنيه", "مختص", "مختصه")  # they take ب
_OWN_OFFICES = ("مكتبه", "مكتبها", "مقره", "مقرها")
_OFFICES = ("بمكتب", "بديوان", "بمقر", "بقصر")
_GIVEN = 20  # times a word of office was met as a given name before it may be one
# Offices that are often held together with a second one of the same state.
_CHAINED = frozenset(
    ["رييس", "نايب", "ولي", "عضو", "امير", "ملك", "سلطان", "حاكم", "مستشار", "رييسه", "نايبه", "عضوه"]
) | {"ولي العهد"}
_MINISTERS = ("وزير", "وزيره")
_DEPUTIES = ("نايب", "نايبه")
_PREMIER = {"رييس", "لرييس", "رييسه", "لرييسه"}
_CABINET = {"الوزراء", "الحكومه"}
_OF_STATE = ("وزير", "وزيره", "وكيل", "وكيله", "محافظ", "عميد", "والي", "رييس", "نايب")
_RECEIVED = ("استقبل", "يستقبل", "تستقبل", "التقي", "التقت", "يلتقي", "تلتقي")
_PRIVATE = ("شركه", "مجموعه", "مصنع", "بنك", "مصرف")
_OF_THE_BOARD = ["رييس", "مجلس", "اداره"]
_OVER = ("رقابه", "اشراف", "حفاظ", "محافظه", "تامين", "سيطره")  # nouns that take على


def _owned_institution(rest: str) -> bool:
    """«بسفارتها»، «بشركته»: an institution with a pronoun."""
    heads = words("org_heads")
    for ending in ("تها", "ته", "تهم"):
        if rest.endswith(ending) and rest[: -len(ending)] + "ه" in heads:
            return True
    return rest.endswith(("ها", "هم")) and rest[:-2] in heads


class RoleReader(NounChain):
    """Walks from the head of a title to its end."""

    def _rules(self) -> tuple[Callable[[int, Phrase | None], Step], ...]:
        return (self._courtesy, self._place, self._joined_head, self._stop, self._clitic, self._article)

    def _courtesy(self, at: int, _extra: Phrase | None) -> Step:
        found = self.line.courtesy(at)
        if not found:
            return False, None
        if self.open and self._bears_names(at - 1) and not found.prefix:
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

    def _place(self, at: int, _extra: Phrase | None) -> Step:
        place = self.line.places.get(at)
        if not place:
            return False, None
        mention = place.mention
        prefix = self.line.doc.fold[self.line.words[at].start : mention.start]
        if prefix[:1] in ("و", "ف"):
            group = "ال" in prefix and mention.form == "nisba" and place.after < len(self.line)
            return True, at + 1 if group and self.line.is_article(place.after) else None
        if mention.kind == "city" and prefix.startswith("ب"):
            of_state = any(known.after == at for known in self.line.places.values())  # «سفير تركيا بالخرطوم»
            near = self.open or self.line.org(at - 1) or self.line.is_article(at - 1)
            near = near or (self.head.kind == "envoy" and of_state)
            after = self.line.text(place.after)
            ends = after in ("", "،", ",") or bool(
                after and (names.is_given(after) or self.line.courtesy(place.after))
            )
            return True, self._close(place.after) if near and (self.head.kind == "envoy" or ends) else None
        apart = not self.open and not prefix and mention.form != "nisba" and not self.line.is_article(at)
        if apart and (mention.kind == "country" or names.is_given(self.line.text(at))):
            return True, None
        return True, self._close(place.after)

    def _joined_head(self, at: int, _extra: Phrase | None) -> Step:
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
            if found.stem in _MINISTERS and (self._deputy_premier(at) or self._acts_alone(at, found)):
                return True, self._reopen(after, definite=found.definite)
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
            if self._of_a_company(at, found):
                return True, None  # «استقبل وزير النفط نائب رئيس شركة …»: host and guest
            if self._of_another_state(at, found):
                return True, None  # «وكيل وزارة الصناعة نائب وزير الصناعة التركي»: host and guest
            if (found.kind == "envoy" and self.head.kind != "envoy") or found.kind == "counterpart":
                return True, None
            if found.kind == "plain":
                return True, None
            if self._is_name(at):
                return True, None
            self.joints.append(at)
        self.last = found.stem
        return True, self._reopen(after, definite=found.definite)

    def _deputy_premier(self, at: int) -> bool:
        """«نائب رئيس مجلس الوزراء ووزير …»: a deputy head of government holds a ministry as well."""
        said = {self.line.text(index) for index in range(self.first, at)}
        return self.head.stem in _DEPUTIES and bool(said & _CABINET) and bool(said & _PREMIER)

    def _acts_alone(self, at: int, found: Phrase) -> bool:
        """«يشارك وزير النفط ووزير الكهرباء فلان»: one minister of two fields: only the second title has a name."""
        before = self.line.text(self.first - 1) if self.first else ""
        if self.head.stem not in _MINISTERS or not names.is_verb(before):
            return False
        return self._names_somebody(RoleReader(self.line, at, found).end())

    def _is_name(self, at: int) -> bool:
        """A given name that is an office as well, with a surname and nothing after («مساعد البراك»)."""
        if is_first_name(self.line, at, honoured=False):
            return True
        if names.lookup(self.line.text(at)).given < _GIVEN or not self.line.is_article(at + 1):
            return False
        after = NameReader(self.line, at, COURTESY).end()
        return after is not None and after > at + 1

    def _ends_with_rank(self, at: int) -> bool:
        """Whether only an adjective of rank follows («العام», «التنفيذي»), then a name or a mark."""
        extra = self.line.modifier(at) if at < len(self.line) else None
        if extra is None or extra.kind != "adjective":
            return False
        return at + 1 >= len(self.line) or self.line.words[at + 1].is_mark or self._names_somebody(at + 1)

    def _of_a_company(self, at: int, found: Phrase) -> bool:
        """Whether, after a verb of receiving, a state's office is followed by one of a company: its guest's."""
        verb = self.line.text(self.first - 1) if self.first else ""
        if self.head.stem not in _OF_STATE or not verb.removeprefix("و").startswith(_RECEIVED):
            return False
        if [self.line.text(at), self.line.text(at + 1), self.line.text(at + 2)] == _OF_THE_BOARD:
            return False  # «وزير المالية رئيس مجلس إدارة شركة …»: one person's two offices
        end = RoleReader(self.line, at, found).end()
        return any((org := self.line.org(word)) and org.stem in _PRIVATE for word in range(at, end))

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

    def _stop(self, at: int, extra: Phrase | None) -> Step:
        line, text = self.line, self.line.text(at)
        if not names.is_stop(text) or (self.open and line.org(at)):
            return False, None
        if text == "والمرافق" and self.head.stem in _MINISTERS:
            return True, self._close(at + 1)  # «وزير الإسكان والمرافق»: not who accompanies him
        action = self.open and line.org(at - 1) and line.is_article(at + 1) and not line.is_article(at)
        if action and text[0] not in "بلوف" and is_verbal_noun(text, article=False):
            return True, self._reopen(at + 1, definite=False)  # «رئيس شركة نقل الكهرباء»
        if self.open and self._twin_field(at) and any(line.org(word) for word in range(self.first, at)):
            return True, self._reopen(at + 1, definite=False)
        if text in PREPOSITIONS:
            return True, self._preposition(at, text)
        if text == "من" and self.head.kind == "plain" and self.open and line.org(at + 1):
            return True, at + 1  # «خبير من مؤسسة التمويل الدولية»
        if extra and extra.kind == "conjunct":
            return True, self._reopen(at + 1, definite=text.startswith("وال"))
        if text.startswith("لل") and not self.open and self._within_name(at):
            return True, self._close(at + 1)  # «الوكالة الكورية للتعاون الدولي»
        if text.startswith("ال") and text.endswith("يه") and line.text(at - 1).startswith("لل"):
            return True, at + 1  # «المدير العام للعلاقات الثنائية»
        if self.open and text in _OWN_OFFICES:
            return True, self._close(at + 1)
        if self.open and ((extra and extra.kind == "domain" and not extra.prefix) or text.startswith("ال")):
            return True, self._reopen(at + 1, definite=text.startswith("ال"))
        return True, None

    def _seated(self, after: int) -> bool:
        """«مديرة مكتب الوكالة في تونس فلانة»: the seat of an institution, with a name or a mark after it."""
        if not any(self.line.org(word) for word in range(self.first, self.at)):
            return False
        return after < len(self.line) and (self.line.text(after) in "،," or self._names_somebody(after))

    def _within_name(self, at: int) -> bool:
        inside = any(self.line.org(word) for word in range(self.first, at))
        return (
            inside
            and self.line.is_article(at - 1)
            and at + 1 < len(self.line)
            and self.line.is_article(at + 1)
        )

    def _preposition(self, at: int, text: str) -> int | None:
        line, after = self.line, at + 1
        if after >= len(line) or line.words[after].is_mark:
            return None
        place = line.places.get(after)
        org = line.org(after)
        extra = line.modifier(after)
        domain = bool(extra and extra.kind == "domain" and not extra.prefix)
        somebody = not place and not names.is_stop(line.text(after)) and self._names_somebody(after + 1)
        allowed = {
            "لدي": bool(place or org or domain or line.is_article(after) or line.head(after))
            or line.text(after) in ("بلادنا", "بلاده", "بلادها"),
            "في": bool(place and (place.mention.kind == "country" or self._posted()))
            or bool(place and self._seated(place.after))
            or bool((org and org.kind != "part") or domain or somebody),
            "الي": self.head.kind == "envoy" and bool(place or domain),
            "عن": line.text(after) == "بعد"
            or (self.head.stem.startswith("ممثل") and bool(place or org or line.is_article(after))),
            "علي": self.last.startswith("مشرف")
            or line.text(at - 1).removeprefix("لل").removeprefix("ال") in _OVER,
        }[text]
        if not allowed or (org and org.prefix):
            return None
        self.open = True
        return after

    def _posted(self) -> bool:
        """«السفير في طرابلس»; after «لدى ليبيا» the city is where they met, no more of the office."""
        said = any(self.line.text(word) == "لدي" for word in range(self.first, self.at))
        return self.head.kind == "envoy" and not said

    def _of_a_firm(self, at: int, rest: str) -> bool:
        """«الرئيس التنفيذي لأرامكو فلان»: an unknown word with ل between an office and a given name."""
        if names.lookup(rest).known or names.is_stop(rest) or names.lookup(self.line.text(at)).given:
            return False
        return self._names_somebody(at + 1) and not is_verbal_noun(rest, article=False)

    def _clitic(self, at: int, extra: Phrase | None) -> Step:
        text = self.line.text(at)
        lex = names.lookup(text)
        org = self.line.org(at)
        if lex.known and not self.open and not org and not text.startswith("ال"):
            return True, None
        if text[0] == "و" and self.open and extra and extra.kind == "domain" and not extra.prefix:
            return True, self._reopen(at + 1, definite=False)  # «سلطة وادي الأردن»
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
                charged = self.line.text(at - 1).removeprefix("ال") in _CHARGED
                return True, self._close(at + 1) if charged else None
            if prefix == "ب" and _owned_institution(rest):
                return True, self._close(at + 1)
            if prefix == "ل" and not definite and not self.open and self._of_a_firm(at, rest):
                return True, self._close(at + 1)
            if prefix == "ل" and not definite and not self.open and self._field(at, text):
                return True, self._reopen(at + 1, definite=False)
            if prefix == "ل" and (
                definite or (org and org.prefix) or (extra and extra.prefix and extra.kind == "domain")
            ):
                return True, self._reopen(at + 1, definite=definite)
        return False, None
