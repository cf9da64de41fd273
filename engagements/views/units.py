"""The ministry's own units, which everybody can see and registrars maintain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.auditing.lines import lines_of
from engagements.errors import Conflict, Refusal
from engagements.follow_ups.unit_forms import UnitForm, UnitNameForm
from engagements.follow_ups.unit_tree import unit_lines
from engagements.lists.querystring import as_number
from engagements.models import AuditEntry, Commitment, Unit
from engagements.permissions import Permission, require
from engagements.services.units import (
    add_unit,
    change_unit,
    close_unit,
    forget_unit_name,
    remember_unit,
    reopen_unit,
)
from engagements.views.follow_up import overtaken_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

_TRAIL = 30


def units(request: HttpRequest) -> HttpResponse:
    """The tree of units, each with its own number of open follow-ups. POST adds a unit."""
    posted = request.method == "POST"
    user = require(request, Permission.MANAGE_NAMES if posted else Permission.READ)
    form = UnitForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            add_unit(plan=form.plan(), by=user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The unit was added."))
            return redirect("units")
    lines = unit_lines(list(Unit.objects.prefetch_related("aliases")))
    owed = _open(user)
    context = {
        "rows": [(line, owed.get(line.unit.pk, 0)) for line in lines],
        "form": form if user.may(Permission.MANAGE_NAMES) else None,
    }
    return render(request, "engagements/units.html", context, status=400 if form.errors else 200)


def _open(user: User) -> dict[int, int]:
    """The number of open follow-ups by the id of the owner unit."""
    rows = Commitment.objects.visible_to(user).open().exclude(owner_unit=None).order_by()
    counted = rows.values("owner_unit").annotate(n=Count("pk")).values_list("owner_unit", "n")
    return dict(counted)


def unit(request: HttpRequest, number: int) -> HttpResponse:
    """One unit, to be edited. POST does what `act` says: change, close, open, remember or forget (a name)."""
    user = require(request, Permission.MANAGE_NAMES)
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=number)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = UnitForm(request.POST if act == "change" else None, found)
    name = UnitNameForm(request.POST if act == "remember" else None)
    asked = {"change": form, "remember": name}.get(act)
    if act and (asked is None or asked.is_valid()):
        try:
            told = _act(request, act, found, form, name, user)
        except Conflict as conflict:
            return overtaken_by(request, conflict, request.path, form, UnitForm(None, found))
        except Refusal as refusal:
            if asked is None:
                messages.error(request, str(refusal))
                return redirect("unit", number)
            asked.add_error(refusal.field if refusal.field in asked.fields else None, str(refusal))
        else:
            messages.success(request, told)
            return redirect("unit", number)
    trail = AuditEntry.objects.filter(subject_type="unit", subject_id=number)[:_TRAIL]
    context = {
        "unit": found,
        "form": form,
        "name_form": name,
        "aliases": found.aliases.select_related("source", "by").order_by("text"),
        "lines": lines_of(trail),
    }
    return render(request, "engagements/unit.html", context, status=400 if asked else 200)


def _act(request: HttpRequest, act: str, found: Unit, form: UnitForm, name: UnitNameForm, user: User) -> str:
    """Carries out `act` and returns the message for it. Raises Http404 for an unknown one, Conflict, Refusal."""
    now = timezone.now()
    if act != "remember" and act != "forget" and request.POST.get("version") != found.version:
        raise Conflict(_("Somebody else changed this unit in the meantime."))
    match act:
        case "change":
            change_unit(unit=found, plan=form.plan(), by=user, now=now)
        case "close":
            close_unit(unit=found, by=user, now=now)
        case "open":
            reopen_unit(unit=found, by=user, now=now)
        case "remember":
            if remember_unit(unit=found, name=name.cleaned_data["name"], by=user, now=now) is None:
                raise Refusal(_("A unit goes by this name already."), "name")
            return _("The name is known from now on.")
        case "forget":
            alias = get_object_or_404(found.aliases, pk=as_number(request.POST.get("alias", "")) or 0)
            forget_unit_name(alias=alias, by=user, now=now)
            return _("The name was taken away.")
        case _:
            raise Http404
    return _("The unit was changed.")
