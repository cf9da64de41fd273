"""The institutions that took part in an event, hosted it, signed, or were made responsible for a task."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.line import Line
from ingest.extraction.org_spans import Org, institutions
from ingest.extraction.schema import Band, Value
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.mentions import Person
    from ingest.extraction.schema import Participant

_MOST = 20
_TASKED_WITHIN = 12  # words between an order and the institution that gets it
# Heads of titles whose bearer brings the institution to the table; a member or an envoy to it does not.
_REPRESENT = ("رييس", "مدير", "ممثل", "امين", "منسق", "مسوول", "مسيول", "نايب", "استاذ", "وكيل", "محافظ", "عميد", "مشرف")


@cache
def _cues() -> dict[str, str]:
    out: dict[str, str] = {}
    for word, where, form in rows("org_cues"):
        if form == "verb":
            forms = names.verb_forms(word)
        elif form == "present":
            forms = names.present_forms(word)
        else:
            forms = {word}
        for each in forms:
            out.setdefault(each, where if form != "task" else "task")
    return out


_SESSIONS = ("اجتماع", "اجتماعات", "جلسه", "دوره", "موتمر", "الاجتماعات")
_LISTED = frozenset(("مثل", "منها", "ومنها", "بينها"))
_TIMES = frozenset("اليوم امس الاول صباح مساء ظهر الاحد الاثنين الثلاثاء الاربعاء الخميس السبت الجمعه".split())


def _cue(text: str) -> str:
    cues = _cues()
    return cues.get(text) or (cues.get(text[1:], "") if text[:1] in ("و", "ف") else "")


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...]
) -> tuple[Value[str], ...]:
    """Organisations in the order of the text."""
    roles = _role_spans(people)
    chosen: list[tuple[Org, str]] = []
    for sentence in scope.sentences:
        line = Line(doc, sentence.start, sentence.end)
        for org in institutions(line):
            rule = _rule(doc, scope, sentence, line, org, roles, chosen)
            if rule and not any(_same(doc, org, other) for other, _ in chosen) and len(chosen) < _MOST:
                chosen.append((org, rule))
    return tuple(doc.copied(org.start, org.end, rule, Band.CHECK) for org, rule in chosen)


def _role_spans(people: tuple[Participant, ...]) -> list[tuple[int, int, str]]:
    spans = []
    for person in people:
        if person.role.evidence and person.role.value:
            spans.append((person.role.evidence.start, person.role.evidence.end, person.role.value))
    return sorted(spans)


def _rule(
    doc: Document,
    scope: EventScope,
    sentence: Sentence,
    line: Line,
    org: Org,
    roles: list[tuple[int, int, str]],
    chosen: list[tuple[Org, str]],
) -> str:
    """The rule by which an institution is an actor here, or an empty string."""
    span = doc.span(org.start, org.end)
    at = bisect_left(roles, (span.start + 1,)) - 1
    if at >= 0 and roles[at][0] <= span.start and span.end <= roles[at][1]:
        return _of_title(doc, line, org)
    if any(person.start <= org.start < person.end for person in _persons_near(doc, org)):
        return ""
    if org.kind == "embassy":
        return ""
    lead = sentence.index == scope.lead.index
    return _by_cue(line, org, chosen, lead=lead)


def _persons_near(doc: Document, org: Org) -> list[Person]:
    at = bisect_left(doc.persons, org.start, key=lambda person: person.start)
    return list(doc.persons[max(0, at - 2) : at + 1])


def _of_title(doc: Document, line: Line, org: Org) -> str:
    """An institution inside a participant's title: its own head or representative sits at the table."""
    if org.kind != "body" or line.text(org.index - 1) == "لدي":
        return ""
    return "organizations.in_title"


def _by_cue(line: Line, org: Org, chosen: list[tuple[Org, str]], *, lead: bool) -> str:
    before = line.text(org.index - 1)
    if before in ("من", "عن", "في", "الي"):
        before = line.text(org.index - 2)
    if lead and org.kind in ("event", "body") and _session(line, org):
        return "organizations.session"
    if lead and org.kind in ("body", "ministry") and _free(line, org):
        return "organizations.lead"
    cue = _cue(before)
    if cue == "any" or (cue == "lead" and lead) or cue == "task":
        return f"organizations.{cue}"
    if _tasked(line, org):
        return "organizations.task"
    joined = line.text(org.index).startswith("و") or before == "،"
    if joined and chosen and 0 <= org.start - chosen[-1][0].end <= 3:
        return chosen[-1][1]
    return ""


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
    if org.kind not in ("body", "part", "event", "ministry"):
        return False
    for at in range(org.index - 1, max(-1, org.index - _TASKED_WITHIN), -1):
        if line.words[at].is_mark:
            return False
        if _cue(line.text(at)) == "task":
            return all(_silent(line, index) for index in range(at + 1, org.index))
    return False


def _silent(line: Line, index: int) -> bool:
    text = line.text(index)
    return text == "الي" or not names.is_stop(text) and not line.org(index)


def _same(doc: Document, one: Org, other: Org) -> bool:
    mine, theirs = set(_parts(doc, one)), set(_parts(doc, other))
    return mine <= theirs or theirs <= mine


def _parts(doc: Document, org: Org) -> list[str]:
    return [part.strip('"«»“”').removeprefix("ال") for part in doc.fold[org.start : org.end].split()]
