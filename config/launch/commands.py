"""The smaller commands: read, manage, lock, bench."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from config.embedded.processes import ServiceError
from config.embedded.services import Services
from config.launch import signals
from config.launch.installation import clean_environment, ensure_installed
from config.launch.instance import BusyError, claimed
from config.launch.places import PYTHON, REQUIREMENTS, ROOT, data_folder, site_packages
from config.launch.preparation import forget
from config.launch.serve import application_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCKS = ("base", "embedded", "dev")
UNPREPARING = frozenset({"dbshell", "flush", "loaddata", "migrate", "restore", "shell"})
"""Commands of manage.py after which tables or demo data may be missing, so that the next start prepares again."""
# Large dependencies of arabic-name-romanizer for a model that is not used; only its data file is.
NOT_LOCKED = ("onnxruntime", "numpy", "flatbuffers", "protobuf")


def read(arguments: Sequence[str]) -> int:
    """Prints what the reader finds in the releases in these files. Starts no service."""
    if not arguments:
        raise ServiceError("Which file? python3 run.py read FILE...")
    ensure_installed()
    env = clean_environment() | {"PYTHONPATH": str(ROOT)}
    return subprocess.call([str(PYTHON), "-m", "ingest.extraction.show", *arguments], env=env)


def manage(arguments: Sequence[str]) -> int:
    """Runs manage.py with the services of the running Sijill, or with ones started for this command."""
    ensure_installed()
    if arguments and arguments[0] in UNPREPARING:
        forget(data_folder())
    return with_services(
        ["manage.py", *arguments], command=f"run.py manage {' '.join(arguments[:1])}".strip()
    )


def with_services(arguments: Sequence[str], *, command: str) -> int:
    """Runs a Python script of the project in the virtual environment, with database and broker."""
    signals.raise_stopped()
    home = data_folder()
    services = Services(home, site_packages())
    try:
        with claimed(home, command) as claim:
            try:
                services.start()
                claim.publish(services)
                return _call(arguments, application_environment(home, services))
            finally:
                signals.ignore_from_now_on()
                services.stop()
    except BusyError as busy:
        # The holder of the folder has the services running; if it is just starting, it has not published them yet.
        if not busy.holder or not (busy.holder.env or busy.holder.url):
            raise
        services.env = busy.holder.env
        return _call(arguments, application_environment(home, services))


def _call(arguments: Sequence[str], env: dict[str, str]) -> int:
    signals.leave_interrupt_to_the_child()
    return subprocess.call([str(PYTHON), *arguments], env=env, cwd=ROOT)


def lock(arguments: Sequence[str]) -> int:
    """Makes requirements/*.txt from *.in, with hashes, for all Python versions and platforms, without addresses of
    indexes.
    """
    ensure_installed(development=True)
    for name in LOCKS:
        command = [
            *[
                str(PYTHON),
                "-m",
                "uv",
                "pip",
                "compile",
                "--quiet",
                "--universal",
                "--python-version",
                "3.11",
            ],
            *["--generate-hashes", "--custom-compile-command", "python3 run.py lock"],
            *[part for package in NOT_LOCKED for part in ("--no-emit-package", package)],
            *[f"{name}.in", "--output-file", f"{name}.txt", *arguments],
        ]
        if code := subprocess.call(command, cwd=REQUIREMENTS, env=clean_environment() | _indexes()):
            return code
    print("The locks are made again: requirements/*.txt. Without --upgrade, what was locked stays.")
    return 0


def _indexes() -> dict[str, str]:
    """pip's configuration as environment variables of uv, which does not read it."""
    found = {}
    for pip, uv in (("index-url", "UV_DEFAULT_INDEX"), ("find-links", "UV_FIND_LINKS")):
        if uv not in os.environ and (value := _pip_setting(pip)):
            found[uv] = value
    return found


def _pip_setting(name: str) -> str:
    variable = f"PIP_{name.replace('-', '_').upper()}"
    if variable in os.environ:
        return os.environ[variable]
    command = [str(PYTHON), "-m", "pip", "config", "get", f"global.{name}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def bench(arguments: Sequence[str]) -> int:
    """Runs one benchmark with the services, or lists the benchmarks."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
    if not arguments:
        print("\n".join(names) if names else "There is no benchmark yet.")
        return 0
    if arguments[0] not in names:
        print(
            f"There is no benchmark {arguments[0]!r}. There are: {', '.join(names) or 'none'}",
            file=sys.stderr,
        )
        return 2
    ensure_installed(development=True)
    return with_services(["-m", f"benchmarks.{arguments[0]}", *arguments[1:]], command="run.py bench")
