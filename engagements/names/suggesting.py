"""Suggests people, organisations, countries and topics while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arabic.folding import fold
from engagements.models import Country, Partner, Person, Topic
from engagements.names.near import Known, Near, near_typed
from engagements.names.ranking import BEGINS, FITS, Typed
from engagements.names.telling_apart import traits_of

if TYPE_CHECKING:
    from engagements.models import User

LIMIT = 8
"""The most suggestions of one kind: as many as one takes in at a glance."""
# How many of the best get traits: some may not exist for the account, and those met often are to come first.
_TOLD_APART = 30
# Scores that differ by less count as equal, so that the record met more often comes first.
_STEP = 5


class SuggestedKind(models.TextChoices):
    """The kinds of suggestions, in the order in which a page shows them."""

    COUNTRY = "country", _("Country")
    PARTNER = "partner", _("Partner")
    PERSON = "person", _("Person")
    TOPIC = "topic", _("Topic")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One record. `value` is its number or code; `alias` is the other name that fits, if that is why it is suggested.

    `words` tell it apart from others of similar names.
    """

    kind: SuggestedKind
    value: str
    name: str
    score: float
    alias: str = ""
    words: str = ""
    href: str = ""


def suggest(
    kind: SuggestedKind, typed: str, user: User, *, limit: int = LIMIT, guess: bool = True
) -> list[Suggestion]:
    """At most `limit` records of this kind that fit, the likeliest first. At most seven queries.

    Without `guess`, only those that begin as typed. Empty if nothing is typed.
    """
    asked = Typed(typed)
    if not asked.words:
        return []
    if kind is SuggestedKind.PERSON:
        found = _named(Person, kind, asked, typed, user, guess=guess)
    elif kind is SuggestedKind.PARTNER:
        found = _named(Partner, kind, asked, typed, user, guess=guess)
    else:
        found = _countries(asked) if kind is SuggestedKind.COUNTRY else _topics(asked)
    return [one for one in found if guess or one.score >= BEGINS][:limit]


def surest(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of suggestions of several kinds: if some begin as typed, only those, as nothing has to be guessed then."""
    shown = list(found)
    sure = [one for one in shown if one.score >= BEGINS]
    return sure or shown


def _named(
    model: type[Known], kind: SuggestedKind, asked: Typed, typed: str, user: User, *, guess: bool
) -> list[Suggestion]:
    """Records that begin as typed; if these are few, similar ones too."""
    fits = _fitting(near_typed(model, typed, guess=False), asked)
    if guess and len(fits) < LIMIT:
        fits = _fitting(near_typed(model, typed, guess=True), asked)
    best = sorted(fits, key=lambda one: (-one[1], len(one[0].record.name), one[0].record.pk))[:_TOLD_APART]
    traits = traits_of([near.record for near, *_ in best], user)
    found = []
    for near, score, spelling in best:
        known = traits[near.record.pk]
        if known.hidden:
            continue
        name = near.record.name
        alias = near.spellings[spelling] if fold(near.spellings[spelling]) != fold(name) else ""
        href = reverse(kind.value, args=[near.record.pk])
        shown = Suggestion(kind, str(near.record.pk), name, score, alias, known.words, href)
        found.append((-round(score / _STEP), -known.met, -score, shown))
    # The order of `best` stands where all three are the same.
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])]


def _fitting(near: Iterable[Near[Known]], asked: Typed) -> list[tuple[Near[Known], float, int]]:
    rows = ((each, asked.fit(each.spellings)) for each in near)
    return [(each, fit.score, fit.spelling) for each, fit in rows if fit.score >= FITS]


def _countries(asked: Typed) -> list[Suggestion]:
    """Suggested countries. All 250 are read."""
    found = []
    for country in Country.objects.all():
        names = (country.name, country.name_ar, country.name_en, country.code)
        fit = asked.fit(names)
        if fit.score >= FITS and not _only_begins(asked, fit.score, names[fit.spelling]):
            alias = "" if names[fit.spelling] == country.name else names[fit.spelling]
            href = reverse("country", args=[country.code])
            found.append(
                Suggestion(
                    SuggestedKind.COUNTRY, country.code, country.name, fit.score, alias, country.code, href
                )
            )
    return _ordered(found)


def _only_begins(asked: Typed, score: float, name: str) -> bool:
    """One letter begins too many codes to say anything."""
    return len(name) == 2 and score < 98


def _topics(asked: Typed) -> list[Suggestion]:
    found = []
    for topic in Topic.objects.all():
        names = (topic.name, topic.name_ar, topic.name_en)
        fit = asked.fit(names)
        if fit.score >= FITS:
            alias = "" if names[fit.spelling] == topic.name else names[fit.spelling]
            href = reverse("topic", args=[topic.pk])
            found.append(Suggestion(SuggestedKind.TOPIC, topic.code, topic.name, fit.score, alias, href=href))
    return _ordered(found)


def _ordered(found: list[Suggestion]) -> list[Suggestion]:
    """The likeliest first; if some begin as typed, only those."""
    least = BEGINS if any(one.score >= BEGINS for one in found) else FITS
    kept = (one for one in found if one.score >= least)
    return sorted(kept, key=lambda one: (-one.score, len(one.name), one.name))
