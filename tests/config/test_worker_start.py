"""What a worker loads before its first task."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

LOADED = """
import sys
from config.celery import app
app.loader.import_default_modules()
assert "ingest.tasks.parse_release" in app.tasks
print(*(name for name in ("config.urls", "ninja", "allauth.urls", "openpyxl") if name in sys.modules))
"""


def test_a_worker_starts_without_the_pages() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []
