"""The spellings of a name, kept on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Action, AuditEntry, Person
from engagements.services.aliases import add_alias
from tests.engagements.names.conftest import KENJI, KINJI, NOW, met

if TYPE_CHECKING:
    from django.test import Client

    from tests.engagements.conftest import Register


def test_a_spelling_is_added_and_used_at_once(registrar: Client, first: Person) -> None:
    page = f"/people/{first.pk}/spellings/"
    assert registrar.post(page, {"text": "  كنشي   موراكامي "}).status_code == 302
    alias = first.aliases.get()
    assert (alias.text, alias.origin, alias.by.username if alias.by else "") == (
        "كنشي موراكامي",
        "hand",
        "registrar",
    )
    assert "كنشي موراكامي" in registrar.get(page).content.decode()
    for text in ("كنشى موراكامى", KENJI, "ـ", ""):
        assert registrar.post(page, {"text": text}).status_code == 422, text
    entry = AuditEntry.objects.filter(action=Action.CHANGED, subject_type="person").latest("pk")
    assert entry.changes == {"aliases": [None, "كنشي موراكامي"]}


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_has_the_spelling_is_linked_by_it(register: Register, first: Person) -> None:
    add_alias(name=first, text="كنشي", anyway=False, by=register.editor, now=NOW)
    assert met(register, "كنشي") == first


def test_a_spelling_of_another_name_must_be_confirmed(
    registrar: Client, first: Person, second: Person
) -> None:
    page = f"/people/{first.pk}/spellings/"
    answer = registrar.post(page, {"text": KINJI})
    assert answer.status_code == 422
    assert f"«{KINJI}» ({second.pk})" in answer.content.decode()
    assert not first.aliases.exists()
    assert registrar.post(page, {"text": KINJI, "anyway": "on"}).status_code == 302
    assert first.aliases.get().text == KINJI


def test_a_spelling_is_changed_and_taken_away_with_a_reason(registrar: Client, first: Person) -> None:
    alias = first.aliases.create(text="القنجي")
    page = f"/people/{first.pk}/spellings/{alias.pk}/"
    assert registrar.get(page).status_code == 200
    assert registrar.post(page, {"text": "القنشي", "seen": "القنجي"}).status_code == 302
    assert first.aliases.get().text == "القنشي"
    assert registrar.post(page, {"text": "القنزي", "seen": "القنجي"}).status_code == 409
    assert registrar.post(page, {"remove": "1", "reason": "  "}).status_code == 422
    assert registrar.post(page, {"remove": "1", "reason": "لشخص آخر"}).status_code == 302
    assert not first.aliases.exists()
    entry = AuditEntry.objects.filter(subject_type="person").latest("pk")
    assert (entry.changes, entry.note) == ({"aliases": ["القنشي", None]}, "لشخص آخر")
    assert "لشخص آخر" in registrar.get(f"/people/{first.pk}/spellings/").content.decode()
    assert registrar.get(page).status_code == 404


def test_an_alias_says_which_draft_it_came_with(register: Register, first: Person) -> None:
    record = register.participant("كنزو", person=first.pk, remember=True)
    engagement = register.engagement(participants=(record,))
    alias = first.aliases.get(text="كنزو")
    assert (alias.origin, alias.source, alias.by) == ("review", engagement.sources.get(), register.editor)


def test_the_demonstration_has_an_account_for_the_registrar(settings: Any, vocabularies: None) -> None:
    from django.core.management import call_command

    from engagements.models import User

    settings.DEMO = True
    call_command("create_demo_accounts", verbosity=0)
    assert User.objects.get(username="registrar").role == "registrar"
