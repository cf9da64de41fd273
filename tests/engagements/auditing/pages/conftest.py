"""Some lines of the trail, and the page that lists them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from engagements import origin
from engagements.models import Action, AuditEntry, User
from engagements.services import audit
from tests.engagements.conftest import NOW, Register

if TYPE_CHECKING:
    from django.db.models import Model


ADDRESS = "203.0.113.7"


def write(subject: Model | str, by: User | None = None, days: int = 0, **values: Any) -> AuditEntry:
    """A line of the trail, so many days ago, from an address."""
    said: dict[str, Any] = {"action": Action.CHANGED, "actor_name": "زائر"} | values
    with origin.coming_from(origin.Origin(values.pop("address", None), "request-1", "page")):
        said.pop("address", None)
        return audit.write(by=by, subject=subject, now=NOW - timedelta(days=days), **said)


@pytest.fixture
def trail(register: Register) -> dict[str, AuditEntry]:
    engagement = register.engagement(title="لقاء في طرابلس")
    manager = User.objects.create(username="huda", first_name="هدى", last_name="القماطي")
    return {
        "title": write(engagement, register.editor, 3, changes={"title": ("قديم", "جديد")}),
        "due": write(
            register.commitment(), manager, 2, changes={"due_on": (date(2026, 11, 1), date(2027, 2, 3))}
        ),
        "failed": write("nobody", None, 1, action=Action.SIGN_IN_FAILED, address=ADDRESS),
        "gone": write("حرف", manager, 400, note="كتابُ الإلغاء"),
    }


def lines(client: Client, query: str) -> list[int]:
    answer = client.get(reverse("audit") + query)
    assert answer.status_code == 200
    assert not answer.context["complaints"], answer.context["complaints"]
    return [line.number for line in answer.context["lines"]]
