"""Every page of the register: who sees it, in both languages, with and without rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from engagements.models import Engagement, Partner, Person
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

READERS = ["viewer", "editor", "manager", "registrar", "admin"]
PAGES = ["/", "/countries/", "/countries/JP/", "/follow-ups/", "/partners/", "/search/", "/search/?q=اليابان"]


def fill(register: Register, rows: int) -> None:
    """So many engagements with Japan, each with all its parts, over the last months."""
    today = timezone.localdate()
    for number in range(rows):
        register.engagement(
            date=today - timedelta(days=number % 300),
            kind=("meeting", "visit", "call")[number % 3],
            topics=("mining", "training"),
            organizations=(f"شركة رقم {number % 40}",),
            participants=(
                register.participant(
                    f"فلان رقم {number % 50}", evidence=(register.quotation("name", "كينجي موراكامي"),)
                ),
                register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
            ),
            commitments=(
                CommitmentRecord("agreed", f"التزام {number}", "", today + timedelta(days=number - 20)),
            ),
            evidence=(register.quotation("date", "الأربعاء", "2026-11-18"),),
        )


@pytest.mark.parametrize("address", [*PAGES, "/follow-ups/export.csv", "/audit/"])
def test_everything_needs_a_login(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", READERS)
def test_everybody_reads_the_register(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    fill(register, 3)
    client = as_role(role)
    assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("rows", [0, 3])
def test_pages_in_both_languages_with_and_without_rows(
    register: Register, as_role: Callable[[str], Client], language: str, rows: int
) -> None:
    fill(register, rows)
    client = as_role("admin")
    client.cookies["django_language"] = language
    direction = {"ar": 'lang="ar" dir="rtl"', "en": 'lang="en" dir="ltr"'}[language]
    for address in [*PAGES, "/audit/"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert direction in answer.content.decode(), address


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("editor", 403), ("manager", 403), ("registrar", 403), ("admin", 200)],
)
def test_only_administrators_see_the_trail(
    register: Register, as_role: Callable[[str], Client], role: str, status: int
) -> None:
    register.engagement(title="لقاء مع السفير")
    answer = as_role(role).get("/audit/")
    assert answer.status_code == status
    assert ("لقاء مع السفير" in answer.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    "address", ["/countries/XX/", "/countries/japan/", "/engagements/0/", "/partners/0/", "/people/0/"]
)
def test_what_is_not_there_is_404(register: Register, as_role: Callable[[str], Client], address: str) -> None:
    assert as_role("viewer").get(address, follow=True).status_code == 404


def test_a_code_in_small_letters_leads_to_the_country(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    assert as_role("viewer").get("/countries/jp/").headers["Location"] == "/countries/JP/"


@pytest.mark.parametrize("role", ["viewer", "editor", "manager", "admin"])
def test_a_restricted_engagement_exists_for_managers_only(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    secret = CommitmentRecord("agreed", "تسليم الوثيقة المكتومة", "", timezone.localdate())
    found = register.engagement(
        title="جلسة مكتومة", commitments=(secret,), participants=(register.participant("رجل الظل"),)
    )
    Engagement.objects.update(confidentiality="restricted")
    allowed = role in {"manager", "admin"}
    client = as_role(role)
    assert client.get(f"/engagements/{found.pk}/").status_code == (200 if allowed else 404)
    for address in ["/", "/countries/JP/", "/follow-ups/", "/search/?q=مكتومة"]:
        answer = client.get(address)
        assert ("جلسة" in answer.content.decode()) is allowed, address
    for address in ["/partners/", "/search/?q=الظل", f"/people/{Person.objects.get().pk}/"]:
        assert ("رجل الظل" in client.get(address).content.decode()) is allowed, address
    filtered = client.get(f"/countries/JP/?person={Person.objects.get().pk}").content.decode()
    assert ("رجل الظل" in filtered) is allowed


def test_the_home_page_tells_what_waits(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    for days in (-12, -3, 2, 6, 8):
        due = CommitmentRecord("agreed", "التزام", "", today + timedelta(days=days))
        register.engagement(commitments=(due,))
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    waiting = client.get("/").context["yours"]
    assert [(one.number, one.note, one.late) for one in waiting] == [
        (2, "by 12 days at most", True),
        (2, "the first in 2 days", False),
    ]
    # Each number leads to a list of as many rows.
    assert [client.get(one.href).context["page"].total for one in waiting] == [2, 2]


def test_what_others_have_to_do_waits_for_nobody_else(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    """A viewer changes no follow-up: that some are overdue is told, but not as the viewer's task."""
    due = CommitmentRecord("agreed", "التزام", "", timezone.localdate() - timedelta(days=3))
    register.engagement(commitments=(due,))
    for role, yours in (("viewer", False), ("contributor", False), ("manager", True)):
        client = as_role(role)
        client.cookies["django_language"] = "en"
        html = client.get("/").content.decode()
        assert ("What waits for you" in html) is yours
        assert ("Nothing waits for you" in html and "Due in the register" in html) is not yours
        assert "1</span>" in html
        assert "overdue follow-up" in html


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("هوكوتو", "partners"),
        ("Hokuto", "partners"),
        ("موراكامى", "people"),
        ("يابان", "countries"),
        ("التدريب", "engagements"),
        ("دراسة", "follow_ups"),
    ],
)
def test_one_box_finds_everything(
    register: Register, as_role: Callable[[str], Client], text: str, what: str
) -> None:
    register.engagement(
        title="بحث التدريب",
        organizations=("شركة هوكوتو",),
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(CommitmentRecord("agreed", "إعداد الدراسة", "", None),),
    )
    Partner.objects.get().aliases.create(text="Hokuto Steel")
    context = as_role("viewer").get("/search/", {"q": text}).context
    assert len(context[what]) == 1


@pytest.mark.parametrize("text", ["", " ", "\x00", "_", "%", "لا شيء من هذا", "x" * 5000, "'; --"])
def test_a_search_that_finds_nothing_is_a_page(
    register: Register, as_role: Callable[[str], Client], text: str
) -> None:
    register.engagement()
    answer = as_role("viewer").get("/search/", {"q": text})
    assert answer.status_code == 200
    assert not answer.context.get("found")


def test_a_merged_name_leads_to_what_it_became(register: Register, as_role: Callable[[str], Client]) -> None:
    kept, gone = Partner.objects.create(name_ar="الجهة"), Partner.objects.create(name_ar="الجهه")
    Partner.objects.filter(pk=gone.pk).update(merged_into=kept)
    answer = as_role("viewer").get(f"/partners/{gone.pk}/")
    assert answer.headers["Location"] == f"/partners/{kept.pk}/"
