"""When a second start may skip the preparation, and when not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config.embedded.processes import ServiceError
from config.embedded.services import DATABASE
from config.launch import commands, preparation

SCRIPT = "import sys; from pathlib import Path; print('did', sys.argv[1:]); Path('done').open('a').write('x')"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose manage.py counts how often it was called."""
    monkeypatch.delenv(DATABASE, raising=False)
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    monkeypatch.setattr(preparation, "PYTHON", Path(sys.executable))
    for folder in ("ingest", "home/run", "home/log", "home/pg18/global"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "home/pg18/global/pg_control").write_bytes(b"12345678 and the rest, which changes")
    (tmp_path / "manage.py").write_text(SCRIPT)
    return tmp_path


def prepared(project: Path, **env: str) -> int:
    """How often manage.py was called up to now, this call included."""
    preparation.prepare(project / "home", {"PATH": "/usr/bin:/bin", **env})
    return len((project / "done").read_text())


def test_only_the_first_start_prepares(project: Path) -> None:
    assert prepared(project) == prepared(project) == 1


def test_a_changed_file_prepares_again(project: Path) -> None:
    prepared(project)
    (project / "ingest" / "models.py").write_text("changed")
    assert prepared(project) == 2


def test_a_changed_setting_prepares_again(project: Path) -> None:
    prepared(project)
    assert prepared(project, SIJILL_HOME_COUNTRY="TN") == 2


def test_another_cluster_prepares_again(project: Path) -> None:
    prepared(project)
    (project / "home/pg18/global/pg_control").write_bytes(b"87654321 and the rest, which changes")
    assert prepared(project) == 2


def test_a_database_elsewhere_is_prepared_at_every_start(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, "postgresql://elsewhere/sijill")
    prepared(project)
    assert prepared(project) == 2


@pytest.mark.parametrize(("command", "times"), [("flush", 2), ("check", 1)])
def test_after_a_command_that_may_empty_the_tables_it_prepares_again(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: str, times: int
) -> None:
    prepared(project)
    monkeypatch.setattr(commands, "data_folder", lambda: project / "home")
    monkeypatch.setattr(commands, "ensure_installed", lambda: None)
    monkeypatch.setattr(commands, "with_services", lambda asked, *, command: 0)
    assert commands.manage([command]) == 0
    assert prepared(project) == times


def test_a_failure_shows_what_was_said_and_is_tried_again(project: Path) -> None:
    (project / "manage.py").write_text("print('no such table'); raise SystemExit(3)")
    for _ in range(2):
        with pytest.raises(ServiceError, match=r"exit code 3(.|\n)*no such table"):
            prepared(project)
