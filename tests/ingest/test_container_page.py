"""The page of a file that holds other files, and of what was in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engagements.models import User
from ingest.models import Release, ReleaseStatus
from ingest.releases.contents import FIRST, contents_of
from ingest.services import submission
from tests.ingest.conftest import NOW, RELEASE, read, submit
from tests.reading import builders as make

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


def unpacked(by: User, files: dict[str, str], name: str = "releases.zip") -> Release:
    content = make.zipped(dict(files))
    return read(submission.submit(content=content, filename=name, by=by, now=NOW).release)


def texts(number: int) -> dict[str, str]:
    return {f"{each}.txt": f"نص رقم {each}" for each in range(number)}


def test_each_file_in_it_says_what_became_of_it(client: Client, editor: User, viewer: User) -> None:
    submit(editor, "نص قديم", "old.txt", now=NOW - timedelta(days=1))
    container = unpacked(
        editor, {"2026/لقاء.txt": RELEASE, "Thumbs.db": "x", "new.txt": "نص جديد", "again.txt": "نص قديم"}
    )
    read(Release.objects.get(filename="new.txt"))
    client.force_login(viewer)
    client.cookies["django_language"] = "en"
    html = client.get(container.get_absolute_url()).content.decode()
    assert "A file of the computer, no document" in html
    for release in Release.objects.exclude(pk=container.pk):
        assert f'href="{release.get_absolute_url()}"' in html
    rows = contents_of(container, container.submitted_by).rows
    assert [(row.file.path, row.before) for row in rows] == [
        ("2026/لقاء.txt", False),
        ("Thumbs.db", False),
        ("new.txt", False),
        ("again.txt", True),
    ]
    assert html.count("It had come in before") == 1


def test_it_follows_along_until_all_of_them_are_read(client: Client, editor: User) -> None:
    container = unpacked(editor, texts(2))
    client.force_login(editor)
    page = client.get(container.get_absolute_url())
    assert "data-follow" in page.content.decode()
    token = page.context["token"]
    assert client.get(container.get_absolute_url(), {"seen": token}).status_code == 204
    for release in Release.objects.filter(status=ReleaseStatus.RECEIVED):
        read(release)
    after = client.get(container.get_absolute_url(), {"seen": token})
    assert after.status_code == 200
    assert "data-follow" not in after.content.decode()


def test_a_part_leads_to_what_it_was_in(client: Client, editor: User) -> None:
    container = unpacked(editor, {"2026/لقاء.txt": RELEASE})
    client.force_login(editor)
    part = Release.objects.get(filename="لقاء.txt")
    html = client.get(part.get_absolute_url()).content.decode()
    assert f'href="{container.get_absolute_url()}"' in html
    assert "2026/لقاء.txt" in html


def test_the_list_holds_all_of_them(client: Client, editor: User) -> None:
    container = unpacked(editor, texts(FIRST + 3))
    submit(editor)
    client.force_login(editor)
    assert len(client.get(container.get_absolute_url()).context["contents"].rows) == FIRST
    listed = client.get("/releases/", {"part_of": container.pk}).context["page"]
    assert listed.total == FIRST + 3


@pytest.mark.parametrize("size", [3, 50])
def test_the_page_costs_the_same_however_many(
    client: Client, editor: User, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    container = unpacked(editor, texts(size))
    client.force_login(editor)
    with django_assert_max_num_queries(28):
        client.get(container.get_absolute_url())


def test_the_same_text_in_another_file_is_shown_on_the_line(client: Client, editor: User) -> None:
    first = read(submit(editor, RELEASE, "first.txt"))
    second = read(submit(editor, RELEASE + "\n\n", "second.txt"))
    client.force_login(editor)
    for address in ("/releases/", second.get_absolute_url()):
        html = client.get(address).content.decode()
        assert f'href="{first.get_absolute_url()}"' in html
    (like,) = client.get(second.get_absolute_url()).context["entry"].likes
    assert (like.release_id, like.grade) == (first.pk, "same_text")


def test_the_chip_counts_what_could_not_be_read_in_it(client: Client, editor: User) -> None:
    container = unpacked(editor, {"good.txt": RELEASE, "cut.pdf": "%PDF-1.4 cut off", "Thumbs.db": "x"})
    for release in Release.objects.filter(status=ReleaseStatus.RECEIVED):
        read(release)
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    for page in (container.get_absolute_url(), "/releases/"):
        html = client.get(page).content.decode()
        assert "Unpacked (3), not read: 1" in html
