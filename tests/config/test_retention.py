"""Which backups stay: the newest of each day, week and month, and never none that is good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from config.backups import bucket, nightly
from config.backups.archive import BackupError
from config.backups.retention import (
    Retention,
    backups_in,
    intact,
    made_at,
    prune,
    retention_of,
    staying,
    sum_of,
    write_sum,
)
from engagements.models import User
from engagements.permissions import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
KEEP = Retention(daily=7, weekly=4, monthly=12)


def nights(folder: Path, number: int) -> list[Path]:
    """A backup each night until today."""
    for days in range(number):
        path = folder / f"sijill-{NOW - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar.gz.age"
        path.write_bytes(b"backup of a night")
        write_sum(path)
    return backups_in(folder)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14", Retention(newest=14)),
        ("daily=7,weekly=4,monthly=12", KEEP),
        ("newest=2, daily=3", Retention(newest=2, daily=3)),
    ],
)
def test_how_many_stay_can_be_said_in_two_ways(written: str, meant: Retention) -> None:
    assert retention_of(written) == meant


@pytest.mark.parametrize("written", ["", "0", "-1", "daily", "hourly=3", "newest=0", "daily=7;weekly=4"])
def test_what_says_not_how_many_is_refused(written: str) -> None:
    with pytest.raises(BackupError):
        retention_of(written)


def test_a_year_of_nights_becomes_seven_days_four_weeks_twelve_months(tmp_path: Path) -> None:
    there = nights(tmp_path, 500)
    stay = sorted(made_at(path).date().isoformat() for path in staying(there, KEEP))
    assert stay[-7:] == [f"2026-11-{day}" for day in range(16, 23)]
    assert {"2026-11-15", "2026-11-08", "2026-11-01"} <= set(stay), "the last night of each of four weeks"
    assert {"2026-10-31", "2026-09-30", "2025-12-31"} <= set(stay), "the last night of each of twelve months"
    assert len(stay) == 7 + 3 + 11
    assert staying(there, KEEP) == staying(staying(there, KEEP), KEEP), "what stayed once stays"


def test_what_does_not_stay_goes_with_its_checksum(tmp_path: Path) -> None:
    nights(tmp_path, 5)
    (tmp_path / "sijill-20261101T000000Z.tar.gz.part").touch()
    (tmp_path / "somebodys.tar.gz").touch()
    assert len(prune(tmp_path, Retention(newest=2))) == 3
    assert len(list(tmp_path.iterdir())) == 2 + 2 + 2, "what is no backup is left alone"


@pytest.mark.parametrize("written", [b"", b"\n", b"  sijill.tar.gz\n", "é".encode("latin-1"), b"\x00"])
def test_a_file_without_a_checksum_beside_a_backup_speaks_against_it(
    tmp_path: Path, settings: Settings, written: bytes
) -> None:
    there = nights(tmp_path, 2)
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {bucket.ALIAS: backend}
    sum_of(there[-1]).write_bytes(written)
    assert not intact(there[-1])
    for ask in (lambda: prune(tmp_path, Retention()), lambda: bucket.prune(Retention())):
        with pytest.raises(BackupError, match="damaged"):
            ask()
    assert backups_in(tmp_path) == there
    write_sum(there[-1])
    assert bucket.prune(Retention()) == [there[0].name]


def test_nothing_goes_while_the_newest_is_damaged(tmp_path: Path) -> None:
    newest = nights(tmp_path, 5)[-1]
    newest.write_bytes(b"backup of a nighT")
    assert not intact(newest)
    with pytest.raises(BackupError, match="nothing older was deleted"):
        prune(tmp_path, Retention(newest=1))
    assert len(backups_in(tmp_path)) == 5


def test_the_administrators_are_told_when_it_fails(db: None, settings: Settings, tmp_path: Path) -> None:
    for name, role in (("hana", Role.ADMIN), ("omar", Role.EDITOR)):
        User.objects.create_user(name, email=f"{name}@example.org", role=role)
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "localhost", "sijill@example.org"
    (tmp_path / "file").touch()
    settings.BACKUP_FOLDER = str(tmp_path / "file")
    with pytest.raises(BackupError):
        nightly.back_up_tonight(now=NOW)
    (letter,) = mail.outbox
    assert letter.to == ["hana@example.org"]
    assert "could not be written" in str(letter.body)
