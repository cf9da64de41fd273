"""Checks whether the database knows Arabic letters. One made with the locale C does not, without any error.

The database itself splits words and strips articles (`sijill_lexemes`), and its locale decides what a letter is.
Under `C` no search would find «والصناعة» by «صناعة», so `manage.py migrate` refuses such a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.core import checks
from django.db import connections

HINT = (
    "Make the database anew: CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin "
    "BUILTIN_LOCALE 'C.UTF-8'. What the old one holds goes over with `manage.py backup` and `restore`."
)


class Cursor(Protocol):
    """A cursor of Django or of the driver."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...


def what_is_wrong(cursor: Cursor) -> str:
    """What is wrong with the encoding or locale of the database, as a sentence; empty if it suits Arabic."""
    cursor.execute(
        "SELECT current_database(), getdatabaseencoding(), datctype FROM pg_database WHERE datname = current_database()"
    )
    name, encoding, locale = cursor.fetchone()
    if encoding != "UTF8":
        return f"The database {name} is kept as {encoding}, not as UTF8, so it cannot hold Arabic."
    # The letter beh.
    cursor.execute(r"SELECT U&'\0628' ~ '^\w$'")
    (is_letter,) = cursor.fetchone()
    if not is_letter:
        return f"To the database {name} (locale {locale}) Arabic letters are no letters, so search would miss words."
    return ""


@checks.register(checks.Tags.database)
def database_letters(
    app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A system check that runs with `migrate` and `check --database default`, when there is a database."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            wrong = what_is_wrong(cursor)
        if wrong:
            found.append(checks.Error(wrong, hint=HINT, id="config.E001"))
    return found
