"""From upload to decision, one concept a file."""

from ingest.models.contained_file import ContainedFile
from ingest.models.done_report import DoneReport, DoneReportState
from ingest.models.draft import Draft
from ingest.models.draft_work import DraftWork
from ingest.models.fingerprint import CURRENT, DraftPrint, ReleasePrint
from ingest.models.match_verdict import Judgement, MatchVerdict
from ingest.models.parse_run import ParseRun, RunStatus
from ingest.models.release import Release
from ingest.models.review_event import ReviewEvent, Verdict
from ingest.models.rule_band import RuleBand
from ingest.models.suggested_pair import SuggestedPair
from ingest.models.terms import HELD, DraftStatus, Lane, RejectReason, ReleaseStatus, WayIn

__all__ = [
    "CURRENT",
    "HELD",
    "ContainedFile",
    "DoneReport",
    "DoneReportState",
    "Draft",
    "DraftPrint",
    "DraftStatus",
    "DraftWork",
    "Judgement",
    "Lane",
    "MatchVerdict",
    "ParseRun",
    "RejectReason",
    "Release",
    "ReleasePrint",
    "ReleaseStatus",
    "ReviewEvent",
    "RuleBand",
    "RunStatus",
    "SuggestedPair",
    "Verdict",
    "WayIn",
]
