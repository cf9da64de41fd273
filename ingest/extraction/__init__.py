"""Reads a press release into a draft record with the evidence of every value. Pure Python, no Django."""

from ingest.extraction.document import Home
from ingest.extraction.pipeline import read
from ingest.extraction.schema import Reading

VERSION = "3.1"  # of the rules: goes up with every change of them, stored with every draft that they made

__all__ = ["VERSION", "Home", "Reading", "read"]
