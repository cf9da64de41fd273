"""Suggestions for a text box while somebody types, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from engagements.names.suggesting import LIMIT, SuggestedKind, suggest, surest
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 100
# Deleting a letter shows the suggestions of a moment ago without a request.
_SECONDS_KEPT = 20


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`?q=` is what was typed, `kind=` may be given several times (without it, all). Answers {"suggestions": [{kind,
    value, name, …}]}.

    The likeliest of each kind: eight if it is the only kind, else four of each, with the name of their kind
    (`label`). 400 for an unknown kind.
    """
    user = require(request, Permission.READ)
    asked = request.GET.getlist("kind") or list(SuggestedKind.values)
    if not set(asked) <= set(SuggestedKind.values):
        return JsonResponse({"error": "kind"}, status=400)
    kinds = [kind for kind in SuggestedKind if kind in asked]
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    limit = LIMIT if len(kinds) == 1 else LIMIT // 2
    labels = {kind: str(kind.label) if len(kinds) > 1 else "" for kind in kinds}
    each_kind = (one for kind in kinds for one in suggest(kind, typed, user, limit=limit))
    found = [asdict(one) | {"label": labels[one.kind]} for one in surest(each_kind)]
    response = JsonResponse({"suggestions": found})
    patch_cache_control(response, private=True, max_age=_SECONDS_KEPT)
    return response
