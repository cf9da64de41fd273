"""Fields that say which record of the register the name in a row means: chosen from a list, or by number or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.folding import fold
from engagements.lists.querystring import as_number
from engagements.models import Partner, Person
from engagements.services.names import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

NEW = "new"
"""What the field sends for somebody new, whoever else has that name."""
FIELDS = frozenset({"link", "link_words", "remember"})
_OFF = "off"


@dataclass(frozen=True, slots=True)
class Meant:
    """What an editor chose: the number of a record, or None for somebody new."""

    pk: int | None


class LinkField(forms.CharField):
    """Gives a Meant, or None if it is left empty: then the name decides."""

    def __init__(self, model: type[Person] | type[Partner]) -> None:
        super().__init__(label=gettext_lazy("In the register"), required=False, max_length=60)
        self.model = model

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a number that the register does not have, or not any more."""
        text = super().clean(value)
        if not text:
            return None
        if text == NEW:
            return Meant(None)
        number = as_number(text)
        if number is None or not self.model._default_manager.current().filter(pk=number).exists():
            raise ValidationError(
                _("What you chose is not in the register. Choose again."), code="invalid_choice"
            )
        return Meant(number)


class RememberField(forms.CharField):
    """Whether the spelling becomes an alias of the chosen record: yes, unless «off» was sent.

    The page sends «off» in a hidden input before the checkbox, so a missing checkbox does not count as a no.
    """

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Remember this spelling"),
            required=False,
            max_length=5,
            widget=forms.HiddenInput(),
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value) != _OFF


class Linked(forms.Form):
    """A row whose name can be linked. Classes with this mixin define the field `link`, which says to which kind
    of record.
    """

    link_words = forms.CharField(
        label=gettext_lazy("By number or name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "autocomplete": "off"}),
    )
    remember = RememberField()

    def clean(self) -> dict[str, Any]:
        """If nothing was chosen, what was typed into the field counts."""
        data = super().clean() or {}
        words = tidy(data.get("link_words") or "")
        if words and data.get("link") is None and "link" not in self.errors and not data.get("DELETE"):
            data["link"] = self._by_words(words)
        return data

    def _by_words(self, words: str) -> Meant | None:
        model = cast("LinkField", self.fields["link"]).model
        number = as_number(words)
        named = (
            model._default_manager.current().filter(pk=number)
            if number is not None
            else model._default_manager.known_as(fold(words))
        )
        found = sorted(named.values_list("pk", flat=True)[:9])
        if len(found) == 1:
            return Meant(found[0])
        if found:
            text = _("Several are called “%(name)s”: %(numbers)s. Write the number.")
            self.add_error(
                "link_words",
                ValidationError(text, params={"name": words, "numbers": ", ".join(map(str, found))}),
            )
        else:
            text = _("The register has no “%(name)s”. Choose from the list, or leave it empty.")
            self.add_error("link_words", ValidationError(text, params={"name": words}))
        return None


def as_they_are_now(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A stored form in which numbers of merged names are replaced by those of their survivors.

    At most two queries, and none if nobody was chosen by number.
    """
    kept = {name: list(values) for name, values in fields.items()}
    for prefix, model in (("participants-", Person), ("organizations-", Partner)):
        chosen = {
            name: number
            for name, values in kept.items()
            if name.startswith(prefix)
            and name.endswith("-link")
            and values
            and (number := as_number(values[-1])) is not None
        }
        if chosen:
            names: Any = model._default_manager.all()
            become = names.now_known_as(chosen.values())
            kept |= {name: [str(become[number])] for name, number in chosen.items() if number in become}
    return kept
