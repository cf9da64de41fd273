"""The pages on which two engagements become one, and two again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Engagement, Merge
from engagements.services import relations
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.recording import CommitmentRecord, add_source
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def told(register: Register, title: str, promise: str, **values: Any) -> Engagement:
    return register.engagement(
        title=title,
        participants=(
            register.participant("كينجي موراكامي"),
            register.participant("", role="وكيل الوزارة", side="home", country="LY"),
        ),
        commitments=(CommitmentRecord("agreed", promise, "", None),),
        **values,
    )


@pytest.fixture
def survivor(register: Register) -> Engagement:
    return told(register, "الأول", "تدريب عشرين فنيًا على سلامة المناجم")


@pytest.fixture
def other(register: Register) -> Engagement:
    return told(register, "الثاني", "تدريب 24 فنيا على سلامة المناجم", topics=("training",))


@pytest.fixture
def registrar(as_role: Callable[[str], Client]) -> Client:
    return as_role("registrar")


def address(survivor: Engagement, other: Engagement) -> str:
    return f"/engagements/{survivor.pk}/merge/{other.pk}/"


def sent(client: Client, survivor: Engagement, other: Engagement) -> dict[str, Any]:
    """What a browser would send of the preview if nothing was touched."""
    form = client.get(address(survivor, other)).context["form"]
    return {bound.html_name: bound.value() for bound in form}


def merged(register: Register, survivor: Engagement, other: Engagement) -> Merge:
    return merge_engagements(
        survivor=survivor,
        merged=other,
        unification=Unification(),
        version=version_of(survivor, other),
        by=register.editor,
        now=NOW,
    )


def test_the_other_is_found_near_the_day_or_by_what_is_asked(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    far = told(register, "بعيد", "شيء", date=date(2026, 1, 1))
    page = f"/engagements/{survivor.pk}/merge/"

    def found(**query: Any) -> list[str]:
        return [one.title for one in registrar.get(page, query).context["others"]]

    assert found() == ["الثاني"]
    assert found(q=str(far.pk)) == ["بعيد"]
    assert found(q="بعيد") == ["بعيد"]
    assert found(country="IT") == []
    assert found(country="JP") == ["الثاني", "بعيد"]
    assert found(near="2026-01-05") == ["بعيد"]
    assert found(near="nonsense") == []
    assert found(q=str(survivor.pk)) == []
    assert found(q="9" * 30) == []


def test_the_preview_shows_what_moves_and_proposes_what_is_one(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    before = everything()
    answer = registrar.get(address(survivor, other))
    preview = answer.context["preview"]
    same, office = preview.people
    assert (same.sure, office.sure) == (True, False)
    assert office.proposed == survivor.participations.get(name="").pk
    (promise,) = preview.commitments
    assert promise.proposed == survivor.commitments.get().pk
    assert [heading for heading, _names in preview.added if "تدريب" in str(_names)] != []
    html = answer.content.decode()
    for words in ("الأول", "الثاني", "24 فنيا", "وكيل الوزارة"):
        assert words in html
    assert everything() == before, "looking does nothing"


def test_a_day_stands_in_the_preview_as_on_every_page(
    registrar: Client, register: Register, survivor: Engagement
) -> None:
    other = told(register, "الثاني", "شيء", date=date(2026, 10, 5))
    (row,) = [row for row in registrar.get(address(survivor, other)).context["preview"].values if row[1][1]]
    assert row[2] == ("2026-10-05", date(2026, 10, 5), "day")
    html = registrar.get(address(survivor, other)).content.decode()
    assert '<time datetime="2026-10-05" class="date"><span class="date__g">5 أكتوبر 2026</span>' in html
    assert ">2026-10-05<" not in html


def test_merged_it_leads_to_the_survivor(
    registrar: Client,
    as_role: Callable[[str], Client],
    register: Register,
    survivor: Engagement,
    other: Engagement,
) -> None:
    answer = registrar.post(address(survivor, other), sent(registrar, survivor, other))
    assert (answer.status_code, answer["Location"]) == (302, survivor.get_absolute_url())
    assert survivor.commitments.count() == 1
    assert survivor.participations.count() == 2
    viewer = as_role("viewer")
    answer = viewer.get(other.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, survivor.get_absolute_url())
    third = told(register, "الثالث", "شيء آخر")
    merged(register, third, survivor)
    assert viewer.get(other.get_absolute_url())["Location"] == third.get_absolute_url()
    Engagement.objects.filter(pk=third.pk).update(confidentiality="restricted")
    assert viewer.get(other.get_absolute_url()).status_code == 404
    assert viewer.get("/engagements/999999/").status_code == 404


def test_what_was_merged_is_in_no_list(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    merged(register, survivor, other)
    for page in ("/", "/countries/JP/", "/search/?q=الثاني", "/countries/"):
        assert f'"{other.get_absolute_url()}"' not in registrar.get(page).content.decode(), page
    assert registrar.get("/countries/JP/").context["figures"].total == 1


def test_chosen_otherwise_they_stay_two(registrar: Client, survivor: Engagement, other: Engagement) -> None:
    data = sent(registrar, survivor, other)
    choices = {name: "" for name in data if name.startswith(("person-", "commitment-"))}
    assert registrar.post(address(survivor, other), data | choices).status_code == 302
    assert survivor.commitments.count() == 2
    assert survivor.participations.count() == 3, "the same person is one all the same"


@pytest.mark.parametrize("choice", ["999999", "x"])
def test_a_choice_that_is_none_is_refused(
    registrar: Client, survivor: Engagement, other: Engagement, choice: str
) -> None:
    data = sent(registrar, survivor, other)
    name = next(name for name in data if name.startswith("commitment-"))
    before = everything()
    assert registrar.post(address(survivor, other), data | {name: choice}).status_code == 422
    assert everything() == before


def test_changed_meanwhile_is_a_conflict(
    registrar: Client, account: Callable[..., User], survivor: Engagement, other: Engagement
) -> None:
    data = sent(registrar, survivor, other)
    manager = account("manager")
    change = CommitmentChange("in_progress", "الوزارة", manager, None, "")
    change_commitment(commitment=other.commitments.get(), change=change, by=manager, now=NOW)
    answer = registrar.post(address(survivor, other), data)
    assert answer.status_code == 409
    assert Engagement.objects.current().count() == 2


def test_a_relation_without_a_rule_is_said(
    registrar: Client, survivor: Engagement, other: Engagement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(relations.RULES, "drafts")
    answer = registrar.get(address(survivor, other))
    assert answer.status_code == 409
    assert "drafts" in answer.content.decode()


def test_the_history_of_both_is_the_survivors(
    registrar: Client,
    account: Callable[..., User],
    register: Register,
    survivor: Engagement,
    other: Engagement,
) -> None:
    manager = account("manager")
    theirs = other.commitments.get()
    change = CommitmentChange("in_progress", "الوزارة", manager, None, "بدأ العمل")
    change_commitment(commitment=theirs, change=change, by=manager, now=NOW)
    data = sent(registrar, survivor, other)
    registrar.post(address(survivor, other), data)
    assert not type(theirs).objects.filter(pk=theirs.pk).exists(), "it is one with the survivor's"
    notes = [line.note for line in registrar.get(survivor.get_absolute_url()).context["history"]]
    assert "بدأ العمل" in notes
    third = told(register, "الثالث", "شيء آخر")
    merged(register, third, survivor)
    notes = [line.note for line in registrar.get(third.get_absolute_url()).context["history"]]
    assert "بدأ العمل" in notes


def test_undone_on_its_page(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    before = everything()
    registrar.post(address(survivor, other), sent(registrar, survivor, other))
    page = f"/merges/{Merge.objects.get().pk}/undo/"
    assert page in registrar.get(survivor.get_absolute_url()).content.decode()
    assert registrar.get(page).context["obstacles"] == []
    answer = registrar.post(page)
    assert (answer.status_code, answer["Location"]) == (302, survivor.get_absolute_url())
    assert everything() == before
    assert registrar.get(page).status_code == 404
    assert registrar.get(other.get_absolute_url()).status_code == 200


def test_what_stands_in_the_way_is_said_before(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    done = merged(register, survivor, other)
    third = told(register, "الثالث", "شيء آخر")
    merged(register, third, survivor)
    page = f"/merges/{done.pk}/undo/"
    assert registrar.get(page).status_code == 404, "it is part of another engagement by now"
    promise = third.commitments.get(text="تدريب 24 فنيا على سلامة المناجم")
    said = (register.quotation("text", "تدريب عشرين فنيًا"),)
    add_source(
        engagement=third,
        source=register.source(outlet="وكالة الساحل"),
        record=register.record(
            commitments=(CommitmentRecord("agreed", promise.text, "", None, said, joins=promise.pk),)
        ),
        by=register.editor,
        now=NOW,
    )
    page = f"/merges/{third.merges.get(source=None).pk}/undo/"
    assert promise.text in registrar.get(page).content.decode()
    assert registrar.post(page).status_code == 409
    assert Engagement.objects.current().count() == 1


@pytest.mark.parametrize("role", ["viewer", "editor", "manager"])
def test_who_may_not_merge_is_refused(
    as_role: Callable[[str], Client], register: Register, survivor: Engagement, other: Engagement, role: str
) -> None:
    done = merged(register, survivor, told(register, "الثالث", "شيء آخر"))
    client = as_role(role)
    for page in (f"/engagements/{survivor.pk}/merge/", address(survivor, other), f"/merges/{done.pk}/undo/"):
        assert client.get(page).status_code == 403
    assert client.post(address(survivor, other)).status_code == 403
    assert client.post(f"/merges/{done.pk}/undo/").status_code == 403


def test_what_an_account_may_not_see_does_not_exist(
    registrar: Client, register: Register, survivor: Engagement, other: Engagement
) -> None:
    Engagement.objects.filter(pk=other.pk).update(confidentiality="restricted")
    assert registrar.get(address(survivor, other)).status_code == 404
    assert registrar.get(address(other, survivor)).status_code == 404
    answer = registrar.get(f"/engagements/{survivor.pk}/merge/", {"q": str(other.pk)})
    assert answer.context["others"] == []
    done = merged(register, survivor, other)
    assert registrar.get(f"/merges/{done.pk}/undo/").status_code == 404, "the survivor is restricted now"
    assert registrar.get(address(survivor, survivor)).status_code == 404


@pytest.mark.parametrize("size", [1, 25])
def test_the_preview_costs_the_same_however_large(
    registrar: Client,
    register: Register,
    django_assert_max_num_queries: Callable[..., Any],
    size: int,
) -> None:
    def large(title: str) -> Engagement:
        return register.engagement(
            title=title,
            participants=tuple(
                register.participant("", role=f"مدير {n}", side="home", country="LY") for n in range(size)
            ),
            commitments=tuple(CommitmentRecord("agreed", f"التزام {n}", "", None) for n in range(size)),
        )

    survivor, other = large("الأول"), large("الثاني")
    with django_assert_max_num_queries(55):
        assert registrar.get(address(survivor, other)).status_code == 200
