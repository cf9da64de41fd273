"""People and organisations of the register are proposed on the review page; an editor's choice makes an alias."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import translation

from engagements.errors import Conflict
from engagements.models import AuditEntry, Engagement, Partner, Person, User
from engagements.trail import lines_of
from ingest.models import Draft
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, as_shown, decision, hand_made_draft, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

BODY = "الشركة الاهلية للاسمنت المساهمة"


@pytest.fixture
def person(places: None) -> Person:
    """The ambassador of the release, spelt otherwise."""
    return Person.objects.create(name_ar="كنجي موراكامي", country_id="JP")


@pytest.fixture
def partner(places: None) -> Partner:
    return Partner.objects.create(kind="company", name_ar="الشركة الأهلية للأسمنت")


@pytest.fixture
def with_body(places: None, editor: User) -> Draft:
    return hand_made_draft(submit(editor), organizations=[BODY], organizations_evidence=[[0, 5]])


def page(client: Client, user: User, draft: Draft, language: str = "ar") -> str:
    client.force_login(user)
    client.cookies["django_language"] = language
    return client.get(draft.get_absolute_url()).content.decode()


def select(html: str, name: str) -> list[tuple[str, bool, str]]:
    """The options of a select: value, whether it is chosen, words."""
    found = re.search(rf'<select[^>]* name="{name}".*?</select>', html, re.DOTALL)
    options = re.findall(r'<option value="(\w*)"([^>]*)>([^<]*)', found.group()) if found else []
    return [(value, "selected" in more, words) for value, more, words in options]


def values(html: str, name: str) -> list[str]:
    return [value for value, *_ in select(html, name)]


def block(html: str, row: str) -> str:
    """What the page shows of the link of a row."""
    return next(each for each in re.split("(?=<div class=.linking. )", html) if f'name="{row}-link"' in each)


def approve(draft: Draft, by: User, **changes: Any) -> Engagement:
    return review.approve(draft=draft, decision=decision(draft, **changes), by=by, now=NOW)


@pytest.mark.parametrize(
    ("language", "new", "country"), [("ar", "اسم جديد", "اليابان"), ("en", "A new name", "Japan")]
)
def test_who_is_called_alike_is_proposed_and_not_chosen(
    client: Client, editor: User, draft: Draft, person: Person, language: str, new: str, country: str
) -> None:
    html = page(client, editor, draft, language)
    assert select(html, "participants-1-link") == [
        ("", False, new),
        (str(person.pk), False, f"كنجي موراكامي · {country}"),
    ]
    assert values(html, "participants-0-link") == [""], "nobody is like the other one"


def test_an_organisation_is_proposed_too(
    client: Client, editor: User, with_body: Draft, partner: Partner
) -> None:
    html = page(client, editor, with_body)
    assert values(html, "organizations-0-link") == ["", str(partner.pk)]
    assert '<details class="linking__more" open' in block(html, "organizations-0")


def test_who_is_known_by_this_name_is_shown_and_not_asked_about(
    client: Client, editor: User, with_body: Draft
) -> None:
    person = Person.objects.create(name_ar="كينجى مُوراكامي")
    partner = Partner.objects.create(kind="company", name_ar=BODY)
    html = page(client, editor, with_body)
    assert f'href="/people/{person.pk}/"' in html
    assert f'href="/partners/{partner.pk}/"' in html
    for row in ("participants-1", "organizations-0"):
        assert values(html, f"{row}-link") == ["", "new"]
        assert '<details class="linking__more">' in block(html, row)


def test_the_page_links_to_whom_the_approval_will_take(
    client: Client, editor: User, with_body: Draft, person: Person
) -> None:
    name = "كينجي موراكامي"
    italian = Person.objects.create(name_ar=name, country_id="IT")
    html = page(client, editor, with_body)
    assert values(html, "participants-1-link") == ["", "new", str(italian.pk)], (
        "a namesake of another country may be meant, but is not taken"
    )
    japanese = Person.objects.create(name_ar=name, country_id="JP")
    assert f'href="/people/{japanese.pk}/"' in page(client, editor, with_body)
    assert approve(with_body, editor).participations.get(name=name).person == japanese


def test_a_choice_links_and_makes_an_alias(draft: Draft, editor: User, person: Person) -> None:
    engagement = approve(draft, editor, **{"participants-1-link": str(person.pk)})
    participation = engagement.participations.get(person=person)
    assert participation.name == "كينجي موراكامي", "as this release has it"
    assert [alias.text for alias in person.aliases.all()] == ["كينجي موراكامي"]
    entry = AuditEntry.objects.get(subject_type="person")
    assert (entry.action, entry.subject_id, entry.actor) == ("changed", person.pk, editor)
    assert entry.changes == {"aliases": [None, "كينجي موراكامي"]}
    with translation.override("en"):
        (line,) = lines_of([entry], linked=True)
    assert line.href == f"/people/{person.pk}/"
    assert [(change.label, change.after) for change in line.changes] == [("other spelling", "كينجي موراكامي")]


def test_a_chosen_organisation_links_and_makes_an_alias(
    with_body: Draft, editor: User, partner: Partner
) -> None:
    engagement = approve(with_body, editor, **{"organizations-0-link": str(partner.pk)})
    assert list(engagement.partners.all()) == [partner]
    assert [alias.text for alias in partner.aliases.all()] == [BODY]
    assert AuditEntry.objects.get(subject_type="partner").changes == {"aliases": [None, BODY]}


def test_the_next_release_with_that_spelling_is_linked_by_itself(
    client: Client, editor: User, with_body: Draft, person: Person, partner: Partner
) -> None:
    chosen = {"participants-1-link": str(person.pk), "organizations-0-link": str(partner.pk)}
    approve(with_body, editor, **chosen)
    following = hand_made_draft(with_body.release, 1, organizations=[BODY], organizations_evidence=[[0, 5]])
    html = page(client, editor, following)
    assert f'href="/people/{person.pk}/"' in html
    assert f'href="/partners/{partner.pk}/"' in html
    engagement = approve(following, editor)
    assert engagement.participations.filter(person=person).exists()
    assert list(engagement.partners.all()) == [partner]
    assert AuditEntry.objects.filter(subject_type__in=["person", "partner"]).count() == 2, "told once"


def test_without_a_choice_nobody_is_merged(draft: Draft, editor: User, person: Person) -> None:
    engagement = approve(draft, editor)
    other = engagement.participations.get(name="كينجي موراكامي").person
    assert other not in (None, person)
    assert not person.aliases.exists()


def test_brothers_stay_two(client: Client, editor: User, draft: Draft) -> None:
    brother = Person.objects.create(name_ar="سليم الورفلي", country_id="LY")
    page(client, editor, draft)
    engagement = approve(draft, editor)
    assert engagement.participations.get(name="سالم الورفلي").person != brother
    assert not brother.aliases.exists()


FORGED = ["999999999", "-1", "abc", "9" * 40, "1e3"]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("field", ["participants-1-link", "organizations-0-link"])
def test_a_record_that_is_not_there_is_refused_in_words(
    client: Client, editor: User, with_body: Draft, field: str, forged: str
) -> None:
    client.force_login(editor)
    address = reverse("draft_approve", args=[with_body.pk])
    response = client.post(address, as_shown(with_body) | {field: forged})
    assert response.status_code == 422
    assert "ما اخترته ليس في السجل" in response.content.decode()
    assert not Engagement.objects.exists()


def test_who_was_merged_away_cannot_be_chosen(
    client: Client, editor: User, draft: Draft, person: Person
) -> None:
    gone = Person.objects.create(name_ar="كنجى موراكام", merged_into=person)
    client.force_login(editor)
    address = reverse("draft_approve", args=[draft.pk])
    response = client.post(address, as_shown(draft) | {"participants-1-link": str(gone.pk)})
    assert response.status_code == 422
    decided = decision(draft, **{"participants-1-link": str(person.pk)})
    Person.objects.filter(pk=person.pk).update(merged_into=Person.objects.create(name_ar="آخر"))
    with pytest.raises(Conflict):
        review.approve(draft=draft, decision=decided, by=editor, now=NOW)
    draft.refresh_from_db()
    assert draft.status == "pending"
    assert not Engagement.objects.exists()


def test_a_choice_survives_a_mistake_elsewhere(
    client: Client, editor: User, draft: Draft, person: Person
) -> None:
    stranger = Person.objects.create(name_ar="شخص من الجنوب")
    client.force_login(editor)
    address = reverse("draft_approve", args=[draft.pk])
    for chosen in (person, stranger):
        typed = as_shown(draft) | {"title": "", "participants-1-link": str(chosen.pk)}
        response = client.post(address, typed)
        assert response.status_code == 422
        options = select(response.content.decode(), "participants-1-link")
        (found,) = [option for option in options if option[1]]
        assert (found[0], found[2].partition(" · ")[0]) == (str(chosen.pk), chosen.name)


def test_a_choice_without_a_name_is_nobody(draft: Draft, editor: User, person: Person) -> None:
    changes = {"participants-1-link": str(person.pk), "participants-1-name": ""}
    engagement = approve(draft, editor, **changes)
    assert not engagement.participations.filter(person=person).exists()
    assert not person.aliases.exists()


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_asks_the_same_however_many_names(
    client: Client,
    editor: User,
    places: None,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    someone = {"role": "مستشار", "role_evidence": [0, 5], "name_evidence": [0, 5]}
    for number in range(size):
        Person.objects.create(name_ar=f"منصور بن عيسى الغرياني {number}")
    draft = hand_made_draft(
        submit(editor),
        participants=[someone | {"name": f"منصور عيسى الغرياني {number}"} for number in range(size)],
        organizations=[f"شركة رقم {number}" for number in range(size)],
        organizations_evidence=[[0, 5]] * size,
    )
    client.force_login(editor)
    with django_assert_num_queries(20):  # one of them for the bell of the masthead
        html = client.get(draft.get_absolute_url()).content.decode()
    assert len(re.findall(r'name="participants-\d+-link"', html)) == size + 1, "and one for a new row"


def test_a_new_entry_of_its_own_though_the_name_is_known(draft: Draft, editor: User) -> None:
    namesake = Person.objects.create(name_ar="كينجي موراكامي", country_id="JP")
    engagement = approve(draft, editor, **{"participants-1-link": "new"})
    made = engagement.participations.get(name="كينجي موراكامي").person
    assert made is not None
    assert made != namesake
    assert Person.objects.filter(name_ar="كينجي موراكامي").count() == 2


def test_a_new_organisation_of_a_known_name(with_body: Draft, editor: User) -> None:
    namesake = Partner.objects.create(kind="company", name_ar=BODY)
    engagement = approve(with_body, editor, **{"organizations-0-link": "new"})
    (made,) = engagement.partners.all()
    assert made != namesake
    assert made.name_ar == BODY


def test_somebody_new_who_is_written_twice_is_one(places: None, editor: User) -> None:
    Person.objects.create(name_ar="كينجي موراكامي")
    someone = {"name": "كينجي موراكامي", "name_evidence": [0, 5], "role_evidence": [0, 5]}
    draft = hand_made_draft(
        submit(editor), participants=[someone | {"role": "السفير"}, someone | {"role": "سفير اليابان"}]
    )
    approve(draft, editor, **{"participants-0-link": "new", "participants-1-link": "new"})
    assert Person.objects.filter(name_ar="كينجي موراكامي").count() == 2


@pytest.mark.parametrize(("sent", "aliases"), [("on", 1), ("off", 0)])
def test_the_spelling_is_remembered_if_it_is_ticked(
    with_body: Draft, editor: User, person: Person, partner: Partner, sent: str, aliases: int
) -> None:
    approve(
        with_body,
        editor,
        **{
            "participants-1-link": str(person.pk),
            "participants-1-remember": ["off", "on"] if sent == "on" else ["off"],
            "organizations-0-link": str(partner.pk),
            "organizations-0-remember": sent,
        },
    )
    assert (person.aliases.count(), partner.aliases.count()) == (aliases, aliases)
    assert AuditEntry.objects.filter(subject_type__in=["person", "partner"]).count() == 2 * aliases
    assert person.participations.exists()


@pytest.mark.parametrize("words", ["number", "كِنجى موراكامي"])
def test_a_number_or_the_name_links_without_scripts(
    draft: Draft, editor: User, person: Person, words: str
) -> None:
    sent = str(person.pk) if words == "number" else words
    engagement = approve(draft, editor, **{"participants-1-link_words": sent})
    assert engagement.participations.filter(person=person).exists()


@pytest.mark.parametrize("words", ["9" * 30, "999999", "شخص ليس هنا", "كنجي موراكامي"])
def test_words_that_mean_nobody_or_several_are_refused(
    client: Client, editor: User, draft: Draft, person: Person, words: str
) -> None:
    other = Person.objects.create(name_ar="كنجي موراكامي", country_id="IT")
    client.force_login(editor)
    typed = as_shown(draft) | {"participants-1-link_words": words}
    response = client.post(reverse("draft_approve", args=[draft.pk]), typed)
    assert response.status_code == 422
    shown = block(response.content.decode(), "participants-1")
    assert "hint late" in shown
    assert (f"{person.pk}, {other.pk}" in shown) == (words == "كنجي موراكامي")


def test_the_choice_counts_and_not_the_words_beside_it(draft: Draft, editor: User, person: Person) -> None:
    changes = {"participants-1-link": str(person.pk), "participants-1-link_words": "شخص ليس هنا"}
    assert approve(draft, editor, **changes).participations.filter(person=person).exists()


def test_one_person_written_twice_is_offered_to_both_rows(
    client: Client, editor: User, places: None, person: Person
) -> None:
    other = Person.objects.create(name_ar="كينجي موراكا")
    rows = [
        {"name": name, "name_evidence": [0, 5], "role": "السفير", "role_evidence": [0, 5]}
        for name in ("كنجى موراكامى", "كينجي موراكاما", "سالم الورفلي")
    ]
    html = page(client, editor, hand_made_draft(submit(editor), participants=rows))
    assert 'data-twins="participants-1"' in block(html, "participants-0")
    assert 'data-twins="participants-0"' in block(html, "participants-1")
    assert "data-twins" not in block(html, "participants-2")
    assert set(values(html, "participants-0-link")) >= {"", str(other.pk)}
    assert str(person.pk) in values(html, "participants-1-link")


def test_who_was_met_only_in_secret_is_not_offered(
    client: Client, editor: User, manager: User, draft: Draft, person: Person
) -> None:
    # Of another release: this one would be hidden with it.
    other = hand_made_draft(submit(editor, f"{RELEASE}\nنهاية البيان الآخر.", "other.txt"), 1)
    engagement = approve(other, editor, **{"participants-1-link": str(person.pk)})
    person.aliases.all().delete()
    assert str(person.pk) in values(page(client, editor, draft), "participants-1-link")
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    assert values(page(client, editor, draft), "participants-1-link") == [""]
