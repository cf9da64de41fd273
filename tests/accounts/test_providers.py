"""Whoever comes by the ministry's provider gets the account that is theirs, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.services.invitations import invite
from accounts.services.providers import Vouched, account_for
from accounts.social_adapter import SocialAdapter, _said
from config import oidc
from config.environment import SettingError
from engagements.errors import Refusal
from engagements.models import Action, AuditEntry, User
from engagements.permissions import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

ADDRESS = "huda@ministry.example"


def known(*, verified: bool, active: bool = True) -> User:
    user = User.objects.create_user("huda", email=ADDRESS, role=Role.EDITOR, is_active=active)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=verified, primary=True)
    return user


@pytest.mark.django_db
def test_an_account_is_found_by_an_address_that_both_sides_have_verified() -> None:
    user = known(verified=True)
    assert account_for(Vouched("Huda@ministry.example"), now=timezone.now()) == user
    with pytest.raises(Refusal):
        account_for(Vouched(""), now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(("verified", "active"), [(False, True), (True, False)])
def test_an_address_that_was_only_typed_and_a_closed_account_open_nothing(
    settings: Settings, verified: bool, active: bool
) -> None:
    settings.OIDC_NEWCOMERS = frozenset({"viewer"})
    known(verified=verified, active=active)
    with pytest.raises(Refusal):
        account_for(Vouched(ADDRESS), now=timezone.now())
    assert User.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.parametrize("verified", [None, False, "false", "", 1, "yes"])
def test_an_address_that_the_provider_has_not_verified_is_none(verified: object) -> None:
    said = {"userinfo": {"sub": "7", "email": ADDRESS, "email_verified": verified}}
    assert _said(SocialLogin(account=SocialAccount(extra_data=said))).email == ""
    said["userinfo"]["email_verified"] = True
    assert _said(SocialLogin(account=SocialAccount(extra_data=said))).email == ADDRESS
    with pytest.raises(Refusal):
        _said(SocialLogin(account=SocialAccount(extra_data={**said, "id_token": {"sub": "8"}})))


def test_whoever_linked_an_account_by_hand_goes_on_at_a_page_that_is_there() -> None:
    assert SocialAdapter().get_connect_redirect_url(RequestFactory().get("/"), SocialAccount()) == "/account/"


@pytest.mark.django_db
def test_an_invitation_is_taken_up_with_its_role() -> None:
    admin = User.objects.create_user("admin", role=Role.ADMIN)
    invite(email=ADDRESS, role=Role.REGISTRAR, language="ar", by=admin, now=timezone.now())
    user = account_for(Vouched(ADDRESS, username="huda", first_name="هدى"), now=timezone.now())
    assert (user.username, user.role, user.first_name) == ("huda", Role.REGISTRAR, "هدى")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified


@pytest.mark.django_db
def test_strangers_come_in_only_where_they_are_let_in_and_as_viewers(settings: Settings) -> None:
    with pytest.raises(Refusal):
        account_for(Vouched(ADDRESS), now=timezone.now())
    settings.OIDC_NEWCOMERS = frozenset({"viewer"})
    user = account_for(Vouched(ADDRESS, username="huda"), now=timezone.now())
    assert (user.role, user.is_staff, user.is_superuser) == (Role.VIEWER, False, False)
    entry = AuditEntry.objects.get(action=Action.JOINED_REGISTER)
    assert (entry.subject_id, entry.note) == (user.pk, "provider")


@pytest.mark.django_db
def test_without_a_provider_there_is_no_way_to_it() -> None:
    assert Client().get("/accounts/oidc/ministry/login/").status_code == 404
    assert "/accounts/oidc/" not in Client().get("/accounts/login/").content.decode()


def test_a_provider_without_tls_or_secret_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert oidc.provider("", "x") == {}
    with pytest.raises(SettingError, match="https"):
        oidc.provider("http://id.ministry.example", "x")
    with pytest.raises(SettingError, match="SIJILL_OIDC_CLIENT"):
        oidc.provider("https://id.ministry.example", "x")
    monkeypatch.setenv("SIJILL_OIDC_CLIENT", "sijill")
    monkeypatch.setenv("SIJILL_OIDC_SECRET", "secret")
    (app,) = oidc.provider("https://id.ministry.example", "Ministry")["openid_connect"]["APPS"]
    assert app["settings"]["oauth_pkce_enabled"]
