"""Made-up registers of a given size, each in its own database on the server in use."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def register(name: str, engagements: int, *, keep: bool) -> Iterator[dict[str, str]]:
    """The environment for programs on the database `name`. If it does not exist, it is made with this many
    engagements (`manage.py seed_scale`); unless `keep`, it is dropped at the end of the block.
    """
    env = environment(name)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        there = line.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            line.execute(f'CREATE DATABASE "{name}"')
    try:
        manage(env, "migrate", "--verbosity", "0")
        if there is None:
            manage(env, "seed_scale", "--engagements", str(engagements))
        yield env
    finally:
        if not keep:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
                line.execute(f'DROP DATABASE "{name}"')


def environment(name: str) -> dict[str, str]:
    """The environment of this process, with the database `name` on the same server."""
    return os.environ | {
        "DATABASE_URL": address(name),
        # The measuring process itself requests the pages, without TLS and without collected assets.
        "SIJILL_DEMO": "1",
        "SIJILL_SERVE_UNCOLLECTED": "1",
    }


def address(name: str) -> str:
    """The URL of the database `name` on the server in use."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def manage(env: Mapping[str, str], *arguments: str) -> None:
    """Runs `manage.py` with these arguments; its output goes to standard error."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, stdout=sys.stderr
    )
