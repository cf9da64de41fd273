"""The models of accounts, except the account itself, which is `engagements.models.User`."""

from accounts.models.invitation import Invitation
from accounts.models.session import Session

__all__ = ["Invitation", "Session"]
