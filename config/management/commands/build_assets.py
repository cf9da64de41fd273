"""`manage.py build_assets`: makes web fonts with the characters that the pages use, from a pinned package, so that
no font is committed.
"""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# Latin with Western European and Turkish letters, Arabic with its marks and both sets of digits, punctuation, arrows,
# symbols.
UNICODES = (
    "U+0020-007E,U+00A0-017F,U+0600-06FF,U+200B-200F,U+2010-2026,U+202A-202E,U+2030-203A,U+2066-2069,"
    "U+20AC,U+2190-2193,U+2212,U+25CC,U+FDFA,U+FDFC"
)


class Command(BaseCommand):
    help = "Makes the web fonts that the pages use, unless they are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.BUILT_ASSETS.mkdir(parents=True, exist_ok=True)
        for weight, style in WEIGHTS.items():
            target = settings.BUILT_ASSETS / f"plex-{weight}.woff2"
            if not target.exists():
                # Another process may do the same at the same time; the last replaces equal files.
                fresh = target.with_suffix(f".part-{os.getpid()}")
                source = settings.FONT_SOURCE / f"IBMPlexSansArabic-{style}.ttf"
                subset.main(
                    [
                        str(source),
                        f"--unicodes={UNICODES}",
                        "--layout-features=*",
                        "--flavor=woff2",
                        f"--output-file={fresh}",
                    ]
                )
                fresh.replace(target)
