"""Releases that could not be read: by reason, and read again, some or all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from engagements.models import User
from engagements.models.audit import AuditEntry
from engagements.permissions import Role
from ingest.models import ParseRun, Release, ReleaseStatus, RunStatus
from ingest.services import retrying
from tests.ingest.conftest import NOW, account, multiply, read, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

FAILURES = "/releases/failed/"
AGAIN = "/releases/failed/retry/"


def failed(by: User, name: str, reason: str = "broken", **params: object) -> Release:
    """A release whose last attempt ended so."""
    release = submit(by, name, name)
    ParseRun.objects.create(
        release=release,
        attempt=1,
        status=RunStatus.FAILED,
        started_at=NOW,
        ended_at=NOW,
        error_code=reason,
        error_params=params,
    )
    Release.objects.filter(pk=release.pk).update(status=ReleaseStatus.FAILED)
    return Release.objects.get(pk=release.pk)


@pytest.fixture
def three(editor: User) -> list[Release]:
    return [
        failed(editor, "a.pdf"),
        failed(editor, "b.pdf"),
        failed(editor, "c.exe", "unsupported", kind="exe"),
    ]


def names(context: Any) -> list[str]:
    return [entry.release.filename for entry in context["entries"]]


def test_they_stand_by_reason_with_what_to_do(client: Client, viewer: User, three: list[Release]) -> None:
    client.force_login(viewer)
    client.cookies["django_language"] = "en"
    response = client.get(FAILURES)
    assert names(response.context) == ["c.exe", "b.pdf", "a.pdf"]
    reasons = response.context["reasons"]
    assert [(one["words"].code, one["number"]) for one in reasons] == [("broken", 2), ("unsupported", 1)]
    html = response.content.decode()
    assert "Files of this kind (…) cannot be read." in html, "over all of them"
    assert "Files of this kind (exe) cannot be read." in html, "of this one"
    assert names(client.get(FAILURES + reasons[0]["query"]).context) == ["b.pdf", "a.pdf"]
    assert 'name="pick"' not in html, "a viewer may not read them again"


def test_an_attempt_before_the_last_one_is_no_reason(client: Client, editor: User) -> None:
    release = failed(editor, "a.pdf", "storage")
    ParseRun.objects.create(
        release=release, attempt=2, status="failed", started_at=NOW, ended_at=NOW, error_code="broken"
    )
    client.force_login(editor)
    assert names(client.get(FAILURES + "?reason=storage").context) == []
    assert names(client.get(FAILURES + "?reason=broken").context) == ["a.pdf"]


@pytest.mark.parametrize("query", ["?status=failed", "?reason=%00", "?way_in=nowhere", "?after=x"])
def test_an_unclear_filter_shows_nothing(
    client: Client, editor: User, three: list[Release], query: str
) -> None:
    client.force_login(editor)
    response = client.get(FAILURES + query)
    assert response.status_code == 404 or names(response.context) == []


def test_the_picked_ones_are_read_again(client: Client, editor: User, three: list[Release]) -> None:
    client.force_login(editor)
    picked = [three[0].pk, three[2].pk]
    response = client.post(AGAIN, {"pick": [*picked, "x", 999_999], "reason": ""}, follow=True)
    assert set(Release.objects.failed().values_list("pk", flat=True)) == {three[1].pk}
    retried = AuditEntry.objects.filter(action="retried").order_by("subject_id")
    assert list(retried.values_list("subject_id", flat=True)) == sorted(picked)
    assert [message.level_tag for message in response.context["messages"]] == ["success", "info"]
    assert names(response.context) == ["b.pdf"]


def test_all_that_the_filter_shows_are_read_again(client: Client, editor: User, three: list[Release]) -> None:
    client.force_login(editor)
    response = client.post(AGAIN, {"all": "1", "reason": "broken"})
    assert response["Location"] == FAILURES + "?reason=broken"
    assert list(Release.objects.failed()) == [three[2]]


def test_an_unclear_filter_reads_nothing_again(client: Client, editor: User, three: list[Release]) -> None:
    client.force_login(editor)
    client.post(AGAIN, {"all": "1", "nonsense": "1"})
    assert Release.objects.failed().count() == 3


def test_nothing_picked_is_said(client: Client, editor: User, three: list[Release]) -> None:
    client.force_login(editor)
    (message,) = client.post(AGAIN, {}, follow=True).context["messages"]
    assert message.level_tag == "info"


def test_who_may_not_upload_sees_them_and_reads_none_again(
    client: Client, viewer: User, manager: User, three: list[Release]
) -> None:
    for user in (viewer, manager):
        client.force_login(user)
        assert client.get(FAILURES).status_code == 200
        assert client.post(AGAIN, {"all": "1"}).status_code == 403
    assert Release.objects.failed().count() == 3


def test_what_was_no_longer_failed_is_passed_over(editor: User, three: list[Release]) -> None:
    numbers = [release.pk for release in three]
    assert retrying.retry_all(numbers=numbers[:2], by=editor, now=NOW) == retrying.Retried(2, 0)
    assert retrying.retry_all(numbers=numbers, by=editor, now=NOW) == retrying.Retried(1, 2)
    assert AuditEntry.objects.filter(action="retried").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_each_release_goes_back_once() -> None:
    editor = account(Role.EDITOR)
    numbers = [failed(editor, f"{number}.pdf").pk for number in range(20)]
    start = threading.Barrier(4)
    done: list[retrying.Retried] = []

    def again(given: list[int]) -> None:
        try:
            start.wait()
            done.append(retrying.retry_all(numbers=given, by=editor, now=NOW))
        finally:
            connection.close()

    orders = [numbers, numbers[::-1], numbers[5:], numbers[:15]]
    threads = [threading.Thread(target=again, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    assert sum(each.back for each in done) == 20
    assert AuditEntry.objects.filter(action="retried").count() == 20


def test_a_newer_reader_may_look_again_where_nothing_was_found(client: Client, editor: User) -> None:
    release = read(submit(editor, "إعلان عن وظائف شاغرة في الوزارة."))
    text = release.source.text
    client.force_login(editor)
    assert "/retry/" in client.get(release.get_absolute_url()).content.decode()
    client.post(f"/releases/{release.pk}/retry/")
    release = read(release)
    assert (release.status, release.source.text) == (ReleaseStatus.NO_ENGAGEMENT, text)
    assert [run.status for run in release.runs.all()] == ["done", "done"]


def test_what_was_drafted_is_not_read_again(client: Client, editor: User, places: None) -> None:
    release = read(submit(editor))
    assert release.status == ReleaseStatus.DRAFTED
    assert not retrying.retry(release=release, by=editor, now=NOW)


def test_home_leads_there(client: Client, editor: User, three: list[Release]) -> None:
    client.force_login(editor)
    assert f'href="{FAILURES}"' in client.get("/").content.decode()


@pytest.mark.parametrize("size", [3, 300])
def test_the_list_costs_the_same_however_long(
    client: Client, editor: User, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    multiply(failed(editor, "first.pdf"), size - 1)
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        assert len(client.get(FAILURES).context["entries"]) == min(size, 50)


def test_an_empty_file_is_called_so_and_no_other_try_is_offered(client: Client, editor: User) -> None:
    empty, broken = failed(editor, "none.txt", "empty"), failed(editor, "a.pdf")
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    for release, offered in ((empty, False), (broken, True)):
        page = client.get(release.get_absolute_url()).content.decode()
        assert ("The file is empty." in page) is not offered
        assert (f"/releases/{release.pk}/retry/" in page) is offered
        listed = client.get("/releases/").content.decode()
        assert (f"/releases/{release.pk}/retry/" in listed) is offered
        assert (f'value="{release.pk}"' in client.get(FAILURES).content.decode()) is offered
