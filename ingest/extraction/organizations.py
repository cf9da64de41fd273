"""The institutions that took part in an event, hosted it, signed, or were made responsible for a task."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction import names
from ingest.extraction.line import Line, line_of, mentions_in
from ingest.extraction.org_spans import Org, institutions
from ingest.extraction.schema import Band, Value
from ingest.extraction.tables import rows
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.mentions import Person
    from ingest.extraction.schema import Participant

_MOST = 20
_BEGINNING = 12  # sentences in which an institution is named that later is only pointed to
_TASKED_WITHIN = 12  # words between an order and the institution that gets it
_TASKED = ("body", "part", "event", "ministry")
_SESSIONS = ("اجتماع", "اجتماعات", "جلسه", "دوره", "موتمر", "الاجتماعات")
# What follows these words is told beside the encounter.
_BACKGROUND = tuple(row[0] for row in rows("background_openers"))
_LISTED = frozenset(("مثل", "منها", "ومنها", "بينها"))
_TIMES = frozenset(fold("اليوم أمس الأول صباح مساء ظهر").split()) | {
    fold(f"ال{day}") for day in ("أحد", "اثنين", "ثلاثاء", "أربعاء", "خميس", "سبت", "جمعة")
}
_THROUGH = ("من", "عن", "في", "الي")  # between a cue and the institution: «وفد من …»
_ENVOYS = ("سفير", "السفير", "قنصل", "القنصل", "ملحق", "الملحق", "مندوب", "المندوب")
_BANDS = {"organizations.lead_other": Band.GUESS, "organizations.of_title": Band.GUESS}


@cache
def _cues() -> dict[str, str]:
    out: dict[str, str] = {}
    for word, where, form in rows("org_cues"):
        tells = "task" if form == "task" else where
        for each in _forms(word, form):
            out.setdefault(each, tells)
    return out


def _forms(word: str, form: str) -> set[str]:
    if form == "verb":
        return names.verb_forms(word)
    return names.present_forms(word) if form == "present" else {word}


def _cue(text: str) -> str:
    cues = _cues()
    return cues.get(text) or (cues.get(text[1:], "") if text[:1] in ("و", "ف") else "")


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...]
) -> tuple[Value[str], ...]:
    """Organisations in the order of the text."""
    finder = _Finder(doc, scope, people)
    for sentence in scope.sentences:
        if sentence.start > scope.lead.start and doc.fold.startswith(_BACKGROUND, sentence.start):
            break
        finder.read(line_of(doc, sentence), lead=sentence.index == scope.lead.index)
        if len(finder.chosen) >= _MOST:
            break
    finder.add_represented()
    return tuple(
        doc.copied(org.start, org.end, rule, _BANDS.get(rule, Band.CHECK)) for org, rule in finder.chosen
    )


@dataclass(slots=True)
class _Finder:
    """Goes through the sentences of an event and keeps the institutions that act in it."""

    doc: Document
    scope: EventScope
    people: tuple[Participant, ...]
    chosen: list[tuple[Org, str]] = field(default_factory=list)
    seen: list[Org] = field(default_factory=list)

    def read(self, line: Line, *, lead: bool) -> None:
        """Takes the acting institutions of one sentence."""
        for org in institutions(line):
            self.seen.append(org)
            self._keep(org, self._rule(line, org, lead=lead))

    def _keep(self, org: Org, rule: str) -> None:
        if rule and len(self.chosen) < _MOST and not any(self._same(org, kept) for kept, _ in self.chosen):
            self.chosen.append((org, rule))

    def _all_seen(self) -> list[Org]:
        """The institutions of the event, then those of the beginning of the release."""
        body = [sentence for sentence in self.doc.sentences[:_BEGINNING] if sentence.block.kind == "body"]
        return self.seen + [org for sentence in body for org in institutions(line_of(self.doc, sentence))]

    def add_represented(self) -> None:
        """Takes the institution that a title only points to: «رئيس الشركة» of a company named elsewhere."""
        for person in self.people:
            role = person.role.evidence
            for org in self._all_seen() if role else ():
                span = self.doc.span(org.start, org.end)
                if role and org.kind == "body" and role.start <= span.start and span.end <= role.end:
                    self._keep(org, self._of_title_words(self.doc.text[role.start : span.start]))
            for word in fold(person.role.value or "").split()[1:]:
                stem = next((rest[2:] for _, rest in stems(word) if rest.startswith("ال")), "")
                named = [org for org in self._all_seen() if org.kind == "body" and org.stem == stem]
                if stem and named and not self._takes_complement(person, word):
                    self._keep(named[0], "organizations.of_title")

    def _takes_complement(self, person: Participant, word: str) -> bool:
        """Whether the word is the head of a full name inside the title («الهيئة العامة …»)."""
        words = fold(person.role.value or "").split()
        after = words[words.index(word) + 1 :]
        return bool(after) and after[0].startswith("ال")

    def _rule(self, line: Line, org: Org, *, lead: bool) -> str:
        """The rule by which an institution is an actor here, or an empty string."""
        span = self.doc.span(org.start, org.end)
        for person in self.people:
            role = person.role.evidence
            if role and role.start <= span.start and span.end <= role.end:
                return self._of_title(line, org, self.doc.text[role.start : span.start])
        if org.kind == "embassy" or any(
            one.start <= org.start < one.end for one in _near(self.doc, org.start)
        ):
            return ""
        found = self._by_place(line, org, lead=lead) or self._own(org)
        if not found and org.kind == "body" and _will(line, org):
            return "organizations.will"
        if (
            found
            or not lead
            or org.kind != "body"
            or org.stem in ("برنامج", "شبكه")
            or line.words[org.index].start != org.start
            or line.text(org.index - 1) in _LISTED
        ):
            return found
        return "" if line.text(org.index - 1).endswith("دول") else "organizations.lead_other"

    def _of_title(self, line: Line, org: Org, before: str) -> str:
        """An institution inside a participant's title: its head or representative sits at the table."""
        if org.kind not in ("body", "site") or line.text(org.index - 1) in ("لدي", "دول", "بدول", "لدول"):
            return ""
        return self._of_title_words(before)

    @staticmethod
    def _of_title_words(before: str) -> str:
        """Whether the office that the words before an institution name stands for it."""
        first = before.split()[:1]
        if "عضو" in before or (first and first[0] in _ENVOYS):
            return ""
        return "organizations.in_title"

    def _by_place(self, line: Line, org: Org, *, lead: bool) -> str:
        if lead and org.kind in ("event", "body") and _session(line, org):
            return "organizations.session"
        if lead and org.kind in ("body", "ministry") and _free(line, org):
            return "organizations.lead"
        if org.kind == "site":
            return ""
        before = line.text(org.index - 1)
        if org.kind == "ministry" and before.endswith("مقر") and not self._of_a_state(org):
            return ""  # the venue is the ministry's own building
        cue = _cue(line.text(org.index - 2) if before in _THROUGH else before)
        if before == "مع" and _cue(line.text(org.index - 2)) == "any":
            cue = "any"  # «بالتعاون مع جمعية …»
        if before == "من" and not cue and _cue(line.text(org.index - 3)) == "any":
            cue = "any"  # «فريق هندسي من وزارة الصحة»
        if cue in ("any", "task") or (cue == "lead" and lead):
            return f"organizations.{cue}"
        if _tasked(line, org):
            return "organizations.task"
        joined = line.text(org.index).startswith("و") or before == "،"
        if joined and self.chosen and 0 <= org.start - self.chosen[-1][0].end <= 3:
            return self.chosen[-1][1]
        return ""

    def _of_a_state(self, org: Org) -> bool:
        return bool(mentions_in(self.doc.countries, org.start, org.end))

    def _own(self, org: Org) -> str:
        """A participant's own ministry, where the text names it by itself and not in the title only."""
        if org.kind != "ministry":
            return ""
        name = _parts(self.doc, org)[1:]
        for person in self.people:
            words = fold(person.role.value or "").split()
            office = [word.removeprefix("ال") for word in words]
            if office and office[0].startswith("وزير") and office[1 : 1 + len(name)] == name:
                return "organizations.own"
        return ""

    def _same(self, one: Org, other: Org) -> bool:
        mine, theirs = set(_parts(self.doc, one)), set(_parts(self.doc, other))
        return mine <= theirs or theirs <= mine


def _near(doc: Document, at: int) -> list[Person]:
    """The people mentioned last before an offset: those whose mention may cover it."""
    index = bisect_left(doc.persons, at, key=lambda person: person.start)
    return list(doc.persons[max(0, index - 2) : index + 1])


def _session(line: Line, org: Org) -> bool:
    """«الاجتماع الثالث للجنة …»: the institution whose session it is."""
    before = [line.text(at) for at in range(max(0, org.index - 4), org.index)]
    return line.text(org.index).startswith("ل") and any(word.endswith(_SESSIONS) for word in before)


def _free(line: Line, org: Org) -> bool:
    """Whether an institution stands by itself in the sentence, as its subject or object."""
    if org.index == 0 or line.words[org.index].start != org.start:
        return False
    before = line.text(org.index - 1)
    if line.words[org.index - 1].is_mark:
        return before in "،," and not _LISTED.intersection(line.text(at) for at in range(org.index))
    return before in _TIMES or bool(_cue(before))


def _tasked(line: Line, org: Org) -> bool:
    """Whether an order stands before the institution with only the one who gives it between."""
    if org.kind not in _TASKED:
        return False
    for at in range(org.index - 1, max(-1, org.index - _TASKED_WITHIN), -1):
        if line.words[at].is_mark:
            return False
        if _cue(line.text(at)) == "task":
            return all(_silent(line, index) for index in range(at + 1, org.index))
    return False


def _silent(line: Line, index: int) -> bool:
    text = line.text(index)
    return text == "الي" or (not names.is_stop(text) and not line.org(index))


def _parts(doc: Document, org: Org) -> list[str]:
    return [part.strip('"«»“”').removeprefix("ال") for part in doc.fold[org.start : org.end].split()]


def _will(line: Line, org: Org) -> bool:
    """«المؤسسة … ستعترف»: what an institution is to do follows its name."""
    at = org.index
    while at < len(line) and line.words[at].start < org.end:
        at += 1
    text = line.text(at)
    return len(text) > 4 and text.startswith(("ست", "سي")) and names.is_stop(text)
