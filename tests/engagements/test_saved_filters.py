"""Saved filters: what may be saved, what is new in each, and what the pages pay for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.models import Engagement, Partner, Person, SavedFilter
from engagements.saved_filters.listing import saved_by, tidy_query
from engagements.services.recording import CommitmentRecord
from engagements.services.saved_filters import MOST, open_filter, save_filter
from tests.engagements.test_topics import met

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register

EARLIER = timezone.now() - timedelta(days=30)
TODAY = timezone.localdate()


@pytest.fixture
def viewer(account: Callable[..., User]) -> User:
    return account("viewer")


@pytest.fixture
def client_of(as_role: Callable[[str], Client], viewer: User) -> Client:
    return as_role("viewer")


def kept(user: User, path: str = "/countries/JP/", query: str = "", name: str = "") -> SavedFilter:
    """Saved, and visited a month ago."""
    return save_filter(by=user, name=name or f"{path} {query}", path=path, query=query, now=EARLIER)


def recorded_now(engagement: Engagement, **how: float) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(approved_at=timezone.now() - timedelta(**how))


def fresh(user: User) -> dict[str, int]:
    return {one.filter.name: one.fresh for one in saved_by(user, TODAY)}


def test_saving_opening_renaming_deleting(register: Register, client_of: Client, viewer: User) -> None:
    met(register, kind="visit")
    asked = {
        "name": " زيارات  اليابان ",
        "path": "/countries/JP/",
        "query": "kind=visit&q=&after=2024-01-01~3",
    }
    answer = client_of.post("/saved/", asked)
    assert (answer.status_code, answer["Location"]) == (302, "/countries/JP/?kind=visit")
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.name, saved.query) == (viewer, "زيارات اليابان", "kind=visit")
    assert "زيارات اليابان" in client_of.get("/").content.decode()
    page = client_of.get("/countries/JP/?kind=visit")
    assert page.context["beside"].current == saved
    opened = client_of.get(saved.get_absolute_url())
    assert (opened.status_code, opened["Location"]) == (302, "/countries/JP/?kind=visit")
    assert client_of.post(f"/saved/{saved.pk}/rename/", {"name": "آخر"}).status_code == 302
    assert "آخر" in client_of.get("/saved/").content.decode()
    assert client_of.post(f"/saved/{saved.pk}/delete/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_changes_need_a_post_with_its_token(register: Register, viewer: User) -> None:
    saved = kept(viewer)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(viewer)
    assert strict.post("/saved/", {"name": "x", "path": "/countries/JP/", "query": ""}).status_code == 403
    for what in ("rename", "delete"):
        assert strict.post(f"/saved/{saved.pk}/{what}/", {"name": "x"}).status_code == 403
        assert strict.get(f"/saved/{saved.pk}/{what}/").status_code == 405


def test_a_saved_filter_exists_for_its_owner_alone(
    register: Register, client_of: Client, account: Callable[..., User]
) -> None:
    theirs = kept(account("manager"), name="سر")
    assert "سر" not in client_of.get("/saved/").content.decode()
    assert client_of.get(theirs.get_absolute_url()).status_code == 404
    assert client_of.post(f"/saved/{theirs.pk}/rename/", {"name": "x"}).status_code == 404
    assert client_of.post(f"/saved/{theirs.pk}/delete/").status_code == 404
    assert SavedFilter.objects.get().name == "سر"


@pytest.mark.parametrize("role", ["viewer", "editor", "manager", "registrar", "admin"])
def test_everybody_may_save(register: Register, as_role: Callable[[str], Client], role: str) -> None:
    asked = {"name": "x", "path": "/follow-ups/", "query": "view=overdue"}
    assert as_role(role).post("/saved/", asked).status_code == 302


@pytest.mark.parametrize(
    ("path", "query", "name", "told"),
    [
        ("/countries/JP/", "kind=dance", "x", "not clear"),
        ("/countries/JP/", "nonsense=1", "x", "not clear"),
        ("/countries/ZZ/", "", "x", "cannot be saved"),
        ("/people/999999/", "", "x", "cannot be saved"),
        ("/audit/", "", "x", "cannot be saved"),
        ("https://example.org/countries/JP/", "", "x", "cannot be saved"),
        ("//example.org/", "", "x", "cannot be saved"),
        ("/countries/JP/", "", "", "Give the filter a name"),
        ("/countries/JP/", "", "س" * 81, "80 letters"),
        ("/countries/JP/", "q=" + "a" * 3000, "x", "too long"),
        ("/countries/JP/", "kind=call", "taken", "of this name already"),
        ("/countries/JP/", "kind=visit", "x", "saved already"),
    ],
    ids=range(12),
)
def test_what_is_refused_says_why(
    register: Register, client_of: Client, viewer: User, path: str, query: str, name: str, told: str
) -> None:
    kept(viewer, query="kind=visit", name="taken")
    client_of.cookies["django_language"] = "en"
    answer = client_of.post("/saved/", {"name": name, "path": path, "query": query})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert SavedFilter.objects.count() == 1


def test_there_is_a_most(register: Register, client_of: Client, viewer: User) -> None:
    for number in range(MOST):
        kept(viewer, query=f"q={number}")
    client_of.cookies["django_language"] = "en"
    answer = client_of.post("/saved/", {"name": "x", "path": "/countries/JP/", "query": ""})
    assert answer.status_code == 400
    assert f"{MOST} filters" in answer.content.decode()


def test_what_is_new_is_what_was_recorded_since(register: Register, viewer: User) -> None:
    kinds = ("visit", "call", "meeting")
    shown = [met(register, kind=kind, date=TODAY - timedelta(days=500)) for kind in kinds]
    for one in shown[:2]:
        recorded_now(one)
    recorded_now(shown[2], days=40)
    partner, person = Partner.objects.get(), Person.objects.get()
    wanted = {
        ("/countries/JP/", ""): 2,
        ("/countries/JP/", "kind=visit"): 1,
        ("/countries/JP/", "kind=visit&kind=call&topic=mining"): 2,
        ("/countries/JP/", "kind=meeting"): 0,
        ("/countries/JP/", f"person={person.pk}&partner={partner.pk}"): 2,
        ("/countries/JP/", "outlet=المكتب الإعلامي"): 2,
        ("/countries/JP/", "q=لقاء"): 2,
        ("/countries/JP/", f"since={TODAY - timedelta(days=499)}"): 0,
        ("/countries/FR/", ""): 0,
        ("/topics/mining/", "kind=call"): 1,
        ("/topics/training/", ""): 0,
        (f"/partners/{partner.pk}/", ""): 2,
        (f"/people/{person.pk}/", "kind=visit"): 1,
    }
    for number, (path, query) in enumerate(wanted):
        kept(viewer, path, query, name=f"{number:02}")
    assert list(fresh(viewer).values()) == list(wanted.values())


def test_what_is_new_among_follow_ups(register: Register, viewer: User) -> None:
    due = TODAY - timedelta(days=3)
    shown = met(register, commitments=(CommitmentRecord("agreed", "تدريب", "السفارة", due),))
    recorded_now(shown)
    recorded_now(met(register, commitments=(CommitmentRecord("agreed", "دراسة", "", None),)), days=40)
    wanted = {"": 1, "view=overdue": 1, "view=no_due": 0, "country=JP&status=open": 1, "country=FR": 0}
    wanted |= {"q=تدريب": 1, "owner=السفارة": 1, "kind=signed": 0, f"due_until={due}": 1, "view=mine": 0}
    for number, query in enumerate(wanted):
        kept(viewer, "/follow-ups/", query, name=f"{number:02}")
    assert list(fresh(viewer).values()) == list(wanted.values())


def test_restricted_ones_are_new_to_who_may_see_them(
    register: Register, viewer: User, account: Callable[..., User]
) -> None:
    manager = account("manager")
    recorded_now(met(register, confidentiality="restricted"))
    for user in (viewer, manager):
        for path in ("/countries/JP/", "/topics/mining/"):
            kept(user, path, name=path)
    assert fresh(viewer) == {"/countries/JP/": 0, "/topics/mining/": 0}
    assert fresh(manager) == {"/countries/JP/": 1, "/topics/mining/": 1}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_opening_marks_as_seen_and_the_list_marks_what_was_new(
    register: Register, client_of: Client, viewer: User, language: str
) -> None:
    old, new = met(register, title="قديم"), met(register, title="حديث")
    recorded_now(old, days=40)
    recorded_now(new)
    saved = kept(viewer, name="اليابان")
    client_of.cookies["django_language"] = language
    word = {"ar": "جديد", "en": "New"}[language]
    assert {one.filter.pk: one.fresh for one in client_of.get("/").context["saved"]} == {saved.pk: 1}
    page = client_of.get(client_of.get(saved.get_absolute_url())["Location"]).content.decode()
    entries = page.split('<li class="entry">')
    assert [word in entry.split("</article>")[0] for entry in entries if "حديث" in entry] == [True]
    assert [word in entry.split("</article>")[0] for entry in entries if "قديم" in entry] == [False]
    assert fresh(viewer) == {"اليابان": 0}
    assert client_of.get("/").context["saved"][0].fresh == 0


def test_after_a_merge_of_names_it_leads_to_who_is_left(register: Register, viewer: User) -> None:
    met(register)
    gone, left = Partner.objects.create(name_ar="قديم"), Partner.objects.get(name_ar="شركة هوكوتو")
    saved = kept(viewer, f"/partners/{gone.pk}/", "kind=meeting", name="x")
    Partner.objects.filter(pk=gone.pk).update(merged_into=left)
    recorded_now(Engagement.objects.get())
    assert fresh(viewer) == {"x": 1}
    assert open_filter(saved=saved, now=timezone.now()) == f"/partners/{left.pk}/?kind=meeting"


def test_one_order_for_one_question() -> None:
    asked = ("topic=mining&kind=visit&q=&after=x", "kind=visit&topic=mining")
    assert {tidy_query(QueryDict(text)) for text in asked} == {"kind=visit&topic=mining"}


def test_queries_do_not_grow(register: Register, client_of: Client, viewer: User) -> None:
    """Neither with what is saved nor with what is new."""
    person = Person.objects.get(participations__engagement=met(register))
    asked = [
        ("/countries/JP/", f"topic=mining&person={person.pk}"),
        ("/follow-ups/", "country=JP"),
        (f"/people/{person.pk}/", ""),
    ]
    for path, query in asked:
        kept(viewer, path, query)
    addresses = ["/", "/saved/", "/countries/JP/", "/follow-ups/"]
    few = {address: _queries(client_of, address) for address in addresses}
    for number in range(24):
        kept(viewer, *asked[number % 2][:1], f"{asked[number % 2][1]}&q={number}")
    for number in range(20):
        recorded_now(met(register, title=f"آخر {number}"))
    many = {address: _queries(client_of, address) for address in addresses}
    # One more: the total, which a list of one page counts by itself.
    assert {address: n for address, n in many.items() if n > few[address] + 1} == {}


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_without_saved_filters_the_page_is_empty_and_home_names_none(
    register: Register, client_of: Client
) -> None:
    assert client_of.get(reverse("saved_filters")).status_code == 200
    assert "h-saved" not in client_of.get("/").content.decode()
