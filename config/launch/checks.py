"""`python3 run.py test`: everything that CI runs, each part to its end, one verdict."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.services import BROKER, DATABASE, temporary_services
from config.launch import signals
from config.launch.browser import install_browser, what_is_missing
from config.launch.installation import clean_environment, ensure_installed
from config.launch.places import PYTHON, ROOT, site_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TESTING = {
    "SIJILL_SECRET_KEY": "only-for-tests-and-never-for-people-to-use-anywhere",
    "SIJILL_HTTPS": "0",
    "SIJILL_SERVE_UNCOLLECTED": "1",
    # Tests of second factors set the roles themselves.
    "SIJILL_SECOND_FACTOR_ROLES": "",
    # Playwright's event loop runs in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
TEMPLATE = {"SIJILL_TEST_TEMPLATE": "sijill_template"}
"""The database in which tests/template.py makes the tables, once for all processes."""
BESIDE = {"SIJILL_TEST_BESIDE": "1"}
"""Marks a test run that runs beside others: it gets databases of its own on both servers (tests/template.py,
tests/services.py).
"""
# A process without work takes over half of what waits for the other.
TWO_AT_A_TIME = ("-n", "2", "--dist", "worksteal")
# Tests that start and kill whole programs mostly wait, so they run beside the others. The tests of a file stay
# together, as they may share a folder.
TWO_FILES_AT_A_TIME = ("-n", "2", "--dist", "loadfile")
FOLDERS = {
    "browser": ["tests/browser"],
    "services": [
        "tests/engagements/reminding/test_sent.py",
        "tests/engagements/test_letters.py",
        *(
            f"tests/ingest/test_{name}.py"
            for name in ("mailbox", "object_store", "scans", "unpacking_worker", "worker")
        ),
        "tests/launch",
    ],
    "timing": ["tests/extraction"],
}
"""The folders of the tests with each mark, so that pytest need not load the others to find them."""
NO_BROWSER = [f"--ignore={folder}" for folder in FOLDERS["browser"]]
"""Tests in a browser are not loaded if they do not run."""


@dataclass(frozen=True)
class Part:
    """One check: its name, the arguments for Python, and whether it drives a browser.

    A part that is `beside` runs while the parts after it run, up to the next one that `waits`: that starts when
    nothing else runs.
    """

    name: str
    arguments: Sequence[str]
    browser: bool = False
    beside: bool = False
    waits: bool = False

    @property
    def is_pytest(self) -> bool:
        return self.name.startswith("pytest")


@dataclass(frozen=True)
class Result:
    part: Part
    code: int
    seconds: float


def all_parts() -> list[Part]:
    """All parts: first those without a browser, and of these first what uses two processors."""
    return [
        Part("mypy", ["-m", "mypy", "."], beside=True),
        Part("ruff check", ["-m", "ruff", "check", "."]),
        Part("ruff format", ["-m", "ruff", "format", "--check", "."]),
        Part("import-linter", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        Part("translations", ["manage.py", "compile_translations"]),
        Part("typeface", ["manage.py", "build_assets"]),
        Part("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"]),
        Part("tables for the tests", ["-m", "tests.template"]),
        _pytest(
            "pytest with programs, two at a time",
            "services and not (browser or timing)",
            *TWO_FILES_AT_A_TIME,
            *FOLDERS["services"],
            beside=True,
        ),
        _pytest("pytest, two at a time", "not (browser or services or timing)", *TWO_AT_A_TIME, *NO_BROWSER),
        _pytest("pytest, one at a time", "timing and not browser", *FOLDERS["timing"], waits=True),
        _pytest(
            "pytest in a browser, two at a time",
            "browser and not (services or timing)",
            *TWO_AT_A_TIME,
            *FOLDERS["browser"],
            browser=True,
        ),
        _pytest(
            "pytest in a browser, one at a time",
            "browser and (services or timing)",
            *FOLDERS["browser"],
            browser=True,
        ),
    ]


def _pytest(name: str, marked: str, *how: str, **which: bool) -> Part:
    return Part(name, ["-m", "pytest", "-q", "--durations", "8", *how, "-m", marked], **which)


def run_checks(arguments: Sequence[str]) -> int:
    """Runs all parts, or only pytest if there are arguments for it. Returns 0 only if all succeeded.

    The last line is `N passed, N failed, N skipped`, over all tests.
    """
    signals.raise_stopped()
    for_pytest = [argument for argument in arguments if argument != "--with-browser"]
    with_browser = len(for_pytest) < len(arguments)
    ensure_installed(development=True)
    if with_browser:
        install_browser()
    if for_pytest:
        print("With arguments, pytest runs alone: no linter, no type checker.", flush=True)
    parts = [Part("pytest", ["-m", "pytest", *for_pytest])] if for_pytest else all_parts()
    env = _environment(with_browser=with_browser) | ({} if for_pytest else TEMPLATE)
    # A database or broker in the caller's environment is in use by somebody; tests get their own.
    for name in (DATABASE, BROKER):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    with temporary_services(site_packages()) as services, tempfile.TemporaryDirectory() as folder:
        env |= services.env | {"SIJILL_DATA_DIR": str(services.home)}
        (services.home / "static").mkdir()
        reports = Path(folder)
        results = list(_run_all(parts, env, reports))
        passed, failed, skipped = _count(reports)
    _summarise(results, problem=None if for_pytest else what_is_missing())
    broken = [result for result in results if result.code]
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if broken or failed else 0


def _environment(*, with_browser: bool) -> dict[str, str]:
    kept = {name: value for name, value in clean_environment().items() if not name.startswith("SIJILL_")}
    # A dozen processes import the same modules, so bytecode is written even if the caller keeps none. It is written
    # beside the sources, because the confined processes that read files look for it there and may write none.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | TESTING | ({"SIJILL_BROWSER": "required"} if with_browser else {})


def _run_all(parts: Sequence[Part], env: dict[str, str], reports: Path) -> Iterator[Result]:
    """Runs the parts. The output of parts that run beside others is shown when something waits for them."""
    with contextlib.ExitStack() as stack:
        beside: list[Callable[[], Result]] = []
        for part in parts:
            if part.waits:
                yield from (ended() for ended in beside)
                beside = []
            if part.beside:
                beside.append(stack.enter_context(_begun(part, env, reports)))
            else:
                yield _run(part, env, reports)
        yield from (ended() for ended in beside)


@contextlib.contextmanager
def _begun(part: Part, env: dict[str, str], reports: Path) -> Iterator[Callable[[], Result]]:
    """Starts the part; calling the result waits for its end, and only this wait is counted. The part is killed at
    the end of the block.
    """
    said = reports / f"{part.name}.txt"
    with said.open("wb") as out:
        process = subprocess.Popen(
            _command(part, reports),
            env=env | BESIDE,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )

    def ended() -> Result:
        began = time.monotonic()
        code = process.wait()
        seconds = time.monotonic() - began
        print(
            f"\n--- {part.name}, beside others\n{said.read_text('utf-8', 'replace')}",
            end="",
            flush=True,
        )
        return Result(part, code, seconds)

    try:
        yield ended
    finally:
        process.kill()
        process.wait()


def _run(part: Part, env: dict[str, str], reports: Path) -> Result:
    print(f"\n--- {part.name}", flush=True)
    began = time.monotonic()
    code = subprocess.call(_command(part, reports), env=env, cwd=ROOT, stdin=subprocess.DEVNULL)
    return Result(part, code, time.monotonic() - began)


def _command(part: Part, reports: Path) -> list[str]:
    told = [f"--junitxml={reports / part.name}.xml"] if part.is_pytest else []
    return [str(PYTHON), *part.arguments, *told]


def _count(reports: Path) -> tuple[int, int, int]:
    """The numbers of tests that passed, failed (or had errors) and were skipped, over all reports."""
    total = failed = skipped = 0
    for report in reports.glob("*.xml"):
        suites = ET.parse(report).getroot()  # noqa: S314 - pytest wrote it a moment ago
        for suite in suites.iter("testsuite"):
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


def _summarise(results: Sequence[Result], *, problem: str | None) -> None:
    print("\n--- summary")
    for result in results:
        verdict = "ok" if result.code == 0 else f"FAILED (exit code {result.code})"
        print(f"{result.part.name:36}{result.seconds:7.1f} s  {verdict}")
    for driven, name in ((False, "all that needs no browser"), (True, "all in a browser")):
        if seconds := [result.seconds for result in results if result.part.browser == driven]:
            print(f"{name:36}{sum(seconds):7.1f} s")
    if problem:
        print(
            f"\n*** SKIPPED: no test was driven through a browser, for {problem}. ***\n"
            "*** `python3 run.py test --with-browser` installs what is needed from the system's packages. ***\n"
        )
