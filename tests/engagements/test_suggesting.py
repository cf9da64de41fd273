"""Suggestions while typing: who is meant, what tells them apart, for whom they exist, and by which indexes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from engagements.models import Engagement, Partner, PartnerAlias, Person, PersonAlias
from engagements.names.near import near_names, near_typed
from engagements.names.suggesting import LIMIT, SuggestedKind, suggest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from engagements.models import User
    from tests.engagements.conftest import Register

pytestmark = pytest.mark.django_db
PERSON, PARTNER, COUNTRY, TOPIC = (
    SuggestedKind.PERSON,
    SuggestedKind.PARTNER,
    SuggestedKind.COUNTRY,
    SuggestedKind.TOPIC,
)


@pytest.fixture
def viewer(account: Callable[..., User]) -> User:
    return account("viewer")


@pytest.fixture
def murakami(register: Register) -> Person:
    """The ambassador, met twice; once in a restricted engagement."""
    for day, office in ((date(2026, 5, 3), "القائم بالأعمال"), (date(2026, 11, 18), "السفير")):
        person = register.participant("كينجي موراكامي", role=office, organization="سفارة اليابان")
        last = register.engagement(date=day, participants=(person,))
    Engagement.objects.filter(pk=last.pk).update(confidentiality="restricted")
    found = Person.objects.get(name_ar="كينجي موراكامي")
    PersonAlias.objects.create(person=found, text="Kenji Murakami")
    return found


def names(kind: SuggestedKind, typed: str, user: User, **more: Any) -> list[str]:
    return [one.name for one in suggest(kind, typed, user, **more)]


@pytest.mark.parametrize(
    "typed", ["كين", "مورا", "كنجى موركامي", "Murak", "kenjy", "موراكامي كينجي", "MURAKAMI"]
)
def test_a_person_is_found(murakami: Person, viewer: User, typed: str) -> None:
    Person.objects.create(name_ar="سالم الورفلي")
    assert names(PERSON, typed, viewer) == ["كينجي موراكامي"]


@pytest.mark.parametrize("typed", ["", " ", "ك", "؟", "%", "\\", "(", "سعاد", "x" * 100, "' OR 1=1"])
def test_nobody_is_found(murakami: Person, viewer: User, typed: str) -> None:
    assert names(PERSON, typed, viewer) == []


@pytest.mark.parametrize(
    ("role", "met", "office", "last"),
    [
        ("viewer", "1 engagement", "القائم بالأعمال", "May"),
        ("manager", "2 engagements", "السفير", "November"),
    ],
)
def test_what_tells_somebody_apart_is_what_the_account_may_see(
    murakami: Person, account: Callable[..., User], role: str, met: str, office: str, last: str
) -> None:
    with translation.override("en"):
        (found,) = suggest(PERSON, "Murakami", account(role))
    assert found.words == f"{office} · سفارة اليابان · Japan · {met} · last in {last} 2026"
    assert (found.alias, found.href, found.value) == (
        "Kenji Murakami",
        f"/people/{murakami.pk}/",
        str(murakami.pk),
    )


def test_who_was_met_only_in_secret_is_suggested_to_nobody_else(
    register: Register, viewer: User, account: Callable[..., User]
) -> None:
    met = register.engagement(
        participants=(register.participant("يوكي تاناكا"),), organizations=("سفارة الشمس",)
    )
    Engagement.objects.filter(pk=met.pk).update(confidentiality="restricted")
    assert names(PERSON, "تاناكا", viewer) == names(PARTNER, "الشمس", viewer) == []
    manager = account("manager")
    assert (names(PERSON, "تاناكا", manager), names(PARTNER, "الشمس", manager)) == (
        ["يوكي تاناكا"],
        ["سفارة الشمس"],
    )


def test_who_was_merged_is_not_suggested(murakami: Person, viewer: User) -> None:
    gone = Person.objects.create(name_ar="كينجي مورا", merged_into=murakami)
    PersonAlias.objects.create(person=gone, text="كينجي الأول")
    assert names(PERSON, "كينجي", viewer) == ["كينجي موراكامي"]


def test_of_two_that_fit_alike_the_one_met_more_often_comes_first(
    register: Register, viewer: User, murakami: Person
) -> None:
    Person.objects.create(name_ar="كينجي آبي")
    assert names(PERSON, "كينج", viewer) == ["كينجي موراكامي", "كينجي آبي"]
    assert names(PERSON, "كينجي آبي", viewer)[0] == "كينجي آبي"


def test_at_most_so_many(viewer: User) -> None:
    Person.objects.bulk_create(Person(name_ar=f"محمد رقم {number}") for number in range(40))
    assert len(names(PERSON, "محمد", viewer)) == LIMIT
    assert len(names(PERSON, "محمد", viewer, limit=3)) == 3
    assert names(PERSON, "محمد رقم 17", viewer)[0] == "محمد رقم 17"


def test_an_organisation_is_found_by_the_beginning_of_words_and_by_its_aliases(viewer: User) -> None:
    body = Partner.objects.create(kind="company", name_ar="الشركة الأهلية للأسمنت", name_en="National Cement")
    PartnerAlias.objects.create(partner=body, text="الأهلية")
    Partner.objects.create(kind="ministry", name_ar="وزارة الصحة")
    for typed in ("شركة اهل", "للاسمن", "الاهليه", "nat cem", "cemment"):
        assert names(PARTNER, typed, viewer) == ["الشركة الأهلية للأسمنت"], typed
    with translation.override("en"):
        assert suggest(PARTNER, "اهليه", viewer)[0].words == "Company"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("اليا", "JP"),
        ("يابان", "JP"),
        ("jap", "JP"),
        ("jp", "JP"),
        ("jappan", "JP"),
        ("فرانسا", "FR"),
        ("US", "US"),
    ],
)
def test_a_country_is_found_by_its_names_and_its_code(
    vocabularies: None, viewer: User, typed: str, code: str
) -> None:
    assert suggest(COUNTRY, typed, viewer)[0].value == code


def test_countries_are_named_in_the_language_of_the_page(vocabularies: None, viewer: User) -> None:
    with translation.override("en"):
        (found,) = suggest(COUNTRY, "اليابان", viewer)
    assert (found.name, found.alias, found.words) == ("Japan", "اليابان", "JP")


def test_a_topic_is_found_in_both_languages(vocabularies: None, viewer: User) -> None:
    assert suggest(TOPIC, "تعدي", viewer)[0].value == suggest(TOPIC, "mining", viewer)[0].value


def test_suggestions_are_json_with_the_page_of_each(
    as_role: Callable[[str], Client], murakami: Person
) -> None:
    client = as_role("viewer")
    (one,) = client.get("/suggest/", {"q": "مورا", "kind": "person"}).json()["suggestions"]
    assert {name: one[name] for name in ("kind", "value", "name", "href")} == {
        "kind": "person",
        "value": str(murakami.pk),
        "name": "كينجي موراكامي",
        "href": f"/people/{murakami.pk}/",
    }
    found = client.get("/suggest/", {"q": "يابان"}).json()["suggestions"]
    assert (found[0]["kind"], found[0]["value"]) == ("country", "JP")
    assert (one["label"], found[0]["label"]) == ("", "الدولة")
    (topic, *_more) = client.get("/suggest/", {"q": "تعدي", "kind": "topic"}).json()["suggestions"]
    assert client.get(topic["href"]).status_code == 200
    assert client.get("/suggest/", {"q": "a\x00b" + "م" * 5000}).json() == {"suggestions": []}
    assert client.get("/suggest/", {"q": "م", "kind": "user"}).status_code == 400
    assert client.post("/suggest/").status_code == 405


def test_whoever_is_not_signed_in_is_told_nothing(client: Client, murakami: Person) -> None:
    assert client.get("/suggest/", {"q": "مورا"}).status_code == 302


@pytest.mark.parametrize("size", [3, 300])
def test_as_many_questions_for_few_as_for_many(
    viewer: User, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Person.objects.bulk_create(Person(name_ar=f"محمد رقم {number}") for number in range(size))
    with django_assert_max_num_queries(6):
        names(PERSON, "محمد", viewer)


def plan(of: Callable[[], object]) -> str:
    """What the database would do for the last query of `of` if it avoids reading whole tables."""
    with CaptureQueriesContext(connection) as asked:
        of()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("kind", ["person", "partner"])
def test_every_way_of_looking_has_its_index(viewer: User, kind: str) -> None:
    model: Any = {"person": Person, "partner": Partner}[kind]
    alias: Any = {"person": PersonAlias, "partner": PartnerAlias}[kind]
    rows = model.objects.bulk_create(model(name_ar=f"شركة محمد رقم {number}") for number in range(3000))
    alias.objects.bulk_create(alias(text="شركة رقم", **{kind: row}) for row in rows)
    with connection.cursor() as cursor:
        # Not of all tables: of those that are empty now, the planner would never expect rows again.
        cursor.execute(f"ANALYZE {model._meta.db_table}, {alias._meta.db_table}")
    typed = plan(lambda: near_typed(model, "Muhamad ali", guess=True))
    named = plan(lambda: near_names(model, ["محمد علي", "سالم"]))
    columns = {f"{kind}_folded_ar_trgm", f"{kind}_folded_en_trgm", f"{kind}alias_folded_trgm"}
    for index in columns:
        assert index in named, index
    for index in columns | {f"{kind}_sounds_trgm", f"{kind}alias_sounds_trgm"}:
        assert index in typed, index


def test_the_likeness_asked_for_is_the_queries_own(viewer: User) -> None:
    """Below the one of PostgreSQL's setting (0.6) the index would not be asked for it."""
    Person.objects.create(name_ar="كينجي")
    with connection.cursor() as cursor:
        cursor.execute("SELECT word_similarity('شينجي', 'كينجي'), 'شينجي' <% 'كينجي'")
        assert cursor.fetchone() == (0.5, False)
    assert names(PERSON, "شينجي", viewer) == ["كينجي"]
