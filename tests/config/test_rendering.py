"""Widgets drawn by hand are what Django's templates draw, to the letter, blanks between them aside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from config.rendering import _DRAWN, Renderer

CHOICES = [
    ("", gettext_lazy("Any")),
    ("a<", 'x & "y"'),
    (7, mark_safe("&amp; safe")),
    ("group '", [("b", "ب"), ("c", "<b>")]),
]
ODD = {
    "class": "input",
    "required": True,
    "disabled": False,
    "data-x": "\"<&>'",
    "rows": 1200,
    "maxlength": "9",
}
WIDGETS = [
    forms.TextInput(ODD),
    forms.NumberInput(ODD),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput({"data-words": ""}),
    forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    forms.FileInput(),
    forms.CheckboxInput(ODD),
    forms.Textarea(ODD),
    forms.Select(ODD, CHOICES),
    forms.SelectMultiple(ODD, CHOICES),
    forms.CheckboxSelectMultiple(ODD, CHOICES),
    forms.RadioSelect(ODD, CHOICES),
]
VALUES: list[Any] = [
    None,
    "",
    "plain",
    "<script>\"'&",
    mark_safe("&lt;"),
    1234567,
    0,
    date(2026, 11, 22),
    "a<",
    7,
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_same_to_the_letter(widget: forms.Widget, value: Any) -> None:
    shown = [value] if isinstance(widget, (forms.SelectMultiple, forms.CheckboxSelectMultiple)) else value
    attrs = {"id": "id_x", "aria-invalid": "true"}
    by_hand = widget.render("name<", shown, attrs, renderer=Renderer())
    assert by_hand.split() == widget.render("name<", shown, attrs, renderer=DjangoTemplates()).split()
    assert hasattr(by_hand, "__html__")


@pytest.mark.parametrize("labelled", [False, True])
def test_one_tick_of_several_too(labelled: bool) -> None:
    drawn = [
        [tick.tag(labelled) for tick in _Several({"one": ["a<"]}, renderer=renderer())["one"]]
        for renderer in (Renderer, DjangoTemplates)
    ]
    by_hand, by_django = ([tick.split() for tick in ticks] for ticks in drawn)
    assert by_hand == by_django
    assert len(by_hand) == 5


class _Several(forms.Form):
    one = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple(ODD))


def test_the_names_are_those_of_django(settings: Any) -> None:
    assert settings.FORM_RENDERER == "config.rendering.Renderer"
    known = {widget.template_name for widget in WIDGETS} | {forms.CheckboxSelectMultiple.option_template_name}
    assert known >= set(_DRAWN) - {"django/forms/widgets/input.html"}
