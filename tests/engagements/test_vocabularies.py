"""Countries, topics, demo accounts: loaded by commands that may run at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from engagements.models import AuditEntry, Country, Topic, User
from engagements.permissions import Role
from engagements.services.vocabularies import load_vocabularies
from engagements.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from tests.engagements.conftest import Register

ASSIGNED = 249
"""Entries of ISO 3166-1."""


def test_all_countries_are_there_in_both_languages(vocabularies: None) -> None:
    codes = set(Country.objects.values_list("pk", flat=True))
    assert len(codes - {"XK"}) == ASSIGNED
    assert not Country.objects.filter(name_ar="").exists()
    assert not Country.objects.filter(name_en="").exists()
    assert Country.objects.get(pk="JP").name_ar == "اليابان"
    assert Country.objects.get(pk="PS").name_ar == "فلسطين"
    assert all("؀" <= country.name_ar[0] <= "ۿ" for country in Country.objects.all())


def test_the_topics_are_those_of_the_guide(vocabularies: None) -> None:
    assert Topic.objects.count() == 29
    assert not {topic.pk for topic in Topic.objects.all()} ^ {row[0] for row in rows("topics.tsv")}


def test_loading_again_changes_nothing_and_mends_what_differs(vocabularies: None) -> None:
    assert load_vocabularies() == 0
    Country.objects.filter(pk="JP").update(name_en="Nippon")
    Topic.objects.filter(pk="mining").delete()
    assert load_vocabularies() == 2
    assert Country.objects.get(pk="JP").name_en == "Japan"


def test_demo_accounts_exist_only_in_a_demonstration(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("create_demo_accounts")
    assert not User.objects.exists()
    settings.DEMO = True
    call_command("create_demo_accounts")
    call_command("create_demo_accounts")
    assert {(user.username, user.role) for user in User.objects.all()} == {
        (role.value, role.value) for role in Role
    }
    assert all(user.check_password("sijill-demo") for user in User.objects.all())
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]


def test_a_changed_demo_account_is_left_alone(db: None, settings: Settings) -> None:
    settings.DEMO = True
    User.objects.create_user("viewer", password="another one of mine", role="viewer")
    call_command("create_demo_accounts")
    assert User.objects.get(username="viewer").check_password("another one of mine")


def test_the_trail_is_never_changed(register: Register) -> None:
    register.engagement()
    entry = AuditEntry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_the_text_of_a_source_is_written_once(register: Register) -> None:
    source = register.source(text="")
    source.text = "أولًا"
    source.save()
    source.text = "ثانيًا"
    with pytest.raises(IntegrityError), transaction.atomic():
        source.save()


def test_administrators_find_the_tables(
    register: Register, account: Callable[..., User], client: object
) -> None:
    admin = account("admin")
    User.objects.filter(pk=admin.pk).update(is_staff=True, is_superuser=True)
    admin.refresh_from_db()
    client.force_login(admin)  # type: ignore[attr-defined]
    for table in (
        "user",
        "partner",
        "person",
        "country",
        "topic",
        "engagement",
        "commitment",
        "evidence",
        "auditentry",
    ):
        assert client.get(f"/admin/engagements/{table}/").status_code == 200, table  # type: ignore[attr-defined]
    assert client.get("/admin/engagements/engagement/add/").status_code == 403  # type: ignore[attr-defined]
