"""The text that every field of the attacked register holds."""

from __future__ import annotations

EVIL = (
    "\"' data-hacked=\"1\" data-hacked='1' --></script></style></title></textarea><b data-hacked>x</b>"
    "<img src=x onerror=alert(1)>{{7*7}}${7*7}"
)
"""It leaves attributes, elements and comments by all their doors, and names itself by `data-hacked`."""


def evil(where: str) -> str:
    """An attack that begins with a formula and can be told from those of other fields."""
    return f"=1+{len(where)}|{where}{EVIL}"
