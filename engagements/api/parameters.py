"""The OpenAPI description of a list's query parameters, made from the form that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lists.querystring import CURSOR

DEFAULT, MOST = 50, 200
"""Rows of a page: by default, and at most."""


class LimitForm(forms.Form):
    """The parameter for the number of rows of a page."""

    limit = forms.IntegerField(label=_("Rows of a page"), min_value=1, max_value=MOST, required=False)


def documented(fields: Mapping[str, forms.Field], *, paged: bool = True) -> dict[str, Any]:
    """The value of `openapi_extra` for a list with these query parameters; `paged` adds those for its pages."""
    known = [_parameter(name, field) for name, field in fields.items()]
    if paged:
        known.append(_parameter("limit", LimitForm.base_fields["limit"]) | {"description": LIMIT})
        known.append({"name": CURSOR, "in": "query", "schema": {"type": "string"}, "description": AFTER})
    return {"parameters": known}


LIMIT = _("Rows of a page: 50, at most 200")
AFTER = _("Where the page begins; take it from «next»")


def _parameter(name: str, field: forms.Field) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": _schema(field), "description": field.label or name}


def _schema(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return {"type": "array", "items": _one(field)}
    if isinstance(field, forms.ChoiceField):
        return _one(field)
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    longest = getattr(field, "max_length", None)
    return {"type": "string", "maxLength": longest} if longest else {"type": "string"}


def _one(field: forms.ChoiceField) -> dict[str, Any]:
    """The schema of one choice. Choices that are rows of a table are not enumerated: the API has lists of them."""
    if isinstance(field, forms.ModelChoiceField):
        return {"type": "string"}
    choices: Any = field.choices
    known = [str(value) for value, _label in choices if value]
    return {"type": "string", "enum": known} if known else {"type": "string"}
