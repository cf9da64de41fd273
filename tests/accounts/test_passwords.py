"""Passwords are changed and reset, and say nothing to strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import posting, tasks
from engagements.models import Action, AuditEntry, User
from engagements.permissions import Role
from tests.proving import has_proven

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PASSWORD, NEW = "a long enough one", "another one that is long enough"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("huda", email="huda@ministry.example", password=PASSWORD)


@pytest.fixture
def posted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Letters can be sent; what would be handed to a worker, in order."""
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "sijill@ministry.example"
    settings.SITE_ADDRESS = "https://sijill.example"
    sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr(posting, "_send", lambda task, *arguments: sent.append((task, *arguments)))
    return sent


@pytest.mark.parametrize("bad", ["short", "passwordpassword", "123456789012345", "huda@ministry.example"])
def test_a_weak_password_is_refused(owner: User, bad: str) -> None:
    client = Client()
    client.force_login(owner)
    form = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    assert client.post("/accounts/password/change/", form).status_code == 200
    assert User.objects.get(pk=owner.pk).check_password(PASSWORD)


def test_all_that_is_wrong_with_a_password_is_told_at_once(owner: User) -> None:
    client = Client()
    client.force_login(owner)
    page = client.get("/accounts/password/change/")
    assert page.text.count("<li>", page.text.index("id_password1_helptext")) >= 5, (
        "the rules stand there before"
    )
    form = {"oldpassword": PASSWORD, "password1": "1111", "password2": "2222"}
    errors = client.post("/accounts/password/change/", form).context["form"].errors
    assert (len(errors["password1"]), len(errors["password2"])) == (4, 1)


def test_a_changed_password_signs_out_elsewhere_and_is_told(
    owner: User, posted: list[tuple[Any, ...]], django_capture_on_commit_callbacks: Any
) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/accounts/login/", {"username": "huda", "password": PASSWORD})
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post("/accounts/password/change/", form)
    assert answer["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert AuditEntry.objects.filter(action=Action.PASSWORD_CHANGED, actor=owner).count() == 1
    ((task, number, event, at),) = posted
    assert (task, number, event) == (posting.TELL, owner.pk, "password_changed")
    tasks.tell(number, event, at)
    assert mail.outbox[0].to == ["huda@ministry.example"]


def test_whether_an_account_exists_is_not_said(owner: User, posted: list[tuple[Any, ...]]) -> None:
    answers = []
    for address in ("huda@ministry.example", "nobody@ministry.example"):
        answer = Client().post("/accounts/password/reset/", {"email": address})
        answers.append((answer.status_code, answer["Location"]))
        tasks.send_reset_letters(address)
    assert answers[0] == answers[1] == (302, "/accounts/password/reset/done/")
    assert [task for task, _address in posted] == [posting.RESET] * 2
    assert [letter.to for letter in mail.outbox] == [["huda@ministry.example"]]


def test_the_link_of_the_letter_sets_a_password_once_and_makes_the_address_known(
    owner: User, posted: list[tuple[Any, ...]]
) -> None:
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"username": "huda", "password": PASSWORD})
    tasks.send_reset_letters("Huda@ministry.example")
    (link,) = [
        word for word in str(mail.outbox[0].body).split() if word.startswith("https://sijill.example/")
    ]
    path = link.removeprefix("https://sijill.example")
    client = Client()
    page = client.get(path, follow=True)
    assert page.redirect_chain[0][0].endswith("-set-password/")
    answer = client.post(page.redirect_chain[0][0], {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/accounts/password/reset/key/done/"
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=owner.pk).check_password(NEW)
    assert elsewhere.get("/account/").status_code == 302
    assert EmailAddress.objects.get(user=owner).verified
    assert AuditEntry.objects.get(action=Action.PASSWORD_CHANGED).note == "letter"
    again = Client()
    assert "password1" not in again.get(path, follow=True).content.decode()


def test_without_mail_nothing_can_be_sent(owner: User) -> None:
    page = Client().post("/accounts/password/reset/", {"email": "huda@ministry.example"})
    assert page.status_code == 200
    assert 'name="email"' not in page.content.decode()


def test_a_broker_that_is_away_is_said(
    owner: User, posted: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: Any) -> None:
        raise posting.NotPosted("away")

    monkeypatch.setattr(posting, "_send", away)
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.post("/accounts/password/reset/", {"email": "huda@ministry.example"})
    assert "No letter can be sent at the moment" in page.content.decode()


def test_a_closed_account_gets_no_letter_and_does_not_come_in(owner: User, posted: list[Any]) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    tasks.send_reset_letters("huda@ministry.example")
    assert mail.outbox == []
    answer = Client().post("/accounts/login/", {"username": "huda", "password": PASSWORD})
    assert answer["Location"] == "/accounts/inactive/"


def test_where_no_letter_goes_an_administrator_hands_over_a_link_that_works_once(
    owner: User, settings: Settings
) -> None:
    settings.SITE_ADDRESS = ""
    admin = User.objects.create_user("anas", email="anas@ministry.example", password=NEW, role=Role.ADMIN)
    client, address = Client(), f"/members/{owner.pk}/password/"
    client.force_login(admin)
    has_proven(client)
    page = client.post(address)
    link = page.context["link"]
    assert link in page.content.decode()
    assert link not in client.get(f"/members/{owner.pk}/").content.decode()
    asked = AuditEntry.objects.get(action=Action.PASSWORD_RESET)
    assert (asked.actor, asked.subject_id) == (admin, owner.pk)
    path = link.removeprefix("http://testserver")
    theirs = Client()
    to = theirs.get(path, follow=True).redirect_chain[0][0]
    theirs.post(to, {"password1": NEW, "password2": NEW})
    assert User.objects.get(pk=owner.pk).check_password(NEW)
    assert AuditEntry.objects.get(action=Action.PASSWORD_CHANGED).note == "link"
    # Whoever was handed it need not read that address.
    assert not EmailAddress.objects.filter(user=owner, verified=True).exists()
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_where_letters_go_nobody_is_shown_the_link_for_another(owner: User, posted: list[Any]) -> None:
    admin = User.objects.create_user("anas", email="anas@ministry.example", password=NEW, role=Role.ADMIN)
    client = Client()
    client.force_login(admin)
    has_proven(client)
    assert client.post(f"/members/{owner.pk}/password/").status_code == 302
    assert not AuditEntry.objects.filter(action=Action.PASSWORD_RESET).exists()
