"""Merges two partners, or two people: everything moves to the survivor, and the other one redirects to it."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict, Refusal
from engagements.models import (
    Action,
    AliasOrigin,
    Commitment,
    Engagement,
    Evidence,
    PairVerdict,
    Participation,
    Partner,
    PartnerKind,
    PartnerMerge,
    Person,
    PersonMerge,
    Settlement,
    User,
)
from engagements.record.disagreement import recount
from engagements.services import audit, journal
from engagements.services.journal import Key, Snapshot, difference, rows_of
from engagements.services.name_relations import column_of, named, refuse_unknown
from engagements.services.names import hold_names, is_own
from engagements.services.relations import Rule
from engagements.services.rewriting import rewrite
from engagements.services.unifying import unify_participations
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

Name: TypeAlias = Person | Partner
NameMerged: TypeAlias = PersonMerge | PartnerMerge
MERGES: dict[type[Any], Any] = {Person: PersonMerge, Partner: PartnerMerge}
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Person: ("name_ar", "name_en", "country_id"),
    Partner: ("name_ar", "name_en", "kind", "country_id"),
}
"""What the two may have different values of; one of them holds afterwards."""
# Values that say nothing, so that the other record's value is taken. OTHER is for organisations of no known kind.
_EMPTY = {None, "", PartnerKind.OTHER}


def is_empty(value: Any) -> bool:
    """Whether a column is empty in one of the two, so that the other's value holds."""
    return value in _EMPTY


def version_of(survivor: Name, merged: Name) -> str:
    """A digest of everything that a merge would move. A page carries it along, so that a change made meanwhile is
    noticed.
    """
    model = type(survivor)
    numbers = sorted((survivor.pk, merged.pk))
    seen: list[Any] = [rows_of(model._base_manager.filter(pk__in=numbers)).values()]
    for number in numbers:
        for rows in named(model, number, Rule.UNITE, Rule.PAIR, Rule.MOVE).values():
            seen.append(sorted(rows.values_list("pk", flat=True)))
        seen.append(rows_of(named(model, number, Rule.UNITE)["aliases"]).values())
    return sha256(dumps(seen, default=_listed).encode()).hexdigest()[:16]


def values_after(survivor: Name, merged: Name, taken: Collection[str]) -> dict[str, Any]:
    """The survivor's columns after the merge: its own values, but the merged one's for the columns in `taken` and
    where the survivor's is empty.

    Raises Refusal if an organisation of another country would become the ministry itself.
    """
    values = {}
    for name in COLUMNS[type(survivor)]:
        ours, theirs = getattr(survivor, name), getattr(merged, name)
        values[name] = theirs if (name in taken or is_empty(ours)) and not is_empty(theirs) else ours
    if any(is_own(spelling) for one in (survivor, merged) for spelling in spellings_of(one)):
        abroad = {one.country_id for one in (survivor, merged)} - {None, settings.HOME_COUNTRY}
        if abroad:
            raise Refusal(
                _("One of the two is the ministry itself: an organisation of another country is not.")
            )
        if isinstance(survivor, Partner):
            values["country_id"] = settings.HOME_COUNTRY
    return values


def spellings_of(name: Name) -> list[str]:
    """Both names and all aliases, without empty ones."""
    texts = [name.name_ar, name.name_en, *name.aliases.order_by("pk").values_list("text", flat=True)]
    return [text for text in texts if text]


@transaction.atomic
def merge_names(
    *, survivor: Name, merged: Name, taken: Collection[str], version: str, by: User, now: datetime
) -> NameMerged:
    """Makes two partners, or two people, one. For the columns in `taken`, the merged one's value holds from then on.

    Every name that either had remains as a spelling of the survivor. What was done is stored in the returned merge,
    so that it can be undone (`services.name_undoing`). Raises Refusal if a relation has no rule, Conflict if either
    was changed or merged since `version` was computed.
    """
    model: Any = type(survivor)
    refuse_unknown(model)
    hold_names()
    numbers = {survivor.pk, merged.pk}
    rows = model.objects.current().select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    found = {one.pk: one for one in rows}
    if len(found) != 2 or version_of(survivor, merged) != version:
        raise Conflict(_("One of the two names was changed in the meantime. Look at them again."))
    mover = _Mover(found[survivor.pk], found[merged.pk], by, now)
    with derived_once() as touched:
        touched += mover.hold_engagements(values_after(mover.kept, mover.gone, taken))
        merge = mover.move()
    for engagement in Engagement.objects.filter(pk__in=mover.united):
        recount(engagement)
    return merge


class _Mover:
    """Moves what hangs on one name to another, and records what it did."""

    def __init__(self, kept: Name, gone: Name, by: User, now: datetime) -> None:
        self.model: Any = type(kept)
        self.kind = str(self.model._meta.model_name)
        self.kept = kept
        self.gone = gone
        self.by = by
        self.now = now
        self.united: list[int] = []
        self.whole: set[Key] = set()

    def hold_engagements(self, values: dict[str, Any]) -> list[int]:
        """Locks the engagements whose derived rows will be computed again, until the end of the transaction;
        their numbers.
        """
        self.values = values
        renamed = (values["name_ar"], values["name_en"]) != (self.kept.name_ar, self.kept.name_en)
        names = [self.gone, self.kept] if renamed else [self.gone]
        self.engagements = _engagements(names[:1])
        numbers = _engagements(names)
        rows = Engagement._base_manager.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    def move(self) -> NameMerged:
        before = self._before()
        if self.kind == "person":
            self._unite_participations()
        else:
            self._unite_engagements()
        for name in ("participations", "commitments"):
            if name in named(self.model, self.gone.pk, Rule.PAIR, Rule.MOVE):
                self._rows(name, self.gone).update(**{column_of(self.model, name): self.kept.pk})
        self._unite_rulings()
        label = f"{self.gone} ({self.gone.pk})"
        changes = self._name()
        self._unite_aliases()
        self.model.objects.filter(pk=self.gone.pk).update(merged_into=self.kept.pk)
        after = journal.current_rows(before) | rows_of(self._rows("aliases", self.kept))
        audit.write(
            by=self.by,
            action=Action.MERGED,
            subject=self.kept,
            now=self.now,
            changes=changes | {"merged_name": (None, label)},
        )
        merge: NameMerged = MERGES[self.model].objects.create(
            survivor=self.kept,
            merged=self.gone,
            changes=difference(before, after, self.whole),
            rewritten=rewrite(self.model, self.gone.pk, self.kept.pk, self.engagements),
            by=self.by,
            at=self.now,
        )
        return merge

    def _rows(self, name: str, of: Name) -> Any:
        return named(self.model, of.pk, Rule.UNITE, Rule.PAIR, Rule.MOVE)[name]

    def _before(self) -> Snapshot:
        """All rows that the merge may change, as they are now."""
        found = rows_of(self.model._base_manager.filter(pk__in=[self.kept.pk, self.gone.pk]))
        for rows in named(self.model, self.gone.pk, Rule.UNITE, Rule.PAIR, Rule.MOVE).values():
            found |= rows_of(rows)
        for name in ("aliases", f"{self.kind}ruling.first", f"{self.kind}ruling.second"):
            found |= rows_of(self._rows(name, self.kept))
        if self.kind == "person":
            ours = Participation.objects.filter(person=self.kept.pk, engagement__in=self.engagements)
            found |= rows_of(ours)
            parts = [number for label, number in found if label == Participation._meta.label_lower]
            shared = Participation.objects.filter(pk__in=parts, engagement__in=ours.values("engagement"))
            found |= rows_of(Evidence.objects.filter(participation__in=shared))
            found |= rows_of(Settlement.objects.filter(participation__in=shared))
        return found

    def _unite_participations(self) -> None:
        ours = {
            one.engagement_id: one
            for one in Participation.objects.filter(person=self.kept.pk, engagement__in=self.engagements)
        }
        theirs = Participation.objects.filter(person=self.gone.pk, engagement__in=ours).order_by("pk")
        for one in theirs:
            self.whole.add(unify_participations(one, ours[one.engagement_id]))
            self.united.append(one.engagement_id)

    def _unite_engagements(self) -> None:
        rows = self._rows("engagements", self.gone)
        had = self._rows("engagements", self.kept).values("engagement_id")
        rows.filter(engagement_id__in=had).delete()
        rows.update(partner_id=self.kept.pk)

    def _unite_rulings(self) -> None:
        """Moves rulings: if two names were ruled different, that also holds for the name that one of them becomes."""
        own = {self._other(row, self.kept): row for row in self._rulings(self.kept)}
        for row in self._rulings(self.gone):
            other = self._other(row, self.gone)
            if other == self.kept.pk:
                continue
            if other in own and (
                own[other].verdict == PairVerdict.DIFFERENT or row.verdict == PairVerdict.LATER
            ):
                row.delete()
                continue
            if other in own:
                own[other].delete()
            first, second = sorted((self.kept.pk, other))
            type(row).objects.filter(pk=row.pk).update(first=first, second=second)

    def _rulings(self, name: Name) -> list[Any]:
        sides = (f"{self.kind}ruling.first", f"{self.kind}ruling.second")
        return [row for side in sides for row in self._rows(side, name)]

    def _other(self, row: Any, name: Name) -> int:
        return int(row.second_id if row.first_id == name.pk else row.first_id)

    def _name(self) -> dict[str, tuple[Any, Any]]:
        """Writes the survivor's new values. Returns {field: (before, after)}."""
        changes = {
            name.removesuffix("_id"): (getattr(self.kept, name) or None, value)
            for name, value in self.values.items()
            if getattr(self.kept, name) != value
        }
        self.former = [self.kept.name_ar, self.kept.name_en]
        self.model.objects.filter(pk=self.kept.pk).update(**self.values)
        return changes

    def _unite_aliases(self) -> None:
        """Makes every name that either had a name or an alias of the survivor, each once."""
        rows = self._rows("aliases", self.kept)
        names = {fold(text) for text in (self.values["name_ar"], self.values["name_en"])}
        rows.filter(folded__in=names).delete()
        known = names | set(rows.values_list("folded", flat=True))
        theirs = self._rows("aliases", self.gone)
        theirs.filter(folded__in=known).delete()
        known |= set(theirs.values_list("folded", flat=True))
        theirs.update(**{column_of(self.model, "aliases"): self.kept.pk})
        for text in (*self.former, self.gone.name_ar, self.gone.name_en):
            if text and fold(text) not in known:
                known.add(fold(text))
                self.kept.aliases.create(text=text, origin=AliasOrigin.MERGE, by=self.by, at=self.now)


def _engagements(names: Collection[Name]) -> list[int]:
    """Numbers of the engagements in which one of these names takes part or owes something."""
    numbers: set[int] = set()
    for name in names:
        if isinstance(name, Person):
            numbers |= set(Participation.objects.filter(person=name).values_list("engagement", flat=True))
            owed = Commitment.objects.filter(owner_person=name)
        else:
            between: Any = Engagement.partners.through
            numbers |= set(between.objects.filter(partner=name).values_list("engagement_id", flat=True))
            owed = Commitment.objects.filter(owner_partner=name)
        numbers |= set(owed.order_by().values_list("engagement", flat=True))
    return sorted(numbers)


def _listed(values: Any) -> list[Any]:
    return list(values)
