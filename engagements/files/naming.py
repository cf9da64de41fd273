"""Cleans the names of uploaded files as browsers send them."""

from __future__ import annotations

import re
from pathlib import PurePath

MAX_LENGTH = 255
"""The length of the column that holds such a name."""
_KEPT_END = 55
_CONTROLS = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_name(filename: str, *, otherwise: str) -> str:
    """`filename` without folders, control characters and marks of direction; `otherwise` if nothing is left of it.

    A name of more than MAX_LENGTH characters loses its middle, so that its suffix stays.
    """
    name = PurePath(_CONTROLS.sub("", filename).replace("\\", "/")).name.strip() or otherwise
    return name if len(name) <= MAX_LENGTH else name[: MAX_LENGTH - _KEPT_END] + name[-_KEPT_END:]
