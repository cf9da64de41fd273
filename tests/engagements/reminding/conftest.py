"""Follow-ups in one engagement, and accounts that want to be told of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Commitment, Subscription, User
from engagements.services.commitments import CommitmentChange, change_commitment
from tests.mail_server import HOST, USER

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from engagements.models import Engagement
    from tests.engagements.conftest import Register

MORNING = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
"""Half past seven in Tripoli, a Tuesday."""
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
SITE = "https://register.example"


def wants(user: User, kind: str, *days: int, in_app: bool = True, by_mail: bool = False) -> Subscription:
    return Subscription.objects.create(
        user=user, kind=kind, in_app=in_app, by_mail=by_mail, days=sorted(days, reverse=True)
    )


def promised(engagement: Engagement, number: int = 1, **values: Any) -> list[Commitment]:
    """So many follow-ups of one engagement."""
    fields = {"kind": "agreed", "text": "تدريب الفنيين", "due_on": None} | values
    fields["due_basis"] = "set" if fields["due_on"] else "none"
    return Commitment.objects.bulk_create(
        [Commitment(engagement=engagement, **fields) for _ in range(number)]
    )


def change(commitment: Commitment, by: User, now: datetime = MORNING, **values: Any) -> Commitment:
    """Through the service, from the row as it is now."""
    row = Commitment.objects.select_related("assignee").get(pk=commitment.pk)
    asked: dict[str, Any] = {name: getattr(row, name) for name in ("status", "owner", "assignee", "due_on")}
    asked |= {"reason": "لأن الموعد تغيّر"} | values
    return change_commitment(commitment=row, change=CommitmentChange(**asked), by=by, now=now)


@pytest.fixture
def engagement(register: Register) -> Engagement:
    return register.engagement()


@pytest.fixture
def secret(register: Register) -> Engagement:
    return register.engagement(confidentiality="restricted")


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


@pytest.fixture
def viewer(account: Callable[..., User]) -> User:
    return account("viewer")


@pytest.fixture
def site(settings: Settings) -> Settings:
    """Set up to send, to a port where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, 1, 10
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "register@lana.example", SITE
    return settings


@pytest.fixture
def reader(viewer: User) -> User:
    """Has an address and wants everything by mail."""
    User.objects.filter(pk=viewer.pk).update(email=USER, language="ar")
    viewer.refresh_from_db()
    wants(viewer, "due_soon", 7, in_app=False, by_mail=True)
    for kind in ("overdue", "changed", "assigned"):
        wants(viewer, kind, in_app=False, by_mail=True)
    return viewer
