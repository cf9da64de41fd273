"""A register of an earlier version counts as migrated if it did all that today's first migrations do at once."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.history import BetweenVersionsError, as_of_today

DISK = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
REGISTER = ("engagements", "0001_register")
BEFORE = {(app, name) for app, name in DISK[REGISTER].replaces}


def test_all_of_the_replaced_are_the_one_that_replaces_them() -> None:
    assert ("engagements", "0027_results_of_imports") in BEFORE
    others = {("auth", "0001_initial"), ("engagements", "9999_of_tomorrow")}
    assert as_of_today(BEFORE | others, DISK) == {REGISTER} | others
    assert as_of_today(BEFORE | {REGISTER}, DISK) == {REGISTER}
    assert as_of_today(set(), DISK) == set()
    with pytest.raises(BetweenVersionsError, match=r"engagements\.0016_weekly_letters"):
        as_of_today(BEFORE - {("engagements", "0016_weekly_letters")}, DISK)


@pytest.mark.django_db
def test_a_register_between_two_versions_is_not_touched() -> None:
    MigrationRecorder(connection).record_unapplied("engagements", "0027_results_of_imports")
    with pytest.raises(CommandError, match=r"Update it to the last version before"):
        call_command("prepare")
