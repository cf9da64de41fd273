"""Services of a test's own, beside those of the run."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.embedded.services import BROKER, DATABASE, Services, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


@pytest.fixture
def make_services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Services]]:
    """Makes services over a folder (below the test's own by default), not started; all are stopped at the end."""
    for name in (DATABASE, BROKER):
        monkeypatch.delenv(name, raising=False)
    made: list[Services] = []

    def make(home: Path = tmp_path / "home", *, temporary: bool = True) -> Services:
        made.append(Services(home, SITE_PACKAGES, temporary=temporary))
        return made[-1]

    yield make
    for services in reversed(made):
        services.stop()
    for home in {services.home for services in made}:
        remove(home)


def ask(services: Services, sql: str) -> str:
    """The first value of the first row, as text; empty for a statement that has none."""
    with psycopg.connect(services.env[DATABASE], autocommit=True) as connection:
        cursor = connection.execute(sql)
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else ""
