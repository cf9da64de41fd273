"""Undoes a merge of engagements: every row is as it was before, unless something was built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict, Refusal
from engagements.models import Action, Engagement, Evidence, Merge, Partner, Settlement, User
from engagements.record.disagreement import recount
from engagements.services import audit, journal
from engagements.services.journal import Change, Key, key_of
from engagements.services.names import hold_names
from engagements.services.relations import OF_COMMITMENTS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import Model

NAMES = {"engagements.person", "engagements.partner", "engagements.personalias", "engagements.partneralias"}
"""Tables whose rows belong to the register as a whole, not to one engagement."""
_PARTS = {"engagements.participation", "engagements.commitment"}
_GOING_ALONG = {model._meta.label_lower for model in OF_COMMITMENTS}


def obstacles(merge: Merge) -> list[str]:
    """The reasons, in words, why the merge cannot be undone now, each once; empty if it can."""
    engagement = merge.engagement
    if engagement.merged_into_id is not None:
        words = _("This engagement was merged into another since. Undo that merge first.")
        return [words]
    found = _settled_since(merge)
    if merge.source_id:
        later = Merge.objects.filter(engagement=engagement, source=merge.source_id, pk__gt=merge.pk)
        if later.exists():
            found.append(_("The same source was merged once more since. Undo that merge first."))
    found += _built_upon(merge.changes)
    found += _merged_upon(merge)
    return list(dict.fromkeys(found))


@transaction.atomic
def undo(*, merge: Merge, by: User, now: datetime) -> Engagement:
    """Undoes a merge: the engagements are as they were before it, row by row, and the merge is deleted.

    A name that the merge brought stays if it is used elsewhere by now; so does a country, topic or partner that
    another source names too. If a later merge uses it, undoing that one will remove it. Raises Refusal with the
    reasons if later changes stand in the way, Conflict if somebody else has undone it. If a draft was merged, the
    caller makes it wait again first.
    """
    hold_names()
    found = Merge.objects.select_for_update().filter(pk=merge.pk).first()
    if found is None:
        raise Conflict(_("Somebody else undid this merge in the meantime."))
    numbers = sorted(filter(None, (found.engagement_id, found.merged_id)))
    list(Engagement.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    if reasons := obstacles(found):
        raise Refusal("\n".join(reasons))
    try:
        with transaction.atomic():
            staying = _staying(found)
            journal.revert(found.changes, staying.keys())
            for key, heir in staying.items():
                _hand_over(found, key, heir)
            found.delete()
    except IntegrityError as error:
        raise Refusal(_("What was done since stands in the way.")) from error
    for one in Engagement.objects.filter(pk__in=numbers):
        recount(one)
        other = found.source or (found.merged if one.pk == found.engagement_id else found.engagement)
        name = "sources" if found.source_id else "merged" if one.pk == found.engagement_id else "merged_into"
        label = str(other) if found.source_id else f"{other} ({other.pk})" if other else ""
        audit.write(by=by, action=Action.UNDONE, subject=one, now=now, changes={name: (label, None)})
    return Engagement.objects.get(pk=found.engagement_id)


def _settled_since(merge: Merge) -> list[str]:
    """Reasons: disagreements settled since the merge, which may rest on the values that it brought."""
    settled = Settlement.objects.filter(engagement=merge.engagement_id, at__gt=merge.at)
    if merge.source_id:
        about = Evidence.objects.filter(engagement=merge.engagement_id, source=merge.source_id)
        said = set(about.values_list("field", "participation", "commitment"))
        settled_rows = [
            one for one in settled if (one.field, one.participation_id, one.commitment_id) in said
        ]
    else:
        settled_rows = list(settled)
    words = _("A disagreement was settled since: «%(value)s». Open it again first.")
    return [words % {"value": one.value} for one in settled_rows]


def _built_upon(changes: list[Change]) -> list[str]:
    """Reasons: rows that were changed since, and rows that refer to those that would be deleted or moved."""
    keys = {key_of(change) for change in changes}
    rows = journal.current_rows(keys)
    found = []
    for change in changes:
        key, before, after = key_of(change), change["before"], change["after"]
        if key[0] in NAMES:
            continue
        row = rows.get(key)
        if after is None:
            if row is not None:
                found.append(_("Something stands again where the merge had taken it away."))
        elif row is None:
            found.append(_("Something that the merge brought is gone."))
        elif any(row[name] != value for name, value in after.items()):
            found.append(_("«%(what)s» was changed since.") % {"what": _called(journal.record_at(key))})
        elif key[0] in _PARTS and (before is None or _moved(change)):
            found += _hanging(key, keys, () if before is None else _GOING_ALONG)
    return found


def _merged_upon(merge: Merge) -> list[str]:
    """Reasons: later merges into the same engagement that touched rows which this one created or moved."""
    own = {
        key_of(change): change
        for change in merge.changes
        if key_of(change)[0] not in NAMES and (change["before"] is None or _moved(change))
    }
    places = {_place(change, journal.current_rows([key]).get(key)) for key, change in own.items()} - {None}
    found = []
    for later in Merge.objects.filter(engagement=merge.engagement_id, pk__gt=merge.pk):
        touched = {key_of(change) for change in later.changes}
        for change in later.changes:
            touched |= journal.targets(change)
        gone = {_place(change, change["before"]) for change in later.changes if change["after"] is None}
        if touched & own.keys() or gone & places or _columns(merge) & _columns(later):
            found.append(_("«%(what)s» was merged since. Undo that merge first.") % {"what": later})
    return found


def _columns(merge: Merge) -> set[tuple[str, int, str]]:
    """(label, number, column) of every column that the merge changed in rows that existed before."""
    return {
        (*key_of(change), name)
        for change in merge.changes
        if change["before"] is not None and change["after"] is not None
        for name in change["after"]
    }


def _place(change: Change, columns: dict[str, Any] | None) -> tuple[Any, ...] | None:
    """What a row of a many-to-many table links, whichever engagement it belongs to; None for other rows."""
    label = change["row"][0]
    if columns is None or not label.startswith("engagements.engagement_"):
        return None
    return (label, *(value for name, value in columns.items() if name not in {"id", "engagement_id"}))


def _moved(change: Change) -> bool:
    before, after = change["before"], change["after"]
    return bool(before and after and before.get("engagement_id") != after.get("engagement_id"))


def _hanging(key: Key, known: set[Key], going_along: Collection[str] = ()) -> list[str]:
    """Reasons: rows that refer to a participant or follow-up that would be deleted or moved, unless they move along."""
    hanging = journal.hangs_on(key, known, going_along)
    if hanging is None:
        return []
    what, source = _called(journal.record_at(key)), getattr(hanging, "source", None)
    if source is None:
        return [_("«%(what)s» was changed since.") % {"what": what}]
    words = _("«%(what)s» is also told by a source that was added since: %(source)s.")
    return [words % {"what": what, "source": source}]


def _staying(merge: Merge) -> dict[Key, Merge | None]:
    """Rows that the merge created but that must stay, because others use them by now.

    Each has the later merge that would have created it, or None if there is none.
    """
    known = {key_of(change) for change in merge.changes}
    rows = journal.current_rows(known)
    staying: dict[Key, Merge | None] = {}
    for change in merge.changes:
        key = key_of(change)
        if change["before"] is not None:
            continue
        if key[0] in NAMES:
            heir = _mentioning(merge, key)
            if (
                heir
                or journal.differs(rows.get(key), change["after"])
                or journal.hangs_on(key, known) is not None
            ):
                staying[key] = heir
        elif merge.source_id and (saying := _saying(merge, change)):
            staying[key] = saying[0]
    return staying


def _mentioning(merge: Merge, key: Key) -> Merge | None:
    """The first later merge whose journal refers to this name."""
    model = apps.get_model(key[0])
    columns = {
        field.field.attname
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    }
    about = Q()
    for name in columns:
        about |= Q(changes__contains=[{"before": {name: key[1]}}])
        about |= Q(changes__contains=[{"after": {name: key[1]}}])
    later = Merge.objects.filter(about, pk__gt=merge.pk) if columns else Merge.objects.none()
    return later.order_by("pk").first()


def _saying(merge: Merge, change: Change) -> list[Merge | None]:
    """Whether other sources name the country, topic or partner of this row: an empty list if not.

    Otherwise a list with the later merge that added such a source, or with None if that source was there before.
    """
    label, after = change["row"][0], change["after"]
    others = Evidence.objects.filter(engagement=merge.engagement_id).exclude(source=merge.source_id)
    match label:
        case "engagements.engagement_topics":
            others = others.filter(field=f"topics:{after['topic_id']}")
        case "engagements.engagement_partner_countries":
            others = others.filter(field=f"partner_countries:{after['country_id']}")
        case "engagements.engagement_partners":
            partner = Partner.objects.get(pk=after["partner_id"])
            names = {partner.folded_ar, partner.folded_en, *partner.aliases.values_list("folded", flat=True)}
            named = others.filter(field__startswith="organizations:")
            others = named.filter(
                pk__in=[one.pk for one in named if fold(one.field.partition(":")[2]) in names]
            )
        case _:
            return []
    sources = list(others.values_list("source", flat=True))
    later = Merge.objects.filter(engagement=merge.engagement_id, source__in=sources, pk__gt=merge.pk)
    return [later.order_by("pk").first()] if sources else []


def _hand_over(merge: Merge, key: Key, heir: Merge | None) -> None:
    """Adds a row that stays to the journal of the later merge, so that undoing that one removes it."""
    if heir is not None:
        fresh = Merge.objects.select_for_update().get(pk=heir.pk)
        fresh.changes += [change for change in merge.changes if key_of(change) == key]
        fresh.save(update_fields=["changes"])


def _called(row: Model | None) -> str:
    return str(row) if row is not None else ""
