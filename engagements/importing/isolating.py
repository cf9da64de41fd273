"""Values within a sentence, each in a direction of its own: 2026-11-22 in Arabic would else be drawn backwards."""

from __future__ import annotations


def isolated(value: object) -> str:
    """Between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE; digits alone go from left to right in it."""
    return f"\u2068{value}\u2069"
