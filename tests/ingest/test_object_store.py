"""Kept files in an S3-compatible store: everything that a disk does, and nothing left on this machine."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from benchmarks.rolled.object_store import BUCKET, ObjectStore, object_store
from config.backups.backing_up import back_up
from engagements.files.keeping import as_path, keep
from ingest.models import Release, ReleaseStatus
from ingest.services import submission
from tests.ingest.conftest import NOW, RELEASE, read
from tests.ingest.test_originals import document
from tests.reading import builders as make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

    from engagements.models import User

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as server:
        yield server


def told(store: ObjectStore, **changed: Any) -> dict[str, Any]:
    """What `SIJILL_S3_*` makes of the settings."""
    options = {
        "bucket_name": BUCKET,
        "access_key": store.key,
        "secret_key": store.secret,
        "endpoint_url": store.url,
        "region_name": "us-east-1",
        "addressing_style": "path",
    }
    return {"BACKEND": "config.files.ObjectFiles", "OPTIONS": options | changed}


@pytest.fixture(autouse=True)
def _kept_there(store: ObjectStore, settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"default": told(store)}


def objects(store: ObjectStore, below: str = "") -> list[str]:
    found = (store.objects / below).rglob("*")
    return sorted(path.name for path in found if path.is_file() and ".nanio" not in str(path))


def test_a_release_is_kept_read_and_downloaded(
    client: Client, editor: User, places: None, store: ObjectStore, tmp_path: Path
) -> None:
    release = submission.submit(content=RELEASE.encode(), filename="بيان.txt", by=editor, now=NOW).release
    assert read(release).status == ReleaseStatus.DRAFTED
    client.force_login(editor)
    answer = client.get(reverse("release_original", args=[release.pk]))
    assert answer["Content-Length"] == str(len(RELEASE.encode()))
    assert b"".join(answer) == RELEASE.encode()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()], "nothing is on this disk"

    default_storage.delete(release.file.name or "")
    assert client.get(reverse("release_original", args=[release.pk])).status_code == 404


def test_an_archive_is_taken_apart_and_what_is_not_needed_goes(
    editor: User, places: None, store: ObjectStore
) -> None:
    before = set(objects(store))
    content = make.zipped({"a.txt": RELEASE, "b.txt": RELEASE, "c.docx": make.docx(make.paragraph("نص آخر"))})
    container = submission.submit(content=content, filename="all.zip", by=editor, now=NOW).release
    assert read(container).status == ReleaseStatus.UNPACKED
    kept = {Path(name).name for name in Release.objects.values_list("file", flat=True)}
    assert kept == set(objects(store)) - before, "a second copy of the same bytes is gone again"


def test_pages_are_drawn_from_there(client: Client, editor: User, places: None) -> None:
    release = submission.submit(content=document(1), filename="a.pdf", by=editor, now=NOW).release
    client.force_login(editor)
    assert client.get(reverse("release_page", args=[release.pk, 1]))["Content-Type"] == "image/webp"


def test_the_same_name_is_never_written_twice(store: ObjectStore) -> None:
    first, second = keep(b"one", "proofs/2026/11/x.pdf"), keep(b"one", "proofs/2026/11/x.pdf")
    assert first != second
    default_storage.delete(second)
    with default_storage.open(first) as file:
        assert file.read() == b"one", "whoever came second takes back only his own"


def test_a_large_file_goes_through_in_pieces(store: ObjectStore) -> None:
    content = bytes(range(256)) * 4096 * 12
    name = default_storage.save("large.bin", ContentFile(content))
    with default_storage.open(name) as file:
        assert file.size == len(content)
        assert not file.seekable()
        assert b"".join(file.chunks(65536)) == content
        assert file.open().read(3) == content[:3]


def test_what_goes_wrong_is_what_a_disk_would_say(
    store: ObjectStore, settings: Settings, editor: User, places: None
) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("never.txt")
    release = submission.submit(content=RELEASE.encode(), filename="x.txt", by=editor, now=NOW).release
    settings.STORAGES = settings.STORAGES | {"default": told(store, secret_key="wrong")}
    with pytest.raises(OSError, match="refuses"):
        keep(b"x", "a.txt")
    with pytest.raises(OSError, match="refuses"), as_path(release.file):
        raise AssertionError("opened")
    assert read(release).status == ReleaseStatus.RECEIVED, "it may go better later"


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_files_out_of_it(
    editor: User, places: None, store: ObjectStore, settings: Settings, tmp_path: Path
) -> None:
    submission.submit(content=RELEASE.encode(), filename="بيان.txt", by=editor, now=NOW)
    made = back_up(tmp_path / "backups", now=datetime(2026, 11, 22, tzinfo=UTC))
    assert (made.files, made.missing) == (1, [])


def test_nothing_of_amazon_is_loaded_without_a_bucket() -> None:
    asked = "import sys, django; django.setup(); print(sorted({'boto3', 'botocore', 'storages'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
