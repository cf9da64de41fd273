"""The original beside the text: pages drawn once, for those who may read, whatever the file is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from PIL import Image

from engagements.permissions import Role
from ingest.services import facsimile
from ingest.services.submission import submit
from tests.ingest.conftest import NOW, account

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

    from engagements.models import User
    from ingest.models import Release


def document(pages: int = 2) -> bytes:
    made = io.BytesIO()
    drawn = [Image.new("RGB", (200, 280), (10 * n, 20, 30)) for n in range(pages)]
    drawn[0].save(made, "PDF", save_all=True, append_images=drawn[1:], resolution=72)
    return made.getvalue()


def kept(editor: User, content: bytes, name: str = "بيان.pdf") -> Release:
    return submit(content=content, filename=name, by=editor, now=NOW).release


def page(release: Release, number: int) -> str:
    return reverse("release_page", args=[release.pk, number])


def test_the_pages_stand_below_each_other_with_their_sizes(client: Client, editor: User) -> None:
    release = kept(editor, document(3))
    client.force_login(account(Role.VIEWER))
    shown = client.get(reverse("release_pages", args=[release.pk]))
    text = shown.content.decode()
    assert text.count("<img ") == 3
    assert text.count('width="834" height="1167" loading="lazy"') == 3, (
        "room is kept, so only what is in sight is asked for"
    )
    part = client.get(reverse("release_pages", args=[release.pk]), {"part": 1}).content.decode()
    assert part.count("<img ") == 3
    assert "<html" not in part


def test_a_page_is_drawn_once(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    release = kept(editor, document(2))
    client.force_login(editor)
    answer = client.get(page(release, 1))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(b"".join(answer))).size == (834, 1167)

    def never(*args: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(facsimile, "draw_in_subprocess", never)
    monkeypatch.setattr(facsimile, "survey_in_subprocess", never)
    assert client.get(page(release, 1)).status_code == 200
    assert client.get(page(release, 2)).status_code == 200, "drawn along with the first"
    assert client.get(page(release, 3)).status_code == 404
    assert client.get(page(release, 0)).status_code == 404


def test_a_browser_keeps_it_for_this_account_and_asks_each_time(client: Client, editor: User) -> None:
    release = kept(editor, document(1))
    client.force_login(editor)
    first = client.get(page(release, 1))
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"]
    assert first["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in first["Content-Security-Policy"]
    assert client.get(page(release, 1), headers={"If-None-Match": first["ETag"]}).status_code == 304
    client.logout()
    gone = client.get(page(release, 1), headers={"If-None-Match": first["ETag"]})
    assert gone.status_code == 302, "whoever may not read it any more is not told that it is unchanged"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 cut off", "cut.pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "cut.png"),
        ("نص".encode(), "text.pdf"),
    ],
)
def test_what_cannot_be_drawn_says_so_in_words(
    client: Client, editor: User, content: bytes, name: str
) -> None:
    release = kept(editor, content, name)
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    for _again in (1, 2):
        shown = client.get(reverse("release_pages", args=[release.pk]))
        assert shown.status_code == 200
        assert reverse("release_original", args=[release.pk]) in shown.content.decode()
        assert "<img" not in shown.content.decode()
    words = client.get(page(release, 1))
    assert words.status_code == 422
    assert words["Content-Type"].startswith("text/plain")
    assert words.content.decode().endswith(".")


def test_a_fault_that_may_pass_is_not_remembered(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = kept(editor, document(1))
    client.force_login(editor)
    monkeypatch.setattr(facsimile, "_PATIENCE", 0.01)
    with facsimile._turn():
        assert client.get(page(release, 1)).status_code == 503
    assert client.get(page(release, 1)).status_code == 200


def test_without_its_original_the_page_says_so(client: Client, editor: User) -> None:
    release = kept(editor, document(1))
    release.file.delete(save=False)
    client.force_login(editor)
    assert client.get(reverse("release_pages", args=[release.pk])).status_code == 503


def test_what_was_drawn_lies_beside_the_originals(
    client: Client, editor: User, settings: Settings, tmp_path: Path
) -> None:
    release = kept(editor, document(2))
    client.force_login(editor)
    client.get(page(release, 1))
    drawn = sorted(path.name for path in (tmp_path / "files" / "pages").rglob("*.*"))
    assert drawn == ["1.webp", "2.webp", "pages.json"], "and nothing half-written"


def test_html_is_never_shown_by_the_browser(client: Client, editor: User) -> None:
    release = kept(editor, b"<!doctype html><html><body><p>x</p></body></html>", "page.html")
    client.force_login(editor)
    answer = client.get(reverse("release_original", args=[release.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(page(release, 1)).status_code == 422
