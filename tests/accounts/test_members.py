"""What administrators change of accounts, and what nobody can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Session
from accounts.services.deactivating import Takers, deactivate
from accounts.services.members import change_group, change_role
from engagements.errors import Refusal
from engagements.models import ApiToken, CalendarFeed, User
from engagements.permissions import Permission, Refused, Role
from engagements.services.calendar_feeds import issue_feed
from engagements.services.tokens import issue_token
from tests.accounts.members import NOW, person, signed_in, trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def anas() -> User:
    return person("anas", Role.ADMIN)


def test_a_role_holds_at_once_and_signs_nobody_out(anas: User) -> None:
    huda = person("huda")
    hers = signed_in(huda)
    assert hers.get("/releases/upload/").status_code == 403
    answer = signed_in(anas).post(
        f"/members/{huda.pk}/rights/", {"role": "editor", "in_restricted_group": "on"}
    )
    assert answer.status_code == 302
    assert hers.get("/releases/upload/").status_code == 200
    huda.refresh_from_db()
    assert (huda.role, huda.in_restricted_group, huda.is_staff) == ("editor", True, False)
    assert trail() == [
        ("Anas", "role_changed", {"role": ["viewer", "editor"]}),
        ("Anas", "group_changed", {"in_restricted_group": ["False", "True"]}),
    ]
    # The same again is no change.
    assert not change_role(account=huda, role="editor", by=anas, now=NOW)
    assert not change_group(account=huda, member=True, by=anas, now=NOW)
    assert len(trail()) == 2


def test_the_tables_of_the_system_go_with_the_role(anas: User) -> None:
    huda = person("huda")
    change_role(account=huda, role=Role.ADMIN, by=anas, now=NOW)
    huda.refresh_from_db()
    assert (huda.is_staff, huda.is_superuser) == (True, True)
    change_role(account=huda, role=Role.MANAGER, by=anas, now=NOW)
    huda.refresh_from_db()
    assert (huda.is_staff, huda.is_superuser) == (False, False)


@pytest.mark.parametrize(
    "act",
    [
        lambda account, by: change_role(account=account, role=Role.ADMIN, by=by, now=NOW),
        lambda account, by: change_group(account=account, member=True, by=by, now=NOW),
        lambda account, by: deactivate(account=account, takers=Takers(), by=by, now=NOW),
    ],
    ids=["role", "group", "activity"],
)
def test_nobody_changes_their_own_rights(act: Callable[..., Any], anas: User) -> None:
    with pytest.raises(Refusal):
        act(anas, anas)
    manager = person("khaled", Role.MANAGER)
    for account in (manager, anas):
        with pytest.raises(Refused):
            act(account, manager)
    closed = person("salem", Role.ADMIN, is_active=False)
    with pytest.raises(Refused):
        act(manager, closed)
    # What the caller still holds in its hands does not count: the row does.
    User.objects.filter(pk=anas.pk).update(role=Role.EDITOR)
    with pytest.raises(Refused):
        act(manager, anas)
    assert trail() == []


def test_the_page_offers_nobody_their_own_rights(anas: User) -> None:
    own = signed_in(anas)
    page = own.get(f"/members/{anas.pk}/").text
    assert f'action="/members/{anas.pk}/rights/"' not in page
    assert f"/members/{anas.pk}/deactivate/" not in page
    assert own.post(f"/members/{anas.pk}/rights/", {"role": "viewer"}).status_code == 400
    assert own.post(f"/members/{anas.pk}/deactivate/").status_code == 400
    anas.refresh_from_db()
    assert (anas.role, anas.is_active) == ("admin", True)


def test_accounts_are_found_and_filtered_in_as_many_queries_however_many(anas: User) -> None:
    person("huda", Role.EDITOR, first_name="هدى", last_name="البوسيفي", in_restricted_group=True)
    person("salem", is_active=False)
    Authenticator.objects.create(user=anas, type="totp", data={})
    Authenticator.objects.create(user=User.objects.get(username="huda"), type="recovery_codes", data={})
    client = signed_in(anas)

    def found(query: str) -> list[str]:
        return [one.username for one in client.get("/members/" + query).context["page"].object_list]

    assert found("") == ["anas", "huda", "salem"]
    assert found("?q=بوسيفي+هدى") == ["huda"]
    assert found("?q=SALEM@lana") == ["salem"]
    assert found("?role=editor") == ["huda"]
    assert found("?state=closed") == ["salem"]
    assert found("?group=in") == ["huda"]
    assert found("?factor=with") == ["anas"]
    assert found("?factor=without&state=active") == ["huda"]
    answer = client.get("/members/?role=emperor")
    assert answer.context["complaints"]
    assert not answer.context["page"].object_list
    with CaptureQueriesContext(connection) as few:
        client.get("/members/")
    User.objects.bulk_create([User(username=f"x{number}", role="viewer") for number in range(60)])
    with CaptureQueriesContext(connection) as many:
        client.get("/members/")
    assert len(many) == len(few)
    assert len(found("?page=2")) == 13


def test_the_page_of_an_account_shows_what_it_has_and_ends_it(anas: User) -> None:
    huda = person("huda")
    token, _secret = issue_token(by=huda, name="a program", expires_at=None, now=NOW)
    issue_feed(by=huda, scope="mine", now=NOW)
    signed_in(huda)
    client = signed_in(anas)
    page = client.get(f"/members/{huda.pk}/")
    assert (page.status_code, len(page.context["sessions"])) == (200, 1)
    assert client.post(f"/members/{huda.pk}/tokens/{token.pk}/revoke/").status_code == 302
    assert client.post(f"/members/{huda.pk}/calendar/revoke/").status_code == 302
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert not CalendarFeed.objects.exists()
    # The token of another account is none of this one's.
    mine, _secret = issue_token(by=anas, name="mine", expires_at=None, now=NOW)
    assert client.post(f"/members/{huda.pk}/tokens/{mine.pk}/revoke/").status_code == 404
    assert {who for who, _what, _changes in trail("revoked")} == {"Anas"}


def test_who_lost_the_second_factor_or_has_to_wait_is_let_in_again(
    anas: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    huda, path = person("huda"), "/accounts/login/"
    huda.set_password("a long enough one")
    huda.save()
    Authenticator.objects.create(user=huda, type="totp", data={})
    hers, client = signed_in(huda), signed_in(anas)
    assert client.post(f"/members/{huda.pk}/factors/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert hers.get("/account/").status_code == 302
    assert not client.get(f"/members/{huda.pk}/").context["must_wait"]
    for _attempt in range(8):
        Client().post(path, {"username": "huda", "password": "wrong"})
    right = {"username": "huda", "password": "a long enough one"}
    assert Client().post(path, right).status_code == 200
    assert client.get(f"/members/{huda.pk}/").context["must_wait"]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/members/{huda.pk}/unlock/").status_code == 302
    assert not client.get(f"/members/{huda.pk}/").context["must_wait"]
    assert Client().post(path, right).status_code == 302
    assert [what for _who, what, _changes in trail("second_factor_removed", "unlocked")] == [
        "second_factor_removed",
        "unlocked",
    ]
    assert signed_in(huda).post(f"/members/{anas.pk}/unlock/").status_code == 403
    assert signed_in(huda).post(f"/members/{anas.pk}/factors/remove/").status_code == 403


def test_name_language_and_address_are_changed_field_by_field(
    anas: User, mailoutbox: list[Any], settings: Settings
) -> None:
    with_mail(settings)
    huda, client = person("huda", language="en"), signed_in(anas)
    form = {"first_name": "هدى", "last_name": "", "language": "en"}
    assert client.post(f"/members/{huda.pk}/person/", form).status_code == 302
    assert client.post(f"/members/{huda.pk}/email/", {"email": "New@lana.example"}).status_code == 302
    huda.refresh_from_db()
    assert (huda.first_name, huda.email) == ("هدى", "new@lana.example")
    assert trail() == [
        ("Anas", "changed", {"first_name": ["Huda", "هدى"]}),
        ("Anas", "changed", {"email": ["huda@lana.example", "new@lana.example"]}),
    ]
    assert EmailAddress.objects.get().verified
    assert [(one.to, one.subject) for one in mailoutbox] == [
        (["huda@lana.example"], "Sijill: your e-mail address was changed")
    ]
    assert "new@lana.example" not in mailoutbox[0].body
    answer = client.post(f"/members/{huda.pk}/email/", {"email": "ANAS@lana.example"})
    assert answer.status_code == 400
    assert answer.context["email"].errors.keys() == {"email"}
    assert client.post(f"/members/{huda.pk}/person/", form | {"first_name": ""}).status_code == 400


def test_ones_own_address_counts_when_the_letter_was_answered(
    mailoutbox: list[Any], settings: Settings
) -> None:
    with_mail(settings)
    huda = person("huda", language="ar")
    huda.set_password("a long enough one")
    huda.save()
    client = signed_in(huda)
    asked = {"email": "huda@ministry.example"}
    assert client.post("/account/email/", asked | {"email": huda.email}).status_code == 400
    assert mailoutbox == []
    assert client.post("/account/email/", asked).status_code == 302
    (letter,) = mailoutbox
    assert letter.to == ["huda@ministry.example"]
    link = next(word for word in letter.body.split() if "/account/email/" in word)
    path = link.removeprefix("https://register.example")
    huda.refresh_from_db()
    assert huda.email == "huda@lana.example"
    elsewhere = Client()
    assert elsewhere.get(path).status_code == 200
    huda.refresh_from_db()
    assert huda.email == "huda@lana.example"
    assert elsewhere.post(path).status_code == 200
    huda.refresh_from_db()
    assert huda.email == "huda@ministry.example"
    assert [each.to for each in mailoutbox[1:]] == [["huda@lana.example"]]
    assert elsewhere.post(path).status_code == 404
    assert elsewhere.post("/account/email/made-up/").status_code == 404
    assert trail() == [("Huda", "changed", {"email": ["huda@lana.example", "huda@ministry.example"]})]


def test_without_a_mail_server_no_address_is_changed(mailoutbox: list[Any], settings: Settings) -> None:
    with_mail(settings)
    settings.EMAIL_HOST = ""
    huda = person("huda")
    huda.set_unusable_password()
    huda.save()
    answer = signed_in(huda).post("/account/email/", {"email": "huda@ministry.example"})
    assert answer.status_code == 400
    assert mailoutbox == []


def test_ones_own_name_is_changed_and_nothing_else_by_the_form() -> None:
    huda = person("huda")
    form = {"first_name": "هدى", "last_name": "البوسيفي", "language": "en", "role": "admin", "is_active": ""}
    assert signed_in(huda).post("/account/person/", form).status_code == 302
    huda.refresh_from_db()
    assert (huda.display_name, huda.language, huda.role) == ("هدى البوسيفي", "en", "viewer")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_of_ones_account_says_who_one_is_and_what_one_may(language: str) -> None:
    huda = person("huda", Role.EDITOR)
    client = signed_in(huda)
    client.cookies["django_language"] = language
    page = client.get("/account/")
    assert page.status_code == 200
    assert len(page.context["may_do"]) == sum(huda.may(each) for each in Permission)
    assert [row.here for row in page.context["sessions"]] == [True]


def test_the_tables_of_the_system_are_no_way_round(anas: User) -> None:
    User.objects.filter(pk=anas.pk).update(is_staff=True, is_superuser=True)
    huda, client = person("huda"), signed_in(User.objects.get(pk=anas.pk))
    page = client.get(f"/admin/engagements/user/{huda.pk}/change/")
    assert page.status_code == 200
    assert 'name="role"' not in page.text
    assert "password" not in page.context["adminform"].readonly_fields
    for act in (f"{huda.pk}/change/", f"{huda.pk}/delete/", "add/"):
        assert client.post(f"/admin/engagements/user/{act}", {"role": "admin"}).status_code == 403
    assert client.post(f"/admin/engagements/user/{huda.pk}/password/").status_code in {302, 404}
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    huda.refresh_from_db()
    assert (huda.role, huda.is_active) == ("viewer", True)
    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown <= {"engagements", "ingest"}
    assert Session not in admin.site._registry


def with_mail(settings: Settings) -> None:
    """As if there were a mail server; the letters stay in the test."""
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "register@lana.example"
    settings.SITE_ADDRESS = "https://register.example"
