"""One worker at a time, one end for each attempt, and a page for whatever goes wrong."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from engagements.models import User
from engagements.permissions import Role
from ingest.extraction import VERSION
from ingest.models import Draft, ParseRun, Release, ReleaseStatus, RunStatus
from ingest.reading import DEFAULT_LIMITS, ErrorCode, read_in_subprocess
from ingest.releases.errors import explain
from ingest.services import claiming, parsing, retrying, submission
from ingest.tasks import parse_release
from tests.ingest.conftest import NOW, PUBLISHED, RELEASE, account, read, submit

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

LEASE = timedelta(seconds=130)
NO_ENGAGEMENT = "تعلن الوزارة عن تمديد فترة التقديم على الوظائف الشاغرة حتى نهاية الشهر.\n"


def runs(release: Release) -> list[tuple[int, str, str]]:
    return list(release.runs.order_by("attempt").values_list("attempt", "status", "error_code"))


def test_a_release_becomes_drafts_with_their_evidence(editor: User) -> None:
    release = read(submit(editor))
    assert release.status == ReleaseStatus.DRAFTED
    assert release.claimed_until is None
    source = release.source
    source.refresh_from_db()
    assert source.text == RELEASE.strip()
    assert (source.language, source.published_on) == ("ar", PUBLISHED)
    draft = Draft.objects.get()
    assert (draft.status, draft.index, draft.countries) == ("pending", 0, ["JP"])
    assert draft.title == draft.proposal["title"] != ""
    start, end = draft.proposal["city_evidence"]
    assert source.text[start:end] == draft.proposal["city"] == "طرابلس"
    assert runs(release) == [(1, RunStatus.DONE, "")]
    run = release.runs.get()
    assert run.file_format == "txt"
    assert run.reader_version.endswith(f" + rules-{VERSION}"), "what decoded it, and what searched it"


def test_no_engagement_is_a_result(editor: User) -> None:
    release = read(submit(editor, NO_ENGAGEMENT))
    assert release.status == ReleaseStatus.NO_ENGAGEMENT
    assert runs(release) == [(1, RunStatus.DONE, "")]
    assert not Draft.objects.exists()


def test_reading_twice_changes_nothing(editor: User) -> None:
    release = read(submit(editor))
    parse_release(release.pk)
    parse_release(release.pk + 1000)
    assert Draft.objects.count() == 1
    assert runs(release) == [(1, RunStatus.DONE, "")]


BAD = {
    "empty": (b"", "empty.txt", ErrorCode.EMPTY),
    "blanks": (b" \r\n\t ", "blank.txt", ErrorCode.EMPTY),
    "too large": (b"a" * (DEFAULT_LIMITS.max_bytes + 1), "big.txt", ErrorCode.TOO_LARGE),
    "junk": (bytes(range(256)) * 40, "junk.txt", ErrorCode.BINARY),
    "a database called docx": (b"SQLite format 3\x00" + bytes(200), "release.docx", ErrorCode.WRONG_TYPE),
    "a broken docx": (b"PK\x03\x04" + b"\x14\x00 not a zip" * 30, "release.docx", ErrorCode.BROKEN),
    "a broken pdf": (b"%PDF-1.7\nnothing follows", "release.pdf", ErrorCode.BROKEN),
    "another language": (
        (
            "Министр принял посла и обсудил с ним сотрудничество в области горной промышленности. " * 4
        ).encode(),
        "release.txt",
        ErrorCode.NOT_ARABIC_OR_ENGLISH,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_fails_with_words_for_people(editor: User, name: str) -> None:
    content, filename, code = BAD[name]
    release = submission.submit(content=content, filename=filename, by=editor, now=NOW).release
    release = read(release)
    assert release.status == ReleaseStatus.FAILED
    run = release.runs.get()
    assert (run.status, run.error_code) == (RunStatus.FAILED, code.value)
    said = explain(run.error_code, run.error_params)
    assert said.what
    assert said.advice
    assert Path(release.file.path).read_bytes() == content


def test_every_code_has_words() -> None:
    params = dict.fromkeys(("limit", "pages", "kind", "claimed", "actual", "reason", "language"), 1)
    for code in [*(code.value for code in ErrorCode), "storage", "internal", "gave_up"]:
        said = explain(code, params | {"seconds": 3, "attempts": 5, "size": 1, "error": "OSError"})
        assert said.code == code
        assert said.what
        assert said.advice
    assert explain("from the future", {}).code == "internal"


def test_the_advice_on_a_large_file_fits_one_without_pictures() -> None:
    with translation.override("en"):
        advice = explain("too_large", {"limit": 20}).advice
    assert "upload only the part that is the release" in advice


def test_a_claim_holds_until_its_lease_ends(editor: User) -> None:
    release = submit(editor)
    first = claiming.take(release.pk, now=NOW)
    assert first
    assert claiming.take(release.pk, now=NOW + LEASE) is None
    second = claiming.take(release.pk, now=NOW + LEASE + timedelta(microseconds=1))
    assert second
    assert runs(release) == [(1, RunStatus.LOST, ""), (2, RunStatus.RUNNING, "")]


def test_who_comes_back_after_a_takeover_changes_nothing(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = submit(editor)
    read_slowly = read_in_subprocess

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(parsing, "read_in_subprocess", read_slowly)
        parsing.parse(release.pk, clock=lambda: NOW + 2 * LEASE)
        return read_slowly(*args)

    monkeypatch.setattr(parsing, "read_in_subprocess", overtaken)
    read(release)
    assert runs(release) == [(1, RunStatus.LOST, ""), (2, RunStatus.DONE, "")]
    assert Draft.objects.get().run.attempt == 2


def test_the_database_allows_one_running_attempt(editor: User) -> None:
    release = submit(editor)
    assert claiming.take(release.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParseRun.objects.create(release=release, attempt=2, started_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_claim() -> None:
    release = submit(account(Role.EDITOR))
    start = threading.Barrier(8)
    claims: list[claiming.Claim | None] = []

    def claim() -> None:
        try:
            start.wait()
            claims.append(claiming.take(release.pk, now=datetime.now(UTC)))
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == 8
    assert sum(claim is not None for claim in claims) == 1
    assert runs(release) == [(1, RunStatus.RUNNING, "")]


def test_a_passing_fault_puts_it_back_for_later(editor: User, settings: Settings) -> None:
    release = submit(editor)
    original = Path(release.file.path)
    away = original.rename(original.with_suffix(".away"))
    release = read(release)
    assert (release.status, release.claimed_until) == (ReleaseStatus.RECEIVED, None)
    assert release.enqueued_at > NOW
    away.rename(original)
    assert read(release).status == ReleaseStatus.DRAFTED
    assert [status for _, status, _ in runs(release)] == [RunStatus.LOST, RunStatus.DONE]


def test_what_never_passes_is_given_up_and_may_be_asked_for_again(editor: User) -> None:
    release = submit(editor)
    original = Path(release.file.path)
    away = original.rename(original.with_suffix(".away"))
    for _ in range(claiming.MAX_ATTEMPTS):
        assert read(release).status == ReleaseStatus.RECEIVED
    assert read(release).status == ReleaseStatus.FAILED
    assert runs(release)[-1][2] == "gave_up"
    away.rename(original)
    assert retrying.retry(release=release, by=editor, now=NOW)
    assert read(release).status == ReleaseStatus.DRAFTED


def test_a_release_that_kills_its_workers_is_given_up(editor: User) -> None:
    release = submit(editor)
    for number in range(claiming.MAX_ATTEMPTS):
        assert claiming.take(release.pk, now=NOW + number * 2 * LEASE)
    assert claiming.take(release.pk, now=NOW + claiming.MAX_ATTEMPTS * 2 * LEASE) is None
    release.refresh_from_db()
    assert release.status == ReleaseStatus.FAILED


def test_a_fault_of_the_reader_costs_neither_the_worker_nor_the_page(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise KeyError("rule")

    monkeypatch.setattr(parsing, "read", broken)
    release = read(submit(editor))
    assert release.status == ReleaseStatus.FAILED
    assert runs(release) == [(1, RunStatus.FAILED, "internal")]
    assert release.source.text == RELEASE.strip(), "what was decoded is kept for the next try"


def test_the_first_text_stays_when_read_again(editor: User) -> None:
    release = read(submit(editor, NO_ENGAGEMENT))
    Release.objects.filter(pk=release.pk).update(status=ReleaseStatus.RECEIVED)
    Path(release.file.path).unlink()
    assert read(release).status == ReleaseStatus.NO_ENGAGEMENT
    assert release.runs.count() == 2
