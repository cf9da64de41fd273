"""Whom of the register the review page offers for a name, and whom it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from engagements.models import Engagement, Partner, Person, User
from ingest.models import Draft
from tests.ingest.conftest import RELEASE, hand_made_draft, submit
from tests.ingest.links.conftest import BODY, approve, block, page, select, values

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


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


def test_brothers_stay_two(client: Client, editor: User, draft: Draft) -> None:
    brother = Person.objects.create(name_ar="سليم الورفلي", country_id="LY")
    page(client, editor, draft)
    engagement = approve(draft, editor)
    assert engagement.participations.get(name="سالم الورفلي").person != brother
    assert not brother.aliases.exists()


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
