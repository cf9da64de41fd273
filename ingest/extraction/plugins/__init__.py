"""The port for extra proposals: off by default, behind the rules, and never able to lose what they found."""

from ingest.extraction.plugins.port import Proposal, Proposer, extend

__all__ = ["Proposal", "Proposer", "extend"]
