"""Releases as files: the same texts through the programs that ministries write with, and as scans of their pages."""

from benchmarks.rendering.pages import FONTS, Page
from benchmarks.rendering.producers import Missing, Producer, producers

__all__ = ["FONTS", "Missing", "Page", "Producer", "producers"]
