"""The quick tags of `config.tags` say what Django's own say, in the language of the moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Engine, engines
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from config.tags import addresses, words

WORDS = (
    '{% translate "Countries" %}',
    "{% trans 'Countries' %}",
    '{% translate "Countries" as said %}[{{ said }}|{{ said|length }}]',
    '{% translate "Nobody translated this & <that>, 100% sure" %}',
    '{% translate "Nobody translated this & <that>" as said %}{{ said }}',
    '{% translate "" %}',
    '{% translate "Countries" noop %}',
    '{% translate "Countries"|upper %}',
    '{% translate ", " context "list" %}',
    "{% translate name %}",
    '{% autoescape off %}{% translate "a < b" %}{% endautoescape %}',
)
SENTENCES = (
    "{% blocktranslate %}Countries{% endblocktranslate %}",
    "{% blocktranslate with shown=few total=many %}Shown: {{ shown }} of {{ total }}{% endblocktranslate %}",
    "{% blocktranslate with shown=harm total=nothing %}Shown: {{ shown }} of {{ total }}{% endblocktranslate %}",
    "{% blocktranslate count n=one %}{{ n }} engagement{% plural %}{{ n }} engagements{% endblocktranslate %}",
    "{% blocktranslate count n=few %}{{ n }} engagement{% plural %}{{ n }} engagements{% endblocktranslate %}",
    "{% blocktranslate count n=many %}{{ n }} engagement{% plural %}{{ n }} engagements{% endblocktranslate %}",
    "{% blocktranslate count n=few asvar said %}one{% plural %}{{ n }} of 100%{% endblocktranslate %}[{{ said }}]",
    "{% blocktranslate count n=half %}one{% plural %}{{ n }} of them{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Nobody\n  wrote {{ harm }} {{ unknown }}\n{% endblocktranslate %}",
    "{% blocktranslate count n=few with who=name %}{{ who }}{% plural %}{{ who }}: {{ n }}{% endblocktranslate %}",
    "{% blocktranslate context 'list' %}, {% endblocktranslate %}",
    "{% for name in names %}{% blocktranslate %}for {{ name }}{% endblocktranslate %};{% endfor %}",
)
VALUES: dict[str, Any] = {
    "name": "Countries", "names": ["a<b", "Open"], "harm": "<b>&", "one": 1, "few": 3, "many": 12_345, "half": 2.5,
}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en", None])
@pytest.mark.parametrize("text", WORDS + SENTENCES)
def test_words_are_what_django_says(text: str, language: str | None) -> None:
    source = "{% load i18n %}" + text + "{{ shown }}{{ n }}"
    theirs = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(source)
    ours: Any = engines["django"].from_string(source)
    with translation.override(language):
        assert ours.template.render(Context(VALUES)) == theirs.render(Context(VALUES))


def test_one_template_speaks_the_language_of_each_moment() -> None:
    said = engines["django"].from_string("{% load i18n %}{% translate 'Countries' %}")
    spoken = []
    for language in ("ar", "en", "ar"):
        with translation.override(language):
            spoken.append(said.render())
    assert spoken == ["الدول", "Countries", "الدول"]


def test_plain_words_are_the_quick_ones() -> None:
    source = "{% load i18n %}{% translate 'Countries' %}{% blocktranslate %}x{% endblocktranslate %}{% url 'home' %}"
    page: Any = engines["django"].from_string(source)
    assert [type(node) for node in page.template.nodelist[1:]] == [
        words.Words,
        words.Sentence,
        addresses.Page,
    ]


def test_a_number_that_is_none_is_an_error_as_ever() -> None:
    text = "{% load i18n %}{% blocktranslate count n=name %}a{% plural %}b{% endblocktranslate %}"
    with pytest.raises(Exception, match="must be a number"):
        engines["django"].from_string(text).render(VALUES)


def test_an_address_follows_where_the_site_stands() -> None:
    page = engines["django"].from_string("{% url 'countries' %}")
    assert page.render() == reverse("countries") == "/countries/"
    try:
        set_script_prefix("/register/")
        assert page.render() == "/register/countries/"
    finally:
        set_script_prefix("/")
    assert page.render() == "/countries/"


@pytest.mark.parametrize(
    ("name", "part"), [("person", 7), ("engagement", 0), ("country", "JP"), ("topic", "a")]
)
def test_the_address_of_one_is_that_of_its_number_or_name(name: str, part: int | str) -> None:
    page = engines["django"].from_string("{% url '" + name + "' one.part %}")
    assert page.render({"one": {"part": part}}) == reverse(name, args=[part])


@pytest.mark.parametrize("part", [-1, True, "x", None])
def test_a_number_that_leads_nowhere_is_an_error_as_ever(part: object) -> None:
    with pytest.raises(NoReverseMatch):
        engines["django"].from_string("{% url 'person' part %}").render({"part": part})


@override_settings(ROOT_URLCONF="tests.config.no_addresses")
def test_an_address_that_is_not_there_is_an_error_as_ever() -> None:
    with pytest.raises(NoReverseMatch):
        engines["django"].from_string("{% url 'countries' %}").render()
