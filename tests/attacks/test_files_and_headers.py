"""OWASP A05, A08: files on their way in and out, headers, and the log."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engagements.models import Commitment
from ingest.models import Release

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.attacks.conftest import World

pytestmark = pytest.mark.django_db

FILE_NAMES = {
    "path": "../../../../etc/cron.d/x.txt",
    "absolute": "/etc/passwd.txt",
    "windows": "..\\..\\boot.ini.txt",
    "header": 'a"; filename="b.html\r\nX-Evil: 1.txt',
    "null": "a\x00.html.txt",
    "direction": "a\u202etxt.exe",
    "arabic": "محضر الاجتماع «الأول».txt",
    "long": "م" * 400 + ".txt",
    "only dots": "..",
    "shell": "$(reboot)`reboot`;|&.txt",
}


@pytest.mark.parametrize("kind", FILE_NAMES)
def test_a_file_comes_back_under_a_name_that_is_only_a_name(
    world: World, kind: str, settings: Settings
) -> None:
    file = SimpleUploadedFile("x.txt", f"نص {kind}".encode())
    file._name = FILE_NAMES[kind]  # type: ignore[attr-defined]  # past what Django itself takes off
    answer = world.client().post("/releases/upload/", {"files": file})
    assert answer.status_code in {200, 302, 422}
    release = Release.objects.order_by("-pk")[0]
    if release.pk == world.release.pk:
        return
    kept = release.file.storage.path(release.file.name or "")
    assert kept.startswith(f"{settings.MEDIA_ROOT}/releases/")
    assert re.fullmatch(r"[0-9a-f]{64}\.\w+", kept.rpartition("/")[2]), (
        "on disk it has no name that somebody chose"
    )
    sent = world.client().get(reverse("release_original", args=[release.pk]))
    told = sent["Content-Disposition"]
    assert told.startswith("attachment; filename")
    assert not set(told) & set("\r\n\x00\u202e")
    assert "X-Evil" not in sent.headers
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg onload=alert(1)>", b"%PDF-1.7", b"MZ"]
)
def test_what_is_kept_is_never_shown_as_it_is(world: World, content: bytes) -> None:
    world.client().post("/releases/upload/", {"files": SimpleUploadedFile("a.html", content, "text/html")})
    release = Release.objects.order_by("-pk")[0]
    sent = world.client().get(f"/files/releases/{release.pk}/")
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment")
    assert world.client().get(f"/files/releases/{release.pk}").status_code in {301, 404}
    assert world.client().get(f"/media/{release.file.name}").status_code == 404


@pytest.mark.parametrize(
    "filename", ["proof.html", "proof.svg", "proof.exe", "proof.js", "proof", "proof.pdf.html", "proof.docm"]
)
def test_a_proof_is_of_a_kind_that_runs_nothing(world: World, filename: str) -> None:
    before = world.commitment.proofs.count()
    file = SimpleUploadedFile(filename, b"<script>", "application/pdf")
    answer = world.client().post(
        f"/follow-ups/{world.commitment.pk}/proofs/", {"proof-file": file, "proof-words": "x"}
    )
    assert answer.status_code == 400
    assert Commitment.objects.get(pk=world.commitment.pk).proofs.count() == before


@pytest.mark.parametrize(
    "header", ["x-request-id", "user-agent", "x-forwarded-for", "accept-language", "referer"]
)
def test_no_header_of_the_request_writes_one_of_the_answer_or_a_line_of_the_log(
    world: World, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    logging.disable(logging.NOTSET)
    answer = world.client().get("/nowhere\r\nINFO forged/", headers={header: "a\r\nX-Evil: 1\r\nINFO forged"})
    assert answer.status_code == 404
    assert "X-Evil" not in answer.headers
    assert [
        record for record in caplog.records if "\r" in record.getMessage() or "\nINFO" in record.getMessage()
    ] == []


PAGES = ["/", "/accounts/login/", "/engagements/{engagement}/", "/drafts/{draft}/", "/nowhere/", "/api/"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_can_be_framed_sniffed_or_kept(world: World, path: str) -> None:
    headers = world.client().get(world.path(path)).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert (
        policy["default-src"]
        == policy["frame-ancestors"]
        == policy["base-uri"]
        == policy["object-src"]
        == "'none'"
    )
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert not re.search("unsafe|\\*|data:|http:", headers["Content-Security-Policy"])


def test_no_answer_to_one_is_kept_for_another(world: World) -> None:
    for path in ("/", "/api/v1/engagements", f"/files/releases/{world.release.pk}/", "/calendar/x.ics"):
        kept = world.client().get(path)["Cache-Control"]
        assert "public" not in kept
        assert "private" in kept or "no-store" in kept
