"""Upload, the list of releases, a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engagements.models import Engagement, Evidence, User
from ingest.models import Draft, Release, ReleaseStatus
from ingest.services import review, submission
from tests.ingest.conftest import NOW, PUBLISHED, RELEASE, decision, read, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

UPLOAD = "/releases/upload/"


def file(name: str, content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client: Client, user: User, **data: Any) -> Any:
    client.force_login(user)
    return client.post(UPLOAD, data)


def test_more_text_than_a_form_may_bring_is_refused_in_both_languages(
    client: Client, editor: User, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = upload(client, editor, text="س" * 1000)
    assert response.status_code == 400
    html = response.content.decode()
    assert "لم يقبل الخادم ما أرسلته" in html
    assert "The server did not accept what you sent" in html
    assert not Release.objects.exists()


def test_one_file_leads_to_its_release(client: Client, editor: User) -> None:
    response = upload(
        client,
        editor,
        files=[file("بيان.txt", RELEASE.encode())],
        published_on="2026-11-18",
        outlet="المكتب الإعلامي",
        url="https://news.example.org/1",
    )
    release = Release.objects.get()
    assert response["Location"] == f"/releases/{release.pk}/"
    assert release.source.published_on == PUBLISHED
    assert (release.filename, release.submitted_by) == ("بيان.txt", editor)


def test_many_files_and_a_text_become_a_release_each(client: Client, editor: User) -> None:
    before = submit(editor, "قديم")
    files = [file("a.txt", b"one"), file("b.docx", b""), file("c.txt", "قديم".encode())]
    response = upload(client, editor, files=files, text="سطر\r\nسطر آخر")
    assert Release.objects.count() == 4
    assert f"again={before.pk}" in response["Location"]
    html = client.get(response["Location"]).content.decode()
    assert "a.txt" in html
    assert "hx-get" in html
    assert "نص ملصق" in html
    assert "text.txt" not in html, "nobody gave that name"
    pasted = Release.objects.get(filename="text.txt")
    assert Path(pasted.file.path).read_text() == "سطر\nسطر آخر"


def test_the_second_upload_points_to_the_first(client: Client, editor: User, other_editor: User) -> None:
    first = submit(editor)
    response = upload(client, other_editor, files=[file("other.txt", RELEASE.encode())])
    assert response["Location"] == first.get_absolute_url()
    (notice,) = client.get(response["Location"]).context["messages"]
    assert notice.level_tag == "info"
    assert Release.objects.count() == 1


def test_a_file_too_large_to_keep_is_refused_and_the_others_come_in(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.views.upload.MAX_KEPT_BYTES", 10)
    response = upload(client, editor, files=[file("big.txt", bytes(11)), file("small.txt", b"x")])
    assert Release.objects.get().filename == "small.txt"
    assert "big.txt" in client.get(response["Location"]).content.decode()


def test_nothing_but_files_too_large(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.views.upload.MAX_KEPT_BYTES", 10)
    response = upload(client, editor, files=[file("big.txt", bytes(11))])
    assert "big.txt" in client.get(response["Location"]).content.decode()
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "  \n "},
        {"text": "بيان", "published_on": "yesterday"},
        {"text": "بيان", "url": "javascript:alert(1)"},
        {"text": "بيان", "outlet": "x" * 201},
    ],
)
def test_a_form_that_is_not_right_keeps_nothing(client: Client, editor: User, data: dict[str, str]) -> None:
    response = upload(client, editor, **data)
    assert response.status_code == 422
    assert data.get("outlet", "") in response.content.decode()
    assert not Release.objects.exists()


def test_who_may_not_upload_is_refused(client: Client, viewer: User, manager: User, editor: User) -> None:
    failed = read(submit(editor, " "))
    for user in (viewer, manager):
        assert upload(client, user, text="بيان").status_code == 403
        assert client.get(UPLOAD).status_code == 403
        assert client.post(reverse("release_retry", args=[failed.pk])).status_code == 403
    assert Release.objects.count() == 1


def test_the_list_follows_along_only_while_something_is_read(client: Client, editor: User) -> None:
    client.force_login(editor)
    release = submit(editor, "12 34")
    assert "hx-trigger" in client.get("/releases/").content.decode()
    read(release)
    html = client.get("/releases/").content.decode()
    assert "hx-trigger" not in html
    assert reverse("release_retry", args=[release.pk]) in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["b.txt", "a.txt"]),
        ("status=failed", ["a.txt"]),
        ("status=received&status=failed", ["b.txt", "a.txt"]),
        ("outlet=X", ["b.txt"]),
        ("q=B.txt", ["b.txt"]),
    ],
)
def test_a_filter_leaves_the_releases_that_match_it(
    client: Client, viewer: User, editor: User, query: str, names: list[str]
) -> None:
    read(submit(editor, " ", "a.txt"))
    submit(editor, "b", "b.txt", outlet="X")
    client.force_login(viewer)
    response = client.get(f"/releases/?{query}")
    assert [entry.release.filename for entry in response.context["entries"]] == names


@pytest.mark.parametrize("query", ["status=lost", "since=2026", "after=x"])
def test_an_unclear_filter_shows_nothing(client: Client, viewer: User, editor: User, query: str) -> None:
    submit(editor)
    client.force_login(viewer)
    response = client.get(f"/releases/?{query}")
    assert response.status_code == 404 or response.context["entries"] == []


def test_pages_hold_every_release_once(
    client: Client, viewer: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.views.releases.PAGE_SIZE", 3)
    for number in range(7):
        submit(editor, str(number), f"{number}.txt")
    client.force_login(viewer)
    seen: list[str] = []
    address = "/releases/"
    for _ in range(3):
        context = client.get(address).context
        seen += [entry.release.filename for entry in context["entries"]]
        address = "/releases/" + context["page"].older_query
    assert seen == [f"{number}.txt" for number in reversed(range(7))]
    assert context["page"].older_query == ""


@pytest.mark.parametrize("size", [3, 45])
def test_the_list_costs_the_same_however_long(
    client: Client, editor: User, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(size):
        submit(editor, str(number))
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        client.get("/releases/")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ReleaseStatus.RECEIVED, "hx-get"),
        (ReleaseStatus.FAILED, "notice--late"),
        (ReleaseStatus.NO_ENGAGEMENT, "notice"),
    ],
)
def test_a_release_says_how_it_stands(client: Client, editor: User, status: str, words: str) -> None:
    release = submit(
        editor, {"failed": " ", "no_engagement": "إعلان عن وظائف شاغرة في الوزارة."}.get(status, "x")
    )
    if status != ReleaseStatus.RECEIVED:
        release = read(release)
    assert release.status == status
    client.force_login(editor)
    assert words in client.get(release.get_absolute_url()).content.decode()


def test_a_quotation_of_the_register_leads_to_its_words(
    client: Client, viewer: User, editor: User, draft: Draft
) -> None:
    engagement = review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    evidence = Evidence.objects.filter(engagement=engagement, field="city").get()
    client.force_login(viewer)
    address, _, anchor = evidence.source.quotation_url(evidence.start, evidence.end).partition("#")
    html = client.get(address).content.decode()
    assert f'id="{anchor}"' in html
    assert engagement.get_absolute_url() in html


def test_a_viewer_sees_neither_drafts_nor_restricted_engagements(
    client: Client, viewer: User, editor: User, draft: Draft
) -> None:
    client.force_login(viewer)
    address = draft.release.get_absolute_url()
    assert draft.get_absolute_url() not in client.get(address).content.decode()
    engagement = review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    html = client.get(address).content.decode()
    assert engagement.get_absolute_url() not in html
    assert "<mark" not in html


def test_the_original_is_a_download_and_nothing_else(client: Client, viewer: User, editor: User) -> None:
    content = b"<html><script>alert(1)</script></html>"
    release = submission.submit(content=content, filename="شر.html", by=editor, now=NOW).release
    client.force_login(viewer)
    response = client.get(reverse("release_original", args=[release.pk]))
    assert response.getvalue() == content
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_release_is_read_again_by_post_alone(client: Client, editor: User) -> None:
    release = read(submit(editor, " "))
    client.force_login(editor)
    address = reverse("release_retry", args=[release.pk])
    assert client.get(address).status_code == 405
    for _ in range(2):
        assert client.post(address)["Location"] == release.get_absolute_url()
    release.refresh_from_db()
    assert release.status == ReleaseStatus.RECEIVED


def test_what_is_not_there_is_not_found(client: Client, editor: User) -> None:
    client.force_login(editor)
    for name in ("release", "release_original", "draft"):
        assert client.get(reverse(name, args=[999_999])).status_code == 404
