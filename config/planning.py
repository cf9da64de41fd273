"""How PostgreSQL is to plan statements, told to it with each new connection, whatever its own settings say.

Many work at once, each with short statements, so each statement gets one process. A chunk of an export by three took
three times the processor seconds and was no quicker, and pages beside it waited. Nor are plans compiled (jit): the
PostgreSQL that `run.py` brings cannot, and all are to work alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_STATEMENT = (
    "SELECT set_config('max_parallel_workers_per_gather', '0', false), set_config('jit', 'off', false)"
)


def tell(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Receives `connection_created`."""
    # Its own cursor: nobody counts this among the statements of a page.
    connection.connection.execute(_STATEMENT)
