"""Reads a press release into a draft record with the evidence of every value. Pure Python, no Django."""

from ingest.extraction.document import Home
from ingest.extraction.pipeline import read
from ingest.extraction.schema import Reading

__all__ = ["Home", "Reading", "read"]
