"""What is backed up comes back, row by row and file by file, also what an earlier version backed up."""

from __future__ import annotations

import contextlib
import gzip
import tarfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from benchmarks.rolled.object_store import ObjectStore, object_store
from config.backups import bucket, rows
from config.backups.archive import BackupError, identity_in, parts_of
from config.backups.backing_up import back_up
from config.backups.places import Store, place_of
from config.backups.restoring import restore
from config.backups.retention import Retention, sum_of
from config.backups.verifying import verify
from engagements.models import Source, User
from ingest.models import Release
from tests.ingest.test_object_store import objects, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
EARLIER = [("engagements", "0001_register"), ("ingest", "0001_releases_and_drafts")]
"""What has come since must not be nothing, or the test says little: a newer state than this one has to exist."""
TRAIL = ("engagements_auditentry", "engagements_auditlink")
ORIGINAL = "النص الأصلي للبيان\tبعلامة جدولة\\وشرطة\n".encode()


@contextlib.contextmanager
def database(name: str) -> Iterator[None]:
    """An empty database beside that of the tests; until the end, it is the one that Django speaks to."""
    former = connection.settings_dict["NAME"]
    own = f"{former}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}"')
    connection.close()
    connection.settings_dict["NAME"] = own
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}"')


def contents() -> dict[str, list[bytes]]:
    """Every row of every table, also what the database works out."""
    found = {}
    with connection.cursor() as cursor:
        for table in rows.tables():
            with cursor.copy(f"COPY (SELECT * FROM {table.name}) TO STDOUT") as copied:
                found[table.name] = sorted(bytes(line) for line in copied)
    return found


def fill() -> None:
    """Some rows of an earlier version, made as it made them."""
    executor = MigrationExecutor(connection)
    executor.migrate(EARLIER)
    apps = executor.loader.project_state(EARLIER).apps
    model: Any = lambda name, app="engagements": apps.get_model(app, name).objects  # noqa: E731
    somebody = model("User").create(username="hana", role="editor", first_name="هناء")
    model("Country").create(code="JP", name_ar="اليابان", name_en="Japan", region="east_asia")
    source = model("Source").create(title="لقاء", text="لقاء\nفي طرابلس", published_on=date(2026, 11, 18))
    engagement = model("Engagement").create(
        kind="meeting",
        status="held",
        title="لقاء مع \\N و\tعلامة",
        date=date(2026, 11, 17),
        date_precision="day",
        approved_by=somebody,
        approved_at=NOW,
    )
    engagement.partner_countries.add("JP")
    engagement.sources.add(source)
    model("Commitment").create(engagement=engagement, kind="agreed", text="تشكيل فريق")
    kept = default_storage.save("releases/2026/11/بيان.txt", ContentFile(ORIGINAL))
    model("Release", "ingest").create(
        source=source,
        file=kept,
        size=9,
        sha256="0" * 64,
        submitted_by=somebody,
        submitted_at=NOW,
        enqueued_at=NOW,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """A real S3-compatible server that keeps what the test before left."""
    with object_store(tmp_path_factory.mktemp("store")) as server:
        yield server


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, str]:
    """The file of a secret key, and its public key."""
    said = StringIO()
    call_command("backup", make_key=tmp_path / "key", stdout=said)
    return tmp_path / "key", said.getvalue().strip().removeprefix("SIJILL_BACKUP_KEY=")


def test_an_earlier_version_comes_back_and_what_it_became_as_well(
    tmp_path: Path, settings: Settings, key: tuple[Path, str], store: ObjectStore
) -> None:
    settings.MEDIA_ROOT = tmp_path / "old"
    with database("earlier"):
        fill()
        before = contents()
        earlier = back_up(tmp_path / "backups", now=NOW)
    assert (earlier.files, earlier.missing) == (1, [])

    settings.MEDIA_ROOT = tmp_path / "new"
    with database("later"):
        done = restore(earlier.path)
        assert done.rows == earlier.rows == sum(map(len, before.values()))
        call_command("migrate", check_unapplied=True, stdout=StringIO())
        assert User.objects.get().username == "hana"
        with default_storage.open("releases/2026/11/بيان.txt") as file:
            assert file.read() == ORIGINAL
        now = contents()
        for name in ("engagements_source", "engagements_country", "ingest_release"):
            assert len(now[name]) == len(before[name]) == 1
        said = StringIO()
        call_command("backup", tmp_path / "backups", key=key[1], stdout=said)
        assert "1 files" in said.getvalue()
        again = max((tmp_path / "backups").glob("*.age"))
        verified(again, key[0])
        with pytest.raises(CommandError, match="not empty"):
            call_command("restore", again, identity=key[0])

    assert b"about.json" in gzip.decompress(earlier.path.read_bytes())
    assert again.read_bytes().startswith(b"age-encryption.org")
    settings.MEDIA_ROOT = tmp_path / "third"
    with database("third"):
        with pytest.raises(CommandError, match="encrypted"):
            call_command("restore", again)
        call_command("backup", make_key=tmp_path / "wrong", stdout=StringIO())
        with pytest.raises(BackupError, match="key does not fit"):
            restore(again, identity=identity_in(tmp_path / "wrong"))
        settings.DATA_DIR = tmp_path / "data"
        settings.STORAGES = settings.STORAGES | {bucket.ALIAS: told(store, location="restored")}
        bucket.send(again)
        call_command("restore", "store:", identity=key[0], stdout=StringIO())
        assert not list(settings.DATA_DIR.iterdir()), "nothing of it is left on this disk"
        came = contents()
        # The line that says so, and its link.
        assert [len(came.pop(name)) - len(now.pop(name)) for name in TRAIL] == [1, 1]
        assert came == now
        User.objects.create_user("next")


def test_what_is_damaged_or_changed_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    whole = _tiny(tmp_path / "whole.tar.gz", sums=b'{"tables": {}, "files": {"a.txt": "0"}, "missing": []}')
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole.read_bytes()[:-40])
    (tmp_path / "no.tar.gz").write_bytes(b"nothing of the kind")
    newer = _tiny(tmp_path / "newer.tar.gz", migrations='["engagements", "9999_of_tomorrow"]')
    with database("damaged"):
        for name, words in (
            ("whole", "do not agree"),
            ("cut", "not whole"),
            ("no", "is no backup"),
            ("newer", "which is newer"),
        ):
            with pytest.raises(BackupError, match=words):
                restore(tmp_path / f"{name}.tar.gz")
            assert not default_storage.exists("a.txt"), "no file of it is left behind"
    assert newer.exists()


def verified(path: Path, key: Path) -> None:
    """Whole with its key, and told to be as it was written without; not any more with one byte changed."""
    said = StringIO()
    call_command("backup", verify=path, identity=key, stdout=said)
    assert "whole" in said.getvalue()
    assert not verify(path).opened
    damaged = path.with_name("damaged.tar.gz.age")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(CommandError, match="damaged"):
        call_command("backup", verify=damaged, identity=key)
    sum_of(damaged).write_text(sum_of(path).read_text("ascii"), "ascii")
    with pytest.raises(BackupError, match="its checksum is another"):
        verify(damaged)
    damaged.unlink()
    sum_of(damaged).unlink()


def _tiny(path: Path, *, migrations: str = '["contenttypes", "0001_initial"]', sums: bytes = b"") -> Path:
    """A backup of one file and no rows."""
    about = f'{{"format": 1, "version": "9", "at": "", "migrations": [{migrations}], "tables": {{"django_content_type":'
    about += ' ["id"]}, "sequences": {}}'
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for name, text in (("about.json", about.encode()), ("files/a.txt", b"a"), ("sums.json", sums)):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, BytesIO(text))
    return path


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    source = Source.objects.create(text="لقاء")
    Release.objects.create(
        source=source,
        file="releases/gone.txt",
        size=9,
        sha256="0" * 64,
        submitted_by=User.objects.create(),
        submitted_at=NOW,
        enqueued_at=NOW,
    )
    with pytest.raises(CommandError, match=r"1 files .* are missing: releases/gone.txt"):
        call_command("backup", tmp_path / "backups", stdout=StringIO())
    (made,) = (tmp_path / "backups").glob("*.gz")
    with parts_of(made, None) as parts:
        assert "data/engagements_user/000000" in [name for name, _content in parts]


def test_backups_are_kept_in_a_store_and_looked_through_there(
    tmp_path: Path, settings: Settings, store: ObjectStore
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = settings.STORAGES | {bucket.ALIAS: told(store, location="backups")}
    for days in (2, 1):
        Store().back_up(now=NOW - timedelta(days=days), recipient=None)
    said = StringIO()
    call_command("backup", "store:", keep="2", stdout=said)
    call_command("backup", "store:", list=True, stdout=said)
    made, _head, deleted, *kept = said.getvalue().splitlines()
    assert made.startswith(f"store:{kept[1]}: ")
    assert (deleted, kept[0]) == ("deleted: sijill-20261120T150000Z.tar.gz", "sijill-20261121T150000Z.tar.gz")
    assert objects(store, "backups") == sorted([*kept, *(f"{name}.sha256" for name in kept)])
    call_command("backup", verify=f"store:{kept[0]}", stdout=said)
    assert f"{kept[0]}: whole" in said.getvalue()
    with pytest.raises(BackupError, match="already"):
        Store().back_up(now=NOW - timedelta(days=1), recipient=None)

    newest = store.objects / "backups" / kept[1]
    content = bytearray(newest.read_bytes())
    content[-1] ^= 1
    newest.write_bytes(content)
    with pytest.raises(BackupError, match="nothing older was deleted"):
        Store().prune(Retention(newest=1))
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", "store:")
    assert Store().names() == kept
    assert not list(settings.DATA_DIR.iterdir()), "nothing of them is left on this disk"


def test_a_store_that_is_not_there_is_said(settings: Settings, store: ObjectStore) -> None:
    with pytest.raises(BackupError, match="SIJILL_BACKUP_S3_BUCKET"):
        Store().names()
    with pytest.raises(BackupError, match="alone is the place"):
        place_of("store:sijill-20261120T150000Z.tar.gz")
    settings.STORAGES = settings.STORAGES | {bucket.ALIAS: told(store, secret_key="wrong")}
    with pytest.raises(CommandError, match="The store of the backups"):
        call_command("backup", "store:", list=True)
