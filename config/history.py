"""Translates the applied migrations of a register of an earlier version into those of this version.

One migration of this version may replace several earlier ones (`replaces`). A register that has run all of these is
where it leads; a register that has run only some cannot be taken on by this version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.migrations import Migration

    Key = tuple[str, str]
    """App and name of a migration."""


class BetweenVersionsError(Exception):
    """The register is between versions; the text names the first migration that it lacks."""


def as_of_today(applied: Iterable[Key], on_disk: Mapping[Key, Migration]) -> set[Key]:
    """The applied migrations, with those that were replaced given as their replacement.

    Raises BetweenVersionsError if only some of the replaced ones were applied.
    """
    names = set(applied)
    for key, migration in on_disk.items():
        replaced = [(app, name) for app, name in migration.replaces]
        if replaced and (done := names.intersection(replaced)):
            if missing := [f"{app}.{name}" for app, name in replaced if (app, name) not in done]:
                raise BetweenVersionsError(missing[0])
            names = names - done | {key}
    return names
