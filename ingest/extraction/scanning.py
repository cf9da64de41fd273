"""Goes through a sentence and notes its names and titles, with the words between them that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.cues import IN, OUT, SAID, cue_of, linking_words, of_the_world, owned, side_of
from ingest.extraction.items import WORLD, Item
from ingest.extraction.name_spans import BARE, COURTESY, FOREIGN, LEADING, OFFICE, QUOTED, TITLE, NameReader
from ingest.extraction.ordinary_words import FOR, HEADED, KNOWN, MARGIN, may_be_foreign, says_nothing
from ingest.extraction.quoted_names import quoted_name
from ingest.extraction.roles import RoleReader
from ingest.extraction.things import is_thing
from ingest.extraction.title_names import is_bounded, is_doubled, is_first_name
from ingest.extraction.words import COMMAS, OPENING

if TYPE_CHECKING:
    from ingest.extraction.line import Line
    from ingest.extraction.words import Phrase

_OFTEN = 20  # … for a word of office to begin one
_NEW_BODY = 6  # words between «تشكيل» and who is to head the body
_SIDE_WORDS = ("الجانب", "جانب", "الوفد")
_CLITICS = ("و", "ل", "ب", "ف")
_COMPLEMENTS = ("في", "لدي")
_RULERS = ("ملك", "امير", "سلطان", "رييس")


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
        while at < len(self.line.words):
            pending = self.pending
            awaits_name = at == self.title_end or pending.joined or (pending.comma and not pending.gap)
            if not awaits_name and says_nothing(self.line, at):
                pending.gap = True
                at += 1
            else:
                at = self._next(at)
        return self.items

    def _next(self, at: int) -> int:
        line, word = self.line, self.line.words[at]
        if word.is_mark:
            return self._mark(at)
        if word.text == "و":
            self.pending.joined = True
            return at + 1
        self.begun = at
        first, courtesy, office = self._courtesies(at) if line.courtesy(at) else (at, "", None)
        if courtesy == "rank":
            first = self._past_nationality(first)
        if courtesy:
            found = self._name(first, OFFICE if office and office[1] == first else COURTESY, courtesy, office)
            if found:
                return found
            if is_doubled(line, at, first) and (found := self._name(first - 1, COURTESY, courtesy, None)):
                return found
            if line.text(first) in OPENING and (quoted := quoted_name(line, first)):
                self._add(Item("name", quoted[0], quoted[1], mode=QUOTED, courtesy=courtesy, office=office))
                return quoted[2]  # «وزير الصحة الدكتور "…"»
            if office and line.head(office[0]):
                first = office[0]
            elif first - 1 >= at and line.text(first) in _COMPLEMENTS and line.head(first - 1):
                first -= 1  # «القاضي في محكمة …»
        head = line.head(first) if first < len(line) and not line.words[first].is_mark else None
        if head and head.length == 1 and line.text(first + 1) in ("بن", "بنت"):
            found = self._name(first, COURTESY, courtesy, office)  # «سلطان بن …»
            if found:
                return found
        return self._by_head(at, first, head, courtesy)

    def _by_head(self, at: int, first: int, head: Phrase | None, courtesy: str) -> int:
        """From the word `first`, before which nothing was left but a courtesy: a title, else a bare name."""
        line, word = self.line, self.line.words[at]
        if head and first == at and self._may_name(at):
            found = self._name(at, TITLE, "", None)  # «… والأمنية مساعد البراك»
            if found:
                return found
        if head and head.stem in _RULERS and owned(line, first):
            return self._skip(first + head.length)
        if head and not is_thing(line, first, head):
            return self._title(first, head, courtesy)
        if first > at:
            self._other(at)
            return max(at + 1, first)
        follows = at == self.title_end or (
            self.pending.comma and not self.pending.gap and self.title_end >= 0
        )
        found = None
        if follows or names.lookup(word.text).given >= KNOWN or word.text in LEADING:
            found = self._name(at, TITLE if follows else BARE, "", None)
        found = found or self._foreign(at)
        if found:
            return found
        self._other(at)
        return at + 1

    def _past_nationality(self, at: int) -> int:
        """«اللواء الركن السعودي سعيد بن …»: a nationality between a rank and a name tells the side."""
        place = self.line.places.get(at)
        if not place or place.mention.form != "nisba" or not names.is_given(self.line.text(place.after)):
            return at
        self.side = place.mention.value
        return place.after

    def _may_name(self, at: int) -> bool:
        """Whether a word of office right after a title is the bearer's first name («… والأمنية مساعد البراك»)."""
        if at == self.title_end and names.lookup(self.line.text(at)).given >= _OFTEN:
            return True
        follows = self.title_end >= 0 and not self.pending.gap and not self.pending.joined
        return follows and is_first_name(self.line, at, honoured=False)

    def _skip(self, at: int) -> int:
        """Passes over the name after which a thing is called: «مطار الملك خالد»."""
        self.pending.gap = True
        return NameReader(self.line, at, COURTESY).end() or at

    def _foreign(self, at: int) -> int | None:
        """Unknown words, after a boundary, that a title follows: «إلى جانب كوامي أسانتي ممثل …»."""
        line = self.line
        if not may_be_foreign(line, at, joined=self.pending.joined):
            return None
        after = NameReader(line, at, FOREIGN).end()
        if after is None:
            return None
        if line.text(at - 1) in linking_words("leader"):
            self._add(Item("name", at, after, mode=FOREIGN))
            return after
        head_at = after + (line.text(after) in COMMAS)
        head = line.head(head_at) if head_at < len(line) and not line.words[head_at].is_mark else None
        if head is None or head.prefix or (head.definite and not self._is_full(head_at, head)):
            return None
        self._add(Item("name", at, after, mode=FOREIGN))
        return after

    def _is_full(self, at: int, head: Phrase) -> bool:
        """«السفير التركي», «الرئيس التنفيذي للصندوق»: a title with article that says of what."""
        after = at + head.length
        extra = self.line.modifier(after)
        return after in self.line.places or bool(extra and extra.kind == "adjective" and extra.definite)

    def _mark(self, at: int) -> int:
        text = self.line.text(at)
        if text in OPENING and text not in "([":
            quoted = quoted_name(self.line, at)
            if quoted and not self._after_person() and self._of_a_thing(at):
                self.pending.gap = True
                return quoted[2]
            if quoted and (names.is_given(self.line.text(quoted[0])) or self._after_person()):
                self._add(Item("name", quoted[0], quoted[1], mode=QUOTED))
                return quoted[2]
        if text in COMMAS:
            self.pending.comma = True
        elif text in ".؛;:!؟?\n":
            self.pending.gap = True
            if text != ":":
                self.title_end = -1
        return at + 1

    def _of_a_thing(self, at: int) -> bool:
        """«القطب الحضري "…"», «ميدان "…"»: a quoted name right after a noun that is no person's is a thing's."""
        before = self.line.text(at - 1)
        if not before or self.line.words[at - 1].is_mark or not self.pending.gap:
            return False
        return not (names.is_stop(before) or cue_of(before) or self.line.courtesy(at - 1))

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

    def _title(self, at: int, head: Phrase, courtesy: str) -> int:
        reader = RoleReader(self.line, at, head)
        after = reader.end()
        if head.prefix.startswith("و"):
            self.pending.joined = True
        joint = reader.joints[-1] if reader.joints else 0
        self._add(Item("title", at, after, head=head, courtesy=courtesy, joint=joint))
        self.title_end = after
        return after

    def _name(self, at: int, mode: str, courtesy: str, office: tuple[int, int] | None) -> int | None:
        if (mode == BARE and owned(self.line, at)) or (courtesy and owned(self.line, self.begun)):
            return None
        after = NameReader(self.line, at, mode, ordered=self.cue == SAID).end()
        if after is None or (mode == TITLE and self.pending.comma and not is_bounded(self.line, at, after)):
            return None
        self._add(Item("name", at, after, mode=mode, courtesy=courtesy, office=office))
        return after

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
        turn, place = side_of(text), self.line.places.get(at)
        if turn == "shut" and self.line.text(at - 1) in ("التي", "الذي"):
            turn = ""  # «بعثة الصندوق التي تزور البلاد برئاسة …»
        if not (turn or place or self.party):
            return
        line_org = self.line.org(at)
        if turn == "open" or (turn and not (self.party and line_org)):  # «وفد من وزارة النقل الأردنية»
            self.side, self.party = "", turn == "open"
        if self.party and line_org and of_the_world(self.line, at):
            self.side, self.party = WORLD, False
        if place and place.mention.kind == "country" and len(place.mention.value) == 2:
            before = self.line.text(at - 1)
            if before.endswith(_SIDE_WORDS) and self.line.text(at - 2) == "عن" and self.items:
                for item in self.items[-2:]:  # «مدير كذا فلان عن الجانب التركي»: title and name
                    item.side = place.mention.value
            elif self.party or before.endswith(_SIDE_WORDS):
                self.side, self.party = place.mention.value, False

    def _owned(self, item: Item) -> bool:
        """Whether a noun that is no word of encounter stands right before a person and owns the phrase."""
        line, at = self.line, self.begun - 1
        if at < 0 or line.words[at].is_mark or not item.gap:
            return False
        text = line.text(at)
        if (
            names.is_stop(text)
            or cue_of(text)
            or line.is_article(at)
            or at in line.places
            or text[0].isdigit()
        ):
            return False
        return not line.doc.quote(line.words[self.begun].start, line.words[self.begun].end).startswith(
            _CLITICS
        )

    def _other(self, at: int) -> None:
        text = self.line.text(at)
        self._track_side(at, text)
        told = cue_of(text)
        if text == FOR and not (self.line.courtesy(at + 2) or self.line.head(at + 2)):
            told = ""  # «نيابة عن الوزارة» is said of somebody present
        if text == HEADED and any(
            self.line.text(index) in linking_words("founding") for index in range(max(0, at - _NEW_BODY), at)
        ):
            told = OUT  # «تشكيل لجنة برئاسة وكيل الوزارة»: who is to head it
        if text == MARGIN and self.line.text(at + 1) in ("زياره", "مشاركه", "حضور"):
            told = OUT  # «على هامش زيارة فلان»
        if told == IN and self.cue not in ("", OUT, SAID) and self.line.text(at - 1) in ("الذي", "التي"):
            told = ""  # «وحضر اللقاء الذي عقد بالوزارة، مدير …»
        if told:
            self.cue = told
            last = self.items[-1] if self.items else None
            if last and not self.pending.gap and last.cue == SAID and told == IN:
                last.cue = IN  # «أفادت الوكالة بأن المدير وقّع …»
        if text in linking_words("blessing"):
            self.title_end = at + 1 if self.title_end == at else self.title_end
        else:
            self.pending.gap = True
        self.pending.joined = False
