"""What somebody had who left stays theirs until somebody gives it to another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engagements.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_to_change_something_else_takes_nothing_from_them(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    gone = User.objects.create(username="gone", first_name="راحل", is_active=False)
    promise = register.commitment(due_on=date(2027, 1, 1))
    promise.assignee = gone
    promise.save()
    step = promise.steps.create(text="اختيار المدربين", assignee=gone, position=0)
    client, address = as_role("manager"), f"/follow-ups/{promise.pk}/"
    assert client.get(address).text.count(f'<option value="{gone.pk}" selected>') == 2
    sent = {"version": promise.version, "status": "open", "due_on": "2027-05-01", "reason": "طلبوا مهلة"}
    assert client.post(address, sent | {"assignee": gone.pk}).status_code == 302
    part = f"step-{step.pk}"
    changed = {f"{part}-text": "اختيار مدربين", f"{part}-assignee": gone.pk, f"{part}-version": step.version}
    assert client.post(f"{address}steps/{step.pk}/", changed | {"act": "change"}).status_code == 302
    promise.refresh_from_db()
    step.refresh_from_db()
    assert (promise.due_on, promise.assignee) == (date(2027, 5, 1), gone)
    assert (step.text, step.assignee) == ("اختيار مدربين", gone)
