"""The page of one follow-up: its state, reports, proofs, steps and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.fields import mark_first_error
from engagements.follow_ups.change_form import CommitmentForm
from engagements.follow_ups.one import page_of_one
from engagements.follow_ups.typed import (
    PROOF,
    RECORD,
    flat,
    keep_typed,
    kept,
    not_saved,
    page_forms,
    reasons,
    step_rows,
    typed,
)
from engagements.models import Commitment
from engagements.permissions import Permission, require
from engagements.services.commitments import change_commitment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BoundField, Form
    from django.http import HttpRequest, HttpResponse

    from engagements.follow_ups.typed import Typed
    from engagements.models import User


def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one follow-up. POST changes it and goes back to the page from which the change began."""
    posted = request.method == "POST"
    user = require(request, Permission.MANAGE_COMMITMENTS if posted else Permission.READ)
    commitment = found(user, number)
    if not posted:
        return shown(request, user, commitment)
    parts = typed(request, commitment)
    if request.POST.get("act") == "enter" and set(parts) - {RECORD}:
        return again(request, commitment, parts, _("Nothing was saved yet: press the button of a part."))
    form = CommitmentForm(commitment, request.POST)
    if form.is_valid():
        try:
            if form.cleaned_data["version"] != commitment.version:
                raise Conflict(_("Somebody else changed this follow-up in the meantime."))
            after = change_commitment(
                commitment=commitment, change=form.change(), by=user, now=timezone.now()
            )
        except Conflict as conflict:
            keep_typed(request, commitment, parts, saved=RECORD)
            now = CommitmentForm(Commitment.objects.get(pk=commitment.pk))
            return overtaken(request, conflict, commitment, form, now)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if after.version == commitment.version:
                return _nothing_changed(request, commitment, parts)
            messages.success(request, _("The follow-up was changed."))
            return again(request, commitment, parts, saved=RECORD, otherwise=_back(request, commitment))
    mark_first_error(form)
    return shown(request, user, commitment, status=400, words=flat(parts), form=form)


def _nothing_changed(
    request: HttpRequest, commitment: Commitment, parts: Mapping[str, Typed]
) -> HttpResponse:
    """The answer if the record itself was not changed: what was typed elsewhere, and a reason without a change, stay
    on the page.
    """
    unused = {name: words for name, words in parts.get(RECORD, {}).items() if name in {"reason", "steps"}}
    others = {part: values for part, values in parts.items() if part != RECORD}
    left = ({RECORD: unused} if unused else {}) | others
    told = _("Nothing was saved: in «Change the follow-up» nothing differs from what stands.")
    return again(request, commitment, left, told, otherwise=_back(request, commitment))


def again(
    request: HttpRequest,
    commitment: Commitment,
    parts: Mapping[str, Typed],
    told: str = "",
    *,
    saved: str = "",
    otherwise: str = "",
) -> HttpResponse:
    """Redirects to the page, keeping what was typed in the parts that were not `saved`; if there is nothing, to
    `otherwise`.
    """
    left = keep_typed(request, commitment, parts, saved=saved)
    if told:
        messages.info(request, told)
    if left:
        messages.warning(request, not_saved(commitment, parts, saved=saved))
    if "proof-file" in request.FILES and saved != PROOF:
        messages.warning(request, _("Choose the file of the proof once more: it was not kept."))
        left = True
    back, here = _back(request, commitment), commitment.get_absolute_url()
    page = here if back == here else f"{here}?{urlencode({'next': back})}"
    return redirect(page if left or not otherwise else otherwise)


def found(user: User, number: int) -> Commitment:
    """The follow-up, if it exists for this account. Raises Http404."""
    return get_object_or_404(Commitment.objects.visible_to(user).for_list(), pk=number)


def shown(
    request: HttpRequest,
    user: User,
    commitment: Commitment,
    *,
    status: int = 200,
    words: Typed | None = None,
    **forms: Form,
) -> HttpResponse:
    """The page. `forms` (form, progress, proof, step) are those that were refused; `words` is what was typed
    elsewhere on it.
    """
    context = page_of_one(commitment, user)
    if context["may_change"]:
        words = kept(request, commitment) if words is None else words
        context |= page_forms(commitment, words) | forms | {"back": _back(request, commitment)}
        context["steps"] = step_rows(context["steps"], words)
        context["reasons"] = reasons(words)
    else:
        context["steps"] = step_rows(context["steps"], {})
    return render(request, "engagements/follow_up.html", context, status=status)


def overtaken(
    request: HttpRequest, conflict: Conflict, commitment: Commitment, form: Form, now: Form | None = None
) -> HttpResponse:
    """409, with what was typed and how the record is `now`, so that nothing is lost."""
    return overtaken_by(request, conflict, commitment.get_absolute_url(), form, now)


def overtaken_by(
    request: HttpRequest, conflict: Conflict, href: str, form: Form, now: Form | None
) -> HttpResponse:
    """As `overtaken`, for any record; `href` is its page."""
    typed = []
    for field in form:
        mine = _in_words(field)
        if mine and not field.is_hidden:
            typed.append((field.label, mine, _in_words(now[field.name]) if now else ""))
    context: dict[str, Any] = {
        "message": str(conflict),
        "href": href,
        "typed": typed,
    }
    return render(request, "engagements/follow_up_conflict.html", context, status=409)


def _in_words(field: BoundField) -> str:
    """The value of a field as text; of a choice, its label."""
    value = field.value()
    for choice, label in getattr(field.field, "choices", ()):
        if str(choice) == str(value):
            return str(label).strip() if value else ""
    return "" if value is None else str(value)


def _back(request: HttpRequest, commitment: Commitment) -> str:
    """The page from which the change began, if it is one of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else commitment.get_absolute_url()
