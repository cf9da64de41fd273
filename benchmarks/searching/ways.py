"""The ways to search that are compared: the register's own, and what a simple program would do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q

from benchmarks.searching import corpus
from benchmarks.searching.measuring import DEPTH
from engagements.models import Engagement, Searched, User
from engagements.searching.asking import asked_of
from engagements.searching.finding import Search

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = (
    "title",
    "summary",
    "city",
    "commitments__text",
    "participations__name",
    "participations__role",
    "participations__organization",
    "partners__name_ar",
    "partners__name_en",
    "partner_countries__name_ar",
    "partner_countries__name_en",
)
"""The columns for `icontains`: those whose words the search index has too."""


def ways() -> dict[str, Callable[[str], list[str]]]:
    """The ways by name; each returns the names of the engagements found, the best first."""
    names = corpus.names()
    user = User.objects.get(username="editor")
    return {
        "Sijill": partial(_ours, names=names, user=user),
        "`icontains`, every word, newest first": partial(_plain, names=names),
    }


def _ours(text: str, *, names: dict[int, str], user: User) -> list[str]:
    """As the search page does it."""
    looked = Search(asked_of(text), user).widened()
    return [names[number] for number in looked.best(Searched.ENGAGEMENT, size=DEPTH)]


def _plain(text: str, *, names: dict[int, str]) -> list[str]:
    rows = Engagement.objects.current()
    for word in text.split():
        said = Q()
        for column in COLUMNS:
            said |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(pk__in=Engagement.objects.filter(said).values("pk"))
    newest = rows.order_by("-date", "-pk").values_list("pk", flat=True)[:DEPTH]
    return [names[number] for number in newest]
