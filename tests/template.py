"""A database with all tables, made once a run: each process of the tests copies it instead of migrating its own.

`python -m tests.template` makes it, in the PostgreSQL of DATABASE_URL, under the name in SIJILL_TEST_TEMPLATE. Where
that variable is not set, as in a run of pytest by itself, each process migrates.
"""

from __future__ import annotations

import gc
import os

import django
from django.db import connection

from tests.services import BESIDE, YOUNG

VARIABLE = "SIJILL_TEST_TEMPLATE"


def use_template() -> None:
    """Has the database that Django makes for the tests be a copy of the template, if the run made one.

    Beside other tests of the same run it has a name of its own.
    """
    settings = connection.settings_dict["TEST"]
    if name := os.environ.get(VARIABLE):
        settings["TEMPLATE"] = name
    if os.environ.get(BESIDE):
        settings["NAME"] = f"{settings['NAME'] or 'test'}_beside"


def make_template() -> None:
    gc.set_threshold(YOUNG)
    connection.settings_dict["TEST"]["NAME"] = os.environ[VARIABLE]
    connection.creation.create_test_db(verbosity=0, serialize=False)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    make_template()
