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

from accounts.services.invitations import invite
from engagements.models import Commitment, Engagement, Unit, User
from engagements.permissions import Role
from ingest.models import Draft, Release
from ingest.services import parsing, review, submission
from tests.browser.merged import put_together
from tests.ingest.conftest import decision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page, Request, Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = django_settings.BASE_DIR / "samples"
RELEASES = {
    "ly-2026-03-japan-ambassador": date(2026, 3, 11),
    "ly-2026-01-uk-meeting-en": date(2026, 1, 22),
    "ly-2025-12-opinion-none": date(2025, 12, 8),
    "ly-2026-04-china-ambassador": date(2026, 4, 21),
}
WIDTHS: dict[int, tuple[int, ...]] = {1440: (1440, 1024), 390: (390,)}
"""Pixels at which a page is loaded, and those to which the window is drawn then: scripts tell only two sorts apart."""
QUIET_MS, PATIENCE_MS = 100, 60_000
"""When nothing was asked for so long, all is there: no script begins by itself later. And when to give up."""
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""For axe in the dark, where nothing but colours differs (test_only_colours_depend_on_the_scheme)."""
# What stands in quotation marks are somebody's own words.
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
# What a page of either language may hold in the other: names, codes, words of a release, what scripts keep unseen.
FOREIGN_IS_FINE = (
    "bdi, [lang], [dir=auto], .source, .plate, kbd, input, textarea, select, time, title, "
    "script, noscript, style"
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
    Commitment.objects.filter(pk=commitment.pk).update(assignee=editor)
    admin = User.objects.get(role=Role.ADMIN)
    _made, secret = invite(email="new@lana.example", role=Role.VIEWER, language="ar", by=admin, now=now)
    unit = Unit.objects.create(name_ar="إدارة التعاون الدولي", name_en="International Cooperation")
    return {
        "member": f"/members/{editor.pk}/",
        "leaving": f"/members/{editor.pk}/deactivate/",
        "invitation": f"/join/{secret}/",
        "unit": f"/units/{unit.pk}/",
        "engagement": f"/engagements/{approved.pk}/",
        "draft": f"/drafts/{drafts[1].pk}/",
        "decided draft": f"/drafts/{drafts[0].pk}/",
        "release": f"/releases/{drafts[0].release_id}/",
        "broken release": f"/releases/{broken.pk}/",
        "container": f"/releases/{container.pk}/",
        "waiting release": f"/releases/{waiting.pk}/",
        "batch": f"/releases/upload/?new={container.pk}&new={broken.pk}&new={waiting.pk}&again={drafts[0].release_id}",
        "confidentiality": f"/engagements/{approved.pk}/confidentiality/",
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
        "/countries/JP/brief/?period=all",
        "/countries/JP/?date_after=nonsense",
        "engagement",
        "/follow-ups/",
        "/follow-ups/?view=overdue",
        "/follow-ups/dashboard/",
        "/follow-ups/dashboard/?due_since=nonsense",
        "follow-up",
        "/follow-ups/export/",
        "/follow-ups/import/",
        "/units/",
        "/account/calendar/",
        "/follow-ups/many/?country=JP",
        "/partners/",
        "person",
        "/search/?q=الصناعة",
        "/search/?q=",
        "/releases/upload/",
        "/releases/failed/",
        "/nowhere/",
        "/members/",
        "/permissions/",
        "/accounts/2fa/",
        "/accounts/reauthenticate/",
        "/accounts/sign-in-again/",
        "/accounts/password/change/",
        "confidentiality",
    ],
    Role.ADMIN: [
        "unit",
        "/members/",
        "/members/invitations/",
        "member",
        "leaving",
        "invitation",
        "/account/",
        "/audit/",
        "/status/",
        "/styleguide/",
        "/conflicts/",
        "disputed",
        "find the other",
        "merge",
        "undo",
    ],
}
# They show values as they are stored, or what programs are called.
AS_STORED = {"/styleguide/", "/audit/", "/status/"}


class Watched:
    """A window, and what the browser complains about in it, the page's own refusal aside."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.under_way: set[Request] = set()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.under_way.add(request))
        page.on("requestfinished", lambda request: self.under_way.discard(request))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _failed(self, request: Request) -> None:
        # What the page before this one asked for is no longer under way.
        if request in self.under_way:
            self.under_way.discard(request)
            self.complaints.append(f"failed: {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.complaints.append(f"{answer.status} {answer.url}")

    def visit(self, address: str) -> list[str]:
        """Opens the page and waits until all of it is there; the complaints."""
        # What the last page still asked for breaks off here, and is no complaint of this one.
        self.page.goto("about:blank")
        self.complaints.clear()
        self.under_way.clear()
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 500
        quiet = waited = 0
        while quiet < QUIET_MS:
            self.page.wait_for_timeout(QUIET_MS // 2)
            quiet = 0 if self.under_way else quiet + QUIET_MS // 2
            waited += QUIET_MS // 2
            assert waited < PATIENCE_MS, [request.url for request in self.under_way]
        return list(self.complaints)


def violations(page: Page, options: Mapping[str, object] | None = None) -> list[tuple[str, list[str]]]:
    """What axe finds: the rule, and the first of the elements. `options` are axe's own."""
    # Without `preload` axe fetches each layer of the stylesheet, by an address that is none, for a rule that is off;
    # their answers come while the test goes on, and one of an ended session takes the cookie of the new one away.
    found = Axe().run(page, options={"preload": False, **(options or {})}).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]


def foreign_words(page: Page, language: str) -> list[str]:
    """What stands there in the other language, where it should not."""
    foreign = re.compile(r"[A-Za-z]{3,}" if language == "ar" else r"[\u0621-\u064a]{2,}")
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
    return [text for text in words if foreign.search(QUOTED.sub("", text))][:8]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("role", PAGES)
def test_no_page_is_broken_cut_off_hard_to_reach_or_in_two_languages(
    filled: dict[str, str], signed_in: Callable[..., Page], role: Role, language: str
) -> None:
    page = signed_in(role, language)
    watched = Watched(page)
    found: dict[str, object] = {}
    for name in PAGES[role]:
        page.emulate_media(color_scheme="light")
        for loaded_at, widths in WIDTHS.items():
            page.set_viewport_size({"width": loaded_at, "height": 900})
            if complaints := watched.visit(filled.get(name, name)):
                found[f"{name} {loaded_at} browser"] = complaints
            mixed = name not in AS_STORED and foreign_words(page, language)
            if mixed:
                found[f"{name} {loaded_at} words"] = mixed
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found[f"{name} {width}"] = "scrolls sideways"
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        if wrong := violations(page):
            found[f"{name} axe light"] = wrong
        page.emulate_media(color_scheme="dark")
        if wrong := violations(page, options=COLOURS):
            found[f"{name} axe dark"] = wrong
    assert found == {}, "\n".join(f"{where}: {what}" for where, what in found.items())


def test_only_colours_depend_on_the_scheme() -> None:
    """Style sheets, scripts and templates tell light from dark by `light-dark()` alone, which holds colours."""
    base = django_settings.BASE_DIR
    files = [
        path for folder in ("static", "templates") for path in (base / folder).rglob("*") if path.is_file()
    ]
    assert any("light-dark(" in path.read_text("utf-8") for path in files if path.suffix == ".css")
    for path in files:
        if path.suffix in {".css", ".js", ".html", ".svg"}:
            assert "prefers-color-scheme" not in path.read_text("utf-8"), path
