"""Which migrations of today make the tables of a register of an earlier version.

What many migrations of earlier versions did, one of today does (`replaces`): a register that ran all of them stands
where today's leads; one that ran only some stands between, where no version of today's can take it on from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.migrations import Migration

    Key = tuple[str, str]
    """App and name of a migration."""


class BetweenVersionsError(Exception):
    """A register stands where no migration of this version begins; the text names the first one that it lacks."""


def as_of_today(applied: Iterable[Key], on_disk: Mapping[Key, Migration]) -> set[Key]:
    """The migrations that were applied, those that one of today's replaces by its name.

    Raises BetweenVersionsError where some of the replaced ones were applied, and not all.
    """
    names = set(applied)
    for key, migration in on_disk.items():
        replaced = [(app, name) for app, name in migration.replaces]
        if replaced and (done := names.intersection(replaced)):
            if missing := [f"{app}.{name}" for app, name in replaced if (app, name) not in done]:
                raise BetweenVersionsError(missing[0])
            names = names - done | {key}
    return names
