"""What the letter of a morning says, and to whom: composed, not sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import (
    Commitment,
    Engagement,
    Letter,
    LetterKind,
    MailState,
    Notice,
    Subscription,
    User,
)
from engagements.reminding.mailing import end_address
from engagements.reminding.reminder_letter import LINES, reminder_letter
from engagements.services.bulk_changes import Wish, change_many
from engagements.services.letters import send_letters
from engagements.services.notices import write_reminders
from tests.engagements.reminding.conftest import DAY, MORNING, SITE, TODAY, change, promised, wants

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


def test_what_held_no_more_is_left_out(
    engagement: Engagement, secret: Engagement, reader: User, manager: User, site: Settings
) -> None:
    texts = ["باقٍ", "أُنجز", "أُسقط", "تأجل", "صار سريًا"]
    rows = [promised(engagement, text=text, due_on=TODAY - DAY, assignee=reader)[0] for text in texts]
    write_reminders(now=MORNING)
    change(rows[1], manager, status="done")
    change(rows[2], manager, status="dropped")
    change(rows[3], manager, due_on=TODAY + 90 * DAY)
    Commitment.objects.filter(pk=rows[4].pk).update(engagement=secret, hidden=True)
    given = promised(engagement, text="أُسند ثم أُخذ")[0]
    change(given, manager, assignee=reader)
    change(given, manager, assignee=manager)
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    body = str(composed.message.body)
    late = body.split("\n\n")[2]
    assert "باقٍ" in late
    assert [text for text in texts[1:4] if text in late] == []
    assert "صار سريًا" not in body
    assert "أُسند ثم أُخذ" not in body
    assert len(composed.left_out) == 5


def test_nothing_is_sent_of_what_all_holds_no_more(
    engagement: Engagement, reader: User, site: Settings
) -> None:
    (one,) = promised(engagement, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    Commitment.objects.filter(pk=one.pk).update(status="done", closed_on=TODAY)
    assert send_letters(now=MORNING) == 0
    assert not Letter.objects.exists()
    assert Notice.objects.get().mail == MailState.LEFT_OUT


@pytest.mark.parametrize("how", ["inactive", "no address", "ended"])
def test_no_letter_to_who_left_has_no_address_or_ended_them(
    engagement: Engagement, reader: User, site: Settings, how: str
) -> None:
    promised(engagement, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    if how == "inactive":
        User.objects.filter(pk=reader.pk).update(is_active=False)
    elif how == "no address":
        User.objects.filter(pk=reader.pk).update(email="")
    else:
        path = end_address(reader, LetterKind.REMINDERS).removeprefix(SITE)
        outside = Client(enforce_csrf_checks=True)
        assert outside.get(path).status_code == 200
        assert Subscription.objects.count() == 4
        assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()
    assert send_letters(now=MORNING) == 0
    assert not Letter.objects.exists()


def test_ending_letters_leaves_what_is_told_on_the_pages(viewer: User, site: Settings) -> None:
    wants(viewer, "overdue", in_app=True, by_mail=True)
    wants(viewer, "silence", 90, in_app=False, by_mail=True)
    Client().post(end_address(viewer, LetterKind.REMINDERS).removeprefix(SITE))
    kept = Subscription.objects.order_by("kind").values_list("kind", "in_app", "by_mail")
    assert list(kept) == [("overdue", True, False), ("silence", False, True)]


def test_mail_tells_no_words_of_what_is_restricted(secret: Engagement, manager: User, site: Settings) -> None:
    """Those who may see it are told that there is something; the words are in the register alone."""
    wants(manager, "overdue", in_app=False, by_mail=True)
    (one,) = promised(secret, text="نص سري", due_on=TODAY - DAY, assignee=manager)
    write_reminders(now=MORNING)
    composed = reminder_letter(manager, TODAY)
    assert composed is not None
    assert composed.message is not None
    whole = composed.message.message().as_string() + str(composed.message.body)
    assert "نص سري" not in whole
    assert "نص سري" not in str(composed.message.alternatives)
    assert one.get_absolute_url() in str(composed.message.body)


def test_a_change_of_many_is_one_line(
    engagement: Engagement, reader: User, manager: User, site: Settings
) -> None:
    """Through the service that the list uses: sixty rows, one line, one letter."""
    User.objects.filter(pk=reader.pk).update(language="en")
    reader.refresh_from_db()
    rows = promised(engagement, 60, assignee=reader)
    seen = {row.pk: Commitment.objects.get(pk=row.pk).version for row in rows}
    change_many(seen=seen, wish=Wish(status="in_progress"), by=manager, now=MORNING)
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    assert str(composed.message.body).count("\n- ") == 1
    assert "- 60 follow-ups\n" in str(composed.message.body)
    assert len(composed.told) == 60


def test_many_changed_at_once_are_one_line(
    engagement: Engagement, reader: User, manager: User, site: Settings
) -> None:
    User.objects.filter(pk=reader.pk).update(language="en")
    reader.refresh_from_db()
    rows = promised(engagement, 12, assignee=reader)
    for row in rows:
        change(row, manager, status="done")
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    body = str(composed.message.body)
    assert body.count("12 follow-ups") == 1
    assert rows[0].text not in body
    assert len(composed.told) == 12


@pytest.mark.parametrize("size", [3, 300])
def test_a_letter_takes_as_many_queries_for_300_as_for_3(
    engagement: Engagement, reader: User, site: Settings, size: int
) -> None:
    promised(engagement, size, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    with CaptureQueriesContext(connection) as captured:
        composed = reminder_letter(reader, TODAY)
    assert len(captured) == 1
    assert composed is not None
    assert composed.message is not None
    assert len(re.findall(r"/follow-ups/\d+/", str(composed.message.body))) == min(size, LINES)
    assert str(size - LINES) in str(composed.message.body) or size <= LINES
