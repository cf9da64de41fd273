"""Guessing becomes slow, and nobody keeps anybody else out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import lockout
from accounts.lockout import ADDRESS, BROWSER, NAME, PAIR, MustWait
from config.caching import SharedCache, cache_at
from engagements.models import Action, AuditEntry, User

if TYPE_CHECKING:
    pass

PASSWORD = "a long enough one"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("huda", email="huda@ministry.example", password=PASSWORD)


def fail(name: str, times: int, address: str = "192.0.2.1", browser: str | None = None) -> datetime | None:
    """The last of so many attempts that fail: until when the next has to wait."""
    until = None
    for _ in range(times):
        until = lockout.begin(name, address=address, browser=browser, now=NOW).failed()
    return until


def test_the_last_free_attempt_has_the_next_wait_and_each_wait_is_twice_as_long() -> None:
    assert fail("huda", PAIR.free - 1) is None
    waits = []
    for _ in range(8):
        until = fail("huda", 1)
        assert until is not None
        waits.append((until - NOW).seconds)
        with pytest.raises(MustWait):
            lockout.begin(" HUDA ", address="192.0.2.1", browser=None, now=NOW)
        cache.delete_many([key for key in keys("huda") if key.endswith(":wait")])
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def keys(name: str) -> list[str]:
    prefix = lockout._prefix(lockout._digest(name))
    return [f"{prefix}:at:192.0.2.1", f"{prefix}:at:192.0.2.1:wait", "signin:from:192.0.2.1:wait"]


def test_waiting_is_over_when_its_time_has_come() -> None:
    until = fail("huda", PAIR.free)
    assert until == NOW + timedelta(seconds=30)
    with pytest.raises(MustWait):
        lockout.begin("huda", address="192.0.2.1", browser=None, now=until - timedelta(seconds=1))


def test_another_address_another_name_and_a_known_browser_do_not_wait() -> None:
    fail("huda", PAIR.free)
    lockout.begin("huda", address="192.0.2.2", browser=None, now=NOW)
    lockout.begin("salma", address="192.0.2.1", browser=None, now=NOW)
    lockout.begin("huda", address="192.0.2.1", browser="own", now=NOW)


def test_one_line_of_a_provider_is_one_place() -> None:
    fail("huda", PAIR.free, "2001:db8::1")
    with pytest.raises(MustWait):
        lockout.begin("huda", address="2001:db8::ffff", browser=None, now=NOW)
    lockout.begin("huda", address="2001:db8:0:1::1", browser=None, now=NOW)


def test_an_address_waits_after_failures_at_many_names_and_its_own_success_does_not_help() -> None:
    for number in range(ADDRESS.free - 1):
        fail(f"name {number}", 1)
    lockout.begin("the attacker's own", address="192.0.2.1", browser=None, now=NOW).succeeded()
    fail("one more", 1)
    with pytest.raises(MustWait):
        lockout.begin("huda", address="192.0.2.1", browser=None, now=NOW)
    lockout.begin("huda", address="192.0.2.1", browser="own", now=NOW)


def test_many_addresses_together_try_a_name_a_hundred_times_and_the_owner_still_comes_in() -> None:
    for number in range(NAME.free):
        fail("huda", 1, f"198.51.100.{number % 250}")
    with pytest.raises(MustWait):
        lockout.begin("huda", address="203.0.113.9", browser=None, now=NOW)
    lockout.begin("huda", address="203.0.113.9", browser="own", now=NOW)


def test_a_known_browser_waits_for_its_own_failures_and_success_forgets_them() -> None:
    assert fail("huda", BROWSER.free - 1, browser="own") is None
    lockout.begin("huda", address="192.0.2.1", browser="own", now=NOW).succeeded()
    assert fail("huda", BROWSER.free - 1, browser="own") is None
    assert fail("huda", 1, browser="own") == NOW + timedelta(seconds=30)


def test_attempts_at_the_same_moment_are_counted_before_they_are_made() -> None:
    def one(_number: int) -> bool:
        try:
            lockout.begin("huda", address="192.0.2.1", browser=None, now=NOW)
        except MustWait:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == PAIR.free


def test_forgetting_is_for_all_names_of_an_account() -> None:
    user = User(username="huda", email="Huda@ministry.example")
    fail("huda", PAIR.free)
    fail("huda@ministry.example", PAIR.free, "192.0.2.7")
    lockout.forget(user)
    lockout.begin("huda", address="192.0.2.1", browser=None, now=NOW)
    lockout.begin("huda@ministry.example", address="192.0.2.7", browser=None, now=NOW)


def test_without_the_shared_cache_each_process_counts_for_itself() -> None:
    settings = cache_at("redis+socket:///nowhere/at/all.sock?virtual_host=3")
    assert settings["LOCATION"] == "unix:///nowhere/at/all.sock?db=3"
    away = SharedCache(settings["LOCATION"], {"OPTIONS": settings["OPTIONS"]})
    assert away.add("a", 0, 60)
    assert (away.incr("a"), away.get("a"), away.add("a", 0, 60)) == (1, 1, False)


@pytest.mark.django_db
def test_strangers_fail_and_the_owner_signs_in_at_her_own_browser(owner: User) -> None:
    hers, theirs = Client(), Client()
    right = {"username": "huda", "password": PASSWORD}
    assert hers.post("/accounts/login/", right).status_code == 302
    hers.post("/accounts/logout/")
    wrong = {"username": "huda", "password": "wrong"}
    theirs.cookies["django_language"] = "en"
    said = [theirs.post("/accounts/login/", wrong).content.decode() for _ in range(PAIR.free)][-1]
    assert "The next one is possible at" in said
    # At the same address even the right password has to wait in a strange browser, and not in hers.
    assert theirs.post("/accounts/login/", right).status_code == 200
    assert hers.post("/accounts/login/", right).status_code == 302
    trail = AuditEntry.objects.filter(subject_type="user", subject_id=owner.pk).values_list(
        "action", "actor_name"
    )
    failed = [name for action, name in trail if action == Action.SIGN_IN_FAILED]
    assert failed == ["huda"] * PAIR.free
    assert [action for action, _ in trail].count(Action.LOCKED_OUT) == 1
    assert [action for action, _ in trail].count(Action.SIGNED_IN) == 2


@pytest.mark.django_db
def test_what_is_typed_as_an_unknown_name_is_not_kept() -> None:
    Client().post("/accounts/login/", {"username": "my secret password", "password": "x"})
    entry = AuditEntry.objects.get(action=Action.SIGN_IN_FAILED)
    assert (entry.actor_name, entry.subject_id) == ("—", None)
    assert "secret" not in f"{entry.subject_label}{entry.note}{entry.changes}"


@pytest.mark.django_db
def test_a_cookie_that_nobody_signed_makes_no_browser_known(owner: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": "huda", "password": PASSWORD})
    cookie = client.cookies["sijill_browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    forged = Client()
    forged.cookies["sijill_browser"] = cookie.value.replace(cookie.value[3], "x", 1) + "x"
    for _ in range(PAIR.free):
        forged.post("/accounts/login/", {"username": "huda", "password": "wrong"})
    assert forged.post("/accounts/login/", {"username": "huda", "password": PASSWORD}).status_code == 200
