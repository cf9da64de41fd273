"""Whom an editor chose for a name: the link, the spelling that is remembered, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation

from engagements.auditing.lines import lines_of
from engagements.errors import Conflict
from engagements.models import AuditEntry, Engagement, Partner, Person, User
from ingest.models import Draft
from ingest.services import review
from tests.ingest.conftest import NOW, as_shown, decision, hand_made_draft, submit
from tests.ingest.links.conftest import BODY, approve, block, page, select

if TYPE_CHECKING:
    from django.test import Client


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
