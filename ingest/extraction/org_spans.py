"""How far the name of an institution reaches: a noun chain like a title's, with other prepositions inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.chains import NAMED_AFTER, Step
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.name_spans import COURTESY, NameReader
from ingest.extraction.roles import RoleReader
from ingest.extraction.words import CLOSING

if TYPE_CHECKING:
    from ingest.extraction.line import Line
    from ingest.extraction.words import Phrase

# Institutions that are sent to a country.
_OF_A_REGION = ("لجنه", "امانه", "غرفه", "جامعه", "مركز", "مجلس", "اتحاد")
_COMPANIES = ("شركه", "مجموعه", "مصنع")
_COMMON = ("شركه", "مجموعه", "مصنع", "بنك", "مصرف", "مجمع")
_OVER = ("رقابه", "اشراف", "حفاظ", "محافظه", "تامين")  # they take على
_INTO = ("بحث", "بحوث", "تحقيق")  # they take في
_WITH_B = ("النهوض", "للنهوض", "العنايه", "للعنايه", "الارتقاء", "للارتقاء", "التعريف", "للتعريف")
_QUOTES = '"«“”'
_SEVERAL = frozenset(
    ("شركات", "شركتي", "شركتا", "مجموعات", "مصارف", "بنوك", "جامعات", "موسسات", "منظمات", "مختبرات", "مكاتب")
)
_CHARGED = ("المكلفه", "المنفذه", "المعنيه", "المشغله", "المستثمره", "المتعاقد", "المطوره")
_INDEFINITE = ("برنامج", "شبكه", "تجمع", "مصنع", "مستشفي", "سلطه")  # with an article: no name
_PAPERS = (
    "عقدا",
    "عقودا",
    "اتفاقا",
    "بروتوكولا",
    "محضرا",
    "اتفاقيه",
    "مذكره",
    "اتفاقيات",
    "مذكرات",
)  # as an object
_SENT = ("بعثه", "سفاره", "ملحقيه", "قنصليه")


@dataclass(frozen=True, slots=True)
class Org:
    """An institution's name in folded offsets, its kind, and the index of its first word in its line."""

    start: int
    end: int
    index: int
    kind: str
    stem: str


class OrgReader(RoleReader):
    """Walks from the head of an institution's name to its end."""

    def _courtesy(self, at: int, extra: Phrase | None) -> Step:
        found = self.line.courtesy(at)
        if not found:
            return False, None
        if not (self.open and self.head.stem in NAMED_AFTER and not found.prefix):
            return True, None
        after = NameReader(self.line, at + found.length, COURTESY).end()
        return True, self._close(after) if after else None

    def _joined_head(self, at: int, extra: Phrase | None) -> Step:
        found = self.line.head(at)
        return (True, None) if found and found.kind != "plain" else (False, None)

    def _clitic(self, at: int, extra: Phrase | None) -> Step:
        org = self.line.org(at)
        if org and org.prefix == "ب":
            return True, None  # «إدارة الصحة بالمؤسسة»: two institutions
        if self.line.text(at).startswith("بال") and self.line.text(at - 1).endswith(_WITH_B):
            return True, self._close(at + 1)  # «مركز النهوض بالصادرات»
        if extra and extra.prefix == "ب" and self.head.stem not in _OF_A_REGION:
            return True, None
        text = self.line.text(at)
        if at - 1 in self.line.places and text[:1] == "ل" and text[:2] != "لل" and is_verbal_noun(text[1:]):
            return True, None  # «شركة "أ" الصينية لإنجاز الطريق»: what for, and no more of the name
        return super()._clitic(at, extra)

    def _agrees(self, at: int) -> bool:
        # «البنك الإفريقي»: a surname only beside a person; «الدائرة المغلقة» is no institution
        return self.line.text(at).endswith(("ي", "يه")) if self.head.kind == "body" else super()._agrees(at)

    def _stop(self, at: int, extra: Phrase | None) -> Step:
        text = self.line.text(at)
        if text == "بمدينه" and self.head.stem in _OF_A_REGION:
            return True, self._reopen(at + 1, definite=False)
        if (
            text.startswith("لل")
            and not self.open
            and at - self.first > self.head.length
            and (self.line.is_article(at + 1) or self._qualified(at - 1))
        ):
            return True, self._close(at + 1)  # «الوكالة الألمانية للتعاون الدولي», «البنك الإفريقي للتنمية»
        return super()._stop(at, extra)

    def _place(self, at: int, extra: Phrase | None) -> Step:
        place = self.line.places.get(at)
        plain = place is not None and self.line.words[at].start == place.mention.start
        if place and plain and place.mention.form == "name" and self._unclosed(at - 1):
            return True, self._close(place.after)  # «غرفة تجارة وصناعة عمان»
        return super()._place(at, extra)

    def _unclosed(self, at: int) -> bool:
        """Whether nothing before a country has closed the chain: no article, no other place."""
        inside = range(self.first, at + 1)
        return not any(self.line.is_article(k) or k in self.line.places for k in inside)

    def _qualified(self, at: int) -> bool:
        """Whether a head with article has an adjective in ي at `at`, so that its field may follow."""
        return self.head.definite and self.line.is_article(at) and self.line.text(at).endswith(("ي", "يه"))

    def _preposition(self, at: int, text: str) -> int | None:
        line, after = self.line, at + 1
        place = line.places.get(after)
        field = line.text(at - 1).removeprefix("لل").removeprefix("ال")
        if (text == "علي" and field in _OVER) or (text == "في" and field in _INTO):
            self.open = True
            return after  # «للرقابة على الأغذية», «للبحث في الصيد»
        if not place:
            return None
        if (text == "لدي" and self.head.stem in _SENT) or (text == "في" and place.mention.kind == "country"):
            self.open = True
            return after
        if text == "في" and self.head.stem in _SENT:
            self.open = True
            return after
        return None

    def _step(self) -> int | None:
        org = self.line.org(self.at) if not self.line.words[self.at].is_mark else None
        if org and org.prefix.startswith("و"):
            return None  # «رابطة … والاتحاد العام …»: two institutions
        if org and not org.prefix and self.open and self.head.kind in ("part", "event"):
            return None  # «مكتب الوكالة …»: the institution meant is the inner one
        return super()._step()

    def _indefinite(self, at: int) -> int | None:
        if self.line.text(at) in _PAPERS:
            return None  # «وقعت الوزارة مع ائتلاف شركات عقودا …»
        if self.open and self.head.stem in NAMED_AFTER:
            after = NameReader(self.line, at, COURTESY).end()
            if after:
                return self._close(after)
        return super()._indefinite(at)


def institutions(line: Line) -> tuple[Org, ...]:
    """The named institutions of a line, longest first where they nest; found once."""
    if line.institutions is None:
        line.institutions = tuple(_institutions(line))
    return line.institutions


def _institutions(line: Line) -> list[Org]:
    out: list[Org] = []
    told = 0  # the index after the last name
    for at, text in enumerate(line.texts):
        head = line.org(at) if at >= told else None
        if head is None:
            out += _quoted(line, at) if text in _SEVERAL and at >= told else []
            continue
        if head.kind == "named":
            told = _with_nisba(line, at + head.length)
            out.append(Org(line.words[at].start + head.cut, line.words[told - 1].end, at, "body", head.stem))
            continue
        after = OrgReader(line, at, head).end()
        if _named(line, at, after, head):
            start = line.words[at].start + head.cut
            firm = head.kind == "part" and line.text(at + 1) in _QUOTES  # «مكتب "بلان" الهندسي»
            kind = "body" if firm else head.kind
            out.append(Org(start, line.words[after - 1].end, at, kind, head.stem))
            told = after
    return out


def _with_nisba(line: Line, after: int) -> int:
    """«إيني الإيطالية»: the index after a name and the country that it is said to be of."""
    place = line.places.get(after)
    return place.after if place and place.mention.form == "nisba" and line.is_article(after) else after


def _quoted(line: Line, at: int) -> list[Org]:
    """«شركات "أ" و"ب" التركيتين»: the names after a plural, each in quotation marks."""
    out: list[Org] = []
    index = at + 1
    while index < len(line):
        if line.text(index) in ("و", "،", ","):
            index += 1
            continue
        close = CLOSING.get(line.text(index), "") if line.text(index) in _QUOTES else ""
        end = next((k for k in range(index + 2, min(index + 6, len(line))) if line.text(k) in close), None)
        if not close or end is None:
            break
        out.append(Org(line.words[index].start, line.words[end].end, at, "body", line.text(at)))
        index = end + 1
    return out


def _pointed(line: Line, first: int, after: int) -> bool:
    """Whether a nationality and what it is charged with are all that is said of a company."""
    return first in line.places and first + 1 < after and line.text(first + 1).startswith(_CHARGED)


def _named(line: Line, at: int, after: int, head: Phrase) -> bool:
    """Whether the words are a name and not «الوزارة», «الشركة الثانية» or a plural."""
    length = after - at
    if length <= head.length or (head.kind == "part" and line.text(at - 1) == "مجلس"):
        return False
    if head.definite and line.text(at + head.length).startswith("و"):
        return False
    if head.definite and head.length == 1 and line.text(at + 1).startswith(("ل", "ب")):
        return False  # «الهيئة للشؤون …», «الغرفة ببنغازي»: pointed to, not named
    if head.definite and head.stem in _INDEFINITE:
        return False
    if head.kind == "ministry":
        return not head.definite
    if head.definite and length == head.length + 1 and head.stem in _COMMON and at + 1 in line.places:
        return False  # «الشركة التركية» points to a company named elsewhere
    if head.stem == "برنامج" and (
        length < 3 or not (line.is_article(at + 1) or line.text(at + 1) in _QUOTES)
    ):
        return False  # «برنامج تدريبي لفائدة …»
    if head.definite and head.stem in _COMPANIES and _pointed(line, at + head.length, after):
        return False  # «الشركة الصينية المكلفة بالإنجاز»
    if head.definite and length == 2 and head.stem in _COMPANIES:
        return False  # «الشركة الثانية»
    if head.definite and length == 2:
        # «الشركة المعنية» is no name; «الوكالة الدولية» or «المجلس الرئاسي» is
        return line.text(at + head.length).endswith(("يه", "ي")) and head.kind != "part"
    return True
