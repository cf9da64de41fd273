"""Isolates the direction of values within a sentence: without that, 2026-11-22 in an Arabic sentence is drawn
backwards.
"""

from __future__ import annotations


def isolated(value: object) -> str:
    """The value between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE; digits alone run from left to right."""
    return f"\u2068{value}\u2069"
