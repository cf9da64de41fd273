"""Puts the record of each event together from what the finders found in its part of the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from arabic.folding import fold
from arabic.names import name_key
from ingest.extraction.bodies import with_bodies
from ingest.extraction.commitments import find_commitments
from ingest.extraction.firms import of_many_states
from ingest.extraction.organizations import find_organizations
from ingest.extraction.partners import find_partners
from ingest.extraction.people import find_people
from ingest.extraction.schema import Band, Engagement, Value, nothing
from ingest.extraction.topics import find_topics
from ingest.extraction.when import goes_on_at_once, inherit_date, settle_date
from ingest.extraction.where import Where, inherit_place, settle_place

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.schema import Participant


# A council or committee that sits with nobody from outside is an internal meeting; a forum is not.
_COUNCIL = re.compile(
    r"\S+\s(?:(?!منتدي|موتمر|معرض|قمه|ملتقي|ندوه|ورشه)(?:[^.]|(?<=\b[^\W\d])\.))*?\b(?:ال)?(?:اجتماع\w*|جلسه|"
    r"جلست\w+|مجلس(?=\s+الاداري\b))\b",
    re.DOTALL,
)


_HOST_ABOVE = re.compile(
    r"(?:استقبال|لقاء|اجتماع|استقبل|التقي|لقايه|استقباله|اجتماعه|مباحثاته)\S*"
    r"(?:(?<=ه)|(?<=ها)|\s+(?:سموه|معاليه|سعادته|فخامته|جلالته|دولته|سيادته|معالي الوزير|الوزير|"
    r"السيد الوزير|سعاده الوزير)\b)"
)
_SAME_HOST = re.compile(r"[يت]?(?:استقبل|ستقبل|التقي|لتقي|اجتمع|التقت|تلقي|تلقت|اجري|هاتف|بحث)")
_OF_MANY = re.compile(
    r"\b(?:ال|لل|ل)?(?:قمه|عربي\w*|خليجي\w*|دولي\w*|اسلامي\w*|افريقي\w*|اقليمي\w*|دول|التعاون|"
    r"مغاربي\w*|متوسطي\w*|اوروبي\w*)\b"
)


def assemble(doc: Document, scopes: tuple[EventScope, ...]) -> list[Engagement]:
    """One engagement a scope, in the order of the text."""
    out: list[Engagement] = []
    for scope in scopes:
        before = out[-1] if out and out[-1].primary and goes_on_at_once(doc, scope) else None
        engagement = _engagement(doc, scope, before)
        if _has_parties(engagement):
            out.append(engagement)
    return out


def _with_first_named(
    doc: Document, scope: EventScope, people: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """«جاء ذلك لدى استقبال سموه ...»: who received is whom the sentence before names first."""
    begin = doc.span(scope.lead.start, scope.lead.end).start
    named = [person for person in people if person.name.evidence and person.name.evidence.start < begin]
    if not named:
        above = scope.sentences[0]
        named = list(find_people(doc, replace(scope, sentences=(above,), lead=above, trigger=above.start)))
    if not named or named[0].name.value is None:
        return people
    return (named[0], *(person for person in people if not _is_same(named[0], person)))


def _with_host(people: tuple[Participant, ...], before: Engagement) -> tuple[Participant, ...]:
    """«كما استقبل السفير ...»: who received is not said again."""
    if not before.participants:
        return people
    host = before.participants[0]
    if not host.name.value:
        return people
    return (host, *(person for person in people if not _is_same(host, person)))


def _is_same(host: Participant, person: Participant) -> bool:
    if host.name.value and person.name.value:
        mine, theirs = name_key(host.name.value).split(), name_key(person.name.value).split()
        return set(mine) <= set(theirs) or set(theirs) <= set(mine)
    return bool(host.role.value) and host.role.value == person.role.value


def _has_parties(engagement: Engagement) -> bool:
    """An encounter of nobody with nobody is a word misread."""
    return bool(engagement.participants or engagement.organizations or engagement.partner_countries)


def _engagement(doc: Document, scope: EventScope, before: Engagement | None) -> Engagement:
    people = find_people(doc, scope)
    if _HOST_ABOVE.match(doc.fold, scope.trigger) and scope.lead.index > scope.sentences[0].index:
        people = _with_first_named(doc, scope, people)
    if before is not None and _SAME_HOST.match(doc.fold, scope.trigger):
        people = _with_host(people, before)
    people = with_bodies(doc, scope, people)
    when = settle_date(doc, scope)
    where = settle_place(doc, scope, people)
    if before is not None:
        when = inherit_date(when, before)
        where = where if scope.kind == "call" else inherit_place(where, before)
    commitments = find_commitments(doc, scope, people, when.day)
    organizations = find_organizations(doc, scope, people, commitments)
    partners = find_partners(doc, scope, people, organizations, where)
    planned = _planned(doc, scope, when.day)
    kind = _kind(doc, scope, people, partners)
    where = _at_home(where, kind.value, scope.kind, people)
    if kind.value == "internal" and any(of_many_states(fold(body.value)) for body in organizations):
        kind = kind._replace(value=scope.kind, rule=scope.rule)  # a world body's people sat with them
    return Engagement(
        kind=kind,
        primary=scope.primary,
        status=Value("planned" if planned else "held", kind.evidence, "events.status", scope.band),
        date=when.date,
        date_precision=when.precision,
        date_end=when.end or nothing(),
        city=where.city,
        country=where.country,
        partner_countries=partners,
        participants=people,
        organizations=organizations,
        topics=find_topics(doc, scope, commitments),
        commitments=commitments,
        flags=when.flags,
    )


def _at_home(where: Where, kind: str, told: str, people: tuple[Participant, ...]) -> Where:
    """Where one country's own officials sat together and no place is said, it was in their country."""
    if kind != "internal" or told == "call" or where.country.value or not people:
        return where
    return Where(where.city, people[0].country._replace(rule="places.of_one_side", band=Band.CHECK))


def _planned(doc: Document, scope: EventScope, day: date | None) -> bool:
    if day is not None and doc.published is not None:
        return day > doc.published
    return scope.planned


def _kind(
    doc: Document,
    scope: EventScope,
    people: tuple[Participant, ...],
    partners: tuple[Value[str], ...],
) -> Value[str]:
    end = scope.trigger
    while end < scope.lead.end and doc.fold[end].isalnum():
        end += 1
    told: Value[str] = Value(
        scope.kind, doc.span(scope.trigger, max(end, scope.trigger + 1)), scope.rule, scope.band
    )
    council = (
        scope.kind == "conference"
        and _COUNCIL.match(doc.fold, scope.trigger)
        and not _OF_MANY.search(doc.fold, scope.trigger, min(scope.lead.end, scope.trigger + 250))
    )
    if scope.kind != "meeting" and not council:
        return told
    sides = {person.country.value for person in people} | {partner.value for partner in partners}
    alone = (
        len(people) == 1 and doc.home.country not in sides
    )  # who was met is not told, but there was somebody
    if people and len(sides) == 1 and None not in sides and not alone:
        return told._replace(value="internal", rule="events.one_side", band=Band.SURE)
    return told
