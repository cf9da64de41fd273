"""Undoes a merge of two names: every row is as it was before, unless something was built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict, Refusal
from engagements.models import (
    Action,
    Commitment,
    Engagement,
    Evidence,
    Merge,
    Participation,
    Partner,
    Person,
    User,
)
from engagements.record.disagreement import recount
from engagements.services import audit, journal
from engagements.services.journal import Change, Key, key_of
from engagements.services.names import hold_names
from engagements.services.rewriting import restore
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from engagements.services.name_merging import Name, NameMerged

_LIMIT = 20
"""The most reasons that are shown at once."""


def obstacles(merge: NameMerged) -> list[str]:
    """The reasons, in words, why the merge cannot be undone now, each once; empty if it can."""
    if merge.survivor.merged_into_id is not None:
        return [_("This name was merged into another since. Undo that merge first.")]
    later = type(merge)._default_manager.filter(survivor=merge.survivor_id, pk__gt=merge.pk)
    words = _("«%(what)s» was merged since. Undo that merge first.")
    if found := [words % {"what": one.merged} for one in later.select_related("merged")]:
        return found
    found = [*_changed(merge.changes), *_linked_since(merge)]
    return list(dict.fromkeys(found))[:_LIMIT]


@transaction.atomic
def undo_name_merge(*, merge: NameMerged, by: User, now: datetime) -> Name:
    """Undoes a merge of two names, row by row, and returns the name that had been merged.

    Rows that were deleted meanwhile, because an approval was undone, stay deleted. Raises Refusal with the reasons if
    later changes stand in the way, Conflict if somebody else has undone it.
    """
    hold_names()
    found = type(merge)._default_manager.select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if found is None:
        raise Conflict(_("Somebody else undid this merge in the meantime."))
    model: Any = type(found.survivor)
    list(
        model.objects.select_for_update(of=("self",))
        .filter(pk__in=[found.survivor_id, found.merged_id])
        .order_by("pk")
    )
    if reasons := obstacles(found):
        raise Refusal("\n".join(reasons))
    united = [_engagement_of(change) for change in found.changes if _is_participation_that_went(change)]
    label, number = str(found.merged), found.merged_id
    try:
        with derived_once() as touched:
            touched += _held(found)
            journal.revert(found.changes)
            _restore_journals(found, model)
            found.delete()
    except IntegrityError as error:
        raise Refusal(_("What was done since stands in the way.")) from error
    for engagement in Engagement.objects.filter(pk__in=united):
        recount(engagement)
    survivor = model.objects.get(pk=found.survivor_id)
    changes = {"merged_name": (f"{label} ({number})", None)}
    audit.write(by=by, action=Action.UNDONE, subject=survivor, now=now, changes=changes)
    restored: Name = model.objects.get(pk=number)
    return restored


def _restore_journals(merge: NameMerged, model: Any) -> None:
    old, new = merge.merged_id, merge.survivor_id
    moved = {
        (key_of(change), column)
        for change in merge.changes
        if change["before"] and change["after"]
        for column, value in change["before"].items()
        if value == old and change["after"].get(column) == new
    }
    restore(model, merge.rewritten, moved, old=old, new=new, since=merge.at)


def _keys(merge: NameMerged) -> set[Key]:
    """Keys of the rows that the merge moved, and of those that it would have moved if a merge of engagements had
    not removed them before.
    """
    return {key_of(change) for change in merge.changes} | {
        (label, number) for _journal, _number, label, number, *_where in merge.rewritten
    }


def _held(merge: NameMerged) -> list[int]:
    """Locks the engagements whose derived rows will be computed again, until the end of the transaction; their
    numbers.

    These are the engagements of every row that goes back and, if a name changes, all of the survivor's.
    """
    numbers = {
        row["engagement_id"] for row in journal.current_rows(_keys(merge)).values() if "engagement_id" in row
    }
    numbers |= {_engagement_of(change) for change in merge.changes if _is_participation_that_went(change)}
    numbers |= {
        change["before"]["engagement_id"]
        for change in merge.changes
        if change["after"] is None and "engagement_id" in change["before"]
    }
    names = {"name_ar", "name_en"}
    if any(_is_name(change) and names & (change["after"] or {}).keys() for change in merge.changes):
        numbers |= set(_engagements_of(merge).values_list("pk", flat=True))
    rows = Engagement._base_manager.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _engagements_of(merge: NameMerged) -> Any:
    """Engagements in which the survivor takes part or owes something."""
    kind = "person" if isinstance(merge.survivor, Person) else "partner"
    path = "participations__person" if kind == "person" else "partners"
    mine = Q(**{path: merge.survivor_id}) | Q(**{f"commitments__owner_{kind}": merge.survivor_id})
    return Engagement._base_manager.filter(pk__in=Engagement._base_manager.filter(mine).values("pk"))


def _is_name(change: Change) -> bool:
    return change["row"][0] in (Person._meta.label_lower, Partner._meta.label_lower)


def _is_participation_that_went(change: Change) -> bool:
    return change["row"][0] == Participation._meta.label_lower and change["after"] is None


def _engagement_of(change: Change) -> int:
    return int(change["before"]["engagement_id"])


def _changed(changes: list[Change]) -> Iterator[str]:
    """Reasons: rows that are not as the merge left them."""
    rows = journal.current_rows(key_of(change) for change in changes)
    gone = [
        key_of(change) for change in changes if key_of(change) not in rows and change["after"] is not None
    ]
    yield from _merged_away(gone)
    for change in changes:
        key = key_of(change)
        if change["after"] is None:
            if key in rows:
                yield _("Something stands again where the merge had taken it away.")
        elif key in rows and journal.differs(rows[key], change["after"]):
            yield _("«%(what)s» was changed since.") % {"what": journal.record_at(key)}


def _merged_away(gone: Iterable[Key]) -> Iterator[str]:
    """Reasons: merges of engagements that removed rows which this merge had moved. Other missing rows were
    deleted for good.
    """
    about = Q()
    for key in gone:
        about |= Q(changes__contains=[{"row": list(key), "after": None}])
    words = _("«%(what)s» was merged since. Undo that merge first.")
    for merge in Merge.objects.filter(about).select_related("source", "merged") if about else ():
        yield words % {"what": merge}


def _linked_since(merge: NameMerged) -> Iterator[str]:
    """Reasons: records linked to the survivor since the merge by a name that only the merged one had."""
    ours, merged = _names_before(merge)
    theirs = merged - ours
    if not theirs:
        return
    known = _keys(merge)
    words = _("«%(name)s» in «%(engagement)s» was linked by this name since.")
    for label, number, name, engagement in _mentions(merge, theirs):
        if (label, number) not in known:
            yield words % {"name": name, "engagement": engagement}


def _mentions(merge: NameMerged, folded: set[str]) -> Iterator[tuple[str, int, str, Engagement]]:
    """Records that refer to the survivor and spell it with one of these names: (label, number, name, engagement)."""
    survivor = merge.survivor
    if isinstance(survivor, Person):
        parts = Participation.objects.filter(person=survivor).select_related("engagement")
        owed = Commitment.objects.filter(owner_person=survivor).select_related("engagement")
        for part in parts.iterator():
            if fold(part.name) in folded:
                yield part._meta.label_lower, part.pk, part.name, part.engagement
    else:
        owed = Commitment.objects.filter(owner_partner=survivor).select_related("engagement")
        yield from _bodies(survivor, folded)
    for promise in owed.order_by().iterator():
        if fold(promise.owner) in folded:
            yield promise._meta.label_lower, promise.pk, promise.owner, promise.engagement


def _bodies(survivor: Partner, folded: set[str]) -> Iterator[tuple[str, int, str, Engagement]]:
    """Engagements whose sources call the partner by one of these names; as `_mentions`."""
    between: Any = Engagement.partners.through
    rows = {row.engagement_id: row for row in between.objects.filter(partner=survivor)}
    said = Evidence.objects.filter(engagement__in=rows, field__startswith="organizations:")
    for one in said.select_related("engagement").iterator():
        name = one.field.partition(":")[2]
        if fold(name) in folded:
            row = rows[one.engagement_id]
            yield row._meta.label_lower, row.pk, name, one.engagement


def _names_before(merge: NameMerged) -> tuple[set[str], set[str]]:
    """The folded names and aliases of the survivor, and those of the merged one, as they were before the merge."""
    numbers = (merge.survivor_id, merge.merged_id)
    survivor, merged = merge.survivor, merge.merged
    owner = f"{survivor._meta.model_name}_id"
    columns = {one.pk: {"name_ar": one.name_ar, "name_en": one.name_en} for one in (survivor, merged)}
    aliases = {one.pk: (merge.survivor_id, one.text) for one in survivor.aliases.all()}
    for change in merge.changes:
        (label, number), before = key_of(change), change["before"]
        if _is_name(change):
            columns[number] |= {name: before[name] for name in columns[number] if name in before}
        elif label.endswith("alias") and before is None:
            aliases.pop(number, None)
        elif label.endswith("alias") and (number in aliases or change["after"] is None):
            text = before.get("text") or aliases[number][1]
            aliases[number] = (before.get(owner, merge.survivor_id), text)
    found = [
        {*columns[number].values(), *(text for whose, text in aliases.values() if whose == number)}
        for number in numbers
    ]
    ours, theirs = ({fold(text) for text in names if text} for names in found)
    return ours, theirs
