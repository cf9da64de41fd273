"""Country fields that take a name in either language, or the code. The page's script suggests names."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.models import Country


class Places:
    """All countries, read once for a page."""

    def __init__(self) -> None:
        self.countries = {country.code: country for country in Country.objects.all()}
        self._codes = {
            key: country.code
            for country in self.countries.values()
            for key in _folded(country.name_ar, country.name_en, country.code)
        }

    def names(self) -> list[str]:
        """Names in the language of the page, sorted."""
        return sorted((country.name for country in self.countries.values()), key=fold)

    def name(self, code: str | None) -> str:
        """The name of the country with this code; the code itself if there is none."""
        if not code:
            return ""
        return self.countries[code].name if code in self.countries else code

    def code(self, text: str) -> str | None:
        return self._codes.get(fold(" ".join(text.split())))


@cache
def _folded(*names: str) -> tuple[str, ...]:
    """Cached, as names of countries hardly ever change and folding them takes longer than reading them."""
    return tuple(fold(name) for name in names)


class CountryField(forms.CharField):
    """Shows a name and gives a code. The form sets `places` before anything is cleaned."""

    places: Places

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "class": "input",
                "dir": "auto",
                "autocomplete": "off",
                "data-suggest": "country",
            }
        )
        super().__init__(required=False, max_length=120, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """The code, or "" for empty text. Raises ValidationError for a name that no country has."""
        text = super().clean(value)
        if not text:
            return ""
        if code := self.places.code(text):
            return code
        raise forms.ValidationError(_("No country is called “%(name)s”."), params={"name": text})


class WithPlaces(forms.Form):
    """A form whose country fields use `places`."""

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, CountryField):
                field.places = places
