"""The brief's page and its download: for whom, on what question, under which name, in the trail."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from engagements.models import AuditEntry, Engagement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register

PAGE, FILE = "/countries/JP/brief/", "/countries/JP/brief.docx"
ROLES = ["viewer", "editor", "manager", "registrar", "admin"]
UNCLEAR = [
    "period=week",
    "since=2026-13-01",
    "since=yesterday",
    "since=2026-02-01&until=2026-01-01",
    "since=2999-01-01",
    "period=year&since=2026-01-01",
    "language=fr",
    "most=7",
    "most=1000000",
    "form=2026-01-01",
]


def in_english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_read_the_register_gets_a_brief(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    register.engagement(title="لقاء مفتوح")
    register.engagement(title="لقاء محدود", confidentiality="restricted")
    client = as_role(role)
    allowed = role in {"manager", "admin"}
    page = client.get(f"{PAGE}?period=all").content.decode()
    answer = client.get(f"{FILE}?period=all")
    document = Document(io.BytesIO(answer.content))
    file = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for text in (page, file):
        assert "لقاء مفتوح" in text
        assert ("لقاء محدود" in text) is allowed
    assert ("محدودة الاطلاع" in page) is allowed


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_nobody_else_gets_one(register: Register, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("query", UNCLEAR)
def test_an_unclear_question_is_told_and_makes_no_brief(
    register: Register, as_role: Callable[[str], Client], query: str
) -> None:
    register.engagement(title="لا يخرج هذا")
    client = as_role("manager")
    page, file = client.get(f"{PAGE}?{query}"), client.get(f"{FILE}?{query}")
    assert (page.status_code, file.status_code) == (400, 400)
    assert file.headers["Content-Type"].startswith("text/plain")
    assert page.context["complaints"]
    assert len(file.content.decode().splitlines()) >= 2
    for answer in (page, file):
        assert "لا يخرج هذا" not in answer.content.decode()
    assert not AuditEntry.objects.filter(action="exported").exists()


@pytest.mark.parametrize("address", ["/countries/XX/brief/", "/countries/XX/brief.docx"])
def test_a_country_that_is_none(register: Register, as_role: Callable[[str], Client], address: str) -> None:
    assert as_role("viewer").get(address).status_code == 404


def test_small_letters_lead_to_the_country(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    assert client.get("/countries/jp/brief/?period=all").headers["Location"] == f"{PAGE}?period=all"
    assert client.get("/countries/jp/brief.docx?most=20").headers["Location"] == f"{FILE}?most=20"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(register: Register, as_role: Callable[[str], Client], method: str) -> None:
    assert getattr(as_role("viewer"), method)(FILE).status_code == 405


def test_the_file_is_named_in_its_language(register: Register, as_role: Callable[[str], Client]) -> None:
    day = f"{timezone.localdate():%Y-%m-%d}"
    client = as_role("viewer")
    arabic = client.get(FILE)
    assert arabic.headers["Content-Disposition"] == (
        f'attachment; filename="sijill-brief-JP-{day}.docx"; '
        f"filename*=UTF-8''{quote(f'مذكرة إحاطة عن اليابان {day}', safe='')}.docx"
    )
    english = client.get(f"{FILE}?language=en").headers["Content-Disposition"]
    assert english.endswith(f"filename*=UTF-8''Brief%20on%20Japan%20{day}.docx")
    assert arabic.headers["X-Content-Type-Options"] == "nosniff"
    assert arabic.headers["Content-Type"].endswith("wordprocessingml.document")


def test_the_download_stands_in_the_trail_and_the_page_does_not(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement()
    client = as_role("viewer")
    client.get(f"{PAGE}?period=all")
    assert not AuditEntry.objects.filter(action="exported").exists()
    client.get(f"{FILE}?period=all&most=20")
    entry = AuditEntry.objects.get(action="exported")
    assert (entry.subject_label, entry.actor_name) == ("brief JP", "فلان viewer")
    assert entry.changes == {"filter": [None, "period=all&most=20"], "rows": [None, "1"]}
    trail = in_english(as_role("admin")).get("/audit/").content.decode()
    assert "Brief: JP" in trail


def test_the_language_is_that_of_the_page_unless_another_is_asked(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement()
    client = as_role("viewer")
    for query, language, direction, words in (
        ("", "ar", "rtl", "مذكرة إحاطة: اليابان"),
        ("?language=en", "en", "ltr", "Brief: Japan"),
    ):
        answer = client.get(f"{PAGE}{query}")
        page = answer.content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in page
        assert words in page
        assert answer.headers["Content-Language"] == language
    assert '<html lang="en"' in in_english(client).get(PAGE).content.decode()
    assert '<html lang="ar"' in client.get(f"{PAGE}?language=ar").content.decode()


def test_periods_are_those_of_their_names(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    client = in_english(as_role("viewer"))
    year_ago = today - timedelta(days=366)
    register.engagement(title="old one", date=year_ago)
    register.engagement(title="new one", date=today)
    for query, shown in (
        ("", False),
        ("?period=12m", False),
        ("?period=3y", True),
        ("?period=all", True),
        (f"?since={year_ago}", True),
        (f"?until={today}", True),
        (f"?since={year_ago + timedelta(days=1)}", False),
    ):
        page = client.get(f"{PAGE}{query}").content.decode()
        assert "new one" in page
        assert ("old one" in page) is shown, query
    assert "new one" not in client.get(f"{PAGE}?until={year_ago}").content.decode()


def test_the_page_says_what_period_it_covers_and_who_made_it_when(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    page = in_english(as_role("viewer")).get(f"{PAGE}?since=2026-01-05&until=2026-02-01").content.decode()
    assert "5 January 2026 to 1 February 2026" in page
    assert "فلان viewer" in page
    assert f"{timezone.localdate():%-d %B %Y}" in page


def test_choices_lead_to_the_same_brief_otherwise(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    context = as_role("viewer").get(f"{PAGE}?since=2026-01-05&most=20").context
    choices = {one.value: one for _label, options in context["choices"] for one in options}
    assert [name for name, one in choices.items() if one.picked] == ["ar", "20"]
    assert choices["all"].query == "?most=20&period=all"
    assert choices["en"].query == "?since=2026-01-05&most=20&language=en"
    assert choices["500"].query == "?since=2026-01-05&most=500"


def test_hostile_words_stay_words_on_the_page(register: Register, as_role: Callable[[str], Client]) -> None:
    words = "<script>alert(1)</script>\" onclick='x' \u202e=1+1"
    register.engagement(
        register.source(outlet=words, url="javascript:alert(2)"),
        title=words,
        city=words,
        participants=(register.participant(words, role=words),),
        organizations=(words,),
    )
    page = as_role("viewer").get(f"{PAGE}?period=all").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert article.count("&lt;script&gt;alert(1)") >= 6
    assert "<script" not in article
    assert "onclick='" not in article
    assert "javascript:" not in article
    assert "\u202e" not in article


def test_the_country_page_leads_to_the_brief(register: Register, as_role: Callable[[str], Client]) -> None:
    register.engagement()
    assert f'href="{PAGE}"' in as_role("viewer").get("/countries/JP/").content.decode()


def test_a_merged_engagement_is_in_no_brief(register: Register, as_role: Callable[[str], Client]) -> None:
    one, other = register.engagement(title="الباقي"), register.engagement(title="المضموم")
    Engagement._base_manager.filter(pk=other.pk).update(merged_into=one)
    page = as_role("viewer").get(f"{PAGE}?period=all").content.decode()
    assert "الباقي" in page
    assert "المضموم" not in page
