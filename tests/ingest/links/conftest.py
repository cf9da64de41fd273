"""A person and an organisation of the register, and a draft that spells them otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Engagement, Partner, Person, User
from ingest.models import Draft
from ingest.services import review
from tests.ingest.conftest import NOW, decision, hand_made_draft, submit

if TYPE_CHECKING:
    from django.test import Client

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
