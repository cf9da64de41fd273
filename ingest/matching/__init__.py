"""Whether two texts are copies of each other, and whether two accounts tell of the same event.

Pure Python: a score and its reasons, never a decision. What is compared with what, and what becomes of it, is the
business of `ingest.services.matching`.
"""
