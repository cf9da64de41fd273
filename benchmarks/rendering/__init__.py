"""Makes files of releases: the same texts by the programs that ministries use, and as scans of their pages."""

from benchmarks.rendering.pages import FONTS, Page
from benchmarks.rendering.producers import Missing, Producer, producers

__all__ = ["FONTS", "Missing", "Page", "Producer", "producers"]
