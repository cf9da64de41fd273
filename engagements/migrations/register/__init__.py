"""The tables and what the database does on its own, as they were when they were first written out whole.

Frozen: what changes later stands in a migration of its own. `*.py` holds the tables, `*.sql` functions and triggers.
"""

from __future__ import annotations

from pathlib import Path

from django.db import migrations


def written(name: str) -> migrations.RunSQL:
    """The statements of one of the files beside this one."""
    return migrations.RunSQL((Path(__file__).parent / f"{name}.sql").read_text("utf-8"))
