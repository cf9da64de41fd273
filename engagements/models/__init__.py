"""The register's tables, one concept a file."""

from engagements.models.api_token import ApiToken
from engagements.models.approval import Approval
from engagements.models.audit import Action, AuditEntry
from engagements.models.audit_link import AuditLink
from engagements.models.bulk_change import BulkChange
from engagements.models.calendar_feed import CalendarFeed, FeedScope
from engagements.models.column_choice import ColumnChoice
from engagements.models.commitment import Commitment
from engagements.models.country import Country, Region
from engagements.models.derived import NOT_DUE, UNDATED, Appearance, KeptShelf, Tally, Wording
from engagements.models.duplicate import (
    DuplicateSearch,
    PairVerdict,
    PartnerLikeness,
    PartnerRuling,
    PersonLikeness,
    PersonRuling,
    Reason,
)
from engagements.models.engagement import Engagement
from engagements.models.evidence import Evidence, EvidenceBand, EvidenceState
from engagements.models.follow_up_import import FollowUpImport
from engagements.models.letter import Letter, LetterKind, LetterState
from engagements.models.merge import Merge
from engagements.models.name_merge import PartnerMerge, PersonMerge
from engagements.models.named import AliasOrigin
from engagements.models.notice import Following, MailState, Notice
from engagements.models.participation import Participation, Side
from engagements.models.partner import Partner, PartnerAlias, PartnerKind
from engagements.models.person import Person, PersonAlias
from engagements.models.progress import ProgressUpdate
from engagements.models.proof import Proof
from engagements.models.revision import Revision
from engagements.models.saved_filter import SavedFilter
from engagements.models.searched import Searched, SearchEntry, SearchWord
from engagements.models.settlement import Settlement
from engagements.models.source import Language, Source
from engagements.models.step import Step
from engagements.models.subscription import Subscription, SubscriptionKind
from engagements.models.terms import (
    CommitmentKind,
    CommitmentStatus,
    Confidentiality,
    DatePrecision,
    DueBasis,
    EngagementStatus,
    Kind,
    Rating,
)
from engagements.models.topic import Topic
from engagements.models.unit import Unit, UnitAlias
from engagements.models.user import User

__all__ = [
    "NOT_DUE",
    "UNDATED",
    "Action",
    "AliasOrigin",
    "ApiToken",
    "Appearance",
    "Approval",
    "AuditEntry",
    "AuditLink",
    "BulkChange",
    "CalendarFeed",
    "ColumnChoice",
    "Commitment",
    "CommitmentKind",
    "CommitmentStatus",
    "Confidentiality",
    "Country",
    "DatePrecision",
    "DueBasis",
    "DuplicateSearch",
    "Engagement",
    "EngagementStatus",
    "Evidence",
    "EvidenceBand",
    "EvidenceState",
    "FeedScope",
    "FollowUpImport",
    "Following",
    "KeptShelf",
    "Kind",
    "Language",
    "Letter",
    "LetterKind",
    "LetterState",
    "MailState",
    "Merge",
    "Notice",
    "PairVerdict",
    "Participation",
    "Partner",
    "PartnerAlias",
    "PartnerKind",
    "PartnerLikeness",
    "PartnerMerge",
    "PartnerRuling",
    "Person",
    "PersonAlias",
    "PersonLikeness",
    "PersonMerge",
    "PersonRuling",
    "ProgressUpdate",
    "Proof",
    "Rating",
    "Reason",
    "Region",
    "Revision",
    "SavedFilter",
    "SearchEntry",
    "SearchWord",
    "Searched",
    "Settlement",
    "Side",
    "Source",
    "Step",
    "Subscription",
    "SubscriptionKind",
    "Tally",
    "Topic",
    "Unit",
    "UnitAlias",
    "User",
    "Wording",
]
