"""The spellings by which a partner or person is known, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.auditing.lines import lines_of
from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, PartnerAlias, PersonAlias
from engagements.names.forms import AliasForm, ReasonForm
from engagements.permissions import Permission, require
from engagements.services.aliases import add_alias, change_alias, remove_alias
from engagements.views.name_merging import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.services.aliases import NameAlias

_MODELS: dict[str, Any] = {"partner": PartnerAlias, "person": PersonAlias}
_TRAIL = 20


def aliases(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The spellings with their origins. POST adds one."""
    user = require(request, Permission.MANAGE_NAMES)
    name, _traits = name_of(kind, number, user)
    form = AliasForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_alias(name=name, **form.cleaned_data, by=user, now=timezone.now())
        except Conflict as conflict:
            return render(request, "409.html", {"message": str(conflict), "href": request.path}, status=409)
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The spelling is known from now on."))
            return redirect("aliases", kind, number)
    rows = list(name.aliases.select_related("source", "by").order_by("text", "pk"))
    for row in rows:
        if row.source is not None:
            row.source.as_seen_by(user)
    trail = AuditEntry.objects.filter(subject_type=kind, subject_id=number, changes__has_key="aliases")
    context = {
        "kind": kind,
        "name": name,
        "form": form,
        "asks": "anyway" in form.errors,
        "rows": rows,
        "lines": lines_of(trail[:_TRAIL]),
    }
    return render(request, "engagements/aliases.html", context, status=422 if form.errors else 200)


def alias(request: HttpRequest, kind: str, number: int, alias: int) -> HttpResponse:
    """One spelling. POST changes it, or removes it with a reason."""
    user = require(request, Permission.MANAGE_NAMES)
    name, _traits = name_of(kind, number, user)
    row: NameAlias = get_object_or_404(_MODELS[kind], **{"pk": alias, kind: number})
    removes = "remove" in request.POST
    form = AliasForm(
        request.POST if request.method == "POST" and not removes else None, initial={"text": row.text}
    )
    reason = ReasonForm(request.POST if removes else None)
    asked = reason if removes else form
    if request.method == "POST" and asked.is_valid():
        try:
            if removes:
                remove_alias(alias=row, reason=reason.cleaned_data["reason"], by=user, now=timezone.now())
            else:
                seen = request.POST.get("seen", "")
                change_alias(alias=row, seen=seen, **form.cleaned_data, by=user, now=timezone.now())
        except Conflict as conflict:
            return render(request, "409.html", {"message": str(conflict), "href": request.path}, status=409)
        except Refusal as refusal:
            asked.add_error(refusal.field or None, str(refusal))
        else:
            told = _("The spelling was taken away.") if removes else _("The spelling was changed.")
            messages.success(request, told)
            return redirect("aliases", kind, number)
    asks = "anyway" in form.errors
    context = {"kind": kind, "name": name, "row": row, "form": form, "reason": reason, "asks": asks}
    return render(request, "engagements/alias.html", context, status=422 if asked.errors else 200)
