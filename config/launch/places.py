"""The folders and files that the commands of run.py share."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"


def data_folder() -> Path:
    """Where everything lies that a run keeps: var/, or what SIJILL_DATA_DIR names."""
    return Path(os.environ.get("SIJILL_DATA_DIR") or ROOT / "var").resolve()


def site_packages() -> Path:
    """Of the virtual environment; run.py itself runs outside it."""
    return next(iter((VENV / "lib").glob("python3*/site-packages")), VENV)
