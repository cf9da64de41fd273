"""Changes to the parts of one follow-up: reports, proofs, steps, owner. Each goes back to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.errors import Conflict, Refusal
from engagements.fields import mark_first_error
from engagements.files.handing_out import download
from engagements.follow_ups.page_forms import ProgressForm, ProofForm, StepForm, WithdrawForm
from engagements.follow_ups.typed import PROGRESS, PROOF, STEP, flat, keep_typed, prefix_of, step_form, typed
from engagements.lists.querystring import as_number
from engagements.models import Action, Proof, Source, Unit
from engagements.names.visible import existing
from engagements.permissions import Permission, require
from engagements.services import audit
from engagements.services.owners import KINDS, link_owner
from engagements.services.reporting import (
    add_proof_file,
    add_proof_source,
    report_progress,
    withdraw_proof,
)
from engagements.services.steps import add_step, change_step, finish_step, remove_step
from engagements.views.follow_up import again, found, overtaken, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import FileResponse, HttpRequest, HttpResponse

    from engagements.models import Commitment, User

OWNER = "owner"


@require_POST
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Adds a progress report."""
    user, commitment = _asked(request, number)
    form = ProgressForm(request.POST, prefix="progress")

    def report() -> None:
        report_progress(commitment=commitment, **form.cleaned_data, by=user, now=timezone.now())

    return _done(request, user, commitment, form, report, _("The report was added."), part=PROGRESS)


@require_POST
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """Adds a proof: a file or a release."""
    user, commitment = _asked(request, number)
    form = ProofForm(request.POST, request.FILES, prefix="proof", sources=Source.objects.visible_to(user))

    def prove() -> None:
        asked: dict[str, Any] = {
            "commitment": commitment,
            "words": form.cleaned_data["words"],
            "by": user,
            "now": timezone.now(),
        }
        file = form.cleaned_data["file"]
        if form.source is not None:
            add_proof_source(source=form.source, place=form.place, **asked)
        else:
            add_proof_file(content=file.read(), filename=file.name, **asked)

    return _done(request, user, commitment, form, prove, _("The proof was added."), part=PROOF)


@require_POST
def proof_withdraw(request: HttpRequest, number: int, proof: int) -> HttpResponse:
    """Withdraws a proof, with a reason."""
    user, commitment = _asked(request, number)
    row = get_object_or_404(commitment.proofs, pk=proof)
    part = f"withdraw-{row.pk}"
    form = WithdrawForm(request.POST, prefix=part)

    def withdraw() -> None:
        withdraw_proof(proof=row, reason=form.cleaned_data["reason"], by=user, now=timezone.now())

    if not form.is_valid():
        messages.error(request, _("Say why the proof is withdrawn."))
        return again(request, commitment, typed(request, commitment))
    return _done(request, user, commitment, form, withdraw, _("The proof was withdrawn."), part=part)


@require_safe
def proof_file(request: HttpRequest, number: int, proof: int) -> FileResponse:
    """The uploaded file of a proof, always as a download."""
    user = require(request, Permission.READ)
    row = get_object_or_404(Proof, pk=proof, commitment=found(user, number), source=None)
    answer = download(row.file, filename=row.filename)
    audit.write(
        by=user, action=Action.DOWNLOADED, subject=row.commitment, now=timezone.now(), note=row.filename
    )
    return answer


@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Adds a step."""
    user, commitment = _asked(request, number)
    form = StepForm(request.POST, prefix="step")

    def add() -> None:
        add_step(commitment=commitment, plan=form.plan(), by=user, now=timezone.now())

    return _done(request, user, commitment, form, add, _("The step was added."), part=STEP)


@require_POST
def step_change(request: HttpRequest, number: int, step: int) -> HttpResponse:
    """Changes a step as `act` says: done, not_done, remove or change."""
    user, commitment = _asked(request, number)
    row = get_object_or_404(commitment.steps.select_related("assignee", "commitment"), pk=step)
    part = prefix_of(row)
    form = step_form(request, row)
    act = request.POST.get("act", "")

    def change() -> None:
        now = timezone.now()
        if request.POST.get(f"{part}-version") != row.version:
            raise Conflict(_("Somebody else changed this step in the meantime."))
        if act in {"done", "not_done"}:
            finish_step(step=row, done=act == "done", by=user, now=now)
        elif act == "remove":
            remove_step(step=row, by=user, now=now)
        else:
            change_step(step=row, plan=form.plan(), by=user, now=now)

    if act == "change" and not form.is_valid():
        words = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(words))
        return again(request, commitment, typed(request, commitment))
    if act == "change" and not form.has_changed():
        told = _("Nothing was saved: the step is as it was.")
        return again(request, commitment, typed(request, commitment), told)
    if act not in {"done", "not_done", "remove", "change"}:
        raise Http404
    # When a step is marked as done, what was typed in its fields stays; its version changes.
    saved = part if act in {"change", "remove"} else "act"
    return _done(
        request, user, commitment, form, change, _("The step was changed."), part=saved, checked=True
    )


@require_POST
def owner(request: HttpRequest, number: int) -> HttpResponse:
    """Links the owner, so far only words, to a unit, partner or person."""
    user, commitment = _asked(request, number)
    kind, _gap, which = request.POST.get("meant", "").partition("-")
    model, pk = KINDS.get(kind), as_number(which)
    if model is None or pk is None:
        raise Http404
    known: Any = model._default_manager.current()
    record: Any = get_object_or_404(known if model is Unit else existing(known, user), pk=pk)
    form = WithdrawForm()

    def link() -> None:
        if request.POST.get("version") != commitment.version:
            raise Conflict(_("Somebody else changed this follow-up in the meantime."))
        link_owner(commitment=commitment, record=record, by=user, now=timezone.now())

    told = _("The follow-up was changed.")
    return _done(request, user, commitment, form, link, told, part=OWNER, checked=True)


def _asked(request: HttpRequest, number: int) -> tuple[User, Commitment]:
    user = require(request, Permission.MANAGE_COMMITMENTS)
    return user, found(user, number)


def _done(
    request: HttpRequest,
    user: User,
    commitment: Commitment,
    form: Form,
    act: Callable[[], None],
    told: str,
    *,
    part: str,
    checked: bool = False,
) -> HttpResponse:
    """Runs `act` for one part of the page if its form is valid, and goes back; else shows the page with the errors,
    or 409.

    What was typed in the other parts stays on the page in any case.
    """
    parts = typed(request, commitment)
    shows = {part: form} if part in {PROGRESS, PROOF, STEP} else {}
    if not checked and not form.is_valid():
        mark_first_error(form)
        return shown(request, user, commitment, status=400, words=flat(parts, without=part), **shows)
    try:
        act()
    except Conflict as conflict:
        keep_typed(request, commitment, parts, saved=part)
        return overtaken(request, conflict, commitment, form)
    except Refusal as refusal:
        if not shows:
            messages.error(request, str(refusal))
            return again(request, commitment, parts)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        mark_first_error(form)
        return shown(request, user, commitment, status=400, words=flat(parts, without=part), **shows)
    messages.success(request, told)
    return again(request, commitment, parts, saved=part)
