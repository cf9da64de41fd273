"""What a sentence is found to hold: names and titles in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.words import Phrase

WORLD = "-"  # the side of an international organisation


@dataclass(slots=True)
class Item:
    """A name or a title met in a line, in word indices, with what stood between it and the item before."""

    kind: str  # "name" or "title"
    first: int
    after: int
    gap: bool = False  # other words stood before it
    comma: bool = False
    joined: bool = False  # by و
    mode: str = ""
    head: Phrase | None = None
    joint: int = 0  # where the last of several offices begins, 0 if there is one only
    courtesy: str = ""
    office: tuple[int, int] | None = None  # «السفير» before a name, in word indices
    cue: str = ""
    side: str = ""
    owned: bool = False  # a common noun stands right before: «موافقة وزير …»
