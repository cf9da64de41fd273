"""From a name as written to a person or partner of the register: known by folded name or alias, else new."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection

from arabic.folding import fold
from engagements.models import Partner, PartnerKind, Person
from engagements.tables import rows

# Any number, the same for all: whoever creates names waits for whoever is creating names.
_LOCK = 7_453_001


def tidy(name: str) -> str:
    """`name` as it is stored: one blank between words, none around."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a commitment's owner names, if the register knows them."""

    partner: Partner | None = None
    person: Person | None = None


class Names:
    """Finds and creates names within one transaction. Two at once cannot create the same name."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    def person(self, name: str, *, country: str | None) -> Person:
        """The person of that name. Of several, the one of that country, else the first registered.

        Somebody of another known country is somebody else.
        """
        name = tidy(name)
        known = [
            person
            for person in Person.objects.known_as(fold(name)).order_by("pk")
            if country is None or person.country_id in (None, country)
        ]
        if known:
            return next((person for person in known if person.country_id == country), known[0])
        return Person.objects.create(**_columns(name), country_id=country)

    def partner(self, name: str, *, country: str | None) -> Partner:
        """The organisation of that name. Of several, the one of that country, else the first registered."""
        name = tidy(name)
        if fold(name) in _own_names():
            country = settings.HOME_COUNTRY
        known = list(Partner.objects.known_as(fold(name)).order_by("pk"))
        if known:
            return next((partner for partner in known if partner.country_id == country), known[0])
        return Partner.objects.create(**_columns(name), kind=kind_of(name), country_id=country)

    def owner(self, name: str) -> Owner:
        """The partner or person that an owner names. Nobody is created: most owners are descriptions."""
        folded = fold(tidy(name))
        if not folded:
            return Owner()
        if partner := Partner.objects.known_as(folded).order_by("pk").first():
            return Owner(partner=partner)
        return Owner(person=Person.objects.known_as(folded).order_by("pk").first())


def kind_of(name: str) -> PartnerKind:
    """What the organisation is, by the words of its name that say so (data/partner_kinds.tsv)."""
    words = fold(name).split()
    kinds = _kinds()
    return next((kinds[word] for word in words if word in kinds), PartnerKind.OTHER)


def _columns(name: str) -> dict[str, str]:
    """The column for a name in its script: Latin letters only make it an English one."""
    latin = any("a" <= char <= "z" for char in fold(name)) and not any("ء" <= char <= "ي" for char in name)
    return {"name_en" if latin else "name_ar": name}


@cache
def _own_names() -> frozenset[str]:
    return frozenset(fold(tidy(name)) for name in settings.HOME_MINISTRIES)


@cache
def _kinds() -> dict[str, PartnerKind]:
    return {fold(word): PartnerKind(kind) for word, kind in rows("partner_kinds.tsv")}
