"""Upload as people see it: files dropped, each with its line, until its release is read; and without scripts."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Session
from engagements.models import User
from engagements.permissions import Role
from ingest.models import Release
from ingest.services import parsing
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import violations
from tests.ingest.conftest import RELEASE, submit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
UPLOAD = "/releases/upload/"
ONE = "**/releases/upload/one/"
DROP = """files => {
    const carried = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
        carried.items.add(new File([bytes], name));
    }
    for (const kind of ["dragover", "drop"])
        document.querySelector("[data-dropzone]").dispatchEvent(
            new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    page.evaluate(DROP, [(name, base64.b64encode(content).decode()) for name, content in files])


def line(page: Page, words: str) -> Locator:
    return page.locator("[data-files] > li", has_text=words)


def act(page: Page, what: str, words: str) -> Locator:
    """The button of that line that sends, stops or removes."""
    return line(page, words).locator(f"[data-act={what}]")


def send(page: Page) -> None:
    page.click("form[data-upload] button.btn--main")


def read_all() -> None:
    for release in Release.objects.filter(status="received").order_by("pk"):
        parsing.parse(release.pk, clock=timezone.now)


@LANGUAGES
def test_of_files_dropped_together_each_tells_its_own_fate(
    signed_in: Callable[..., Page], language: str
) -> None:
    known = submit(User.objects.get(username=Role.EDITOR.value), "نص قديم", "قديم.txt")
    page = signed_in(Role.EDITOR, language)
    page.goto(UPLOAD)
    drop(
        page,
        ("لقاء.txt", RELEASE.encode()),
        ("وظائف.txt", "إعلان عن وظائف شاغرة في الوزارة.".encode()),
        ("broken.pdf", b"%PDF-1.4 broken"),
        ("نسخة.txt", "نص قديم".encode()),
    )
    expect(page.locator("[data-files] > li")).to_have_count(4)
    assert Release.objects.count() == 1, "nothing is sent before somebody says so"
    act(page, "remove", "وظائف.txt").click()
    page.fill("[name=published_on]", "2026-11-18")
    send(page)
    expect(line(page, "نسخة.txt").locator(f"a[href='{known.get_absolute_url()}']")).to_be_visible()
    expect(page.locator("[data-group=busy]")).to_have_count(2)
    expect(page.locator("[data-count=busy] b")).to_have_text("2")
    expect(page.locator("[data-count=again] b")).to_have_text("1")

    meeting = Release.objects.get(filename="لقاء.txt")
    assert str(meeting.source.published_on) == "2026-11-18"
    page.focus(f"#name-{meeting.pk}")
    read_all()
    expect(page.locator(f"#release-{meeting.pk} .status--soon")).to_be_visible()
    expect(page.locator(f"#name-{meeting.pk}")).to_be_focused()
    expect(line(page, "broken.pdf").locator(".files__why")).to_be_visible()
    expect(page.locator("[data-count=failed] b")).to_have_text("1")
    expect(page.locator("[data-count=busy]")).to_be_hidden()
    assert Release.objects.count() == 3

    page.reload()
    expect(page.locator("[data-files] > li")).to_have_count(3)


def test_a_connection_that_breaks_is_told_and_the_file_is_sent_again(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto(UPLOAD)
    broken = True

    def wire(route: Route) -> None:
        if broken:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(ONE, wire)
    drop(page, ("a.txt", b"one"), ("b.txt", b"two"))
    send(page)
    expect(page.get_by_text("The connection broke before the file had arrived.")).to_have_count(2)
    expect(page.locator("[data-count=unsent] b")).to_have_text("2")
    assert not Release.objects.exists()
    broken = False
    act(page, "send", "a.txt").press("Enter")
    expect(page.locator("[data-group=busy]")).to_have_count(1)
    expect(line(page, "a.txt").locator("a").first).to_be_focused()
    act(page, "send", "b.txt").click()
    expect(page.locator("[data-group=busy]")).to_have_count(2)
    assert Release.objects.count() == 2


def test_a_line_is_stopped_and_the_others_arrive(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto(UPLOAD)
    held: list[Route] = []
    page.route(ONE, lambda route: held.append(route) if not held else route.continue_())
    drop(page, ("slow.txt", b"slow"), ("quick.txt", b"quick"))
    send(page)
    expect(page.locator("[data-group=busy]")).to_have_count(1)
    act(page, "stop", "slow.txt").click()
    expect(line(page, "slow.txt")).to_contain_text("Stopped by you")
    expect(act(page, "send", "slow.txt")).to_be_focused()
    act(page, "send", "slow.txt").click()
    expect(page.locator("[data-group=busy]")).to_have_count(2)


def test_what_the_server_refuses_is_told_in_its_words(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto(UPLOAD)
    page.evaluate("document.querySelector('[data-upload]').noValidate = true")
    drop(page, ("a.txt", b"one"))
    page.fill("[name=published_on]", "1026-11-18")
    send(page)
    expect(line(page, "a.txt").locator("[data-why]")).to_contain_text("between 1 January 1900")
    page.fill("[name=published_on]", "")
    act(page, "send", "a.txt").click()
    expect(page.locator("[data-group=busy]")).to_have_count(1)


def test_whoever_was_signed_out_signs_in_elsewhere_and_sends_again(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto(UPLOAD)
    drop(page, ("a.txt", b"one"))
    Session.objects.all().delete()
    send(page)
    expect(line(page, "a.txt")).to_contain_text("You are not signed in any more.")
    with page.context.expect_page() as opened:
        line(page, "a.txt").get_by_role("link", name="Sign in").click()
    opened.value.fill("[name=username]", Role.EDITOR.value)
    opened.value.fill("[name=password]", PASSWORD)
    with opened.value.expect_navigation():
        opened.value.click("main form button")
    expect(opened.value.locator("[name=password]")).to_have_count(0)
    act(page, "send", "a.txt").click()
    expect(page.locator("[data-group=busy]")).to_have_count(1)


def test_two_hundred_files_at_once(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "ar")
    page.goto(UPLOAD)
    drop(page, *[(f"{number}.txt", str(number).encode()) for number in range(200)])
    send(page)
    expect(page.locator("[data-count=busy] b")).to_have_text("200", timeout=240_000)
    assert Release.objects.count() == 200
    first = Release.objects.order_by("pk")[0]
    Release.objects.filter(pk=first.pk).update(status="no_engagement")
    expect(page.locator(f"#release-{first.pk}[data-group=done]")).to_be_visible()


@LANGUAGES
@pytest.mark.parametrize("width", [1440, 390])
def test_lines_on_their_way_are_easy_to_reach(
    signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page = signed_in(Role.EDITOR, language, width)
    page.goto(UPLOAD)
    held: list[Route] = []

    def wire(route: Route) -> None:
        sent = route.request.post_data_buffer or b""
        if b"cut.txt" in sent:
            route.abort("connectionreset")
        elif b"slow.txt" in sent:
            held.append(route)
        else:
            route.continue_()

    page.route(ONE, wire)
    name = "بيان-طويل-الاسم-عن-زيارة-السيد-الوزير-إلى-مصنع-الإسمنت" * 2
    drop(page, *[(each, each.encode()) for each in ("cut.txt", "slow.txt", f"{name}.txt", "a.txt", "b.txt")])
    send(page)
    expect(page.locator("[data-state=cut]")).to_have_count(1)
    expect(page.locator("[data-group=busy]")).to_have_count(3)
    drop(page, ("later.txt", b"later"))
    expect(page.locator("[data-count=waiting] b")).to_have_text("1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@LANGUAGES
def test_the_form_alone_does_it_too(signed_in: Callable[..., Page], tmp_path: Path, language: str) -> None:
    page = signed_in(Role.EDITOR, language, scripts=False)
    page.goto(UPLOAD)
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text(file.name)
    page.set_input_files("[name=files]", files)
    send(page)
    expect(page.locator("[data-files] > li")).to_have_count(2)
    assert Release.objects.count() == 2
