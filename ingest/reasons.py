"""The reasons for a suggestion and against it, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from engagements.models import Kind
from engagements.wording import listed
from ingest.matching.scoring import Grade, ReasonCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.matching.scoring import Reason

_MOST_NAMES = 4


def in_words(reason: Reason, countries: Mapping[str, str]) -> str:
    """The reason as part of a sentence. `countries` are names by code; a code without a name is shown as it is."""
    params = reason.params
    match reason.code:
        case ReasonCode.SAME_DAY:
            return _("same day")
        case ReasonCode.DAYS_NEAR:
            return _("possibly the same day")
        case ReasonCode.COUNTRIES:
            names = listed(countries.get(code, code) for code in params["codes"])
            many = len(params["codes"])
            return ngettext("same country: %(names)s", "same countries: %(names)s", many) % {"names": names}
        case ReasonCode.PEOPLE:
            many = len(params["names"])
            words = ngettext("%(n)d person in common: %(names)s", "%(n)d people in common: %(names)s", many)
            return words % {"n": many, "names": listed(params["names"][:_MOST_NAMES])}
        case ReasonCode.CITY:
            return _("same city: %(name)s") % params
        case ReasonCode.ORGANIZATIONS:
            return _("same organisation: %(names)s") % {"names": listed(params["names"][:_MOST_NAMES])}
        case ReasonCode.WORDING:
            return _("%(percent)d%% of the wording is the same") % params
        case ReasonCode.MATTER:
            return _("about the same things")
    return _doubt(reason)


def _doubt(reason: Reason) -> str:
    params = reason.params
    match reason.code:
        case ReasonCode.DATE_OPEN:
            return _("date not known")
        case ReasonCode.OTHER_DAY:
            return ngettext("%(days)d day apart", "%(days)d days apart", params["days"]) % params
        case ReasonCode.OTHER_COUNTRIES:
            return _("other countries")
        case ReasonCode.OTHER_PEOPLE:
            return _("other people")
        case ReasonCode.MORE_PEOPLE:
            return _("others took part as well")
        case ReasonCode.OTHER_CITY:
            return _("another city: %(names)s") % {
                "names": pgettext("not this but", " ≠ ").join(params["names"])
            }
        case ReasonCode.OTHER_KIND:
            kinds = [str(dict(Kind.choices).get(kind, kind)) for kind in params["kinds"]]
            return _("another kind: %(names)s") % {"names": pgettext("not this but", " ≠ ").join(kinds)}
    return _("told by the same outlet")


def graded(grade: Grade) -> str:
    """What the other record is to this one, in words that its name follows."""
    return {
        Grade.EXACT: _("An exact copy of"),
        Grade.SAME_TEXT: _("The same text as"),
        Grade.NEAR_COPY: _("Nearly the same text as"),
        Grade.SAME_EVENT: _("Probably the same event as"),
    }[grade]
