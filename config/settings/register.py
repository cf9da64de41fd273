"""The register's own rules: the ministry, due dates, second approval, and who reports to which page."""

from __future__ import annotations

from config import environment

# --- The ministry -------------------------------------------------------------------------------------------
HOME_COUNTRY = environment.text("SIJILL_HOME_COUNTRY", "LY")
HOME_MINISTRIES = environment.words("SIJILL_HOME_MINISTRIES", "وزارة الصناعة والمعادن")
HOME_MINISTRY_EN = environment.text("SIJILL_HOME_MINISTRY_EN", "Ministry of Industry and Minerals")
HOME_CITY = environment.text("SIJILL_HOME_CITY", "طرابلس")

# --- Follow-ups ---------------------------------------------------------------------------------------------
DEFAULT_DUE_DAYS = environment.number("SIJILL_DEFAULT_DUE_DAYS", 90)
"""A follow-up of which no due date is stated is due so many days after its engagement; 0: it has none."""

# --- Review -------------------------------------------------------------------------------------------------
SECOND_APPROVAL = environment.words_of("SIJILL_SECOND_APPROVAL", ("open", "restricted"))
"""Confidentialities (`engagements.models.Confidentiality`) of which a draft takes two persons to approve."""
CLAIM_MINUTES = environment.number("SIJILL_CLAIM_MINUTES", 5)
"""How long others see that somebody has a draft open who does nothing in it. 0: nobody is shown."""

# --- Who reports to which page ------------------------------------------------------------------------------
WAITING = [
    "ingest.waiting.drafts",
    "ingest.waiting.failures",
    "engagements.waiting.follow_ups",
    "engagements.waiting.conflicts",
    "engagements.duplicates.listing.waiting",
]
"""Who says what waits for an account: functions of the account and the time (engagements/waiting.py)."""
TRAIL_KINDS = ["ingest.trail_kinds.KINDS", "accounts.trail_kinds.KINDS"]
"""Which further kinds of record the trail speaks of (engagements/auditing/kinds.py)."""
NAME_MENTIONS = ["ingest.mentions.in_drafts"]
"""Who says where a name stands outside the register, when it is merged (engagements/names/preview.py)."""
