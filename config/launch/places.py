"""The folders and files that the commands of run.py share."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"


def data_folder() -> Path:
    """The data folder: var/, or SIJILL_DATA_DIR."""
    return Path(os.environ.get("SIJILL_DATA_DIR") or ROOT / "var").resolve()


def site_packages() -> Path:
    """site-packages of the virtual environment; run.py itself runs outside it."""
    return next(iter((VENV / "lib").glob("python3*/site-packages")), VENV)
