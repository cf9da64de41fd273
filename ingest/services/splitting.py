"""Splits one draft into two, or joins two into one. The originals are kept, and it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import Draft, DraftStatus, DraftWork, Release
from ingest.proposals import values as proposals
from ingest.services.fingerprints import keep_draft_prints
from ingest.services.steps import hold, settle, undone_before, wait_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from engagements.models import User
    from ingest.proposals.dividing import Half

Fields: TypeAlias = dict[str, list[str]]
"""A review form as it was sent: `{name: [values]}`."""


@transaction.atomic
def split(
    *,
    draft: Draft,
    halves: Sequence[Half],
    by: User,
    now: datetime,
    forms: Sequence[Fields | None] = (None, None),
    left: Fields | None = None,
) -> list[Draft]:
    """Makes two drafts of one.

    `forms` are the unfinished review forms of the new drafts, `left` is that of the original. Raises Conflict if
    somebody has decided about the draft.
    """
    held = hold(draft)
    made = _make(held, [half.proposal for half in halves], by=by, now=now, forms=forms)
    _replace([held], made, Action.SPLIT, by=by, now=now, left={held.pk: left})
    return made


@transaction.atomic
def join(
    *,
    drafts: tuple[Draft, Draft],
    proposal: Mapping[str, Any],
    by: User,
    now: datetime,
    form: Fields | None = None,
    left: Mapping[int, Fields | None] | None = None,
) -> Draft:
    """Makes one draft of two drafts of the same release.

    `form` is the unfinished review form of the new draft, `left` has those of the originals by number. Raises Refusal
    for drafts of different releases (two sources can share an engagement, never a draft), Conflict if somebody has
    decided about either.
    """
    if drafts[0].release_id != drafts[1].release_id or drafts[0] == drafts[1]:
        raise Refusal(_("Only two drafts of the same release can be joined."))
    held = {draft.pk: hold(draft) for draft in sorted(drafts, key=lambda one: one.pk)}
    originals = [held[draft.pk] for draft in drafts]
    made = _make(originals[0], [proposal], by=by, now=now, forms=[form])
    _replace(originals, made, Action.JOINED, by=by, now=now, left=left or {})
    return made[0]


def obstacles(draft: Draft, by: User) -> list[str]:
    """The reasons, in words, why `by` cannot undo the splitting or joining of the draft now; empty if that is
    possible.
    """
    made = list(draft.made_into.all())
    if draft.status != DraftStatus.REPLACED or not made:
        return [str(undone_before())]
    found = []
    for one in made:
        if one.status != DraftStatus.PENDING:
            words = _("«%(title)s» was decided since: %(state)s. Undo that first.")
            found.append(words % {"title": one.title, "state": one.get_status_display()})
    others = DraftWork.objects.filter(draft__in=made).exclude(by=by).select_related("by", "draft")
    for work in others:
        words = _("%(name)s has typed something into «%(title)s» and not decided yet.")
        found.append(words % {"name": work.by.display_name, "title": work.draft.title})
    return found


@transaction.atomic
def undo(*, draft: Draft, by: User, now: datetime) -> list[Draft]:
    """Undoes a splitting or joining: the new drafts are deleted and the originals wait again. Returns the originals.

    Raises Refusal with the reasons if one of the new drafts was decided or somebody else is working on it, Conflict
    if somebody else has undone it.
    """
    made = draft.made_into.values_list("pk", flat=True)
    originals = Draft.objects.filter(made_into__in=list(made)).distinct().values_list("pk", flat=True)
    numbers = sorted({*made, *originals})
    rows = {one.pk: one for one in Draft.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}
    held = rows.get(draft.pk)
    if held is None or held.status != DraftStatus.REPLACED:
        raise undone_before()
    if reasons := obstacles(held, by):
        raise Refusal("\n".join(reasons))
    new = list(held.made_into.all())
    waiting = list(Draft.objects.filter(made_into__in=new).distinct().order_by("pk"))
    titles = _titles(new)
    Draft.objects.filter(pk__in=[one.pk for one in new]).delete()
    for original in waiting:
        if not wait_again(original, DraftStatus.REPLACED, by=(), now=now):
            raise undone_before()
        changes = {"drafts": (titles, None)}
        audit.write(by=by, action=Action.UNDONE, subject=original, now=now, changes=changes)
    return waiting


def _make(
    original: Draft,
    told: Sequence[Mapping[str, Any]],
    *,
    by: User,
    now: datetime,
    forms: Sequence[Fields | None],
) -> list[Draft]:
    """Creates drafts of the original's release and run. They keep its `created_at`, so their place in the queue
    is its own.
    """
    Release.objects.select_for_update(of=("self",)).get(pk=original.release_id)
    last = Draft.objects.filter(release=original.release_id).aggregate(last=Max("index"))["last"]
    made = Draft.objects.bulk_create(
        _draft(original, last + 1 + place, dict(proposal)) for place, proposal in enumerate(told)
    )
    for draft, form in zip(made, forms, strict=True):
        if form:
            DraftWork.objects.create(draft=draft, by=by, fields=form, saved_at=now)
    return made


def _draft(original: Draft, index: int, proposal: dict[str, Any]) -> Draft:
    return Draft(
        release_id=original.release_id,
        run_id=original.run_id,
        index=index,
        proposal=proposal,
        title=(proposal.get("title") or original.title)[:500],
        **proposals.for_queue(proposal),
        created_at=original.created_at,
    )


def _replace(
    originals: Iterable[Draft],
    made: Sequence[Draft],
    action: Action,
    *,
    by: User,
    now: datetime,
    left: Mapping[int, Fields | None],
) -> None:
    """Marks the originals as replaced. What was typed into them is kept for the case that this is undone."""
    for original in originals:
        settle(original, DraftStatus.REPLACED, by=by, now=now)
        if form := left.get(original.pk):
            DraftWork.objects.create(draft=original, by=by, fields=form, saved_at=now)
        original.made_into.set(made)
        changes = {"drafts": (None, _titles(made))}
        audit.write(by=by, action=action, subject=original, now=now, changes=changes)
    source = made[0].release.source
    current = Draft.objects.filter(release=made[0].release_id).exclude(status=DraftStatus.REPLACED)
    keep_draft_prints(list(current.order_by("index")), source)


def _titles(drafts: Iterable[Draft]) -> str:
    return ", ".join(f"{one.title} ({one.pk})" for one in drafts)
