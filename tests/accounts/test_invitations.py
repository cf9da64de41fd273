"""Invitations: by letter or by a link to hand over, accepted once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Invitation
from accounts.services.invitations import (
    Joining,
    accept_by_provider,
    invite,
    open_for,
    opened_by,
    send_again,
    withdraw,
)
from engagements.errors import Refusal
from engagements.models import User
from engagements.permissions import Refused, Role
from tests.accounts.members import NOW, person, signed_in, trail
from tests.accounts.test_members import with_mail

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough one"
JOINING = {
    "first_name": "هدى",
    "last_name": "البوسيفي",
    "username": "huda",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def anas() -> User:
    return person("anas", Role.ADMIN)


def link_in(words: str) -> str:
    return "/join/" + words.partition("/join/")[2].partition("/")[0] + "/"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_letter_is_in_the_language_chosen_and_its_link_makes_one_account(
    anas: User, mailoutbox: list[Any], settings: Settings, language: str
) -> None:
    with_mail(settings)
    client = signed_in(anas)
    form = {"email": "Huda@ministry.example", "role": "editor", "language": language}
    assert client.post("/members/invitations/", form).status_code == 302
    (letter,) = mailoutbox
    html = letter.alternatives[0][0]
    with translation.override(language):
        words = gettext("Make your account")
    assert letter.to == ["huda@ministry.example"]
    assert words in letter.body
    assert words in html
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    path, invitation = link_in(letter.body), Invitation.objects.get()
    assert link_in(html) == path
    assert path.split("/")[2] not in str(Invitation.objects.values())
    assert invitation.sent_at is not None
    guest = Client()
    page = guest.get(path)
    # No other site is told the address; and a form on it can be sent, which «no-referrer» forbids.
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert guest.post(path, JOINING).status_code == 302
    huda = User.objects.get(username="huda")
    assert (huda.role, huda.language, huda.email) == ("editor", language, "huda@ministry.example")
    assert (huda.is_staff, huda.check_password(PASSWORD)) == (False, True)
    address = EmailAddress.objects.get(user=huda)
    assert (address.email, address.verified, address.primary) == ("huda@ministry.example", True, True)
    # The link is used up, and whoever made the account is not signed in by it.
    assert guest.get(path).status_code == 404
    assert guest.post(path, JOINING | {"username": "other"}).status_code == 404
    assert guest.get("/account/").status_code == 302
    assert [(who, what) for who, what, _changes in trail()] == [
        ("Anas", "invited"),
        ("هدى البوسيفي", "joined_register"),
    ]


def test_without_a_mail_server_the_link_is_shown_once(anas: User, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    client = signed_in(anas)
    form = {"email": "huda@ministry.example", "role": "viewer", "language": "ar"}
    page = client.post("/members/invitations/", form)
    link = page.context["link"]
    assert page.status_code == 200
    assert link in page.text
    assert 'data-copy="link"' in page.text
    assert "no-store" in page["Cache-Control"]
    assert link not in client.get("/members/invitations/").text
    assert Client().get(link_in(link)).status_code == 200
    again = client.post(f"/members/invitations/{Invitation.objects.get().pk}/send/").context["link"]
    assert again != link
    assert Client().get(link_in(link)).status_code == 404
    assert Client().get(link_in(again)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "another long one"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "huda-huda-huda", "again": "huda-huda-huda", "username": "huda-huda-huda"}, "password"),
        ({"username": "ANAS"}, "username"),
        ({"username": "two words"}, "username"),
        ({"first_name": ""}, "first_name"),
    ],
    ids=range(6),
)
def test_what_is_wrong_is_told_and_the_link_stays_good(anas: User, wrong: dict[str, str], field: str) -> None:
    _invitation, secret = invite(
        email="huda@ministry.example", role="viewer", language="ar", by=anas, now=NOW + timedelta(days=9000)
    )
    answer = Client().post(f"/join/{secret}/", JOINING | wrong)
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert User.objects.count() == 1
    assert Client().post(f"/join/{secret}/", JOINING).status_code == 302


def test_all_that_is_wrong_is_told_at_once(anas: User) -> None:
    invited = {"email": "huda@ministry.example", "role": "viewer", "language": "ar"}
    _invitation, secret = invite(**invited, by=anas, now=NOW + timedelta(days=9000))
    wrong = {"username": "ANAS", "password": "1111", "again": "2222"}
    errors = Client().post(f"/join/{secret}/", JOINING | wrong).context["form"].errors
    assert {field: len(told) for field, told in errors.items()} == {"username": 1, "password": 4, "again": 1}


def test_it_ends_after_some_days_when_withdrawn_and_when_sent_again(anas: User, settings: Settings) -> None:
    settings.INVITATION_DAYS = 2
    made, first = invite(email="a@lana.example", role="viewer", language="ar", by=anas, now=NOW)
    assert opened_by(first, NOW + timedelta(days=2, seconds=-1)) == made
    assert opened_by(first, NOW + timedelta(days=2)) is None
    second = send_again(invitation=made, by=anas, now=NOW + timedelta(days=3))
    assert opened_by(first, NOW) is None
    assert opened_by(second, NOW + timedelta(days=4)) == made
    withdraw(invitation=made, by=anas, now=NOW)
    assert opened_by(second, NOW + timedelta(days=4)) is None
    with pytest.raises(Refusal):
        send_again(invitation=made, by=anas, now=NOW)
    with pytest.raises(Refusal):
        withdraw(invitation=made, by=anas, now=NOW)
    # And the address can be invited anew.
    assert invite(email="a@lana.example", role="viewer", language="ar", by=anas, now=NOW)


def test_whom_one_cannot_invite(anas: User) -> None:
    person("closed", is_active=False)
    invite(email="huda@lana.example", role="viewer", language="ar", by=anas, now=NOW)
    for email in ("ANAS@lana.example", "closed@lana.example", "Huda@lana.example"):
        with pytest.raises(Refusal) as refusal:
            invite(email=email, role="viewer", language="ar", by=anas, now=NOW)
        assert refusal.value.field == "email"
    manager = person("khaled", Role.MANAGER)
    with pytest.raises(Refused):
        invite(email="b@lana.example", role="admin", language="ar", by=manager, now=NOW)
    client = signed_in(manager)
    assert client.get("/members/invitations/").status_code == 403
    wrong = {"email": "b@lana.example", "role": "emperor", "language": "ar"}
    assert signed_in(anas).post("/members/invitations/", wrong).status_code == 400
    assert Invitation.objects.count() == 1


def test_a_provider_that_vouches_for_the_address_makes_the_account_without_a_password(anas: User) -> None:
    made, secret = invite(email="huda@lana.example", role="admin", language="ar", by=anas, now=NOW)
    assert open_for("HUDA@lana.example", NOW) == made
    assert open_for("other@lana.example", NOW) is None
    joining = Joining(username="huda", first_name="هدى", last_name="")
    huda = accept_by_provider(invitation=made, joining=joining, now=NOW)
    assert (huda.role, huda.is_superuser, huda.has_usable_password()) == ("admin", True, False)
    assert opened_by(secret, NOW) is None
    assert open_for("huda@lana.example", NOW) is None
    with pytest.raises(Refusal):
        accept_by_provider(invitation=made, joining=joining, now=NOW)
