"""The worker of the local run does not complain of root before it says what is wrong."""

from __future__ import annotations

import subprocess
import sys

from config.launch.programs import ROOT_IS_FINE

COMPLAIN = """
import warnings
from celery.exceptions import SecurityWarning
from celery.platforms import ROOT_DISCOURAGED, ASSUMING_ROOT
for words in (ROOT_DISCOURAGED, ASSUMING_ROOT):
    warnings.warn(SecurityWarning(words))
"""


def complaints(*options: str) -> str:
    return subprocess.run(
        [sys.executable, *options, "-c", COMPLAIN], capture_output=True, text=True, check=True
    ).stderr


def test_only_the_warning_of_root_is_silenced() -> None:
    assert "superuser privileges" in complaints()
    assert "superuser privileges" not in complaints(*ROOT_IS_FINE)
    assert "potential security issue" in complaints(*ROOT_IS_FINE)
