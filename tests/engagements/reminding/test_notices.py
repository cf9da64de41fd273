"""The bell, the page of notices, opening one, marking as read, following."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import Commitment, Engagement, Following, Notice, User
from engagements.reminding.listing import FEW, MOST_COUNTED, SIZE, unread_number
from engagements.services.notices import write_reminders
from engagements.views.notices import OF_ONE
from tests.engagements.reminding.conftest import DAY, MORNING, TODAY, change, promised, wants

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.fixture
def reader(viewer: User, as_role: Callable[[str], Client]) -> Client:
    client = as_role("viewer")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def reminded(engagement: Engagement, viewer: User) -> list[Commitment]:
    """Seven overdue on one morning, told on the pages."""
    wants(viewer, "overdue")
    rows = promised(engagement, 7, due_on=TODAY - DAY, assignee=viewer)
    write_reminders(now=MORNING)
    return rows


def test_the_bell_says_how_many_are_unread(reminded: list[Commitment], viewer: User, reader: Client) -> None:
    page = reader.get("/notices/")
    assert page.context["unread_notices"] == 7
    assert '<span class="count count--new">7<span class="sr"> unread</span></span>' in page.content.decode()
    Notice.objects.update(read_at=MORNING)
    assert "count--new" not in reader.get("/notices/").content.decode()


def test_the_bell_counts_no_further_than_99(engagement: Engagement, viewer: User) -> None:
    wants(viewer, "overdue")
    promised(engagement, MOST_COUNTED + 5, due_on=TODAY - DAY, assignee=viewer)
    write_reminders(now=MORNING)
    assert str(unread_number(viewer)) == "99+"


def test_the_bell_counts_what_the_page_of_notices_lists(
    reminded: list[Commitment], viewer: User, manager: User
) -> None:
    """Its statement says for itself what exists for whom. The follow-ups became restricted after they were told."""
    Notice.objects.filter(commitment=reminded[0]).update(user=manager)
    for confidentiality, number in (("open", 6), ("restricted", 0)):
        Engagement.objects.update(confidentiality=confidentiality)
        assert unread_number(viewer) == Notice.objects.told_to(viewer).unread().count() == number
        assert unread_number(manager) == Notice.objects.told_to(manager).unread().count() == 1


def test_what_was_told_at_once_is_one_line(reminded: list[Commitment], viewer: User, reader: Client) -> None:
    (group,) = reader.get("/notices/").context["page"].groups
    assert (group.n, group.unread, len(group.rows), group.more) == (7, True, FEW, 7 - FEW)
    page = reader.get(group.first.get_absolute_url())
    assert page.status_code == 200
    assert [row.notice.commitment for row in page.context["page"].rows] == reminded
    assert unread_number(viewer) == 0


def test_opening_one_marks_it_and_leads_to_its_follow_up(
    engagement: Engagement, viewer: User, manager: User, reader: Client
) -> None:
    wants(viewer, "changed")
    first, second = promised(engagement, 2, assignee=viewer)
    change(first, manager, status="done")
    change(second, manager, status="done", now=MORNING + timedelta(minutes=1))
    one = Notice.objects.get(commitment=first)
    answer = reader.get(one.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, first.get_absolute_url())
    assert [row.commitment for row in Notice.objects.unread()] == [second]
    assert reader.post(f"/notices/{Notice.objects.get(commitment=second).pk}/read/").status_code == 302
    assert unread_number(viewer) == 0


def test_all_are_read_that_stood_there(reminded: list[Commitment], viewer: User, reader: Client) -> None:
    """Not what came while somebody looked."""
    Notice.objects.update(at=timezone.now() - timedelta(hours=1))
    until = reader.get("/notices/").context["until"]
    late = Notice.objects.order_by("pk")[0]
    Notice.objects.filter(pk=late.pk).update(at=timezone.now() + timedelta(seconds=5))
    assert reader.post("/notices/read/", {"until": until}).status_code == 302
    assert [row.pk for row in Notice.objects.unread()] == [late.pk]
    assert reader.post("/notices/read/", {"until": "2026-11-24T00:00:00"}).status_code == 404
    Notice.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(hours=1))
    assert reader.post("/notices/read/", {"until": "whenever"}).status_code == 302
    assert unread_number(viewer) == 0


def test_those_of_others_and_of_what_may_not_be_seen_do_not_exist(
    reminded: list[Commitment],
    secret: Engagement,
    viewer: User,
    reader: Client,
    as_role: Callable[[str], Client],
) -> None:
    one = Notice.objects.order_by("pk")[0]
    other = as_role("manager")
    assert other.get("/notices/").context["page"].groups == []
    for method, path in (("get", f"/notices/{one.pk}/"), ("post", f"/notices/{one.pk}/read/")):
        assert getattr(other, method)(path).status_code == 404
    Commitment.objects.filter(pk__in=[row.pk for row in reminded[:6]]).update(engagement=secret, hidden=True)
    assert unread_number(viewer) == 1
    assert reader.get(f"/notices/{one.pk}/").status_code == 404
    (group,) = reader.get("/notices/").context["page"].groups
    assert group.n == 1


def test_what_was_asked_by_mail_alone_is_not_on_the_pages(
    engagement: Engagement, viewer: User, reader: Client
) -> None:
    wants(viewer, "overdue", in_app=False, by_mail=True)
    promised(engagement, due_on=TODAY - DAY, assignee=viewer)
    write_reminders(now=MORNING)
    page = reader.get("/notices/")
    assert (page.context["unread_notices"], page.context["page"].groups) == (0, [])
    assert "You are not told anything yet" in page.content.decode()


def test_pages_of_notices_hold_each_group_once(engagement: Engagement, viewer: User, reader: Client) -> None:
    wants(viewer, "overdue")
    promised(engagement, due_on=TODAY - DAY, assignee=viewer)
    for week in range(SIZE + 5):
        write_reminders(now=MORNING + 7 * week * DAY)
    seen, query = [], ""
    for _page in range(2):
        page = reader.get(f"/notices/{query}").context["page"]
        seen += [group.first.pk for group in page.groups]
        query = page.older_query
    assert query == ""
    assert len(seen) == len(set(seen)) == SIZE + 5
    assert seen == sorted(seen, reverse=True)
    for wrong in ("x", "1~", "~1", "1e99~1", "nan~1"):
        assert reader.get("/notices/", {"after": wrong}).status_code == 404


@pytest.mark.parametrize("size", [3, 300])
def test_the_page_takes_as_many_queries_for_300_as_for_3(
    engagement: Engagement, viewer: User, manager: User, reader: Client, size: int
) -> None:
    wants(viewer, "overdue")
    wants(viewer, "changed")
    promised(engagement, size, due_on=TODAY - DAY, assignee=viewer)
    write_reminders(now=MORNING)
    for number, row in enumerate(promised(engagement, min(size, SIZE + 5), assignee=viewer)):
        change(row, manager, status="done", now=MORNING + timedelta(minutes=number))
    with CaptureQueriesContext(connection) as captured:
        assert reader.get("/notices/").status_code == 200
    assert len(captured) == 7
    first = Notice.objects.filter(kind="overdue").order_by("pk")[0]
    with CaptureQueriesContext(connection) as captured:
        page = reader.get(first.get_absolute_url()).context["page"]
    assert len(page.rows) == min(size, OF_ONE)
    assert len(captured) <= 9


def test_following_and_no_more(
    engagement: Engagement, secret: Engagement, viewer: User, reader: Client
) -> None:
    (one,) = promised(engagement)
    (hidden,) = promised(secret)
    for _twice in range(2):
        assert reader.post(f"/follow-ups/{one.pk}/follow/", {"follow": "1"}).status_code == 302
        assert [row.commitment for row in Following.objects.filter(user=viewer)] == [one]
    assert reader.post(f"/follow-ups/{one.pk}/follow/", {"follow": "0"}).status_code == 302
    assert not Following.objects.exists()
    assert reader.post(f"/follow-ups/{hidden.pk}/follow/", {"follow": "1"}).status_code == 404


def test_notices_need_a_login(client: Client, db: None) -> None:
    for path in ("/notices/", "/notices/1/"):
        assert client.get(path).status_code == 302
