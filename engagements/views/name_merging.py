"""Merging two partners or two people that are the same: finding the other, comparing, merging, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.errors import Conflict, Refusal
from engagements.lists.querystring import as_number
from engagements.models import Partner, PartnerMerge, Person, PersonMerge
from engagements.names.forms import FindNameForm, NameMergeForm
from engagements.names.preview import name_preview_of
from engagements.names.suggesting import SuggestedKind, suggest
from engagements.names.telling_apart import Traits, traits_of
from engagements.permissions import Permission, require
from engagements.services.name_merging import merge_names
from engagements.services.name_undoing import obstacles, undo_name_merge

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from engagements.services.name_merging import Name

MODELS: dict[str, Any] = {"partner": Partner, "person": Person}
_MERGES: dict[str, Any] = {"partner": PartnerMerge, "person": PersonMerge}
FOUND = 20


@require_safe
def find(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The search for the other name: at first names similar to this one."""
    user = require(request, Permission.MANAGE_NAMES)
    name, traits = name_of(kind, number, user)
    form = FindNameForm(kind, request.GET)
    others = _found(kind, form.asked or name.name, user, but=name)
    context = {"kind": kind, "name": name, "traits": traits, "form": form, "others": others}
    return render(request, "engagements/name_merge_find.html", context)


def merge(request: HttpRequest, kind: str, number: int, other: int) -> HttpResponse:
    """A preview of merging name `other` into `number`. POST merges and goes to the survivor, or to `next`."""
    user = require(request, Permission.MANAGE_NAMES)
    (survivor, ours), (merged, theirs) = name_of(kind, number, user), name_of(kind, other, user)
    if survivor == merged:
        return redirect("name_merge_find", kind, number)
    try:
        preview = name_preview_of(survivor, merged, user)
    except Refusal as refusal:
        return _refused(request, reverse(kind, args=[number]), str(refusal))
    form = NameMergeForm(preview, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            merge_names(
                survivor=survivor,
                merged=merged,
                taken=form.taken,
                version=form.cleaned_data["version"],
                by=user,
                now=timezone.now(),
            )
        except (Conflict, Refusal) as error:
            return _refused(request, request.path, str(error))
        messages.success(request, _("The two names are one now."))
        return redirect(_back(request) or reverse(kind, args=[number]))
    context = {
        "kind": kind,
        "survivor": survivor,
        "merged": merged,
        "ours": ours,
        "theirs": theirs,
        "preview": preview,
        "form": form,
        "values": [(value, form[value.column] if value.free else None) for value in preview.values],
        "next": _back(request),
    }
    return render(request, "engagements/name_merge.html", context, status=422 if form.is_bound else 200)


def merge_undo(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Whether the merge of two names can be undone, and why not. POST undoes it."""
    user = require(request, Permission.MANAGE_NAMES)
    rows = _MERGES[kind].objects.select_related("survivor", "merged", "by")
    merge = get_object_or_404(rows, pk=number)
    name_of(kind, merge.survivor_id, user, current=False)
    href = reverse(kind, args=[merge.survivor_id])
    if request.method == "POST":
        try:
            restored = undo_name_merge(merge=merge, by=user, now=timezone.now())
        except (Conflict, Refusal) as error:
            return _refused(request, href, str(error))
        messages.success(request, _("The merge was undone: both names are as they were."))
        return redirect(kind, restored.pk)
    context = {"kind": kind, "merge": merge, "obstacles": obstacles(merge), "back": href}
    return render(request, "engagements/name_undo.html", context)


def name_of(kind: str, number: int, user: User, *, current: bool = True) -> tuple[Name, Traits]:
    """The name, and what distinguishes it. Raises Http404 if it was merged (unless not `current`) or does not exist
    for the account.
    """
    model = MODELS[kind]
    name: Name = get_object_or_404(model.objects.select_related("country"), pk=number)
    names: Any = [name]
    traits = traits_of(names, user)[number]
    if traits.hidden or (current and name.merged_into_id):
        raise Http404
    return name, traits


def _found(kind: str, text: str, user: User, *, but: Name) -> list[tuple[int, Traits]]:
    """The names that the text may mean, an id or a name, except `but`."""
    model = MODELS[kind]
    number = as_number(text)
    if number is not None:
        numbers = list(model.objects.current().filter(pk=number).values_list("pk", flat=True))
    else:
        numbers = [int(one.value) for one in suggest(SuggestedKind(kind), text, user, limit=FOUND)]
    records = model.objects.in_bulk([number for number in numbers if number != but.pk])
    traits = traits_of([records[number] for number in numbers if number in records], user)
    return [(number, its) for number, its in traits.items() if not its.hidden]


def _back(request: HttpRequest) -> str:
    """The URL of the list of duplicates from which the user came; empty for any other page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("duplicates")
    return asked if asked == home or asked.startswith(f"{home}?") else ""


def _refused(request: HttpRequest, href: str, words: str) -> HttpResponse:
    return render(request, "409.html", {"message": words, "href": href}, status=409)
