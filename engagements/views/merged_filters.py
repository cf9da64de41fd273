"""Redirects URLs whose filter has a name that was merged since, for instance in a saved filter."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import redirect

from engagements.lists.querystring import as_number
from engagements.models import Partner, Person
from engagements.names.visible import existing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

_NAMES: dict[str, Any] = {"partner": Partner, "person": Person}


def leading_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wraps the view of a list: if the filter has a merged name, it redirects to the same list with the surviving
    name. Makes a query only if the URL has such a filter.
    """

    @wraps(view)
    def lead(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.copy()
        for name, model in _NAMES.items():
            numbers = [number for one in query.getlist(name) if (number := as_number(one)) is not None]
            become = model.objects.all().now_known_as(numbers) if numbers and _may(request) else {}
            if become:
                there = existing(model.objects.filter(pk__in=become.values()), cast("User", request.user))
                ends = set(there.values_list("pk", flat=True))
                now = {str(number): str(end) for number, end in become.items() if end in ends}
                query.setlist(name, list(dict.fromkeys(now.get(one, one) for one in query.getlist(name))))
        return (
            redirect(f"{request.path}?{query.urlencode()}")
            if query != request.GET
            else view(request, *args, **kwargs)
        )

    return lead


def _may(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and request.user.is_authenticated
