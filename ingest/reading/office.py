"""Old Word files and RTF, turned into docx by LibreOffice, where it is installed.

LibreOffice is a large program that is asked to open a stranger's file, so it runs far from everything: in a process
group of its own that is killed as a whole, with a profile made for this one file and thrown away, no macros, no links
followed, and, where the system allows it, no network at all. What it writes is then read like any docx.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.limits import Limits

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.reading.office import main; main(sys.argv[2])"
)
# Which of its readers LibreOffice takes is told by what the file is, never left to a guess of its own.
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
_GRACE = 4.0
_TIMED_OUT = 64
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_OPENOFFICE = "http://openoffice.org/2001"
"""Where the names of its settings are at home; only a name, never asked."""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> str:
    """The path of LibreOffice; empty if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def converted(file: IO[bytes], kind: str, limits: Limits) -> bytes:
    """`file`, a `doc` or `rtf`, as docx. ReadError: no_converter, timeout, broken."""
    path = program()
    if not path:
        raise ReadError(ErrorCode.NO_CONVERTER, kind=kind)
    told = json.dumps(
        {
            "program": path,
            "kind": kind,
            "seconds": limits.office_seconds,
            "memory": limits.office_memory,
            "written": limits.max_unpacked_bytes,
        }
    )
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _BOOT, _ROOT, told],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(timeout=limits.office_seconds + _GRACE)
    except subprocess.TimeoutExpired as error:
        raise ReadError(ErrorCode.TIMEOUT, seconds=limits.office_seconds) from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
    if child.returncode == _TIMED_OUT:
        raise ReadError(ErrorCode.TIMEOUT, seconds=limits.office_seconds)
    if child.returncode != 0 or not output:
        raise ReadError(ErrorCode.BROKEN)
    return output


def main(argument: str) -> None:
    """In the child: standard input as docx on standard output, all within a folder that goes with this process."""
    order = json.loads(argument)
    _bind(order)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"release.{order['kind']}"
        with source.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        _write_profile(folder / "profile" / "user")
        status = _run(order, folder, source)
        found = folder / "out" / "release.docx"
        if status == 0 and found.is_file():
            with found.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    sys.exit(status)


def _run(order: dict[str, str | int], folder: Path, source: Path) -> int:
    """Status of the conversion. At its time all that it started is killed, though the worker be gone long since."""
    command = [
        str(order["program"]),
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        f"--infilter={_FILTERS[str(order['kind'])]}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
    ]
    office = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}
        | {"SAL_USE_VCLPLUGIN": "svp"},
        cwd=folder,
        process_group=0,
    )
    try:
        return office.wait(timeout=float(order["seconds"]))
    except subprocess.TimeoutExpired:
        return _TIMED_OUT
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def _bind(order: dict[str, str | int]) -> None:
    """Limits that all below inherit, and a network without a way out where the system lets us have one."""
    whole = int(order["seconds"]) + 1
    for what, most in (
        (resource.RLIMIT_AS, int(order["memory"])),
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_FSIZE, int(order["written"])),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    libc = ctypes.CDLL(None)
    if hasattr(libc, "unshare") and libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{_OPENOFFICE}/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
