"""Names that may be one: found without comparing all with all, listed, decided about for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from arabic.sounds import sounds
from engagements.duplicates import listing
from engagements.duplicates.blocks import SHARED, candidates
from engagements.duplicates.scoring import Known, compare
from engagements.duplicates.search import alike_among, search
from engagements.errors import Conflict
from engagements.models import (
    AuditEntry,
    DuplicateSearch,
    PairVerdict,
    Partner,
    Person,
    PersonLikeness,
    PersonRuling,
    Reason,
)
from engagements.services.ruling import LATER, rule, take_back
from engagements.waiting import waiting_for
from tests.engagements.test_name_pages import met
from tests.ingest.racing import race

if TYPE_CHECKING:
    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()

ALIKE = [
    (("كينجي موراكامي",), ("كنجي موراكامى",), Reason.SPELLING),
    (("عبد السلام القماطي",), ("عبدالسلام القماطي",), Reason.LETTERS),
    (("أحمد الورفلي",), ("احمد الورفلى",), Reason.SAME),
    (("كينجي موراكامي",), ("Kenji Murakami",), Reason.SOUNDS),
    (("سالم", "أبو القاسم الزنتاني"), ("ابوالقاسم الزنتاني",), Reason.LETTERS),
    (("هدى سالم المصراتي",), ("هدى المصراتي",), Reason.SPELLING),
    (("يوسف عبد الله الأمين الطرابلسي",), ("يوسف الطرابلسي",), Reason.PART),
]
DIFFERENT = [
    (("أحمد القماطي",), ("محمود القماطي",)),
    (("كينجي موراكامي",), ("هاروكي تاناكا",)),
    (("سالم",), ("سالم الورفلي",)),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_two_names_are_alike_for_a_reason(one: Any, other: Any, reason: Reason) -> None:
    first, second = Known.of(1, one, None), Known.of(2, other, None)
    alike = compare(first, second)
    assert alike is not None
    assert alike.reason == reason
    assert (0, 1) in set(candidates([first.heard, second.heard]))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_are_not_alike(one: Any, other: Any) -> None:
    assert compare(Known.of(1, one, None), Known.of(2, other, None)) is None


def test_another_country_or_kind_counts_against_it() -> None:
    def score(first: tuple[Any, ...], second: tuple[Any, ...]) -> int:
        found = compare(Known.of(1, *first), Known.of(2, *second))
        return found.score if found else 0

    name = ["شركة هوكوتو"]
    assert score((name, "JP", "company"), (name, None, "other")) == 100
    assert score((name, "JP", "company"), (name, "JP", "ministry")) == 85
    assert score((name, "JP", "company"), (name, "IT", "company")) == 0
    assert score((name, "JP"), (name, "IT")) == 90


def test_never_all_with_all_however_many_share_a_name() -> None:
    """Of a key that all share only neighbours are compared, and only if they sound exactly alike."""
    random = Random(7)
    given = [f"{a}{b}ر" for a in "بتجدسع" for b in "منلك"]
    names = [f"محمد {random.choice(given)} {random.choice(given)}" for _ in range(4000)]
    pairs = list(candidates([(sounds(name),) for name in names]))
    assert len(pairs) < len(names) * SHARED
    assert len(set(pairs)) == len(pairs)
    assert all(one < other for one, other in pairs)
    same = list(candidates([(sounds("محمد علي"),)] * 1000))
    assert same == [(n, n + 1) for n in range(999)]


def test_a_wrong_letter_does_not_part_two_names() -> None:
    names = ["محمد الورفلي", "محمد الورقلي", "سعيد الغرياني", "سعد الغرياتي", "كريم"]
    found = set(candidates([(sounds(name),) for name in names]))
    assert {(0, 1), (2, 3)} <= found


def test_of_one_name_the_likest_are_kept() -> None:
    names = [Known.of(n, [f"عبد السلام القماطي {'ا' * n}"], None) for n in range(30)]
    found = alike_among(names)
    assert found
    assert max(sum(n in pair for pair in found) for n in range(30)) <= 8


@pytest.fixture
def pair(register: Register) -> tuple[Person, Person]:
    one, other = met(register, "كينجي موراكامي"), met(register, "كنجي موراكامي")
    met(register, "هاروكي تاناكا")
    search("person", now=NOW)
    return one, other


def test_the_search_keeps_what_it_finds_and_forgets_what_is_no_more(pair: tuple[Person, Person]) -> None:
    first, second = pair
    (found,) = PersonLikeness.objects.all()
    assert (found.first_id, found.second_id, found.reason) == (first.pk, second.pk, "spelling")
    kept = DuplicateSearch.objects.get(pk="person")
    assert (kept.names, kept.pairs, kept.ended_at) == (3, 1, NOW)
    PersonLikeness.objects.update(score=79)
    search("person", now=NOW)
    assert PersonLikeness.objects.get().score == 79, "nothing changed, so nothing was looked at"
    search("person", now=NOW, even_if_unchanged=True)
    assert PersonLikeness.objects.get().score > 79
    Person.objects.filter(pk=second.pk).update(name_ar="سالم")
    search("person", now=NOW)
    assert not PersonLikeness.objects.exists()
    second.aliases.create(text="كنجي موراكامي")
    search("person", now=NOW)
    assert PersonLikeness.objects.count() == 1


def test_partners_are_searched_by_themselves(register: Register) -> None:
    register.engagement(organizations=("هيئة تنمية الصناعات", "هيئة تنميه الصناعة"))
    assert search("partner", now=NOW) == 1
    assert search("person", now=NOW) == 0
    assert Partner.objects.count() == 2


def decide(pair: tuple[Person, Person], verdict: PairVerdict, by: User, now: datetime = NOW) -> None:
    rule(kind="person", first=pair[1].pk, second=pair[0].pk, verdict=verdict, by=by, now=now)


def test_what_is_decided_is_remembered_for_good(register: Register, pair: tuple[Person, Person]) -> None:
    decide(pair, PairVerdict.DIFFERENT, register.editor)
    search("person", now=NOW, even_if_unchanged=True)
    assert not listing.open_pairs("person", register.editor, TODAY).exists()
    assert listing.decided_pairs("person", "different", register.editor, TODAY).count() == 1
    with pytest.raises(Conflict):
        decide(pair, PairVerdict.LATER, register.editor)
    take_back(kind="person", first=pair[0].pk, second=pair[1].pk, by=register.editor, now=NOW)
    assert listing.open_pairs("person", register.editor, TODAY).count() == 1
    with pytest.raises(Conflict):
        take_back(kind="person", first=pair[0].pk, second=pair[1].pk, by=register.editor, now=NOW)
    lines = AuditEntry.objects.filter(subject_type="person", changes__has_key="decision").order_by("pk")
    assert [line.changes["decision"][0] is None for line in lines] == [True, False]


def test_what_is_put_off_comes_back(register: Register, pair: tuple[Person, Person]) -> None:
    decide(pair, PairVerdict.LATER, register.editor)
    assert not listing.open_pairs("person", register.editor, TODAY).exists()
    assert not listing.open_pairs("person", register.editor, TODAY + LATER - timedelta(days=1)).exists()
    assert listing.open_pairs("person", register.editor, TODAY + LATER).count() == 1
    assert not listing.decided_pairs("person", "later", register.editor, TODAY + LATER).exists()
    decide(pair, PairVerdict.DIFFERENT, register.editor, NOW + LATER)
    assert PersonRuling.objects.get().until is None


def test_a_decision_stands_once_and_in_order(register: Register, pair: tuple[Person, Person]) -> None:
    first, second = pair
    decided: dict[str, Any] = {"verdict": "different", "by": register.editor, "at": NOW}
    PersonRuling.objects.create(first=first, second=second, **decided)
    for wrong in ({"first": first, "second": second}, {"first": second, "second": first}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonRuling.objects.create(**wrong, **decided)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(register: Register, pair: tuple[Person, Person]) -> None:
    lost = race(
        lambda: decide(pair, PairVerdict.DIFFERENT, register.editor),
        lambda: decide(pair, PairVerdict.DIFFERENT, register.editor),
    )
    assert [type(words) for words in lost] == [Conflict]
    assert PersonRuling.objects.count() == 1


@pytest.fixture
def registrar(as_role: Callable[[str], Client]) -> Client:
    return as_role("registrar")


def test_the_list_shows_both_with_what_tells_them_apart(
    registrar: Client, pair: tuple[Person, Person]
) -> None:
    answer = registrar.get("/duplicates/")
    (shown,) = answer.context["pairs"]
    assert {shown.first.number, shown.second.number} == {one.pk for one in pair}
    html = answer.content.decode()
    assert "السفير" in html
    assert f"/people/{shown.stays.number}/merge/{shown.goes.number}/?next=" in html
    assert registrar.get("/duplicates/?kind=partner").context["pairs"] == []
    assert len(registrar.get("/duplicates/?country=JP").context["pairs"]) == 1
    assert registrar.get("/duplicates/?country=IT").context["pairs"] == []
    for wrong in ("?kind=x", "?country=XX", "?colour=red"):
        answer = registrar.get(f"/duplicates/{wrong}")
        assert answer.context["complaints"], wrong
        assert answer.context["pairs"] == []
    assert registrar.get("/duplicates/?after=x").status_code == 404


def test_decided_on_the_page_and_taken_back(registrar: Client, pair: tuple[Person, Person]) -> None:
    low, high = sorted(one.pk for one in pair)
    page = f"/duplicates/people/{low}/{high}/"
    here = "/duplicates/?kind=person&country=JP"
    answer = registrar.post(page, {"verdict": "different", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    answer = registrar.get("/duplicates/")
    assert answer.context["pairs"] == []
    assert answer.context["last"]["ruling"] == PersonRuling.objects.get()
    assert len(registrar.get("/duplicates/?state=different").context["pairs"]) == 1
    assert registrar.post(page, {"verdict": "later"}).status_code == 409
    assert registrar.post(page, {"next": "https://example.org/"})["Location"] == "/duplicates/?kind=person"
    assert len(registrar.get("/duplicates/").context["pairs"]) == 1
    assert registrar.post(page, {"verdict": "same"}).status_code == 404
    assert registrar.get(page).status_code == 405


@pytest.mark.parametrize(
    ("asked", "days"), [({"later": "7"}, 7), ({"later": "90"}, 90), ({"verdict": "later"}, 30)]
)
def test_put_off_for_as_long_as_was_chosen(
    registrar: Client, pair: tuple[Person, Person], asked: dict[str, str], days: int
) -> None:
    low, high = sorted(one.pk for one in pair)
    assert f'value="{days}"' in registrar.get("/duplicates/").content.decode()
    assert registrar.post(f"/duplicates/people/{low}/{high}/", asked).status_code == 302
    ruling = PersonRuling.objects.get()
    assert ruling.until == timezone.localdate(ruling.at) + timedelta(days=days)
    assert registrar.post(f"/duplicates/people/{low}/{high}/", {"later": "8"}).status_code == 404


def test_an_empty_list_shows_no_keys(registrar: Client, pair: tuple[Person, Person]) -> None:
    assert "data-keys" in registrar.get("/duplicates/").content.decode()
    assert "data-keys" not in registrar.get("/duplicates/?kind=partner").content.decode()


def test_a_merge_from_the_list_leads_back_to_it(registrar: Client, pair: tuple[Person, Person]) -> None:
    first, second = pair
    here = "/duplicates/?kind=person"
    page = f"/people/{first.pk}/merge/{second.pk}/?next={here.replace('&', '%26')}"
    form = registrar.get(page).context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    assert registrar.post(page, data | {"next": here})["Location"] == here
    assert registrar.get(here).context["pairs"] == []


def test_the_list_has_pages(registrar: Client, register: Register) -> None:
    for n in range(22):
        for name in (f"كينجي موراكا{chr(0x0628 + n)}", f"كنجي موراكا{chr(0x0628 + n)}"):
            Person.objects.create(name_ar=name)
    search("person", now=NOW)
    total = PersonLikeness.objects.count()
    query, seen = "/duplicates/", []
    while query:
        page = registrar.get(query).context["page"]
        assert page.total == total
        seen += [row.pk for row in page.rows]
        query = f"/duplicates/{page.older_query}" if page.older_query else ""
    assert len(seen) == len(set(seen)) == total > 20


def test_home_says_how_many_wait_to_those_who_may_decide(
    register: Register, pair: tuple[Person, Person], account: Callable[..., User]
) -> None:
    told = [one for one in waiting_for(account("registrar"), NOW) if "duplicates" in one.href]
    assert [one.number for one in told] == [1]
    assert not [one for one in waiting_for(account("manager"), NOW) if "duplicates" in one.href]


@pytest.mark.parametrize("size", [3, 19])
def test_the_list_asks_as_much_for_few_as_for_many(
    registrar: Client, register: Register, django_assert_max_num_queries: Callable[..., Any], size: int
) -> None:
    people = Person.objects.bulk_create(
        Person(name_ar=f"شخص {n} {part}") for n in range(size) for part in ("أول", "ثان")
    )
    PersonLikeness.objects.bulk_create(
        PersonLikeness(
            first=one, second=other, score=90, reason="spelling", first_spelling="x", second_spelling="y"
        )
        for one, other in zip(people[::2], people[1::2], strict=True)
    )
    with django_assert_max_num_queries(20):
        assert len(registrar.get("/duplicates/").context["pairs"]) == size
