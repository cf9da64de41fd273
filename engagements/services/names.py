"""Finds the person or partner that a written name means, by folded name or alias, or creates a new one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict
from engagements.locks import Lock, hold
from engagements.models import Partner, PartnerKind, Person, Unit
from engagements.tables import rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Known = TypeVar("Known", Person, Partner)


def tidy(name: str) -> str:
    """The name as it is stored: trimmed, with single spaces between words."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit, partner or person that a commitment's owner names; at most one of the three, none if the register
    knows none.
    """

    unit: Unit | None = None
    partner: Partner | None = None
    person: Person | None = None

    @property
    def columns(self) -> dict[str, int | None]:
        """The values of the commitment's columns that say so."""
        return {
            "owner_unit_id": self.unit.pk if self.unit else None,
            "owner_partner_id": self.partner.pk if self.partner else None,
            "owner_person_id": self.person.pk if self.person else None,
        }


def hold_names() -> None:
    """Takes the lock on names until the end of the transaction.

    While it is held, nobody else creates names, merges names or engagements, or undoes an approval.
    """
    hold(Lock.NAMES)


class Names:
    """Finds and creates names within one transaction. It takes the lock on names, so that the same name is never
    created twice.

    `created` are the records that were new. Names that are announced by `expect` are looked up together: two queries
    for all people and two for all partners.
    """

    def __init__(self) -> None:
        self.created: list[Person | Partner] = []
        self._people: dict[str, list[Person]] = {}
        self._partners: dict[str, list[Partner]] = {}
        self._units: dict[str, Unit] | None = None
        hold_names()

    def expect(self, *, people: Iterable[str], partners: Iterable[str]) -> None:
        """Looks up these names together, because they will be needed."""
        self._people |= called(Person, {fold(tidy(name)) for name in people} - self._people.keys())
        self._partners |= called(Partner, {fold(tidy(name)) for name in partners} - self._partners.keys())

    def person(self, name: str, *, country: str | None, is_new: bool = False) -> Person:
        """The person with that name (`person_among`); created if there is none, or if `is_new` says that it is
        somebody else.

        Within one transaction, the same new name is created once.
        """
        name = tidy(name)
        known = self._called_person(fold(name))
        if person := person_among(self._among(known, is_new=is_new), country=country):
            return person
        person = Person.objects.create(**_columns(name), country_id=country)
        known.append(person)
        self.created.append(person)
        return person

    def partner(self, name: str, *, country: str | None, is_new: bool = False) -> Partner:
        """The organisation with that name (`partner_among`); created as in `person`."""
        name = tidy(name)
        known = self._called_partner(fold(name))
        if partner := partner_among(self._among(known, is_new=is_new), name, country=country):
            return partner
        country = _country_of(name, country)
        partner = Partner.objects.create(**_columns(name), kind=kind_of(name), country_id=country)
        known.append(partner)
        self.created.append(partner)
        return partner

    def remembered(self, record: Person | Partner, name: str) -> None:
        """Notes that `record` is also known by this name from now on."""
        folded = fold(tidy(name))
        if isinstance(record, Person):
            _insert(self._called_person(folded), record)
        else:
            _insert(self._called_partner(folded), record)

    def _called_person(self, folded: str) -> list[Person]:
        self.expect(people=[folded], partners=())
        return self._people[folded]

    def _called_partner(self, folded: str) -> list[Partner]:
        self.expect(people=(), partners=[folded])
        return self._partners[folded]

    def _among(self, known: Iterable[Known], *, is_new: bool) -> list[Known]:
        return [record for record in known if not is_new or record in self.created]

    def recognised_person(self, number: int) -> Person:
        """The person with this number. Raises Conflict if there is none, or if it was merged."""
        return _current(Person.objects.current().filter(pk=number).first())

    def recognised_partner(self, number: int) -> Partner:
        """The organisation with this number. Raises Conflict if there is none, or if it was merged."""
        return _current(Partner.objects.current().filter(pk=number).first())

    def owner(self, name: str) -> Owner:
        """The unit, partner or person that the words name. Nobody is created: most owners are descriptions, not
        names.
        """
        folded = fold(tidy(name))
        if not folded:
            return Owner()
        if self._units is None:
            self._units = units_by_name()
        if folded in self._units:
            return Owner(unit=self._units[folded])
        if partners := self._called_partner(folded):
            return Owner(partner=partners[0])
        return Owner(person=next(iter(self._called_person(folded)), None))


def called(model: type[Known], folded: Collection[str]) -> dict[str, list[Known]]:
    """The records known by each of these folded names, as a name or an alias, ordered by number. Two queries at most.

    Empty text matches nothing, though most records have no English name.
    """
    found: dict[str, dict[int, Known]] = {name: {} for name in folded if name}
    if not found:
        return {name: [] for name in folded}
    current: Any = model._default_manager.current()
    for record in current.filter(Q(folded_ar__in=found) | Q(folded_en__in=found)):
        for name in {record.folded_ar, record.folded_en} & found.keys():
            found[name][record.pk] = record
    for record in current.filter(aliases__folded__in=found).annotate(alias=F("aliases__folded")):
        found[record.alias].setdefault(record.pk, record)
    return {name: [one for _pk, one in sorted(found.get(name, {}).items())] for name in folded}


def units_by_name() -> dict[str, Unit]:
    """Open units by their folded names and aliases, without names that two units share. Two queries."""
    found: dict[str, set[Unit]] = {}
    for unit in Unit.objects.current().prefetch_related("aliases"):
        for name in {fold(unit.name_ar), fold(unit.name_en), *(one.folded for one in unit.aliases.all())}:
            found.setdefault(name, set()).add(unit)
    return {name: next(iter(units)) for name, units in found.items() if name and len(units) == 1}


def _insert(known: list[Known], record: Known) -> None:
    if record not in known:
        known.append(record)
        known.sort(key=lambda each: each.pk)


def person_among(known: Iterable[Person], *, country: str | None) -> Person | None:
    """Which of these people of one name is meant: the one of this country, else the first whose country is unknown.

    A person of another known country is somebody else. If `country` is None, any of them may be meant.
    """
    possible = [person for person in known if country is None or person.country_id in (None, country)]
    return next((person for person in possible if person.country_id == country), next(iter(possible), None))


def partner_among(known: Iterable[Partner], name: str, *, country: str | None) -> Partner | None:
    """Which of these organisations of one name is meant: the one of this country, else the first."""
    possible = list(known)
    country = _country_of(name, country)
    return next(
        (partner for partner in possible if partner.country_id == country), next(iter(possible), None)
    )


def kind_of(name: str) -> PartnerKind:
    """The kind of the organisation, told by the words of its name (data/partner_kinds.tsv)."""
    words = fold(name).split()
    kinds = _kinds()
    candidates = (known for pair in pairwise([*words, ""]) for known in (" ".join(pair), pair[0]))
    return next((kinds[known] for known in candidates if known in kinds), PartnerKind.OTHER)


def _columns(name: str) -> dict[str, str]:
    """The name columns for a new record: a name in Latin letters only is an English one, any other an Arabic one."""
    latin = any("a" <= char <= "z" for char in fold(name)) and not any("ء" <= char <= "ي" for char in name)
    return {"name_en" if latin else "name_ar": name}


def _country_of(name: str, country: str | None) -> str | None:
    """`country`, but the home country for the ministry itself, whoever speaks of it."""
    return settings.HOME_COUNTRY if is_own(name) else country


def is_own(name: str) -> bool:
    """Whether this is a name of the ministry itself."""
    return fold(tidy(name)) in _own_names()


def _current(found: Known | None) -> Known:
    if found is None:
        raise gone()
    return found


def gone() -> Conflict:
    """The Conflict for a name that was chosen but does not exist (any more) for whoever chose it."""
    return Conflict(_("A name that you chose is no longer in the register. Open the draft again."))


@cache
def _own_names() -> frozenset[str]:
    return frozenset(fold(tidy(name)) for name in settings.HOME_MINISTRIES)


@cache
def _kinds() -> dict[str, PartnerKind]:
    return {fold(word): PartnerKind(kind) for word, kind in rows("partner_kinds.tsv")}
