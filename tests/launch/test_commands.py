"""run.py before anything is installed or started: what it refuses, and in which words."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from config.embedded.processes import ServiceError
from config.embedded.services import ROOT
from config.launch import checks, cli, installation
from config.launch.installation import DEVELOPMENT, RUNTIME
from config.launch.pipes import UNREAD

OLD_PYTHON = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('run.py', run_name='__main__')"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, check=False)


def test_an_old_python_is_told_that_it_is_too_old() -> None:
    answer = run("-c", OLD_PYTHON)
    assert answer.returncode == 1
    assert answer.stderr == "Sijill needs Python 3.11 or later; this is 3.9.\n"


def test_an_old_python_can_read_run_py() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_unknown_command_lists_the_known_ones() -> None:
    answer = run("run.py", "frobnicate")
    assert answer.returncode == 2
    assert "python3 run.py stop" in answer.stderr


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "Make room on the disk"), (errno.EROFS, "put that where this account may write")],
)
def test_what_cannot_be_written_is_said_without_a_traceback(
    number: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> Path:
        raise OSError(number, os.strerror(number), "/srv/sijill/var")

    monkeypatch.setattr(cli, "data_folder", refused)
    assert cli.main(["stop"]) == 1
    told = capsys.readouterr().err
    assert f"/srv/sijill/var cannot be written ({os.strerror(number)})" in told
    assert says in told


@pytest.mark.parametrize("command", [("run.py", "sbom"), ("manage.py", "help", "--commands")])
def test_who_reads_no_further_ends_it_without_a_word(command: tuple[str, ...]) -> None:
    """As `| head` does."""
    near, far = os.pipe()
    os.close(near)
    try:
        answer = subprocess.run(
            [sys.executable, *command], stdout=far, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    finally:
        os.close(far)
    assert (answer.returncode, answer.stderr) == (UNREAD, "")


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    answer = run("run.py", "--port", port)
    assert answer.returncode == 2
    assert f"'{port}' is not a port" in answer.stderr


def test_the_launcher_imports_nothing_but_the_standard_library() -> None:
    """It runs before anything is installed: -S -I hides the site's packages."""
    code = "import sys; sys.path.insert(0, '.'); import config.launch.cli, config.embedded.watcher"
    answer = run("-S", "-I", "-c", code)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("name", ["base", "embedded", "dev"])
def test_locks_have_a_hash_for_every_package_and_no_address(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if line and line[0].isalnum()]
    assert pins
    assert all("==" in lines[number] and "--hash=sha256:" in lines[number + 1] for number in pins)
    assert not any(word in line for line in lines for word in ("://", "--index", "--find-links", "--trusted"))


def test_a_changed_lock_or_python_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "REQUIREMENTS", tmp_path)
    for name in {*RUNTIME, *DEVELOPMENT}:
        (tmp_path / f"{name}.txt").write_text("django==5.2")
    before = installation._key(RUNTIME)
    assert installation._key(RUNTIME) == before
    (tmp_path / "dev.txt").write_text("pytest==9")
    assert installation._key(RUNTIME) == before
    (tmp_path / "base.txt").write_text("django==6.1")
    assert installation._key(RUNTIME) != before


def test_without_ensurepip_an_ordinary_user_is_given_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(ServiceError, match=r"sudo apt-get install .*python3\.\d+-venv"):
        installation._install_ensurepip()


def test_counts_are_added_over_all_reports(tmp_path: Path) -> None:
    suite = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
    (tmp_path / "a.xml").write_text(suite.format(10, 1, 0, 2))
    (tmp_path / "b.xml").write_text(suite.format(5, 0, 1, 0))
    assert checks._count(tmp_path) == (11, 2, 2)


def test_every_test_is_in_one_part_of_the_run() -> None:
    """Whatever markers it has."""
    expressions = [list(part.arguments)[-1] for part in checks.all_parts() if part.is_pytest]
    for marks in product([False, True], repeat=3):
        names = dict(zip(("browser", "services", "timing"), marks, strict=True))
        assert [eval(each, {}, names) for each in expressions].count(True) == 1, names


def test_every_mark_stands_where_the_run_looks_for_it() -> None:
    """A part loads only the folders that it names."""
    folders = [ROOT / folder for folder in checks.FOLDERS["browser"]]
    marked = {name: [ROOT / folder for folder in where] for name, where in checks.FOLDERS.items()}
    for path in (ROOT / "tests").rglob("test_*.py"):
        text = path.read_text("utf-8")
        for name, where in marked.items():
            if f"pytest.mark.{name}" in text:
                assert any(path.is_relative_to(folder) for folder in (*where, *folders)), (path, name)
        if any(path.is_relative_to(folder) for folder in folders):
            assert f"\npytestmark = [pytest.mark.{'browser'}, " in text, f"no part runs {path}"


def test_what_needs_no_browser_comes_first() -> None:
    parts = checks.all_parts()
    assert [part.browser for part in parts] == sorted(part.browser for part in parts)
    assert any(part.browser for part in parts)
