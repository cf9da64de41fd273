"""The commands that bring data in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from engagements.models import Country, User
from engagements.permissions import Role
from ingest.models import Release

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

INDEX = "# a comment\nslug\tformat\toutlet\turl\tpublished_on\tsame_event\tnoise\n"


def samples(folder: Path) -> Path:
    (folder / "index.tsv").write_text(
        INDEX + 'one\ttxt\tصحيفة "المرفأ"\thttps://a.example.org/1\t2026-11-18\t\t\ntwo\thtml\t\t\t\t\t\n'
    )
    (folder / "one.txt").write_text("بيان")
    (folder / "two.html").write_text("<p>بيان</p>")
    return folder


def test_samples_are_submitted_once(editor: User, tmp_path: Path) -> None:
    for _ in range(2):
        call_command("submit_samples", samples(tmp_path), verbosity=0)
    one, two = Release.objects.order_by("filename")
    assert (one.filename, one.source.outlet) == ("one.txt", 'صحيفة "المرفأ"')
    assert (one.source.published_on, one.submitted_by) == (date(2026, 11, 18), editor)
    assert (two.filename, two.source.published_on) == ("two.html", None)


def test_what_is_missing_is_named(editor: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"index\.tsv"):
        call_command("submit_samples", tmp_path)
    (samples(tmp_path) / "two.html").unlink()
    with pytest.raises(CommandError, match=r"two\.html"):
        call_command("submit_samples", tmp_path)
    with pytest.raises(CommandError, match="nobody"):
        call_command("submit_samples", tmp_path, username="nobody")


def test_prepare_makes_a_demonstration_ready_and_may_run_again(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.DEMO = True
    settings.BUILT_ASSETS = tmp_path / "assets"
    for _ in range(2):
        call_command("prepare", verbosity=0)
    assert Country.objects.filter(pk="JP").exists()
    assert User.objects.count() == len(Role)
    assert Release.objects.count() >= 16
    assert (settings.BUILT_ASSETS / "plex-400.woff2").exists()


def test_prepare_makes_no_accounts_outside_a_demonstration(db: None, settings: Settings) -> None:
    settings.DEMO = False
    call_command("prepare", verbosity=0)
    assert not User.objects.exists()
    assert not Release.objects.exists()
