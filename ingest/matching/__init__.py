"""Whether two texts are copies of each other, and whether two accounts tell of the same event.

Pure Python: it gives a score and its reasons, never a decision. `ingest.services.matching` chooses what to compare
and uses the result.
"""
