"""Partners and people as an account sees them: through the engagements that exist for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet

from engagements.models import Engagement, Partner, PartnerAlias, Person, PersonAlias
from engagements.search import containing

if TYPE_CHECKING:
    from engagements.models import User


def partners(user: User, text: str = "") -> QuerySet[Partner]:
    """Those met in an engagement that exists for `user`; with a text, those of that name or alias.

    With `met`, how often, and `last`, the day of the last time; the most often met first.
    """
    found = Partner.objects.current()
    if text.strip():
        found = found.filter(_named(text) | Q(pk__in=_aliases(PartnerAlias, text).values("partner")))
    return _counted(found, "engagements", user)


def people(user: User, text: str = "") -> QuerySet[Person]:
    """As `partners`, of persons."""
    found = Person.objects.current()
    if text.strip():
        found = found.filter(_named(text) | Q(pk__in=_aliases(PersonAlias, text).values("person")))
    return _counted(found, "participations__engagement", user)


def _named(text: str) -> Q:
    return containing("folded_ar", text) | containing("folded_en", text)


def _aliases(model: type[PartnerAlias] | type[PersonAlias], text: str) -> QuerySet[Any]:
    return model._default_manager.filter(containing("folded", text))


def _counted(names: QuerySet[Any], path: str, user: User) -> QuerySet[Any]:
    mine = Q(**{f"{path}__in": Engagement.objects.visible_to(user).order_by()})
    met: QuerySet[Any] = names.select_related("country").annotate(
        met=Count(path, filter=mine, distinct=True), last=Max(f"{path}__date", filter=mine)
    )
    return met.filter(met__gt=0).order_by("-met", "name_ar", "name_en", "pk")
