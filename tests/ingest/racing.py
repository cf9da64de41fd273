"""Several editors who act at the same moment, each over a connection of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from django.db import connection

from engagements.errors import Conflict, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable


def race(*acts: Callable[[], object]) -> list[Conflict | Refusal]:
    """What those were told who did not win; anything else that goes wrong is raised."""
    start = threading.Barrier(len(acts))
    told: list[Conflict | Refusal] = []
    failures: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except (Conflict, Refusal) as words:
            told.append(words)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return told
