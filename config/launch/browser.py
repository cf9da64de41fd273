"""The system programs that some tests need: a browser, and readers of scans and old documents. Never downloaded
directly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from config.embedded.processes import ServiceError
from config.launch.installation import apt_install
from config.launch.places import site_packages

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without a font that has Arabic not even the page's own typeface is drawn. libatomic1 is for the driver of
# Playwright, a program in its wheel.
PACKAGES = (
    *("chromium", "fonts-noto-core", "libatomic1"),
    *("tesseract-ocr", "tesseract-ocr-ara", "libreoffice-writer-nogui", "libreoffice-calc-nogui"),
    # Typefaces in which tests print pages and read them again.
    *("fonts-hosny-amiri", "fonts-kacst"),
)
# If the program exists, another package provides it.
_PROGRAMS = {"chromium": NAMES, "tesseract-ocr": ("tesseract",), "libreoffice-writer-nogui": ("soffice",)}


def find_browser() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def what_is_missing() -> str | None:
    """Why tests in a browser cannot run here, as a clause; None if they can."""
    if not find_browser():
        return "no Chromium was found"
    driver = site_packages() / "playwright" / "driver" / "node"
    if not driver.exists():
        return "Playwright is not installed"
    answer = subprocess.run([driver, "--version"], capture_output=True, text=True, check=False)
    return f"Playwright's driver does not run ({answer.stderr.strip()})" if answer.returncode else None


def install_browser() -> None:
    """Installs the missing ones of PACKAGES. Raises ServiceError."""
    if not shutil.which("apt-get"):
        raise ServiceError(f"There is no apt-get here. Install these by hand: {', '.join(PACKAGES)}")
    missing = [name for name in PACKAGES if not _installed(name)]
    if not missing:
        return
    prefix: tuple[str, ...] = ()
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise ServiceError(f"Only root can do this: apt-get install {' '.join(missing)}")
        prefix = ("sudo", "-n")
    print(
        f"Installing {', '.join(missing)} (once; browser, fonts and programs are about 1.2 GB) ...",
        flush=True,
    )
    apt_install(*missing, prefix=prefix)
    if problem := what_is_missing():
        raise ServiceError(f"apt-get installed {', '.join(missing)}, and yet {problem}.")


def _installed(package: str) -> bool:
    """Whether dpkg has the package, or its program exists anyway."""
    if any(shutil.which(name) for name in _PROGRAMS.get(package, ())):
        return True
    folder = Path("/var/lib/dpkg/info")
    return any(folder.glob(f"{package}.list")) or any(folder.glob(f"{package}:*.list"))
