"""The form of a brief: period, language, how many engagements. Invalid values make no brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from engagements.fields import DateInput
from engagements.lists.asking import ListForm

if TYPE_CHECKING:
    from django.http import QueryDict

YEAR, THIS_YEAR, THREE_YEARS, EVERYTHING = "12m", "year", "3y", "all"
READY = [
    (YEAR, _("The last 12 months")),
    (THIS_YEAR, _("This year")),
    (THREE_YEARS, _("The last three years")),
    (EVERYTHING, _("Everything")),
]
MOST = [("20", "20"), ("100", "100"), ("500", "500")]
"""The most engagements that are listed one by one."""
USUALLY = 100


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both days included; `since` None means from the beginning."""

    since: date | None
    until: date


def ready_period(name: str, today: date) -> Period:
    """The period that this name of READY means on `today`. Raises ValueError."""
    match name:
        case "12m":
            return Period(_years_before(today, 1) + timedelta(days=1), today)
        case "year":
            return Period(date(today.year, 1, 1), today)
        case "3y":
            return Period(_years_before(today, 3) + timedelta(days=1), today)
        case "all":
            return Period(None, today)
    raise ValueError(name)


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; for a 29 February, 28 February where needed."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class BriefForm(ListForm):
    """The form. `today` is the day of the brief; a period may not begin after it."""

    period = forms.ChoiceField(label=_("Period"), choices=READY, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To"), required=False, widget=DateInput())
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    most = forms.ChoiceField(label=_("Engagements at most"), choices=MOST, required=False)

    def __init__(self, query: QueryDict, *, today: date) -> None:
        self.today = today
        super().__init__(query)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if (since or until) and values.get("period"):
            raise forms.ValidationError(_("Choose a ready period or give dates, not both."))
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        elif since and since > self.today:
            self.add_error("since", _("The period begins after today."))
        return values

    @property
    def chosen(self) -> str:
        """The name of the chosen ready period; empty if dates were given."""
        if self.data.get("since") or self.data.get("until"):
            return ""
        return self.asked("period") or YEAR

    @property
    def asked_period(self) -> Period:
        """The chosen period. Use it only if there are no complaints."""
        if self.chosen:
            return ready_period(self.chosen, self.today)
        return Period(self.cleaned_data["since"], self.cleaned_data["until"] or self.today)

    @property
    def asked_language(self) -> str:
        """The chosen language, else that of the page."""
        return self.asked("language") or ("en" if get_language() == "en" else settings.LANGUAGE_CODE)

    @property
    def asked_most(self) -> int:
        return int(self.asked("most") or USUALLY)
