"""What the search understands, what it finds and for whom, and how it shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from engagements.models import Engagement, Partner, Person
from engagements.searching import newest
from engagements.searching.asking import asked_of
from engagements.searching.expanding import terms_of
from engagements.searching.snippets import lit, snippet
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


@pytest.fixture
def found(register: Register, as_role: Callable[[str], Client]) -> Callable[..., list[str]]:
    """The titles of the engagements that a search finds."""

    def titles(text: str, role: str = "viewer") -> list[str]:
        context: Any = as_role(role).get("/search/", {"q": text}).context
        return [hit.row.title for hit in context.get("engagements") or []]

    return titles


def test_operators_of_both_languages(vocabularies: None) -> None:
    asked = asked_of('country:japan نوع:زيارة من:٢٠٢٤-٠٥ to:2025 «مذكرة تفاهم» -معادن في "تدريب"')
    assert (asked.countries, asked.kinds) == (["JP"], ["visit"])
    assert (asked.since, asked.until) == (date(2024, 5, 1), date(2025, 12, 31))
    assert (asked.phrases, asked.without, asked.words) == ([["مذكره", "تفاهم"]], ["معادن"], ["تدريب"])
    assert asked.problems == []


@pytest.mark.parametrize("name", ["اليابان", "ياباني", "JP", "japan", '"Japan"', "يابان"])
def test_a_country_by_any_of_its_names(vocabularies: None, name: str) -> None:
    assert asked_of(f"بلد:{name}").countries == ["JP"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("country:italy2x", "country"),
        ("kind:nonsense", "nonsense"),
        ("from:2024-13", "2024-13"),
        ("to:31/2/2024", "31/2/2024"),
        ("from:2025 to:2024", "behind"),
        ("contry:japan", "contry"),
        (
            "training country:",
            "«\u2068country:\u2069» needs a value, for example «\u2068country:japan\u2069»",
        ),
        ('kind:""', "kind:visit"),
        ("بلد: تدريب نوع:زيارة", "no country «\u2068تدريب"),
        ("من:", "من:2024-05"),
        ("training -from:2024", "cannot be left out"),
    ],
)
def test_a_wrong_operator_is_said(vocabularies: None, text: str, said: str) -> None:
    with translation.override("en"):
        (problem,) = asked_of(text).problems
    assert said in problem


def test_an_operator_without_a_value_takes_none_of_what_follows(vocabularies: None) -> None:
    with translation.override("ar"):
        asked = asked_of("country: kind:visit تدريب نوع:")
    assert (asked.countries, asked.kinds, asked.words) == ([], ["visit"], ["تدريب"])
    assert [problem.split("\u2069")[0] for problem in asked.problems] == ["«\u2068country:", "«\u2068نوع:"]
    assert asked_of("country: japan").countries == ["JP"]


def test_a_country_and_a_kind_can_be_left_out(register: Register, found: Callable[..., list[str]]) -> None:
    register.engagement(title="تدريب هنا")
    register.engagement(title="تدريب هناك", partner_countries=("IT",), kind="visit")
    assert found("تدريب -country:japan") == found("تدريب -نوع:لقاء") == ["تدريب هناك"]
    assert found("تدريب -بلد:إيطاليا") == found("تدريب -kind:visit") == ["تدريب هنا"]


@pytest.mark.parametrize("typed", ["صناعة", "والصناعة", "للصناعه", "الصناعات", "صناعي", "وصناعة"])
def test_any_form_finds_any_other(register: Register, found: Callable[..., list[str]], typed: str) -> None:
    titles = ["دعم الصناعة", "برامج للصناعة", "اهتمام وصناعة"]
    for title in titles:
        register.engagement(title=title)
    register.engagement(title="شؤون أخرى")
    assert sorted(found(typed)) == sorted(titles)


def test_names_meet_across_scripts_and_aliases(register: Register, found: Callable[..., list[str]]) -> None:
    register.engagement(title="الأول", participants=(register.participant("كينجي موراكامي"),))
    register.engagement(title="الثاني", organizations=("هيئة التعاون",))
    Partner.objects.get().aliases.create(text="JICA")
    assert found("Murakami") == ["الأول"]
    assert found("JICA") == ["الثاني"]
    assert Person.objects.count() == 1


def test_words_in_a_row_in_the_title_come_first(register: Register, found: Callable[..., list[str]]) -> None:
    register.engagement(title="تفاهم حول مذكرة", date=date(2026, 11, 19))
    register.engagement(title="توقيع مذكرة تفاهم", date=date(2020, 1, 1))
    assert found("مذكرة تفاهم")[0] == "توقيع مذكرة تفاهم"
    assert found("«مذكرة تفاهم»") == ["توقيع مذكرة تفاهم"]
    assert found("مذكرة -توقيع") == ["تفاهم حول مذكرة"]


def test_a_mistyped_word_stands_for_the_nearest(register: Register, as_role: Callable[[str], Client]) -> None:
    register.engagement(title="تطوير المحاجر")
    context: Any = as_role("viewer").get("/search/", {"q": "المحاجرر"}).context
    assert context["corrected"] == [("المحاجرر", "محاجر")]
    assert len(context["engagements"]) == 1


@pytest.mark.parametrize("typed", ["اليابن", "Japn", "اليبان"])
def test_a_mistyped_country_is_that_country_and_nobody_whose_name_sounds_alike(
    register: Register, as_role: Callable[[str], Client], found: Callable[..., list[str]], typed: str
) -> None:
    register.engagement(title="لقاء بالسفير", partner_countries=("JP",))
    sounding = register.participant("Al-Taher Ben Ghazi")
    register.engagement(title="الثاني", partner_countries=("MT",), participants=(sounding,))
    assert found("Ben") == ["الثاني"]
    context: Any = as_role("viewer").get("/search/", {"q": typed}).context
    assert [hit.row.title for hit in context["engagements"]] == ["لقاء بالسفير"]
    assert ([one.value for one in context["countries"]], context["people"]) == (["JP"], [])


def test_a_short_name_goes_by_its_sound(register: Register, found: Callable[..., list[str]]) -> None:
    register.engagement(title="الأول", participants=(register.participant("Sami Halabi"),))
    assert found("سامي") == ["الأول"]


def test_restricted_engagements_do_not_exist_for_others(
    register: Register, as_role: Callable[[str], Client], found: Callable[..., list[str]]
) -> None:
    promise = CommitmentRecord("agreed", "تسليم الغضنفر", "", None)
    register.engagement(title="جلسة الغضنفر", commitments=(promise,))
    Engagement.objects.update(confidentiality="restricted")
    for typed in ("الغضنفر", "الغضنفرر", "country:JP", "kind:meeting"):
        context: Any = as_role("viewer").get("/search/", {"q": typed}).context
        assert not any(tab["n"] for tab in context["tabs"][1:3]), typed
        assert not context.get("corrected"), typed
    assert found("الغضنفر", "manager") == ["جلسة الغضنفر"]


@pytest.mark.parametrize(
    "text",
    [
        "'",
        "\\",
        "'; --",
        "& | ! <-> :*",
        "(" * 200,
        '"',
        "«",
        "-",
        "a" * 300,
        "بلد:",
        "\u202e",
        "=cJP",
        "x:y:z",
    ],
)
@pytest.mark.parametrize("more", [{}, {"in": "e", "page": "99999"}, {"in": "s", "page": "-1"}, {"in": "x"}])
def test_nothing_typed_breaks_it(
    register: Register, as_role: Callable[[str], Client], text: str, more: dict[str, str]
) -> None:
    assert as_role("viewer").get("/search/", {"q": text, **more}).status_code == 200


def test_words_are_lit_in_the_original_text(vocabularies: None) -> None:
    terms = terms_of(["صناعه"])
    assert lit("وَالصِّناعةُ <b>و الصـناعات", terms) == (
        "<mark>وَالصِّناعةُ</mark> &lt;b&gt;و <mark>الصـناعات</mark>"
    )
    long = "كلمة " * 200 + "الصناعة" + " كلمة" * 200
    shown = snippet(long, terms)
    assert "<mark>الصناعة</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < 300
    assert snippet("شيء آخر", terms) == ""


def test_what_many_say_is_found_by_the_newest_months(
    register: Register, found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        register.engagement(title=f"تدريب {number}", date=date(2022 + number, 11, 1))
    register.engagement(title="شؤون أخرى")
    at_once = found("تدريب -2")
    monkeypatch.setattr(newest, "COUNTED", 2)
    monkeypatch.setattr(newest, "MOST", 2)
    with CaptureQueriesContext(connection) as asked:
        assert found("تدريب -2") == at_once == ["تدريب 3", "تدريب 1", "تدريب 0"]
    assert any("sijill_periods(day) &&" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("typed", ["Japan", "اليابان", "صناع", "الصناعة"])
def test_what_is_said_is_not_looked_for_by_its_sound(
    register: Register, as_role: Callable[[str], Client], typed: str
) -> None:
    far = Partner.objects.create(name_ar="شركة الحديد الغابون")
    too = Partner.objects.create(name_ar="مؤسسة الحديد الصين")
    register.engagement(title="لقاء في الصناعة", partner_countries=("JP",))
    for partner in (far, too):
        engagement = register.engagement(title="شؤون أخرى", partner_countries=("GA",))
        engagement.partners.add(partner)
    context: Any = as_role("viewer").get("/search/", {"q": typed}).context
    assert [hit.row.title for hit in context["engagements"]] == ["لقاء في الصناعة"]
    assert context["partners"] == []
