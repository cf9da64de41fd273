"""The register's own rules: ministry, due dates, second approval; and hooks by which apps contribute to pages of the
register.
"""

from __future__ import annotations

from config import environment

# --- The ministry -------------------------------------------------------------------------------------------
HOME_COUNTRY = environment.text("SIJILL_HOME_COUNTRY", "LY")
HOME_MINISTRIES = environment.words("SIJILL_HOME_MINISTRIES", "وزارة الصناعة والمعادن")
HOME_MINISTRY_EN = environment.text("SIJILL_HOME_MINISTRY_EN", "Ministry of Industry and Minerals")
HOME_CITY = environment.text("SIJILL_HOME_CITY", "طرابلس")

# --- Follow-ups ---------------------------------------------------------------------------------------------
DEFAULT_DUE_DAYS = environment.number("SIJILL_DEFAULT_DUE_DAYS", 90)
"""The days after its engagement when a follow-up without a stated due date is due; 0: it has none."""

# --- Review -------------------------------------------------------------------------------------------------
SECOND_APPROVAL = environment.words_of("SIJILL_SECOND_APPROVAL", ("open", "restricted"))
"""The confidentialities (`engagements.models.Confidentiality`) for which approving a draft takes two persons."""
CLAIM_MINUTES = environment.number("SIJILL_CLAIM_MINUTES", 5)
"""How long after their last action others see that somebody has a draft open. 0: never."""

# --- Who reports to which page ------------------------------------------------------------------------------
WAITING = [
    "ingest.waiting.drafts",
    "ingest.waiting.failures",
    "engagements.waiting.follow_ups",
    "engagements.waiting.conflicts",
    "engagements.duplicates.listing.waiting",
]
"""Functions (account, time) -> what waits for the account on the home page (engagements/waiting.py)."""
TRAIL_KINDS = ["ingest.trail_kinds.KINDS", "accounts.trail_kinds.KINDS"]
"""Further kinds of records in the audit trail (engagements/auditing/kinds.py)."""
NAME_MENTIONS = ["ingest.mentions.in_drafts"]
"""Functions that find mentions of a name outside the register, shown before it is merged
(engagements/names/preview.py).
"""
