"""Which partners and people exist for an account: those met in an engagement that exists for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast

from engagements.lists.words import containing
from engagements.models import UNDATED, Appearance, Partner, Person, Tally
from engagements.shelves.shelf import EVERYTHING, Shelf, own_shelf, partner_shelf, person_shelf
from engagements.shelves.tallies import leading

if TYPE_CHECKING:
    from datetime import date

    from engagements.models import User

FIRST = 200
"""Without a text so many are shown: those that lead."""


def partners(user: User, today: date, text: str = "") -> QuerySet[Partner]:
    """Partners met in an engagement that exists for `user`, found by name or alias; without a text, the FIRST of
    them.

    They have `met`, how often, and `last`, the day of the last engagement held by `today`; those met most often come
    first.
    """
    return _listed(Partner, "partner", user, today, text)


def people(user: User, today: date, text: str = "") -> QuerySet[Person]:
    """As `partners`, for people."""
    return _listed(Person, "person", user, today, text)


def named(names: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Records with a name or alias that contains every word of `text`; none if it has no words."""
    aliases: Any = names.model._meta.get_field("aliases").related_model
    known = aliases._default_manager.filter(containing("folded", text))
    by_alias = Q(pk__in=known.values(names.model._meta.model_name))
    return names.filter(containing("folded_ar", text) | containing("folded_en", text) | by_alias)


def shelf_of(name: Partner | Person, user: User) -> Shelf | None:
    """The engagements with this name that exist for `user`. None if there are only others: then the name does not
    exist for `user`.
    """
    if isinstance(name, Partner):
        shelf, met = Shelf(partner_shelf(name.pk), user), name.engagements.exists
    else:
        shelf, met = Shelf(person_shelf(name.pk), user), name.participations.exists
    return shelf if shelf.appearances().exists() or not met() else None


def existing(names: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Without records that only restricted engagements name, unless those exist for `user`."""
    return names if user.sees_restricted else _open(names)


def open_names(model: type[Partner] | type[Person]) -> QuerySet[Any]:
    """Records that exist outside the restricted group too."""
    return _open(model._default_manager.all())


def _open(names: QuerySet[Any]) -> QuerySet[Any]:
    places = Appearance.objects.filter(shelf=own_shelf(names.model))
    return names.exclude(Exists(places.filter(hidden=True)) & ~Exists(places.filter(hidden=False)))


def _listed(
    model: type[Partner] | type[Person], what: str, user: User, today: date, text: str
) -> QuerySet[Any]:
    names: QuerySet[Any] = model.objects.current()
    found = named(names, text) if text.strip() else names.filter(pk__in=_first(user, what))
    number = Cast(OuterRef("pk"), TextField())
    kept = Tally.objects.visible_to(user).filter(shelf=EVERYTHING, what=what, key=number)
    places = Appearance.objects.visible_to(user).filter(
        shelf=own_shelf(model), held=True, day__gt=UNDATED, day__lte=today
    )
    met: QuerySet[Any] = found.select_related("country").annotate(
        met=Subquery(kept.order_by().values("key").annotate(sum=Sum("n")).values("sum")),
        last=Subquery(places.order_by("-day").values("day")[:1]),
    )
    return met.filter(met__gt=0).order_by("-met", "name_ar", "name_en", "pk")


def _first(user: User, what: str) -> list[int]:
    return [int(key) for key in leading(Shelf(EVERYTHING, user), what, FIRST)]
