"""The page of one follow-up is one form with several parts, so that saving one part does not lose what was typed in
the others.

Each part has a button with its own URL, to which the whole page is sent. What was typed in the other parts is kept
in the session until the page is shown again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.follow_ups.change_form import CommitmentForm
from engagements.follow_ups.page_forms import ProgressForm, ProofForm, StepForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import Form
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from engagements.models import Commitment, Step

Typed = dict[str, str]
"""Field names of the page, with what was typed."""
RECORD, PROGRESS, STEP, PROOF = "record", "progress", "step", "proof"
_KEPT = "typed_follow_ups"
_MOST = 5
"""The most follow-ups for which a session keeps something; the oldest goes first."""
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with the content of its fields. `open`: something was changed and not saved."""

    step: Step
    text: str
    assignee: str
    due_on: str
    open: bool


def prefix_of(step: Step) -> str:
    return f"step-{step.pk}"


def step_form(request: HttpRequest, step: Step) -> StepForm:
    """The form of this step, filled from the page."""
    initial = {"text": step.text, "assignee": step.assignee_id, "due_on": step.due_on}
    return StepForm(request.POST, prefix=prefix_of(step), initial=initial)


def typed(request: HttpRequest, commitment: Commitment) -> dict[str, Typed]:
    """What was filled in or changed, by part of the page: the four above, `step-7`, `withdraw-7`."""
    data = request.POST
    forms: dict[str, Form] = {
        RECORD: CommitmentForm(commitment, data),
        PROGRESS: ProgressForm(data, prefix=PROGRESS),
        STEP: StepForm(data, prefix=STEP),
        PROOF: ProofForm(data, prefix=PROOF),
    }
    for step in commitment.steps.all():
        prefix = prefix_of(step)
        if f"{prefix}-text" in data:
            forms[prefix] = step_form(request, step)
    found = {part: _changed(form) for part, form in forms.items()}
    for proof in commitment.proofs.filter(withdrawn_at=None).values_list("pk", flat=True):
        name = f"withdraw-{proof}-reason"
        if words := str(data.get(name, "")).strip():
            found[f"withdraw-{proof}"] = {name: words}
    if found[RECORD] and data.get("version") != commitment.version:
        # Somebody else changed it meanwhile: the old version is kept, so that saving reports that.
        found[RECORD]["version"] = str(data.get("version", ""))
    return {part: values for part, values in found.items() if values}


def _changed(form: Form) -> Typed:
    names = [form.add_prefix(name) for name in form.changed_data if name != "version"]
    return {name: str(form.data[name]) for name in names if name in form.data}


def keep(request: HttpRequest, commitment: Commitment, *, saved: str = "") -> bool:
    """Keeps what was typed in all parts except the one that was `saved`. Returns whether there is anything."""
    return keep_typed(request, commitment, typed(request, commitment), saved=saved)


def keep_typed(
    request: HttpRequest, commitment: Commitment, parts: Mapping[str, Typed], *, saved: str = ""
) -> bool:
    """As `keep`, with parts that were determined before `saved` changed the record."""
    words = flat(parts, without=saved)
    before = dict(request.session.get(_KEPT, {}))
    number = str(commitment.pk)
    if not words:
        if before.pop(number, None) is not None:
            request.session[_KEPT] = before
        return False
    before.pop(number, None)
    kept = [*before.items(), (number, words)][-_MOST:]
    request.session[_KEPT] = dict(kept)
    return True


def flat(parts: Mapping[str, Typed], *, without: str = "") -> Typed:
    return {
        name: words for part, values in parts.items() if part != without for name, words in values.items()
    }


def not_saved(commitment: Commitment, parts: Mapping[str, Typed], *, saved: str = "") -> SafeString:
    """The message that names the parts that are not saved yet, each a link to its place on the page."""
    places = {
        RECORD: ("h-change", _("Change the follow-up")),
        PROGRESS: ("h-progress", _("Report progress")),
        STEP: ("h-steps", _("Add a step")),
        PROOF: ("h-proofs", _("Add a proof")),
    }
    for step in commitment.steps.all():
        places[prefix_of(step)] = ("h-steps", Truncator(step.text).chars(_SHOWN))
    left = [places.get(part, ("h-proofs", _("Withdraw the proof"))) for part in parts if part != saved]
    links = format_html_join(pgettext("list", ", "), '<a href="#{}">«<bdi>{}</bdi>»</a>', left)
    return format_html(_("Not saved yet, but still on this page: {parts}."), parts=links)


def kept(request: HttpRequest, commitment: Commitment) -> Typed:
    """Takes what was kept of this follow-up out of the session: from now on it is on the page."""
    before = dict(request.session.get(_KEPT, {}))
    words: Typed = before.pop(str(commitment.pk), {})
    if words:
        request.session[_KEPT] = before
    return words


def page_forms(commitment: Commitment, words: Mapping[str, str]) -> dict[str, Any]:
    """The forms of the page, filled with the kept words: `form`, `progress`, `proof`, `step`; `opened` are those
    with such words.
    """
    forms: dict[str, Form] = {
        "form": CommitmentForm(commitment),
        PROGRESS: ProgressForm(prefix=PROGRESS),
        PROOF: ProofForm(prefix=PROOF),
        STEP: StepForm(prefix=STEP),
    }
    opened = set()
    for part, form in forms.items():
        mine = {name: words[form.add_prefix(name)] for name in form.fields if form.add_prefix(name) in words}
        form.initial.update(mine)
        if mine:
            opened.add(part)
    return {**forms, "opened": opened}


def step_rows(steps: list[Step], words: Mapping[str, str]) -> list[StepRow]:
    """The steps, with what was typed in their fields, else with their values."""
    rows = []
    for step in steps:
        prefix = prefix_of(step)
        now = {
            "text": step.text,
            "assignee": str(step.assignee_id or ""),
            "due_on": step.due_on.isoformat() if step.due_on else "",
        }
        mine = {name: words[f"{prefix}-{name}"] for name in now if f"{prefix}-{name}" in words}
        rows.append(StepRow(step, **(now | mine), open=bool(mine)))
    return rows


def reasons(words: Mapping[str, str]) -> dict[int, str]:
    """The typed reasons for withdrawing proofs, by the proofs' ids."""
    found = {}
    for name, text in words.items():
        part, _gap, field = name.rpartition("-")
        if part.startswith("withdraw-") and field == "reason":
            found[int(part.removeprefix("withdraw-"))] = text
    return found
