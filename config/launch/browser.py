"""A browser for the tests that drive one: the system's, never a download."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from config.embedded.processes import ServiceError
from config.launch.installation import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core")
FONTS = Path("/usr/share/fonts/truetype/noto")


def find_browser() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Chromium, and fonts that have Arabic: without any, not even the page's own typeface is drawn.

    Raises ServiceError if it cannot be had.
    """
    if find_browser() and FONTS.is_dir():
        return
    if not shutil.which("apt-get"):
        raise ServiceError("There is no apt-get here: install Chromium and Noto fonts by hand.")
    prefix: tuple[str, ...] = ()
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise ServiceError(f"Only root can do this: apt-get install {' '.join(PACKAGES)}")
        prefix = ("sudo", "-n")
    print(f"Installing {' and '.join(PACKAGES)} (once, about 750 MB) ...", flush=True)
    apt_install(*PACKAGES, prefix=prefix)
    if not find_browser():
        raise ServiceError("apt-get installed chromium, and yet there is none to be found.")
