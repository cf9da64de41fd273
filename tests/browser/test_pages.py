"""Every page, in both languages, light and dark, wide and narrow: reachable, complete, and nothing for axe to find."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.utils import timezone

from engagements.models import Commitment, Engagement, User
from engagements.permissions import Role
from ingest.models import Draft, Release
from ingest.services import parsing, review, submission
from tests.browser.merged import put_together
from tests.ingest.conftest import decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = django_settings.BASE_DIR / "samples"
RELEASES = {
    "ly-2026-03-japan-ambassador": date(2026, 3, 11),
    "ly-2026-01-uk-meeting-en": date(2026, 1, 22),
    "ly-2025-12-opinion-none": date(2025, 12, 8),
    "ly-2026-04-china-ambassador": date(2026, 4, 21),
}
WIDTHS = (1440, 1024, 390)
# What stands in quotation marks are somebody's own words.
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
# What a page of either language may hold in the other: names, codes, words of a release.
FOREIGN_IS_FINE = (
    "bdi, [lang], [dir=auto], .source, .plate, kbd, input, textarea, select, time, title, script, style"
)


@pytest.fixture
def filled(site: str) -> dict[str, str]:
    """A register with something in every list. Returns the addresses of single pages by name."""
    editor, now = User.objects.get(username="editor"), timezone.now()
    for slug, published in RELEASES.items():
        release = submission.submit(
            content=(SAMPLES / f"{slug}.txt").read_bytes(),
            filename=f"{slug}.txt",
            by=editor,
            now=now,
            published_on=published,
            outlet="صحيفة المرفأ",
        ).release
        parsing.parse(release.pk, clock=timezone.now)
    submission.submit(content=b"%PDF-1.4 broken", filename="broken.pdf", by=editor, now=now)
    broken = Release.objects.get(filename="broken.pdf")
    parsing.parse(broken.pk, clock=timezone.now)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("بيانات/وظائف.txt", "إعلان عن وظائف شاغرة في الوزارة.")
        archive.writestr("Thumbs.db", "x")
    container = submission.submit(
        content=packed.getvalue(), filename="بيانات.zip", by=editor, now=now
    ).release
    parsing.parse(container.pk, clock=timezone.now)
    waiting = submission.submit(content="ينتظر".encode(), filename="waiting.txt", by=editor, now=now).release
    drafts = list(Draft.objects.order_by("pk"))
    approved = review.approve(draft=drafts[0], decision=decision(drafts[0]), by=editor, now=now)
    commitment = Commitment.objects.filter(engagement=approved).first()
    assert commitment, "the first sample promises something"
    return {
        "engagement": f"/engagements/{approved.pk}/",
        "draft": f"/drafts/{drafts[1].pk}/",
        "decided draft": f"/drafts/{drafts[0].pk}/",
        "release": f"/releases/{drafts[0].release_id}/",
        "broken release": f"/releases/{broken.pk}/",
        "container": f"/releases/{container.pk}/",
        "waiting release": f"/releases/{waiting.pk}/",
        "batch": f"/releases/upload/?new={container.pk}&new={broken.pk}&new={waiting.pk}&again={drafts[0].release_id}",
        "follow-up": f"/follow-ups/{commitment.pk}/",
        "person": f"/people/{Engagement.objects.get(pk=approved.pk).participations.exclude(person=None)[0].person_id}/",
    } | put_together(approved, editor, now)


PAGES = {
    Role.EDITOR: [
        "/",
        "/releases/",
        "/releases/upload/",
        "/drafts/",
        "draft",
        "decided draft",
        "release",
        "broken release",
        "container",
        "waiting release",
        "batch",
        "/releases/failed/",
        "/releases/failed/?reason=broken",
        "find an engagement",
        "compare",
        "disputed",
        "settle",
        "take out",
    ],
    Role.MANAGER: [
        "/",
        "/countries/",
        "/countries/JP/",
        "/countries/FR/",
        "/countries/JP/?date_after=nonsense",
        "engagement",
        "/follow-ups/",
        "/follow-ups/?view=overdue",
        "follow-up",
        "/partners/",
        "person",
        "/search/?q=الصناعة",
        "/search/?q=",
        "/releases/upload/",
        "/releases/failed/",
        "/nowhere/",
    ],
    Role.ADMIN: ["/audit/", "/styleguide/", "/conflicts/", "disputed", "find the other", "merge", "undo"],
}


def visit(page: Page, address: str) -> list[str]:
    """Opens the page; returns what a browser complains about, the page's own refusal aside."""
    page.goto(
        "about:blank"
    )  # what the last page still asked for breaks off here, and is no complaint of this one
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}")
            if answer.status >= 400 and answer.request.resource_type != "document"
            else None
        ),
    )
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500
    page.wait_for_load_state("networkidle")
    return complaints


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("role", PAGES)
def test_no_page_is_broken_cut_off_or_hard_to_reach(
    filled: dict[str, str], signed_in: Callable[..., Page], role: Role, language: str
) -> None:
    page = signed_in(role, language)
    found: dict[str, object] = {}
    for name in PAGES[role]:
        address = filled.get(name, name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if complaints := visit(page, address):
                found[f"{name} {width} browser"] = complaints
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{name} {width}"] = "scrolls sideways"
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page)
            if results.violations_count:
                found[f"{name} axe {scheme}"] = [
                    (each["id"], [node["html"][:120] for node in each["nodes"]][:3])
                    for each in results.response["violations"]
                ]
    assert found == {}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("role", PAGES)
def test_pages_speak_one_language(
    filled: dict[str, str], signed_in: Callable[..., Page], role: Role, language: str
) -> None:
    page = signed_in(role, language)
    foreign = re.compile(r"[A-Za-z]{3,}" if language == "ar" else r"[\u0621-\u064a]{2,}")
    found = {}
    for name in PAGES[role]:
        if name in {"/styleguide/", "/audit/"}:
            continue  # they show values as they are stored
        visit(page, filled.get(name, name))
        words = page.evaluate(
            """(fine) => {
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const words = [];
                while (walk.nextNode()) {
                    const parent = walk.currentNode.parentElement;
                    const holder = parent.closest(fine);
                    if (!holder || holder === document.documentElement) words.push(walk.currentNode.data.trim());
                }
                return words.filter(Boolean);
            }""",
            FOREIGN_IS_FINE,
        )
        said = [QUOTED.sub("", text) for text in words]
        if mixed := [text for text in said if foreign.search(text)]:
            found[name] = mixed[:8]
    assert found == {}
