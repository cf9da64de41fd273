"""The list of names that may be one; each pair is called the same, different, or put off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from engagements.duplicates import listing
from engagements.duplicates.search import KINDS, TABLES, ask
from engagements.errors import Conflict
from engagements.fields import CountryField
from engagements.lists.asking import ListForm
from engagements.lists.paging import CAP, LIKEST, Page, page_by_id, page_of
from engagements.lists.querystring import changed
from engagements.models import DuplicateSearch, PairVerdict
from engagements.names.visible import existing
from engagements.permissions import Permission, require
from engagements.services.ruling import LATER, rule, take_back
from engagements.tasks import find_duplicates

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

PAGE_SIZE = 20
OPEN = "open"
LATER_DAYS = (7, LATER.days, 90)
_LAST = "last_pair"
_KEYS = {
    "row-next": "r KeyJ",
    "row-previous": "r KeyK",
    "same": " KeyS",
    "different": " KeyN",
    "later": " KeyL",
}
"""The keys for static/js/review/keys.js; `r` means that the key repeats while held down."""


class DuplicatesForm(ListForm):
    """The filter of the list: people or partners, country, waiting or decided."""

    kind = forms.ChoiceField(
        choices=[("person", gettext_lazy("People")), ("partner", gettext_lazy("Partners"))], required=False
    )
    state = forms.ChoiceField(choices=[(OPEN, gettext_lazy("Waiting")), *PairVerdict.choices], required=False)
    country = CountryField(
        label=gettext_lazy("Country"),
        required=False,
        empty_label=gettext_lazy("Any"),
        widget=forms.Select(attrs={"class": "select"}),
    )


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs of names: waiting ones with the likest first, or the latest decisions."""
    user = require(request, Permission.MANAGE_NAMES)
    form = DuplicatesForm(request.GET)
    today = timezone.localdate()
    kind, state = form.asked("kind") or KINDS[0], form.asked("state") or OPEN
    country = None if form.complaints else form.cleaned_data["country"]
    page: Page[Any] = Page([], 0)
    if not form.complaints:
        rows = _rows(kind, state, user, today)
        if country:
            rows = rows.filter(Q(first__country=country) | Q(second__country=country))
        # By likeness, or the latest decision first.
        page = (
            page_of(rows, request.GET, order=LIKEST, size=PAGE_SIZE)
            if state == OPEN
            else page_by_id(rows, request.GET, newest_first=True, size=PAGE_SIZE, cap=CAP)
        )
    context = {
        "form": form,
        "complaints": form.complaints,
        "kind": kind,
        "state": state,
        "kinds": _tabs(request, form.fields["kind"], kind, "kind"),
        "states": _tabs(request, form.fields["state"], state, "state"),
        "country": country,
        "page": page,
        "pairs": listing.shown(kind, page.rows, user),
        "search": DuplicateSearch.objects.filter(pk=kind).first(),
        "last": _last(request, kind),
        "here": request.get_full_path(),
        "keys": _KEYS,
        "later": LATER_DAYS,
        "usual": LATER.days,
    }
    return render(request, "engagements/duplicates.html", context)


@require_POST
def decide(request: HttpRequest, kind: str, first: int, second: int) -> HttpResponse:
    """Stores the `verdict` on a pair (different or later; `later` is the number of days), or takes it back if none
    is given. Redirects to the list.
    """
    user = require(request, Permission.MANAGE_NAMES)
    later = request.POST.get("later", "")
    verdict = PairVerdict.LATER.value if later else request.POST.get("verdict", "")
    if (verdict and verdict not in PairVerdict.values) or (later and later not in map(str, LATER_DAYS)):
        raise Http404
    known = existing(TABLES[kind].names.objects.filter(pk__in=(first, second)), user)
    if known.count() != 2:
        raise Http404
    pair: dict[str, Any] = {"kind": kind, "first": first, "second": second, "by": user, "now": timezone.now()}
    try:
        if verdict:
            rule(**pair, verdict=PairVerdict(verdict), later=timedelta(int(later)) if later else LATER)
            request.session[_LAST] = [kind, first, second, verdict]
        else:
            take_back(**pair)
            request.session.pop(_LAST, None)
    except Conflict as conflict:
        context = {"message": str(conflict), "href": _list(request, kind)}
        return render(request, "409.html", context, status=409)
    return redirect(_list(request, kind))


@require_POST
def look(request: HttpRequest, kind: str) -> HttpResponse:
    """Has a worker search for duplicates now."""
    require(request, Permission.MANAGE_NAMES)
    with transaction.atomic():
        ask(kind, now=timezone.now())
        transaction.on_commit(lambda: find_duplicates.delay(kind, True))
    return redirect(_list(request, kind))


def _rows(kind: str, state: str, user: User, today: date) -> QuerySet[Any]:
    if state == OPEN:
        return listing.open_pairs(kind, user, today)
    return listing.decided_pairs(kind, state, user, today)


def _tabs(request: HttpRequest, field: Any, picked: str, name: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "query": changed(request.GET, **{name: value}), "picked": value == picked}
        for value, label in field.choices
    ]


def _last(request: HttpRequest, kind: str) -> dict[str, Any] | None:
    """The last decision of this session, so that it can be taken back; None if it does not stand any more or is of
    the other kind.
    """
    known, first, second, verdict = request.session.get(_LAST) or ["", 0, 0, ""]
    if known != kind:
        return None
    rows = TABLES[kind].rulings.objects.filter(first=first, second=second, verdict=verdict)
    ruling = rows.select_related("first", "second").first()
    return {"ruling": ruling, "verdict": ruling.get_verdict_display()} if ruling else None


def _list(request: HttpRequest, kind: str) -> str:
    """The URL of the list from `next`; never another page."""
    home = reverse("duplicates")
    asked = request.POST.get("next", "")
    return asked if asked.startswith(f"{home}?") else f"{home}?kind={kind}"
