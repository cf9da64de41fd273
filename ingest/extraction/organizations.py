"""The institutions that took part in an event, hosted it, signed, or were made responsible for a task."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction import names
from ingest.extraction.line import Line, line_of, mentions_in
from ingest.extraction.org_cues import (
    LISTED,
    TASKED,
    cue,
    is_aside,
    is_free,
    is_new,
    is_promised,
    is_seat,
    is_session,
    is_tasked,
    is_teller,
)
from ingest.extraction.org_spans import Org, institutions
from ingest.extraction.schema import Band, Value
from ingest.extraction.tables import rows
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.mentions import Person
    from ingest.extraction.schema import Commitment, Participant, Span

_MOST = 20
_BEGINNING = 12  # sentences in which an institution is named that later is only pointed to
# What follows these words is told beside the encounter.
_BACKGROUND = tuple(row[0] for row in rows("background_openers"))
_PROVINCES = ("ولايه", "محافظه", "اماره")  # places, not actors
_TALKED = ("برنامج", "شبكه", "قطب")
_SITES = ("مصنع", "مجمع", "معهد", "مستشفي")  # visited, or only spoken of
_THROUGH = ("من", "عن", "في", "الي")  # between a cue and the institution: «وفد من …»
_OF_STATES = ("لدي", "دول", "بدول", "لدول")
_ATTENDED = ("حضور", "حضر", "رافق", "يرافق", "ترافق", "رفقه")
_ENVOYS = ("سفير", "السفير", "قنصل", "القنصل", "ملحق", "الملحق", "مندوب", "المندوب")
_IN_BRACKETS = re.compile(r"[(«\"“]\s*(\w{2,})\s*[)»\"”]")
_REPRESENTED = ("ممثله", "ممثلا", "متمثله")
_ALIAS_NEAR = 30  # characters
_BANDS = {"organizations.lead_other": Band.GUESS, "organizations.of_title": Band.GUESS}


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], tasks: tuple[Commitment, ...] = ()
) -> tuple[Value[str], ...]:
    """Organisations in the order of the text; the owner of a task is one."""
    owners = tuple(owner.evidence for task in tasks for owner in task.owners if owner.evidence)
    finder = _Finder(doc, scope, people, owners)
    if scope.title is not None:
        finder.read_title(line_of(doc, scope.title))
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
    owners: tuple[Span, ...] = ()
    chosen: list[tuple[Org, str]] = field(default_factory=list)
    seen: list[Org] = field(default_factory=list)

    def read(self, line: Line, *, lead: bool) -> None:
        """Takes the acting institutions of one sentence."""
        for org in institutions(line):
            self.seen.append(org)
            self._keep(org, self._rule(line, org, lead=lead))

    def read_title(self, line: Line) -> None:
        """«المؤسسة الوطنية للنفط تبحث …»: the subject of the headline."""
        org = next(iter(institutions(line)), None)
        if org is None or org.index != 0 or org.kind != "body":
            return
        after = next((word for word in line.words if word.start >= org.end), None)
        if after is not None and after.text in names.present_verbs():
            self._keep(org, "organizations.headline")

    def _keep(self, org: Org, rule: str) -> None:
        if rule and len(self.chosen) < _MOST and not any(self._same(org, kept) for kept, _ in self.chosen):
            self.chosen.append((org, rule))

    def _all_seen(self) -> list[Org]:
        """The institutions of the event, then those of the beginning of the release."""
        body = [sentence for sentence in self.doc.sentences[:_BEGINNING] if sentence.block.kind == "body"]
        return self.seen + [org for sentence in body for org in institutions(line_of(self.doc, sentence))]

    def add_represented(self) -> None:
        """Takes the institution that a title only points to: «رئيس الشركة» of a company named elsewhere."""
        seen = self._all_seen()
        for person in self.people:
            role = person.role.evidence
            for org in seen if role else ():
                span = self.doc.span(org.start, org.end)
                if (
                    role
                    and org.kind == "body"
                    and org.stem != "بلديه"
                    and role.start <= span.start
                    and span.end <= role.end
                ):
                    self._keep(org, self._of_title_words(self.doc.text[role.start : span.start]))
            for word in _folded_words(person.role.value)[1:]:
                stem = next((rest[2:] for _, rest in stems(word) if rest.startswith("ال")), "")
                named = [org for org in seen if stem and org.kind == "body" and org.stem == stem]
                if named and not self._takes_complement(person, word):
                    self._keep(named[0], "organizations.of_title")

    def _takes_complement(self, person: Participant, word: str) -> bool:
        """Whether the word is the head of a full name inside the title («الهيئة العامة …»)."""
        words = _folded_words(person.role.value)
        after = words[words.index(word) + 1 :]
        return bool(after) and after[0].startswith("ال")

    def _rule(self, line: Line, org: Org, *, lead: bool) -> str:
        """The rule by which an institution is an actor here, or an empty string."""
        span = self.doc.span(org.start, org.end)
        for person in self.people:
            role = person.role.evidence
            if role and role.start <= span.start and span.end <= role.end:
                return self._of_title(line, org, self.doc.text[role.start : span.start])
        if org.stem in _PROVINCES or is_seat(line, org) or is_new(line, org) or is_teller(line, org):
            return ""
        if (
            org.kind in TASKED
            and not (
                org.kind == "event" and line.text(org.index).startswith("لجنه")
            )  # «لجنة فنية»: a new one
            and org.stem != "قطاع"
            and any(owner.start == span.start for owner in self.owners)
        ):
            return "organizations.owner"
        if (
            org.kind == "embassy"
            and line.text(org.index - 1) == "مع"
            and self._of_another_state(org)
            and (cue(line.text(org.index - 2)) == "any")
        ):
            return "organizations.any"  # «ينظمه الاتحاد بالتعاون مع القنصلية الإيطالية»
        if org.kind == "embassy" or any(
            one.start <= org.start < one.end for one in _near(self.doc, org.start)
        ):
            return ""
        found = self._by_place(line, org, lead=lead) or self._own(org)
        if not found and org.kind == "body" and is_promised(line, org):
            return "organizations.will"
        if (
            found
            or not lead
            or org.kind != "body"
            or org.stem in _TALKED
            or (org.stem in _SITES and self.scope.kind != "visit")
            or line.words[org.index].start != org.start
            or line.text(org.index - 1) in LISTED
            or is_aside(line, org)
        ):
            return found
        return "" if line.text(org.index - 1).endswith("دول") else "organizations.lead_other"

    def _of_title(self, line: Line, org: Org, before: str) -> str:
        """An institution inside a participant's title: its head or representative sits at the table."""
        if org.stem == "بلديه" and not self._acting(line, org):
            return ""
        named_office = org.stem == "مكتب" and self._of_a_state(org)
        if (org.kind not in ("body", "site") and not named_office) or line.text(org.index - 1) in (
            "لدي",
            "دول",
            "بدول",
            "لدول",
        ):
            return ""
        return self._of_title_words(before)

    def _acting(self, line: Line, org: Org) -> bool:
        """Whether a mayor acts, and does not only attend."""
        return not any(line.text(at).lstrip("وب").startswith(_ATTENDED) for at in range(org.index))

    @staticmethod
    def _of_title_words(before: str) -> str:
        """Whether the office that the words before an institution name stands for it."""
        first = before.split()[:1]
        if "عضو" in before or (first and first[0] in _ENVOYS):
            return ""
        return "organizations.in_title"

    def _by_place(self, line: Line, org: Org, *, lead: bool) -> str:
        if lead and org.kind in ("event", "body") and is_session(line, org):
            return "organizations.session"
        if lead and org.kind in ("body", "ministry") and is_free(line, org):
            return "organizations.lead"
        if org.kind == "site":
            return ""
        before = line.text(org.index - 1)
        if org.kind == "ministry" and before.endswith("مقر") and not self._of_a_state(org):
            return ""  # the venue is the ministry's own building
        told = cue(line.text(org.index - 2) if before in _THROUGH else before)
        if before == "مع" and cue(line.text(org.index - 2)) == "any":
            told = "any"  # «بالتعاون مع جمعية …»
        if before == "من" and not told and cue(line.text(org.index - 3)) == "any":
            told = "any"  # «فريق هندسي من وزارة الصحة»
        if line.text(org.index - (2 if before == "في" else 1)).lstrip("و").startswith(_REPRESENTED):
            told = "any"  # «شاركت ليبيا ممثلة في وزارة الاقتصاد»
        if told in ("any", "task") or (told == "lead" and lead):
            return f"organizations.{told}"
        if is_tasked(line, org):
            return "organizations.task"
        joined = line.text(org.index).startswith("و") or before == "،"
        if joined and self.chosen and 0 <= org.start - self.chosen[-1][0].end <= 3:
            return self.chosen[-1][1]
        return ""

    def _of_a_state(self, org: Org) -> bool:
        return bool(mentions_in(self.doc.countries, org.start, org.end))

    def _of_another_state(self, org: Org) -> bool:
        lands = mentions_in(self.doc.countries, org.start, org.end)
        return bool(lands) and lands[0].value != self.doc.home.country

    def _own(self, org: Org) -> str:
        """A participant's own ministry, where the text names it by itself and not in the title only."""
        if org.kind != "ministry":
            return ""
        name = _parts(self.doc, org)[1:]
        for person in self.people:
            words = _folded_words(person.role.value)
            office = [word.removeprefix("ال") for word in words]
            if office and office[0].startswith("وزير") and office[1 : 1 + len(name)] == name:
                return "organizations.own"
        return ""

    def _same(self, one: Org, other: Org) -> bool:
        if _parts(self.doc, one) in (_alias(self.doc, other), []):
            return True
        first, second = sorted((one, other), key=lambda org: org.start)
        joined = one.kind == other.kind == "ministry" and 0 <= second.start - first.end <= len(" و ")
        if joined and self._of_another_state(one) != self._of_another_state(other):
            return False  # «وزارة الأوقاف ووزارة الأوقاف بالمملكة المغربية»
        mine, theirs = set(_parts(self.doc, one)), set(_parts(self.doc, other))
        return mine <= theirs or theirs <= mine


@lru_cache(maxsize=2_000)
def _folded_words(title: str | None) -> tuple[str, ...]:
    return tuple(fold(title or "").split())


def _near(doc: Document, at: int) -> list[Person]:
    """The people mentioned last before an offset: those whose mention may cover it."""
    index = bisect_left(doc.persons, at, key=lambda person: person.start)
    return list(doc.persons[max(0, index - 2) : index + 1])


def _parts(doc: Document, org: Org) -> list[str]:
    return [part.strip('"«»“”').removeprefix("ال") for part in doc.fold[org.start : org.end].split()]


def _alias(doc: Document, org: Org) -> list[str]:
    """«منظمة … (يونيسف)»: the short name in brackets, inside what was taken as the name or right behind it."""
    found = _IN_BRACKETS.search(doc.fold, org.start, min(len(doc.fold), org.end + _ALIAS_NEAR))
    return [found[1].removeprefix("ال")] if found and found.start() <= org.end + 1 else []
