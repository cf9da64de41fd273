"""Finds the people of a release: names and titles, and which title belongs to which name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.line import Line
from ingest.extraction.name_spans import (
    BARE,
    COURTESY,
    FOREIGN,
    OFFICE,
    QUOTED,
    TITLE,
    NameReader,
    owned,
    quoted_name,
)
from ingest.extraction.roles import RoleReader
from ingest.extraction.tables import rows
from ingest.extraction.words import COMMAS, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document
    from ingest.extraction.words import Phrase

IN, HOST, WITH, OUT, SAID = "in", "host", "with", "out", "said"
_PARTY_WORDS = frozenset(("مع", "وفد", "وفدا", "شركه", "مجموعه", "ممثلي", "ممثلو", "وفدها", "عن"))
_SIDE_ENDS = frozenset(("حضر", "وحضر", "حضره", "حضرها", "بمشاركه", "كما", "فيما", "جانبه", "جهته"))
_SIDE_WORDS = ("الجانب", "جانب", "الوفد")


@dataclass(slots=True)
class Item:
    """A name or a title met in a line, in word indices, with what stood between it and the item before."""

    kind: str  # "name" or "title"
    first: int
    after: int
    gap: bool = False  # other words stood before it
    comma: bool = False
    joined: bool = False  # by و
    mode: str = ""
    head: Phrase | None = None
    courtesy: str = ""
    office: tuple[int, int] | None = None  # «السفير» before a name, in word indices
    cue: str = ""
    side: str = ""
    owned: bool = False  # a common noun stands right before: «موافقة وزير …»


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of a person, in folded offsets. `stem` is the head of the title, `bare` a title with no complement."""

    start: int
    end: int
    sentence: int
    name: tuple[int, int] | None = None
    role: tuple[int, int] | None = None
    stem: str = ""
    kind: str = ""
    bare: bool = False
    courtesy: str = ""
    cue: str = ""
    side: str = ""
    owned: bool = False
    here: bool = False  # the sentence speaks of the encounter: «خلال اللقاء», «من جانبه»
    rule: str = ""


@cache
def _cues() -> dict[str, str]:
    out: dict[str, str] = {}
    for word, tells, form in rows("part_cues"):
        forms = names.verb_forms(word) if form == "verb" else {word}
        for each in forms:
            out.setdefault(each, tells)
    return out


def cue_of(text: str) -> str:
    """What a word tells of the people named after it, empty if nothing."""
    cues = _cues()
    return cues.get(text) or (cues.get(text[1:], "") if text[0] in "وفبل" else "")


class Scanner:
    """Collects the items of one line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.items: list[Item] = []
        self.pending = Item("", 0, 0)
        self.cue = ""
        self.side = ""
        self.party = False
        self.title_end = -1
        self.begun = 0  # the first word of courtesy before a name

    def scan(self) -> list[Item]:
        """The items in order. Each word is looked at a bounded number of times."""
        at = 0
        while at < len(self.line):
            at = self._next(at)
        return self.items

    def _next(self, at: int) -> int:
        line = self.line
        word = line.words[at]
        if word.is_mark:
            return self._mark(at)
        if word.text == "و":
            self.pending.joined = True
            return at + 1
        self.begun = at
        first, courtesy, office = self._courtesies(at)
        if courtesy:
            found = self._name(first, OFFICE if office and office[1] == first else COURTESY, courtesy, office)
            if found:
                return found
            found = self._name(first - 1, COURTESY, courtesy, None) if self._doubled(at, first) else None
            if found:
                return found
            if office and line.head(office[0]):
                first = office[0]
        head = line.head(first) if first < len(line) and not line.words[first].is_mark else None
        if head and not self._thing(first, head):
            return self._title(first, head, courtesy)
        if first > at:
            self._other(at)
            return max(at + 1, first)
        follows = at == self.title_end or (
            self.pending.comma and not self.pending.gap and self.title_end >= 0
        )
        found = self._name(at, TITLE if follows else BARE, "", None)
        found = found or self._foreign(at)
        if found:
            return found
        self._other(at)
        return at + 1

    def _doubled(self, at: int, first: int) -> bool:
        """«السيد الشريف وكيل …»: the second word of courtesy is the name."""
        line = self.line
        last = first - 1
        return last > at and line.is_article(last) and names.lookup(line.text(last)).given >= 10 and first < len(line)

    def _foreign(self, at: int) -> int | None:
        """Unknown words, after a boundary, that a title follows: «إلى جانب كوامي أسانتي ممثل …»."""
        line = self.line
        text, before = line.text(at), line.text(at - 1)
        if (names.lookup(text).known and before not in _LEADERS) or names.is_stop(text) or line.is_article(at) or at in line.places:
            return None
        if not (self.pending.joined or before in COMMAS or names.is_stop(before)):
            return None
        after = NameReader(line, at, FOREIGN).end()
        if after is None:
            return None
        if before in _LEADERS:
            self._add(Item("name", at, after, mode=FOREIGN))
            return after
        head_at = after + (line.text(after) in COMMAS)
        head = line.head(head_at) if head_at < len(line) and not line.words[head_at].is_mark else None
        if head is None or head.prefix or head.definite:
            return None
        self._add(Item("name", at, after, mode=FOREIGN))
        return after

    def _mark(self, at: int) -> int:
        text = self.line.text(at)
        if text in OPENING and text not in "([":
            quoted = quoted_name(self.line, at)
            if quoted and names.is_given(self.line.text(quoted[0])) or quoted and self._after_person():
                self._add(Item("name", quoted[0], quoted[1], mode=QUOTED))
                return quoted[2]
        if text in COMMAS:
            self.pending.comma = True
        elif text in ".؛;:!؟?\n":
            self.pending.gap = True
            if text != ":":
                self.title_end = -1
        return at + 1

    def _after_person(self) -> bool:
        return bool(self.items) and not self.pending.gap and self.items[-1].kind == "title"

    def _courtesies(self, at: int) -> tuple[int, str, tuple[int, int] | None]:
        """The index after words of courtesy at `at`, their strongest kind, and a word of office among them."""
        line, kind, office = self.line, "", None
        first = at
        while at < len(line):
            if kind and line.text(at) in "/.,-" and at + 1 < len(line) and line.text(at) != "":
                if line.text(at) not in "/." or not (line.text(at) == "/" or len(line.text(at - 1)) <= 2):
                    break
                at += 1
                continue
            found = line.courtesy(at) if not line.words[at].is_mark else None
            if not found or (found.prefix and at > first) or found.kind == "never":
                break
            if len(found.stem) == 1 and line.text(at + 1) not in (".", "/"):
                break
            if found.prefix[:1] == "و":
                self.pending.joined = True
            if found.kind == "office":
                office = (at, at + found.length)
            kind = "royal" if "royal" in (kind, found.kind) else found.kind
            at += found.length
        return at, kind, office

    def _thing(self, at: int, head: Phrase) -> bool:
        """Whether a head is here no person: a plural list, a verb, or a word of other sense."""
        text = self.line.text(at)
        if text in ("والي", "الي") and self.line.last_letter(at) == "ى":
            return True  # «وإلى»
        if head.stem in _RULERS and owned(self.line, at):
            return True  # «مطار الملك خالد»
        if (head.stem == "كبير" and head.definite) or self.line.last_letter(at) == "\u064b":
            return True  # «الكبير» qualifies, «ممثلةً في» is a circumstance
        if head.stem.startswith("نظيرت") and any(self.line.org(before) for before in range(max(0, at - 10), at)):
            return True  # «وزارة النقل ونظيرتها السودانية»
        return text in _NOT_HEADS or (head.kind == "plain" and head.prefix not in ("", "و", "ل"))

    def _title(self, at: int, head: Phrase, courtesy: str) -> int:
        after = RoleReader(self.line, at, head).end()
        if head.prefix.startswith("و"):
            self.pending.joined = True
        self._add(Item("title", at, after, head=head, courtesy=courtesy))
        self.title_end = after
        return after

    def _name(self, at: int, mode: str, courtesy: str, office: tuple[int, int] | None) -> int | None:
        if mode == BARE and owned(self.line, at) or courtesy and owned(self.line, self.begun):
            return None
        after = NameReader(self.line, at, mode, ordered=self.cue == SAID).end()
        if after is None or (mode == TITLE and self.pending.comma and not self._bounded(at, after)):
            return None
        self._add(Item("name", at, after, mode=mode, courtesy=courtesy, office=office))
        return after

    def _bounded(self, at: int, after: int) -> bool:
        """A name between commas: it begins with a given name, or what follows it ends the phrase."""
        line = self.line
        if names.is_given(line.text(at)):
            return True
        return after >= len(line) or line.words[after].is_mark or names.is_stop(line.text(after))

    def _add(self, item: Item) -> None:
        pending = self.pending
        item.gap, item.comma, item.joined = pending.gap, pending.comma, pending.joined
        if self.cue == OUT and self.items and self.items[-1].cue == OUT and item.gap and not item.joined:
            self.cue = ""
        item.cue, item.side = self.cue, self.side
        item.owned = self._owned(item)
        self.items.append(item)
        self.pending = Item("", 0, 0)
        self.title_end = -1

    def _track_side(self, at: int, text: str) -> None:
        """«مع وفد الشركة التركية برئاسة …»: the country named with a party holds for its people."""
        if text in _PARTY_WORDS or (text[:1] in "وف" and text[1:] in _PARTY_WORDS):
            self.side, self.party = "", True
        elif text.endswith("بحضور") or text in _SIDE_ENDS or (cue_of(text) and text not in _LEADERS):
            self.side, self.party = "", False
        place = self.line.places.get(at)
        if place and place.mention.kind == "country" and len(place.mention.value) == 2:
            before = self.line.text(at - 1)
            if self.party or before.endswith(_SIDE_WORDS):
                self.side, self.party = place.mention.value, False

    def _owned(self, item: Item) -> bool:
        """Whether a noun that is no word of encounter stands right before a person and owns the phrase."""
        line, at = self.line, self.begun - 1
        if at < 0 or line.words[at].is_mark or not item.gap:
            return False
        text = line.text(at)
        if names.is_stop(text) or cue_of(text) or line.is_article(at) or at in line.places or text[0].isdigit():
            return False
        return not line.doc.quote(line.words[self.begun].start, line.words[self.begun].end).startswith(_CLITICS)

    def _other(self, at: int) -> None:
        text = self.line.text(at)
        self._track_side(at, text)
        told = cue_of(text)
        if text == "نيابه" and not (self.line.courtesy(at + 2) or self.line.head(at + 2)):
            told = ""  # «نيابة عن الوزارة» is said of somebody present
        if told:
            self.cue = told
            last = self.items[-1] if self.items else None
            if last and not self.pending.gap and last.cue == SAID and told == IN:
                last.cue = IN  # «أفادت الوكالة بأن المدير وقّع …»
        if text not in _SILENT:
            self.pending.gap = True
        self.pending.joined = False


_HERE = frozenset(
    "اللقاء الاجتماع الجلسه الزياره المباحثات الاتصال الموتمر المنتدي الورشه الاستقبال الحفل جانبه جانبها جهته جهتها"
    " بدوره بدورها كلمته كلمتها الجوله المعرض الملتقي الندوه القمه المراسم مداخلته".split()
)
_CLITICS = ("و", "ل", "ب", "ف")
_SESSION_PARTS = frozenset("الدوره اللجنه الجلسه الوفد الجانب الموتمر الاجتماع القمه".split())
_RULERS = ("ملك", "امير", "سلطان", "رييس")
# Words after which a name is expected even if no lexicon knows it.
_LEADERS = frozenset(("برياسه", "يتقدمهم", "تتقدمهم", "يتراسه", "يراسه", "تراسه", "ترياسه"))
_NOT_HEADS = frozenset(("محافظه", "وكاله", "مساعده", "قايمه", "عضويه"))
# Blessings and the like, which may stand between a name and a title.
_SILENT = frozenset("حفظه الله حفظها حفظهم ايده رعاه رعاها يحفظه نصره سلمه تعالي رحمه".split())


def find_persons(doc: Document) -> None:
    """Fills `doc.persons` with every mention of a person in title, dateline and body."""
    found: list[Person] = []
    for sentence in doc.sentences:
        line = Line(doc, sentence.start, sentence.end)
        here = any(word.text in _HERE for word in line.words)
        for person in _pair(line, Scanner(line).scan(), sentence.index):
            found.append(replace(person, here=True) if here else person)
    doc.persons = tuple(found)


def _pair(line: Line, items: list[Item], sentence: int) -> Iterator[Person]:
    """Joins names with the titles that belong to them."""
    at = 0
    while at < len(items):
        item, after = items[at], items[at + 1] if at + 1 < len(items) else None
        if item.kind == "title":
            if after and after.kind == "name" and not after.gap and not after.joined:
                person = _person(line, sentence, after, item, "people.title_before_name")
                at += 2
                while item.head and item.head.kind == "dual" and at < len(items) and _shares(items[at]):
                    yield person
                    person = _person(line, sentence, items[at], item, "people.title_before_name")
                    at += 1
                at = _skip_apposition(items, at)
            elif item.head and item.head.kind == "dual":
                at += 1
                continue
            elif _of_session(line, item, after):
                at += 1
                continue
            else:
                person = _office(line, sentence, item)
                at += 1
        elif after and after.kind == "title" and _belongs(items, at):
            person = _person(line, sentence, item, after, "people.name_before_title")
            at += 2
        else:
            person = _person(
                line, sentence, item, None, "people.courtesy" if item.courtesy else "people.bare_name"
            )
            at += 1
        yield person


def _of_session(line: Line, title: Item, after: Item | None) -> bool:
    """«رئيس الدورة السابقة معالي وزير …»: a part played in the session by the bearer of the next title."""
    if after is None or after.kind != "title" or not after.courtesy or after.gap or after.joined or after.comma:
        return False
    return line.text(title.first + 1) in _SESSION_PARTS


def _shares(name: Item) -> bool:
    """Whether a name is one more bearer of a dual title («عضوا اللجنة فلان وفلان»)."""
    return name.kind == "name" and name.joined and not name.gap


def _belongs(items: list[Item], at: int) -> bool:
    """Whether the title after the name at `at` is that name's."""
    title = items[at + 1]
    if title.gap or title.joined:
        return False
    after = items[at + 2] if at + 2 < len(items) else None
    if after and after.kind == "name" and not after.gap and not after.joined:
        return title.comma == after.comma or after.comma
    return True


def _skip_apposition(items: list[Item], at: int) -> int:
    """Passes over a second title of a person who had one before the name («… الوزير المرافق»)."""
    if at < len(items) and items[at].kind == "title":
        title = items[at]
        following = items[at + 1] if at + 1 < len(items) else None
        taken = following and following.kind == "name" and not following.gap and not following.joined
        if not (title.gap or title.joined or title.comma or taken):
            return at + 1
    return at


def _person(line: Line, sentence: int, name: Item, title: Item | None, rule: str) -> Person:
    words = line.words
    role = (words[title.first].start + _prefix(title.head), words[title.after - 1].end) if title else None
    head = title.head if title else None
    if name.office and not role:
        first, last = name.office
        role = (words[first].start + _prefix(line.courtesy(first)), words[last - 1].end)
    begin, end = words[name.first].start, words[name.after - 1].end
    start = min(begin, role[0]) if role else begin
    lead = title if title and title.first < name.first else name
    return Person(
        start,
        max(end, role[1]) if role else end,
        sentence,
        name=(begin, end),
        role=role,
        stem=head.stem if head else "",
        kind=head.kind if head else "",
        bare=False,
        courtesy=name.courtesy or (title.courtesy if title else ""),
        cue=lead.cue,
        side=lead.side,
        owned=lead.owned,
        rule=rule if name.mode != QUOTED else "people.quoted_name",
    )


def _office(line: Line, sentence: int, title: Item) -> Person:
    words = line.words
    begin, end = words[title.first].start + _prefix(title.head), words[title.after - 1].end
    head = title.head
    length = head.length if head else 1
    return Person(
        begin,
        end,
        sentence,
        role=(begin, end),
        stem=head.stem if head else "",
        kind=head.kind if head else "",
        bare=title.after - title.first <= length,
        courtesy=title.courtesy,
        cue=title.cue,
        side=title.side,
        owned=title.owned,
        rule="people.office",
    )


def _prefix(phrase: Phrase | None) -> int:
    """Letters of a clitic to cut from the first word; لل keeps its second ل, which stands for the article."""
    return phrase.cut if phrase else 0
