"""One file a request: the line that the page puts in, or why the file was not kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from engagements.models import User
from ingest.models import Release, WayIn
from tests.ingest.conftest import NOW, submit

if TYPE_CHECKING:
    from django.test import Client

ONE = "/releases/upload/one/"


def post(client: Client, user: User, name: str = "a.txt", **data: Any) -> Any:
    client.force_login(user)
    files = SimpleUploadedFile(name, b"one")
    client.cookies["django_language"] = "en"
    return client.post(ONE, {"files": files, **data})


def test_a_new_file_is_answered_with_its_line(client: Client, editor: User) -> None:
    response = post(client, editor, "بيان.txt", outlet="المكتب الإعلامي", published_on="2026-11-18")
    release = Release.objects.get()
    html = response.content.decode()
    assert response.status_code == 201
    assert html.count("<li ") == 1
    assert f'data-number="{release.pk}"' in html
    assert f'value="{release.pk}:received"' in html
    assert release.source.outlet == "المكتب الإعلامي"


def test_a_file_that_was_there_is_answered_with_a_link_to_it(client: Client, editor: User) -> None:
    before = submit(editor, "one", "first.txt")
    response = post(client, editor, "second.txt")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'data-group="again"' in html
    assert "second.txt" in html
    assert f'href="{before.get_absolute_url()}"' in html
    assert 'name="n"' not in html, "it is not followed: it is read, or being read, elsewhere"
    assert Release.objects.get() == before


def test_a_pasted_text_is_a_file_too(client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.post(ONE, {"text": "سطر\r\nآخر"})
    assert response.status_code == 201
    release = Release.objects.get()
    assert (release.way_in, release.filename) == (WayIn.PASTE, "text.txt")


def test_a_file_too_large_to_keep(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.views.upload.MAX_KEPT_BYTES", 2)
    response = post(client, editor)
    assert response.status_code == 413
    assert response.content.decode().startswith("<b>The file is larger than")
    assert not Release.objects.exists()


def test_a_full_disk_is_told_and_nothing_is_kept(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    response = post(client, editor)
    assert response.status_code == 503
    assert "There is no room for the file now" in response.content.decode()
    assert not Release.objects.exists()


def test_a_full_disk_costs_the_plain_form_no_file_that_was_kept(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = FileSystemStorage.save

    def full(self: FileSystemStorage, name: str, content: Any) -> Any:
        if content.size > 3:
            raise OSError(28, "No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "save", full)
    client.force_login(editor)
    files = [SimpleUploadedFile("large.txt", b"large"), SimpleUploadedFile("one.txt", b"one")]
    response = client.post("/releases/upload/", {"files": files}, follow=True)
    assert [release.filename for release in Release.objects.all()] == ["one.txt"]
    (message,) = response.context["messages"]
    assert "large.txt" in str(message)


@pytest.mark.parametrize(
    "data", [{"published_on": "1026-11-18"}, {"url": "javascript:alert(1)"}, {"outlet": "x" * 201}]
)
def test_what_is_not_right_is_said(client: Client, editor: User, data: dict[str, str]) -> None:
    response = post(client, editor, **data)
    assert response.status_code == 422
    assert re.match(r"<b>[^<]+:</b> \S", response.content.decode())
    assert not Release.objects.exists()


def test_a_request_without_a_file(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.post(ONE, {}).status_code == 422
    assert client.get(ONE).status_code == 405


def test_a_name_that_is_no_name_is_shown_and_not_obeyed(client: Client, editor: User) -> None:
    html = post(client, editor, "<img src=x onerror=alert(1)>.txt").content.decode()
    assert "<img" not in html
    again = post(client, editor, "<b>x</b>.txt").content.decode()
    assert "<b>x" not in again


def test_who_may_not_upload(client: Client, viewer: User, manager: User) -> None:
    for user in (viewer, manager):
        assert post(client, user).status_code == 403
    client.logout()
    assert client.post(ONE).status_code == 302
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("day", "fine"),
    [
        ("1899-12-31", False),
        ("1900-01-01", True),
        ("tomorrow", True),
        ("later", False),
        ("9999-12-31", False),
    ],
)
def test_the_date_of_publication_has_bounds(client: Client, editor: User, day: str, fine: bool) -> None:
    today = timezone.localdate()
    days = {"tomorrow": today + timedelta(days=1), "later": today + timedelta(days=2)}
    response = post(client, editor, published_on=str(days.get(day, day)))
    assert response.status_code == (201 if fine else 422)
    if not fine:
        assert "between 1 January 1900 and" in response.content.decode()
        assert "Check the year." in response.content.decode()


def test_a_file_that_was_there_and_could_not_be_read_says_so_again(client: Client, editor: User) -> None:
    before = submit(editor, "one", "first.txt")
    run = before.runs.create(
        attempt=1,
        status="failed",
        started_at=NOW,
        ended_at=NOW,
        error_code="too_large",
        error_params={"limit": 5},
    )
    Release.objects.filter(pk=before.pk).update(status="failed")
    html = post(client, editor, "second.txt").content.decode()
    assert run.error_code == "too_large"
    assert "This file was uploaded before, and could not be read." in html
    assert "The file is larger than" in html
    assert "Uploaded before, not read" in html
    page = client.get("/releases/upload/", {"again": before.pk}).content.decode()
    assert "The file is larger than" in page
