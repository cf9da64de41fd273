"""Both languages are complete, and the catalogues are those of the code as it is."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation
from django.utils.translation import ngettext

from config import translations
from config.launch.places import ROOT

LANGUAGES = ["ar", "en"]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}


@pytest.fixture(scope="module")
def collected() -> list[Any]:
    """Every string of the code: message, context, place."""
    return list(translations.collect())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_is_in_the_catalogue(language: str, collected: list[Any]) -> None:
    catalogue = translations.read(language)
    found = {(m if isinstance(m, str) else m[0], context) for m, context, _ in collected}
    known = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in catalogue if m.id}
    assert found - known == set(), "run `python3 run.py manage make_translations` and translate"
    assert known - found == set(), "run `python3 run.py manage make_translations`: these are used no more"


def test_strings_marked_for_later_are_collected(collected: list[Any]) -> None:
    """What is wrong with a release is a table, translated only when it is shown."""
    assert "The file is empty." in [message for message, _context, _place in collected]


def test_no_string_is_marked_inside_an_f_string() -> None:
    """There the collector does not see it before Python 3.12."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for app in ("accounts", "config", "engagements", "ingest")
        for path in (ROOT / app).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language: str) -> None:
    assert translations.incomplete(translations.read(language)) == []


def forms(message: Message) -> list[str]:
    """Its translation, one text a plural form."""
    return [
        str(form)
        for form in (message.string if isinstance(message.string, (tuple, list)) else [message.string])
    ]


def test_placeholders_survive_translation() -> None:
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    wrong = []
    for message in translations.read("ar"):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms(message):
            # A form for one or two may say the number in a word; it may not name another variable.
            given, wanted = set(placeholder.findall(form)), set(placeholder.findall(source))
            if not given <= wanted or (not message.pluralizable and given != wanted):
                wrong.append((source, form))
    assert wrong == []


def test_every_arabic_form_is_in_its_place() -> None:
    """Of the catalogue's six forms the fifth is for 100 to 102, the last for 11 to 99: there the noun has a tanween."""
    swapped = []
    for message in translations.read("ar"):
        found = forms(message)
        if len(found) == 6 and "ًا" in found[4] and "ًا" not in found[5]:
            swapped.append(message.id)
    assert swapped == []


def test_arabic_is_arabic() -> None:
    latin_only = [
        message.id
        for message in translations.read("ar")
        if message.id
        for form in forms(message)
        if not re.search(r"[\u0621-\u064a]", form) and re.search(r"[A-Za-z]{3}", form)
    ]
    assert latin_only == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "نشاط واحد"),
        (2, "نشاطان"),
        (5, "5 أنشطة"),
        (25, "25 نشاطًا"),
        (100, "100 نشاط"),
        (111, "111 نشاطًا"),
    ],
)
def test_arabic_counts_as_arabic_does(number: int, words: str) -> None:
    translations.compile_all()
    with translation.override("ar"):
        assert ngettext("%(n)s engagement", "%(n)s engagements", number) % {"n": number} == words


def test_a_string_that_gets_several_forms_is_translated_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Catalog(locale="ar")
    old.add("one draft", "مسودة")
    old.add("Home", "الرئيسية")
    monkeypatch.setattr(translations, "read", lambda language: old)
    found: list[translations.Found] = [(("one draft", "many drafts"), None, "a.py"), ("Home", None, "b.py")]
    new = translations.update("ar", found)
    assert translations.incomplete(new) == ["one draft"]
