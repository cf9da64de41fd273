"""Where a name ends: word by word, with the lexicon, the particles of names and the words that cannot be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import common_nouns, names
from ingest.extraction.cues import linking_words
from ingest.extraction.tables import words
from ingest.extraction.title_names import is_first_name, is_maghrebi, is_office, is_on, joins_parts
from ingest.extraction.words import COMMAS, stems

if TYPE_CHECKING:
    from ingest.extraction.line import Line

_MOST_PARTS = 7
_MOST_UNKNOWN = 4
# How the name is announced: by a word of courtesy, by a title before it, by quotation marks, or by nothing.
# OFFICE: by a word that is a title as well («السفير …»); FOREIGN: unknown words with a title after them.
COURTESY, TITLE, QUOTED, BARE, OFFICE, FOREIGN = "courtesy", "title", "quoted", "bare", "office", "foreign"


class NameReader:
    """Walks from the first word of a name to its end."""

    def __init__(self, line: Line, index: int, mode: str, *, ordered: bool = False) -> None:
        self.line = line
        self.first = index
        self.mode = mode
        self.ordered = ordered  # somebody speaks or gives an order in this clause
        self.frequent = self.doubtful = False
        self.parts = 0
        self.unknown = 0
        self.given = 0

    def end(self) -> int | None:
        """The index after the name's last word, or None if no name begins here."""
        line, at = self.line, self.first
        if at >= len(line) or line.words[at].is_mark or line.words[at].text[0].isdigit():
            return None
        while at < len(line) and self.parts < _MOST_PARTS:
            after = None if line.words[at].is_mark else self._part(at)
            if after is None:
                break
            at = after
        return at if self._enough(at) else None

    def _enough(self, at: int) -> bool:
        if at == self.first or self.parts == 0 or (self.mode == FOREIGN and self.parts < 2):
            return False
        if self.mode == BARE:
            return self.given > 0 and self.parts >= 2
        if self.mode in (OFFICE, TITLE):
            if self.doubtful and not self.frequent:
                return False
            alone = self.mode == TITLE and at < len(self.line) and self.line.text(at) in ".،,;؛)"
            surname = alone or (self.mode == OFFICE and self.line.is_article(self.first))
            return self.given > 0 or ((self.parts >= 2 or surname) and self._boundary(at))
        return self.mode != FOREIGN or self.parts <= _MOST_UNKNOWN

    def _part(self, at: int) -> int | None:
        """The index after the part of the name that begins at `at`, or None where the name ends."""
        line, text = self.line, self.line.text(at)
        if text == "و" or (len(text) == 1 and self.parts):
            return None
        if text in names.PARTICLES and (self.parts or text in LEADING) and joins_parts(self.line, at):
            self.parts += 1
            self.frequent = True
            self.given += names.lookup(line.text(at + 1)).given > 0 or text == "عبد"
            return at + 2
        if text[0].isdigit() or not (self._twin(at) or self._may(at, text)):
            return None
        lex = names.lookup(text)
        self.parts += 1
        self.given += lex.given >= 2
        self.frequent |= lex.given >= 3
        self.doubtful |= self.parts > 1 and line.is_article(at) and not lex.known and not text.endswith("ي")
        self.unknown += not lex.known
        return at + 3 if self._twin(at) else at + 1

    def _twin(self, at: int) -> bool:
        """«جان-بيير», «كي-جون»: two halves of a name with a hyphen; an office is no half of one."""
        line = self.line
        return line.hyphenated(at) and not any(
            line.head(half) or line.is_article(half) or half in line.places for half in (at, at + 2)
        )

    def _may(self, at: int, text: str) -> bool:
        if self.parts == 0:
            return self._may_begin(at, text)
        line, lex = self.line, names.lookup(text)
        if text in linking_words("site") and not lex.given:
            return False
        courtesy = line.courtesy(at)
        if (
            courtesy
            and not (lex.known and courtesy.prefix)
            and not self._surname(at, courtesy.length, known=lex.known)
            and not (self.parts == 1 and self.given and is_maghrebi(self.line, at))
        ):
            return False
        if self._preposition(at, text):
            return False
        least = 20 if self.parts < 2 else 150  # «عبدالله المقبل»: a surname after a given name
        if names.is_stop(text) and lex.given < least:
            return lex.known and self.mode == COURTESY and self.parts == 1 and line.is_article(at)
        head = line.head(at)
        if head and not courtesy:
            ends = self.parts < 2 or (self._boundary(at + 1) and not line.head(at + 1))
            after = line.text(at + 1)
            within = (
                lex.given >= 3 and self.given and (names.lookup(after).known or self._surname_after(at + 1))
            )
            if not (lex.given >= 20 or within) or head.prefix or line.org(at + 1) or not ends:
                return False
        if at in line.places:
            return self._place(at, text)
        if line.is_article(at):
            return self._with_article(at, text)
        if lex.known:
            org = line.org(at)
            return not (org and lex.given < 20 and (org.prefix or self.parts >= 2))
        return self._unknown(at, text)

    def _surname_after(self, at: int) -> bool:
        """«عبد الله سلطان العويس»: a surname with article after a given name that is an office as well."""
        line = self.line
        if at >= len(line) or line.words[at].is_mark or not line.is_article(at):
            return False
        return not (names.is_stop(line.text(at)) or line.org(at) or line.modifier(at)) and self._boundary(
            at + 1
        )

    def _surname(self, at: int, length: int, *, known: bool) -> bool:
        """Whether a word of courtesy is a part of the name (محمد الشريف، خليل الحاج توفيق)."""
        if not (length == 1 and self.parts == 1 and self.given and self.line.is_article(at)):
            return False
        return self._boundary(at + 1) or (known and names.is_given(self.line.text(at + 1)))

    def _preposition(self, at: int, text: str) -> bool:
        mode = self.mode if at == self.first else ""
        return text == "علي" and is_on(self.line, at, honoured=mode == COURTESY, quoted=mode == QUOTED)

    def _may_begin(self, at: int, text: str) -> bool:
        line, lex = self.line, names.lookup(text)
        if self._preposition(at, text):
            return False
        if text == "انا" and line.doc.letter(line.words[at].start) == "آ":
            return self.mode != BARE  # «آنا» is a name, «أنا» is none
        honoured = self.mode == COURTESY or (self.mode == TITLE and self._surname_after(at + 1))
        stop = names.is_stop(text) and lex.stop and not (honoured and lex.given >= 3)
        if stop or is_office(line, at):
            return False  # not so «الوزير يعرب القضاة، …»
        if (
            line.head(at)
            and not self._goes_on(at + 1)
            and not (lex.given >= 20 and self._surname_after(at + 1))
            and not is_first_name(line, at, honoured=self.mode == COURTESY)
        ):
            return False
        if self.mode == BARE:
            return lex.given >= 3 and not line.courtesy(at) and at not in line.places
        place = line.places.get(at)
        if place and lex.given < (3 if place.mention.start > line.words[at].start else 5):
            return False  # «كلاوس» is hardly ك with لاوس
        if line.is_article(at) and not lex.given:
            short = self.mode == TITLE and not lex.known and len(text) <= 5
            if self.mode == OFFICE:
                extra = line.modifier(at)
                return text.endswith("ي") and lex.known and not extra and at not in line.places
            return short or (self.mode == COURTESY and not self._common(at, text) and not line.org(at))
        if not lex.known:
            return not (self._common(at, text) or self._joined_other(at, text) or line.org(at))
        return not (line.org(at) and not lex.known)

    def _goes_on(self, at: int) -> bool:
        """Whether a word that cannot be but a part of a name stands at `at` («سلطان بن …»)."""
        text = self.line.text(at)
        if self._preposition(at, text):
            return False  # «المشرف على المشروع»
        if text in ("بن", "بنت", "ال") or names.is_given(text):
            return True
        line = self.line
        if (
            self.mode != COURTESY
            or not text
            or line.words[at].is_mark
            or not names.is_given(line.text(at - 1))
        ):
            return False
        other = line.is_article(at) or line.org(at) or line.modifier(at) or line.head(at) or at in line.places
        return not (other or names.is_stop(text))

    def _place(self, at: int, text: str) -> bool:
        place = self.line.places[at]
        if self.line.words[at].start != place.mention.start and not self.line.is_article(at):
            return False
        lex = names.lookup(text)
        first = self.parts == 1 and (self.given or (self.unknown and self.mode == TITLE))
        if place.mention.kind == "city" and first and self.mode in (TITLE, COURTESY):
            return (lex.given >= 5 and self.given > 0) or self._boundary(at + 1)  # «فيليبو كولومبو»
        if place.mention.form == "nisba":
            after = self.parts == 1 or lex.given >= 20 or self._boundary(at + 1)
            return lex.known and not text.endswith("ه") and after
        return lex.given >= 5 and self.parts < 3

    def _with_article(self, at: int, text: str) -> bool:
        extra = self.line.modifier(at)
        lex = names.lookup(text)
        if extra and extra.kind == "adjective":
            known = (self.mode == COURTESY and lex.known) or self.mode == QUOTED  # «"فهيم الجديد"»
            comma = self.mode == TITLE and {self.line.text(self.first - 1), self.line.text(at + 1)} <= COMMAS
            known = known or (comma and lex.known and self.given > 0)  # «وزير الماء، نزار العلمي، أمس»
            return known and self.parts == 1 and self._boundary(at + 1)
        if lex.known:
            return True
        if common_nouns.is_plural(text) or self.line.org(at):
            return text.endswith("ات") and self.parts == 1 and self.given > 0 and self._boundary(at + 1)
        if self.mode == BARE:
            return self.parts < 4 and text.endswith("ي")
        tribe = self.mode == COURTESY and self.parts == 2 and self.line.text(at - 2) == "بن"
        if self.parts == 2 and self.given and self._boundary(at + 1) and (tribe or not text.endswith("ه")):
            return True  # «خالد بن مبارك الجلاهمة الأمين العام»
        return self.parts < 4 and (text.endswith("ي") or self.parts == 1 or self.unknown > 0)

    def _unknown(self, at: int, text: str) -> bool:
        line = self.line
        if self.unknown >= _MOST_UNKNOWN or line.org(at):
            return False
        if self._joined_other(at, text):
            return False
        if self._common(at, text):
            if self.parts and self.given and names.is_given(line.text(at + 1)):
                return line.last_letter(at) == "ة" and not common_nouns.is_action(text)  # «محمد تلحة حسن»
            foreign = self.unknown == self.parts and text.endswith(("تان", "تين"))  # «إيفار هولتان»
            ends = line.last_letter(at) in "ةه" or foreign
            ends |= bool(self.given and text.endswith(("ات", "تان", "تين")))
            if self.parts == 2 and self.given and line.last_letter(at) == "ه" and text.endswith("يه"):
                return self._boundary(at + 1)  # «جان كريستوف كاريه»
            ends |= self.mode == COURTESY and text not in words("verbal_nouns")  # «الشيخ مختار انجاي»
            return bool(self.parts == 1 and ends and self._boundary(at + 1))
        return self.parts < _MOST_PARTS - 1

    def _joined_other(self, at: int, text: str) -> bool:
        """Whether an unknown word is another word with و, ب, ل or ك before it."""
        line = self.line
        for prefix, rest in stems(text)[1:]:
            if prefix == "و" and (
                self.parts >= 2
                or self.mode == BARE
                or rest.startswith("ال")
                or names.lookup(rest).known
                or common_nouns.is_action(rest)
            ):
                return True
            if prefix == "ك" or (prefix == "ب" and rest[0] == "ي" and names.is_verb(rest)):
                continue  # no verb takes ب: «لوران بيريه» is no «ب» with «يريه»
            if prefix in ("ب", "ل", "وب", "ول"):
                if self.mode == QUOTED and self.parts and not rest.startswith("ال"):
                    continue  # «"كلاوس بريمر"»
                if rest.startswith("ال"):  # بالنور، بالحاج: surnames of the Maghreb
                    surname = names.lookup(rest).known and self._boundary(at + 1)
                    return not (prefix == "ب" and (surname or is_maghrebi(line, at)))
                if at in line.places or names.is_stop(rest) or line.org(at) or self._task(at, prefix, rest):
                    return True
        return False

    def _task(self, at: int, prefix: str, rest: str) -> bool:
        """«… الوزير بإعداد»: after a name or a title, ب and a noun of action tell what is to be done."""
        if prefix != "ب":
            return False
        told = common_nouns.tells_task(self.line, at, rest, ordered=self.ordered)
        return told or (self.parts > 1 and not self._boundary(at + 1))

    def _common(self, at: int, text: str) -> bool:
        """Whether an unknown word looks like a common noun: ة, the plural endings, tanwin."""
        if common_nouns.ends_as_common(self.line, at):
            return True
        if common_nouns.is_action(text):
            pair = (
                self.mode != BARE
                and self.parts < 2
                and common_nouns.is_foreign_pair(self.line, at, first=not self.parts)
            )
            if not (pair and self._boundary(at + 2 - self.parts)):
                return common_nouns.is_written_as_action(self.line, at)
        return common_nouns.is_plural(text) and len(text) > 4

    def _boundary(self, at: int) -> bool:
        """Whether a name may end before `at`."""
        line = self.line
        if at >= len(line) or line.words[at].is_mark:
            return True
        text = line.text(at)
        joined = text.startswith(("ب", "ل", "وال")) and not names.lookup(text).known and len(text) > 3
        return joined or names.is_stop(text) or bool(line.courtesy(at) or line.head(at) or line.org(at))


LEADING = frozenset(("عبد", "ابو", "ابي", "بو", "بن", "ابن", "با", "ام", "سيدي", "مولاي", "ولد", "ال"))
