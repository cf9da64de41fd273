"""What the pages tell of a release that is under way, and how they follow along."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from engagements.models import User
from ingest.models import Lane, ParseRun, Release, ReleaseStatus, RunStatus, WayIn
from ingest.releases.attempts import attempts_of, lasting
from ingest.releases.listing import entries_of, entry_of
from ingest.releases.states import next_try
from ingest.services import claiming, queueing, review
from tests.ingest.conftest import NOW, RELEASE, decision, multiply, read, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

LINES = "/releases/lines/"
MEETING = "استقبل وزير الصناعة والمعادن سفير تونس لدى ليبيا في طرابلس يوم 4 مارس 2025، وبحثا التعاون الصناعي."


def away(release: Release) -> Path:
    """Takes the original away: a fault that passes."""
    original = Path(release.file.path)
    return original.rename(original.with_suffix(".away"))


def code(release: Release) -> str:
    return entry_of(Release.objects.get(pk=release.pk), release.submitted_by).state.code


def test_each_state_has_words_of_its_own(editor: User) -> None:
    release = submit(editor)
    seen = [code(release)]
    Release.objects.filter(pk=release.pk).update(lane=Lane.SCAN)
    seen.append(code(release))
    claim = claiming.take(release.pk, now=NOW, lane=Lane.SCAN)
    assert claim
    seen.append(code(release))
    Release.objects.filter(pk=release.pk).update(lane=Lane.TEXT)
    seen.append(code(release))
    assert claiming.advance(claim)
    seen.append(code(release))
    assert seen == ["received", "for_recognition", "recognising", "reading", "extracting"]
    assert code(read(submit(editor, " ", "empty.txt"))) == "failed"
    assert code(read(submit(editor, "إعلان عن وظائف شاغرة.", "jobs.txt"))) == "no_engagement"
    assert code(read(submit(editor, MEETING, "talk.txt"))) == "drafted"


def test_after_a_passing_fault_the_page_says_when_it_is_tried_again(
    client: Client, editor: User, viewer: User
) -> None:
    release = submit(editor)
    away(release)
    release = read(release)
    entry = entry_of(release, release.submitted_by)
    assert entry.state.code == "again_later"
    assert entry.next_try == release.enqueued_at + timedelta(seconds=settings.REQUEUE_AFTER_SECONDS)
    client.force_login(viewer)
    local = timezone.localtime(entry.next_try)
    for address in ("/releases/", release.get_absolute_url()):
        assert f">{local:%H:%M}</time>" in client.get(address).content.decode()


def test_the_sweep_waits_until_then_and_longer_each_time(editor: User) -> None:
    release = submit(editor)
    away(release)
    waits = []
    for _ in range(3):
        release = read(release)
        waits.append((release.enqueued_at - NOW).total_seconds())
        due = next_try(release, list(release.runs.all()))
        assert due
        wait = timedelta(seconds=settings.REQUEUE_AFTER_SECONDS)
        for moment, lost in ((due, 0), (due + timedelta(seconds=1), 1)):
            rows = Release.objects.lost(moment, moment - wait, moment - wait)
            assert rows.count() == lost
    assert waits == [20, 40, 80]


def test_a_broken_file_is_not_tried_again_by_itself(editor: User) -> None:
    release = read(submit(editor, " "))
    assert release.status == ReleaseStatus.FAILED
    far = NOW + timedelta(days=30)
    assert queueing.enqueue_lost(now=far, waiting_since=far) == 0
    assert release.runs.count() == 1


def test_what_came_from_an_archive_waits_its_turn_longer(editor: User) -> None:
    release = submit(editor, way_in=WayIn.ARCHIVE)
    away(release)
    release = read(release)
    due = next_try(release, list(release.runs.all()))
    assert due == release.enqueued_at + timedelta(seconds=settings.REQUEUE_ARCHIVE_AFTER_SECONDS)


def test_the_attempts_say_how_they_ended(client: Client, editor: User) -> None:
    release = submit(editor)
    original = Path(release.file.path)
    there = away(release)
    read(release)
    assert claiming.take(release.pk, now=NOW)
    assert claiming.take(release.pk, now=NOW + timedelta(days=1))
    ParseRun.objects.filter(release=release, status=RunStatus.RUNNING).update(
        status=RunStatus.FAILED, error_code="broken", ended_at=NOW
    )
    Release.objects.filter(pk=release.pk).update(status=ReleaseStatus.RECEIVED, claimed_until=None)
    there.rename(original)
    release = read(release)
    levels = [attempt.level for attempt in attempts_of(entry_of(release, release.submitted_by))]
    assert levels == ["soon", "soon", "late", "ok"]
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    html = client.get(release.get_absolute_url()).content.decode()
    for words in ("could not be reached", "the worker stopped", "damaged or did not arrive whole", "1 draft"):
        assert words in html


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0"), (9.94, "9.9"), (12.4, "12"), (59.6, "1 min 0"), (125, "2 min 5")]
)
def test_how_long_it_took(seconds: float, words: str) -> None:
    with override("en"):
        assert lasting(timedelta(seconds=seconds)) == f"{words} s"


def test_only_lines_that_changed_are_answered(client: Client, editor: User, viewer: User) -> None:
    first, second = submit(editor, " ", "a.txt"), submit(editor, "b", "b.txt")
    tokens = [entry.token for entry in entries_of(Release.objects.for_list(), editor)]
    client.force_login(viewer)
    still = client.get(LINES, {"n": tokens})
    assert (still.status_code, still.content) == (204, b"")
    read(first)
    html = client.get(LINES, {"n": tokens}).content.decode()
    assert f'id="release-{first.pk}"' in html
    assert 'hx-swap-oob="true"' in html
    assert f'id="release-{second.pk}"' not in html


@pytest.mark.parametrize("token", ["", "x", "-1:received", "٣:received", "9" * 30, "999999:received", ":"])
def test_lines_that_nobody_showed(client: Client, viewer: User, token: str) -> None:
    client.force_login(viewer)
    assert client.get(LINES, {"n": token}).status_code == 204


def test_a_release_s_page_stays_untouched_until_something_changes(client: Client, editor: User) -> None:
    release = submit(editor, " ")
    client.force_login(editor)
    address = release.get_absolute_url()
    token = client.get(address).context["token"]
    assert client.get(address, {"seen": token}).status_code == 204
    read(release)
    later = client.get(address, {"seen": token})
    assert later.status_code == 200
    assert "data-follow" not in later.content.decode(), "nothing will change by itself any more"


@pytest.mark.parametrize("size", [3, 300])
def test_following_costs_the_same_however_many(
    client: Client, editor: User, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    multiply(submit(editor), size - 1)
    tokens = [f"{number}:reading" for number in Release.objects.values_list("pk", flat=True)]
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        assert client.get(LINES, {"n": tokens}).status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=received", ["text.txt"]),
        ("status=recognition", ["scan.png"]),
        ("status=recognition&status=failed", ["scan.png", "empty.txt"]),
        ("way_in=paste", ["text.txt"]),
        ("way_in=paste&way_in=upload", ["scan.png", "text.txt", "empty.txt"]),
        ("part_of=999999", []),
    ],
)
def test_the_list_by_state_and_way_in(
    client: Client, editor: User, viewer: User, query: str, names: list[str]
) -> None:
    read(submit(editor, " ", "empty.txt"))
    submit(editor, "t", "text.txt", way_in=WayIn.PASTE)
    scan = submit(editor, "s", "scan.png")
    Release.objects.filter(pk=scan.pk).update(lane=Lane.SCAN)
    client.force_login(viewer)
    context = client.get(f"/releases/?{query}").context
    assert [entry.release.filename for entry in context["entries"]] == names
    counts = {choice.value: choice.count for choice in context["statuses"]}
    assert {"received": 1, "recognition": 1, "failed": 1}.items() <= counts.items()


def test_after_an_upload_a_line_asks_what_is_told_already(
    client: Client, places: None, editor: User, viewer: User
) -> None:
    first = read(submit(editor, outlet="A"))
    second = read(submit(editor, "وكالة الأنباء\n\n" + RELEASE, "second.txt", outlet="B"))
    address = f"/releases/{second.pk}/told-before/"
    client.force_login(viewer)
    assert client.get(address).status_code == 403
    client.force_login(editor)
    assert address in client.get(f"/releases/upload/?new={second.pk}").content.decode()
    assert address not in client.get("/releases/").content.decode()
    assert address in client.get(LINES, {"n": f"{second.pk}:reading", "compare": "1"}).content.decode()
    assert client.get(address).status_code == 204, "that it is a copy is told already"
    draft = first.drafts.get()
    engagement = review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    told = engagement.get_absolute_url()
    for page in (address, second.get_absolute_url()):
        assert f'href="{told}"' in client.get(page).content.decode()


def test_what_tells_nothing_known_says_nothing(client: Client, editor: User) -> None:
    release = read(submit(editor, "إعلان عن وظائف شاغرة في الوزارة."))
    client.force_login(editor)
    assert client.get(f"/releases/{release.pk}/told-before/").status_code == 204
