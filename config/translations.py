"""Handles message catalogues with Babel, as GNU gettext is not always installed.

`manage.py make_translations` collects the strings into locale/*/LC_MESSAGES/django.po (messages that nothing
uses any more are dropped), `manage.py compile_translations` makes the .mo files that Django reads.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGES = ("accounts", "config", "engagements", "ingest")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str | tuple[str, ...], str | None, str]
"""(Message, with its plural if it has one; context; place in the source.)"""


def catalogue_path(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def _in_source(text: str, place: str) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield message, context, place


def _as_python(template: str, name: str) -> str:
    """Django's extraction of a template for gettext, without indentation, so that a Python tokenizer accepts it."""
    return re.sub(r"^\s+", "", templatize(template, origin=name), flags=re.MULTILINE)


def collect() -> Iterator[Found]:
    """All translatable strings of the project's code and templates."""
    base = settings.BASE_DIR
    for package in PACKAGES:
        for path in sorted((base / package).rglob("*.py")):
            yield from _in_source(path.read_text(encoding="utf-8"), path.relative_to(base).as_posix())
    for path in sorted((base / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            name = path.relative_to(base).as_posix()
            yield from _in_source(_as_python(path.read_text(encoding="utf-8"), name), name)


def read(language: str) -> Catalog:
    """The catalogue of `language`; empty if there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", project="Sijill", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update(language: str, found: Iterable[Found]) -> Catalog:
    """A catalogue with exactly these strings; existing translations are kept, none is guessed."""
    old = read(language)
    new = Catalog(locale=language, domain="django", project="Sijill", charset="utf-8", fuzzy=False)
    for message, context, place in found:
        known = old.get(message if isinstance(message, str) else message[0], context)
        # A message that now has plural forms (or no longer has) must be translated again.
        same_shape = known is not None and known.pluralizable is not isinstance(message, str)
        translation = known.string if known and same_shape and not known.fuzzy else None
        # As the strings in the code are English, the English catalogue repeats them.
        new.add(
            message, message if language == "en" else translation, locations=[(place, 0)], context=context
        )
    return new


def incomplete(catalogue: Catalog) -> list[str]:
    """The messages that lack a translation or one of its plural forms, or are marked fuzzy."""
    wanting = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        count = catalogue.num_plurals if message.pluralizable else 1
        if message.id and (message.fuzzy or len(forms) != count or not all(forms)):
            wanting.append(message.id if isinstance(message.id, str) else message.id[0])
    return wanting


def write(language: str, catalogue: Catalog) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def compile_all() -> list[str]:
    """Writes the .mo file of each .po file that is newer; returns the languages written."""
    written = []
    for language, _name in settings.LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            fresh = target.with_suffix(".part")
            with fresh.open("wb") as file:
                write_mo(file, read(language))
            fresh.replace(target)
            written.append(language)
    return written
