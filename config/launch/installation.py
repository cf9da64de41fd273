"""Makes the virtual environment with the pinned packages, and again when a lock file or Python changes."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from config.embedded.folders import locked
from config.embedded.processes import ServiceError, tail
from config.launch.places import PYTHON, REQUIREMENTS, ROOT, VENV

if TYPE_CHECKING:
    from pathlib import Path

RUNTIME = ("base", "embedded")
DEVELOPMENT = ("base", "dev")
UNWANTED = ("PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONSTARTUP", "VIRTUAL_ENV")


def clean_environment() -> dict[str, str]:
    """Our environment variables without those that would mislead Python in the virtual environment."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def ensure_installed(*, development: bool = False) -> None:
    """Makes what is missing. Raises ServiceError with advice."""
    with locked(ROOT / "var" / "run" / "install.lock"):
        if not _right_python():
            _make_venv()
        for locks in (RUNTIME, DEVELOPMENT) if development else (RUNTIME,):
            stamp = VENV / f".sijill-{locks[-1]}"
            if not stamp.exists() or stamp.read_text() != _key(locks):
                _install(locks)
                stamp.write_text(_key(locks))


def _right_python() -> bool:
    """Whether there is a virtual environment of this Python version whose interpreter still exists."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    config = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    version = config.get("version", config.get("version_info", ""))
    return PYTHON.exists() and version.split(".")[:2] == platform.python_version().split(".")[:2]


def _key(locks: tuple[str, ...]) -> str:
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {platform.machine()}".encode())
    for name in locks:
        digest.update((REQUIREMENTS / f"{name}.txt").read_bytes())
    return digest.hexdigest()


def _make_venv() -> None:
    print("Making the virtual environment (once) ...", flush=True)
    if importlib.util.find_spec("ensurepip") is None:
        _install_ensurepip()
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=clean_environment())
    if answer.returncode:
        raise ServiceError(
            f"The virtual environment cannot be made:\n{(answer.stdout + answer.stderr).strip()}"
        )


def _install_ensurepip() -> None:
    """Installs ensurepip, which Debian has in a separate package. Raises ServiceError."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    line = f"apt-get install -y --no-install-recommends {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ServiceError(
            "This Python lacks the part that makes virtual environments (ensurepip). On Debian and Ubuntu:\n"
            f"    sudo {line}\nand then run this again."
        )
    print(f"This Python lacks ensurepip: {line}", flush=True)
    apt_install(package)
    importlib.invalidate_caches()


def apt_install(*packages: str, prefix: tuple[str, ...] = ()) -> None:
    """Installs Debian packages. Raises ServiceError with what apt-get said."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    update = [*prefix, "apt-get", "update"]
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (update, install):
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=env
        )
        if answer.returncode:
            said = (answer.stderr or answer.stdout).strip()[-800:]
            raise ServiceError(f"`{' '.join(command)}` ended with exit code {answer.returncode}:\n{said}")


def _install(locks: tuple[str, ...]) -> None:
    files = [REQUIREMENTS / f"{name}.txt" for name in locks]
    count = len({line.partition("==")[0] for file in files for line in _pins(file)})
    print(f"Installing {count} locked packages (once; {' and '.join(locks)}) ...", flush=True)
    began = time.monotonic()
    log = ROOT / "var" / "log" / "install.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    options = ["--no-deps", "--require-hashes", "--no-input", "--no-compile", "--disable-pip-version-check"]
    sources = [part for file in files for part in ("-r", str(file))]
    with log.open("wb") as out:
        answer = subprocess.run(
            [str(PYTHON), "-m", "pip", "install", *options, *sources],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
            env=clean_environment() | {"PIP_USER": "0"},
            cwd=ROOT,
        )
    if answer.returncode:
        raise ServiceError(
            f"The packages cannot be installed (pip ended with exit code {answer.returncode}).\n"
            f"The end of {log}:\n{tail(log)}"
        )
    print(f"  installed in {time.monotonic() - began:.0f} s", flush=True)


def _pins(file: Path) -> list[str]:
    return [
        line for line in file.read_text(encoding="utf-8").splitlines() if "==" in line and line[0].isalnum()
    ]
