"""The commands of run.py."""

from __future__ import annotations

import argparse
import contextlib
import errno
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.processes import ServiceError
from config.embedded.services import Services
from config.launch import commands, instance, materials
from config.launch.checks import run_checks
from config.launch.installation import ensure_installed
from config.launch.pipes import spoken
from config.launch.places import data_folder, site_packages
from config.launch.serve import serve
from config.launch.signals import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

USAGE = """\
python3 run.py [--port N]           start everything; Ctrl-C stops it
python3 run.py test [--with-browser] [ARGUMENTS FOR PYTEST]
                                    run all that CI runs; with arguments, pytest alone
python3 run.py read FILE...         print what a press release says, with the evidence
python3 run.py manage ARGUMENTS     Django's manage.py, services started around it if need be
python3 run.py stop                 stop a running Sijill, or what a crashed one left
python3 run.py lock                 make the lock files in requirements/ again
python3 run.py sbom                 print the bill of materials (CycloneDX) of what is installed to run it
python3 run.py advisories LIST      hold a local list of advisories (OSV: folder or ZIP) against the locks
python3 run.py bench [NAME ...]     run benchmarks/NAME.py; without a name, list them"""

DEFAULT_PORT = 8000
FULL = (errno.ENOSPC, errno.EDQUOT)
UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)


def main(arguments: Sequence[str]) -> int:
    """Runs the command. Returns the exit code: 0 done, 1 failed, 2 wrong arguments, 128 + n ended by signal n."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    return spoken(lambda: _done(arguments))


def _done(arguments: Sequence[str]) -> int:
    try:
        if arguments and not arguments[0].startswith("-"):
            return _command(arguments[0])(arguments[1:])
        return _serve(arguments)
    except ServiceError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        if error.errno not in FULL + UNWRITABLE:
            raise
        print(f"\n{_unwritten(error)}", file=sys.stderr, flush=True)
        return 1
    except Stopped as stopped:
        return 128 + stopped.number
    except KeyboardInterrupt:
        return 130


def _unwritten(error: OSError) -> str:
    """The message for a full disk, or for a folder that is read-only or somebody else's."""
    what = f"{error.filename or 'A file'} cannot be written ({error.strerror})."
    if error.errno in FULL:
        return f"{what} Make room on the disk and start it again: what was there before is kept."
    return (
        f"{what} Sijill keeps its packages in .venv/ and its data in var/, both in its own folder: put that where "
        "this account may write. SIJILL_DATA_DIR names another folder for the data alone."
    )


def _command(name: str) -> Callable[[Sequence[str]], int]:
    found: dict[str, Callable[[Sequence[str]], int]] = {
        "run": _serve,
        "test": run_checks,
        "read": commands.read,
        "manage": commands.manage,
        "stop": _stop,
        "lock": commands.lock,
        "bench": commands.bench,
        "sbom": _sbom,
        "advisories": _advisories,
    }
    if name not in found:
        print(f"There is no command {name!r}.\n\n{USAGE}", file=sys.stderr)
        raise SystemExit(2)
    return found[name]


def _serve(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py", usage=USAGE.replace("\n", "\n       "))
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT)
    return serve(parser.parse_args(arguments).port)


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return number


def _sbom(arguments: Sequence[str]) -> int:
    # What a first installation prints is not part of the bill of materials.
    with contextlib.redirect_stdout(sys.stderr):
        ensure_installed()
    return materials.print_bill(now=datetime.now(UTC))


def _advisories(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).exists():
        raise ServiceError("Which list? python3 run.py advisories FOLDER-OR-ZIP (docs/security.md)")
    return materials.check_advisories(Path(arguments[0]), now=datetime.now(UTC))


def _stop(arguments: Sequence[str]) -> int:
    home = data_folder()
    print(instance.stop(home, Services(home, site_packages())))
    return 0
