"""The pages to measure: those of the largest country, topic, partner and person of the made-up register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from engagements.lists.paging import SHELF
from engagements.models import Engagement, Tally
from engagements.shelves.shelf import EVERYTHING, Shelf

if TYPE_CHECKING:
    from engagements.models import User

PAGES_DEEP = 1000
PAGE = 30
WORDS = "الأسمنت تقنيات"
"""Two words that are frequent in the made-up register, but seldom in the same engagement."""


@dataclass(frozen=True)
class Address:
    """A page, and the list of Django's admin for the same table. `first`: only the time to the first bytes is
    measured.
    """

    name: str
    path: str
    admin: str = ""
    roles: tuple[str, ...] = ("viewer", "manager")
    first: bool = False


def addresses(user: User) -> list[Address]:
    """The pages for the present register."""
    country = _first("all", shelves="c_").removeprefix("c")
    topic = _first("fact", shelf=f"c{country}", prefix="topic=").removeprefix("topic=")
    partner, person = (_first(what, shelf=EVERYTHING) for what in ("partner", "person"))
    found = Engagement.objects.visible_to(user).filter(partner_countries=country, commitments__isnull=False)
    one = found.order_by("-date", "-pk")[10]
    home = f"/countries/{country}/"
    engagements, follow_ups = "/admin/engagements/engagement/", "/admin/engagements/commitment/"
    return [
        Address("home", "/", engagements),
        Address("countries", "/countries/", "/admin/engagements/country/"),
        Address("country, first page", home, engagements),
        Address("country, 1,000 pages deep", home + _deep(country, user), f"{engagements}?p=300"),
        Address(
            "country, three filters",
            f"{home}?kind=meeting&topic={topic}&since=2010-01-01",
            f"{engagements}?kind__exact=meeting&status__exact=held",
        ),
        Address("engagement", f"/engagements/{one.pk}/", f"{engagements}{one.pk}/change/"),
        Address("follow-ups", "/follow-ups/", follow_ups),
        Address("follow-ups of a country", f"/follow-ups/?country={country}&status=open", follow_ups),
        Address("follow-ups by country", "/follow-ups/?group=country", follow_ups),
        Address("follow-ups by who must act", "/follow-ups/?group=owner", follow_ups),
        Address("follow-ups, not mentioned", "/follow-ups/?view=silent", follow_ups),
        Address("follow-ups, all of a country", f"/follow-ups/?view=all&country={country}", follow_ups),
        Address("figures of follow-ups", "/follow-ups/dashboard/", follow_ups),
        Address("search, two words", f"/search/?q={WORDS}", f"{engagements}?q={WORDS}"),
        Address("partner", f"/partners/{partner}/", "/admin/engagements/partner/"),
        Address("person", f"/people/{person}/", "/admin/engagements/person/"),
        Address("topic", f"/topics/{topic}/", engagements),
        Address("topics", "/topics/", "/admin/engagements/topic/"),
        Address("partners and people", "/partners/", "/admin/engagements/person/"),
        Address("conflicts", "/conflicts/", engagements),
        Address("follow-ups as CSV, first bytes", "/follow-ups/export.csv", roles=("manager",), first=True),
    ]


def _first(what: str, *, shelf: str = "", shelves: str = "", prefix: str = "") -> str:
    """The shelf, or with `shelf` the key of it, with the highest tally."""
    rows = Tally.objects.filter(what=what, key__startswith=prefix)
    rows = rows.filter(shelf=shelf) if shelf else rows.filter(shelf__regex="^c[A-Z]")
    named = rows.values_list("key" if shelf else "shelf")
    return str(
        named.annotate(sum=Sum("n")).order_by("-sum").values_list("key" if shelf else "shelf", flat=True)[0]
    )


def _deep(country: str, user: User) -> str:
    """The query of the page after 1,000 others, or of the middle page of a shorter list."""
    rows = SHELF.sort(Shelf(f"c{country}", user).appearances())
    number = rows.count()
    place = rows[PAGES_DEEP * PAGE if number > PAGES_DEEP * PAGE + PAGE else number // 2]
    return f"?after={SHELF.cursor(place)}"
