"""A draft beside an engagement of the register: what is new in it, what agrees, what does not.

Nothing is decided here. From the editor's choices, `ingest.merging.joining` makes the record that joins the
engagement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.days import iso
from engagements.models import Commitment, Country, DueBasis, Engagement, Topic
from engagements.record.disagreement import OF_ENGAGEMENT, agree, own_value
from engagements.record.values import in_words
from engagements.services.linking import partners_like
from engagements.services.names import partner_among, tidy
from engagements.services.pairing import Someone, pair_people, pair_texts, someone
from ingest.merging.said import SourcesWords

if TYPE_CHECKING:
    from engagements.models import Participation
    from engagements.record.quoting import Quote
    from engagements.services.records import (
        CommitmentRecord,
        EngagementRecord,
        ParticipantRecord,
        Quotation,
    )

LISTS = ("partner_countries", "topics", "organizations")
NEW, OUT = "new", "out"


class Verdict(Enum):
    SAME = "same"
    NEW = "new"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value for the page, with its words: those of the draft, or those of the register with who says them."""

    words: str
    day: date | None = None
    precision: str = ""
    quotes: tuple[str, ...] = ()
    said: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One field, or one value of a list. `key` is the name of its checkbox; a value that agrees has none."""

    key: str
    label: str
    ours: Shown | None
    theirs: Shown | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PartLine:
    """A participant or commitment of the draft. `choices` are the parts that it may be; `proposed` is one of them.

    `notes` say how it differs from the proposed one; `said` is what the register's sources say of that one.
    """

    number: int
    title: str
    note: str
    quotes: tuple[str, ...]
    proposed: str
    choices: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    said: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    values: list[Line]
    lists: list[tuple[str, list[Line]]]
    people: list[PartLine]
    commitments: list[PartLine]

    @property
    def ticks(self) -> list[Line]:
        """The lines that an editor may leave out."""
        lines = [*self.values, *(line for _heading, lines in self.lists for line in lines)]
        return [line for line in lines if line.theirs is not None and line.verdict is not Verdict.SAME]


def compare(engagement: Engagement, record: EngagementRecord, text: str) -> Comparison:
    """Compares the record with an engagement from `for_page`. `text` is that of the record's source."""
    said = SourcesWords(engagement)
    people = list(engagement.participations.select_related("person").prefetch_related("person__aliases"))
    commitments = list(engagement.commitments.all())
    return Comparison(
        values=_values(engagement, record, text, said),
        lists=_lists(engagement, record, text, said),
        people=_people(people, record.participants, text, said),
        commitments=_commitments(commitments, record.commitments, text, said),
    )


def value_of(record: EngagementRecord, name: str) -> str:
    """The record's value in the form that evidence uses."""
    value = getattr(record, name, None)
    if isinstance(value, date):
        precision = record.date_precision if name == "date" else "day"
        return iso(value, precision)
    return value or ""


def _values(engagement: Engagement, record: EngagementRecord, text: str, said: SourcesWords) -> list[Line]:
    lines = []
    for name in (*OF_ENGAGEMENT, "summary"):
        ours, theirs = own_value(engagement, name), value_of(record, name)
        if not theirs or (name == "summary" and ours):
            continue
        if name == "date_end" and not ours and engagement.date is not None and engagement.date != record.date:
            continue  # of another day: it fills nothing
        verdict = (
            Verdict.NEW if not ours else Verdict.SAME if agree(name, ours, theirs) else Verdict.DIFFERENT
        )
        quotes = _quotes(record.evidence, name, text)
        lines.append(
            Line(
                name,
                capfirst(str(Engagement._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
                Shown(*in_words(name, ours), said=said.of_field(name, ours)) if ours else None,
                Shown(*in_words(name, theirs), quotes=quotes),
                verdict,
            )
        )
    return lines


def _lists(
    engagement: Engagement, record: EngagementRecord, text: str, words: SourcesWords
) -> list[tuple[str, list[Line]]]:
    countries = {one.pk: one.name for one in Country.objects.filter(pk__in=record.partner_countries)}
    topics = {one.pk: one.name for one in Topic.objects.filter(pk__in=record.topics)}
    groups = (
        ("partner_countries", _("Partner countries"), engagement.partner_countries.all(), countries),
        ("topics", _("Topics"), engagement.topics.all(), topics),
    )
    found = []
    for key, heading, had, names in groups:
        ours = {one.pk: one.name for one in had}
        said = getattr(record, key)
        lines = [
            _listed(key, code, names.get(code, code), words.of_listed(key, code), code in ours, record, text)
            for code in said
        ]
        lines += [
            _only_ours(key, code, name, words.of_listed(key, code))
            for code, name in ours.items()
            if code not in said
        ]
        found.append((heading, lines))
    found.append((_("Partners"), _organizations(engagement, record, text, words)))
    return [(heading, lines) for heading, lines in found if lines]


def _organizations(
    engagement: Engagement, record: EngagementRecord, text: str, words: SourcesWords
) -> list[Line]:
    ours = {one.pk: one.name for one in engagement.partners.all()}
    known = partners_like(record.organizations)
    lines, met = [], set()
    for name in record.organizations:
        number = record.organization_links.get(name)
        if number is None and (meant := partner_among(known[name].exact, name, country=None)):
            number = meant.pk
        met.add(number)
        said = words.of_listed("organizations", name, ours.get(number, name) if number else name)
        lines.append(_listed("organizations", name, name, said, number in ours, record, text))
    lines += [
        _only_ours("organizations", str(pk), name, words.of_listed("organizations", name))
        for pk, name in ours.items()
        if pk not in met
    ]
    return lines


def _listed(
    key: str,
    value: str,
    name: str,
    said: tuple[Quote, ...],
    known: bool,
    record: EngagementRecord,
    text: str,
) -> Line:
    quotes = _quotes(record.evidence, f"{key}:{value}", text)
    ours = Shown(name, said=said) if known else None
    return Line(
        f"{key}:{value}", name, ours, Shown(name, quotes=quotes), Verdict.SAME if known else Verdict.NEW
    )


def _only_ours(key: str, value: str, name: str, said: tuple[Quote, ...]) -> Line:
    return Line(f"{key}:={value}", name, Shown(name, said=said), None, Verdict.SAME)


def _people(
    ours: list[Participation], theirs: tuple[ParticipantRecord, ...], text: str, said: SourcesWords
) -> list[PartLine]:
    pairs = pair_people(
        [someone(one) for one in ours],
        [Someone(tidy(one.name), tidy(one.role), one.country, one.person) for one in theirs],
    )
    choices = _choices([(one.pk, " · ".join(filter(None, (one.name, one.role)))) for one in ours])
    lines = []
    for number, one in enumerate(theirs):
        paired = ours[pairs[number]] if number in pairs else None
        notes = []
        if paired is not None and one.name and paired.name and fold(one.name) != fold(paired.name):
            notes.append(_("written otherwise: %(name)s") % {"name": one.name})
        if paired is not None and one.role and paired.role and not agree("role", one.role, paired.role):
            notes.append(_("another office: %(role)s") % {"role": one.role})
        quotes = _quotes(one.evidence, "", text)
        proposed = str(paired.pk) if paired else NEW
        note = one.role if one.name else one.organization
        known = said.of_part(participation_id=paired.pk) if paired else ()
        title = one.name or one.role
        lines.append(PartLine(number, title, note, quotes, proposed, choices, tuple(notes), known))
    return lines


def _commitments(
    ours: list[Commitment], theirs: tuple[CommitmentRecord, ...], text: str, said: SourcesWords
) -> list[PartLine]:
    pairs = pair_texts([one.text for one in ours], [one.text for one in theirs])
    choices = _choices([(one.pk, one.text) for one in ours])
    lines = []
    for number, one in enumerate(theirs):
        paired = ours[pairs[number]] if number in pairs else None
        notes = []
        if paired is not None and not agree("text", one.text, paired.text):
            notes.append(_("another number: %(text)s") % {"text": one.text})
        # Nobody stated a default due date, so the one that the draft states replaces it.
        told = paired is not None and paired.due_on and paired.due_basis != DueBasis.DEFAULT
        if paired is not None and told and one.due_on and one.due_on != paired.due_on:
            notes.append(_("another due date: %(day)s") % {"day": date_format(one.due_on, "j F Y")})
        proposed = str(paired.pk) if paired else NEW
        quotes = _quotes(one.evidence, "text", text)
        known = said.of_part(commitment_id=paired.pk) if paired else ()
        lines.append(PartLine(number, one.text, one.owner, quotes, proposed, choices, tuple(notes), known))
    return lines


def _choices(parts: list[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    known = [(str(number), _("the same as: %(name)s") % {"name": name}) for number, name in parts]
    return ((NEW, _("is new: add")), *known, (OUT, _("leave out")))


def _quotes(evidence: tuple[Quotation, ...], name: str, text: str) -> tuple[str, ...]:
    """The words behind a field, each once; without a name, those behind all fields, without quotations that lie
    in others.
    """
    spans = sorted({(one.start, -one.end) for one in evidence if not name or one.field == name})
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or -end > kept[-1][1]:
            kept.append((start, -end))
    return tuple(text[start:end] for start, end in kept)
