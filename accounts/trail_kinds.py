"""The kinds of records that the audit trail names for accounts: invitations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from engagements.auditing.kinds import RecordKind

KINDS = {"invitation": RecordKind(_("Invitation"), Invitation)}
