#!/usr/bin/env python3
"""Makes the secrets of docker-compose.yml in `secrets/`, once; what is there stays. Needs nothing but Python."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path


def make(folder: Path) -> list[str]:
    """The names of the secrets that were made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    made: list[str] = []
    password = _kept(folder / "postgres_password", secrets.token_urlsafe(24), made)
    _kept(folder / "database_url", f"postgresql://sijill:{password}@postgres:5432/sijill", made)
    _kept(folder / "secret_key", secrets.token_urlsafe(48), made)
    return made


def _kept(path: Path, new: str, made: list[str]) -> str:
    """Readable by the account within a container; outside, the folder is its owner's alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new, encoding="ascii")
        path.chmod(0o444)
        made.append(path.name)
    return path.read_text(encoding="ascii")


if __name__ == "__main__":
    done = make(Path(__file__).resolve().parent.parent / "secrets")
    sys.stdout.write(f"Made: {', '.join(done)}\n" if done else "All secrets are there already.\n")
