"""Where somebody is signed in: shown, ended, over by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.browsers import in_plain_words
from accounts.models import Session
from accounts.services.sessions import end_session, end_sessions, mark_of
from accounts.sessions import NOTED_EVERY, SessionStore
from accounts.tasks import forget_sessions
from engagements.permissions import Refused, Role
from tests.accounts.members import FIREFOX, NOW, person, signed_in, trail

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

HERE = "/account/"
SIGN_IN = "/accounts/login/"


def refused(client: Client) -> bool:
    answer = client.get(HERE)
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def test_each_is_shown_and_ended_by_its_owner() -> None:
    huda = person("huda")
    first, second = signed_in(huda), signed_in(huda)
    rows = first.get(HERE).context["sessions"]
    assert [row.here for row in rows] == [True, False]
    assert not any(session.session_key in first.get(HERE).text for session in Session.objects.all())
    other = rows[1].mark
    assert first.post("/account/sessions/end/", {"session": other}).status_code == 302
    assert refused(second)
    assert not refused(first)
    assert Session.objects.get(account=huda).session_key == first.cookies["sessionid"].value
    third = signed_in(huda)
    assert first.post("/account/sessions/end/").status_code == 302
    assert refused(third)
    assert not refused(first)
    assert [(who, what) for who, what, _changes in trail()] == [("Huda", "session_ended")] * 2


def test_an_administrator_ends_anybodys_and_nobody_else_does() -> None:
    huda, admin, editor = person("huda"), person("anas", Role.ADMIN), person("sami", Role.EDITOR)
    hers, theirs = signed_in(huda), signed_in(editor)
    mark = mark_of(hers.cookies["sessionid"].value)
    # What is another's is not found, whatever mark is given.
    theirs.post("/account/sessions/end/", {"session": mark})
    assert theirs.post(f"/members/{huda.pk}/sessions/end/").status_code == 403
    with pytest.raises(Refused):
        end_session(of=huda, mark=mark, by=editor, now=NOW)
    with pytest.raises(Refused):
        end_sessions(of=huda, by=editor, now=NOW)
    assert not refused(hers)
    assert signed_in(admin).post(f"/members/{huda.pk}/sessions/end/", {"session": mark}).status_code == 302
    assert refused(hers)
    again, more = signed_in(huda), signed_in(huda)
    assert signed_in(admin).post(f"/members/{huda.pk}/sessions/end/").status_code == 302
    assert refused(again)
    assert refused(more)
    assert trail("session_ended")[-1] == ("Anas", "session_ended", {"sessions": ["2", None]})


def test_what_was_ended_is_not_written_again_by_a_request_under_way() -> None:
    client = signed_in(person("huda"))
    store = SessionStore(client.cookies["sessionid"].value)
    store["typed"] = "something"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_no_request_writes_anything_but_now_and_then() -> None:
    client = signed_in(person("huda"))
    client.get(HERE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(HERE)
    assert not [each for each in asked.captured_queries if "UPDATE" in each["sql"]]
    Session.objects.update(seen_at=timezone.now() - NOTED_EVERY)
    with CaptureQueriesContext(connection) as asked:
        client.get(HERE, headers={"user-agent": FIREFOX})
    assert len([each for each in asked.captured_queries if "UPDATE" in each["sql"]]) == 1
    session = Session.objects.get()
    assert timezone.now() - session.seen_at < NOTED_EVERY
    assert (session.address, session.browser) == ("127.0.0.1", FIREFOX)
    assert client.get(HERE).context["sessions"][0].browser == "Firefox, Linux"


def test_it_stays_the_same_when_the_secret_key_is_changed(settings: Settings) -> None:
    huda = person("huda")
    client = signed_in(huda)
    Session.objects.update(begun_at=timezone.now() - timedelta(hours=2), browser=FIREFOX)
    before = Session.objects.get()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the tests, which is long enough to be one"
    (row,) = client.get(HERE).context["sessions"]
    after = Session.objects.get()
    assert after.session_key != before.session_key
    assert (after.begun_at, after.browser, after.account) == (before.begun_at, FIREFOX, huda)
    assert row.begun_at == before.begun_at
    assert end_session(of=huda, mark=mark_of(after.session_key), by=huda, now=timezone.now())
    assert refused(client)


def test_it_is_over_after_its_time_however_it_is_used(settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS = 3600, 1800
    client = signed_in(person("huda"))
    begun = timezone.now() - timedelta(minutes=50)
    Session.objects.update(begun_at=begun)
    store = SessionStore(client.cookies["sessionid"].value)
    store["typed"] = "something"
    store.save()
    assert Session.objects.get().expire_date == begun + timedelta(hours=1)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert refused(client)
    settings.SESSION_IDLE_SECONDS = 0
    other = signed_in(person("sami"))
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert not refused(other)


def test_those_that_ran_out_are_forgotten() -> None:
    signed_in(person("huda"))
    kept = signed_in(person("sami")).cookies["sessionid"].value
    Session.objects.exclude(pk=kept).update(expire_date=timezone.now() - timedelta(minutes=1))
    forget_sessions()
    assert [session.pk for session in Session.objects.all()] == [kept]


@pytest.mark.parametrize(
    ("called", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Microsoft Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
    ids=range(6),
)
def test_a_browser_is_named_in_plain_words(called: str, words: str) -> None:
    assert in_plain_words(called) == words


def test_what_was_typed_before_the_session_ended_is_given_back(client: Client) -> None:
    client.cookies["django_language"] = "en"
    typed = {"text": "<b>a release</b>", "password_new": "not to be shown"}
    assert client.post("/releases/upload/", typed).status_code == 302, "scripts are led to sign in"
    answer = client.post("/releases/upload/?x=1", typed, headers={"Sec-Fetch-Mode": "navigate"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'action="/releases/upload/?x=1"' in page
    assert "&lt;b&gt;a release&lt;/b&gt;" in page
    assert "not to be shown" not in page
