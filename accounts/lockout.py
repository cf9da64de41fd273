"""Limits attempts to sign in, so that guessing is slow but nobody can lock anybody else out.

Accounts are never locked. Failures are counted for the name *together with* the network address that they come from,
and for that address. An attempt from a browser that signed in to the account before (`accounts.known_browsers`) is
counted for that browser alone, so nothing that others do elsewhere, or at the same address, stops the owner there. A
third count, of all unknown browsers together, limits what many addresses can try at one name (ASVS 2.2.1: at most a
hundred failures an hour). When it is reached, the owner still gets in with a known browser, a passkey, the
ministry's own sign-in or the letter for a new password.

An attempt is counted before the password is checked and the count is taken back if it succeeds, so that a hundred
simultaneous attempts count as a hundred. Names are kept as keyed digests, because people type their password into
the wrong field. All counts live in the shared cache.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from engagements.models import User

_SALT = "accounts.lockout"
_GENERATION_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Rule:
    """After `free` attempts the next one waits `first` seconds, then twice as long each time, up to `longest`
    seconds.

    A count is forgotten `memory` seconds after the last failure. If `success_clears_all`, a success clears the whole
    count; if not, it takes back only its own attempt: by signing in to an account of their own, attackers must not
    clear the count of their address.
    """

    free: int
    first: int = 30
    longest: int = 900
    memory: int = 3600
    success_clears_all: bool = True


PAIR = Rule(free=5)
BROWSER = Rule(free=10)
ADDRESS = Rule(free=30, success_clears_all=False)
NAME = Rule(free=100, success_clears_all=False)


class MustWait(Exception):
    """Raised when an attempt comes too early: the next one is possible from `until` on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass
class Attempt:
    """One counted attempt. Call `failed` or `succeeded` when its outcome is known.

    `buckets` are the cache keys in which it is counted, `waits` those of the waits that it has set.
    """

    buckets: list[tuple[str, Rule]]
    now: datetime
    locked_until: datetime | None = None
    waits: list[str] = field(default_factory=list)

    def failed(self) -> datetime | None:
        """The count stays. Returns until when the next attempt has to wait; None if it need not."""
        for key, rule in self.buckets:
            cache.touch(key, rule.memory)
        return self.locked_until

    def succeeded(self) -> None:
        for key, rule in self.buckets:
            if rule.success_clears_all:
                cache.delete(key)
            else:
                _less(key)
        cache.delete_many(self.waits)


def begin(name: str, *, address: str | None, browser: str | None, now: datetime) -> Attempt:
    """Counts one attempt to sign in as `name`. `address` is the network address; `browser` is the number of a known
    browser, or None.

    Raises MustWait if it is too early for one.
    """
    digest = _digest(name)
    if browser is not None:
        buckets = [(f"{_prefix(digest)}:browser:{browser}", BROWSER)]
    else:
        place = _network(address)
        buckets = [
            (f"{_prefix(digest)}:at:{place}", PAIR),
            (f"{_prefix(digest)}:anywhere", NAME),
            (f"signin:from:{place}", ADDRESS),
        ]
    for key, _rule in buckets:
        _check(key, now)
    attempt = Attempt(buckets=[], now=now)
    for key, rule in buckets:
        _count(attempt, key, rule)
    return attempt


def forget(user: User) -> None:
    """Clears the counts for the username and the e-mail address of this account, whatever address they came from."""
    for name in {user.get_username(), user.email} - {""}:
        cache.set(f"signin:generation:{_digest(name)}", _stamp(datetime.now(UTC)), _GENERATION_SECONDS)


def _count(attempt: Attempt, key: str, rule: Rule) -> None:
    """Adds one to the count. When no free attempt is left, it sets the wait before the password is checked: of
    several attempts at the same time only one passes. Raises MustWait.
    """
    number = _more(key, rule.memory)
    attempt.buckets.append((key, rule))
    if number < rule.free:
        return
    seconds = min(rule.first * 2 ** min(number - rule.free, 16), rule.longest)
    until = _stamp(attempt.now) + seconds * 1000
    if not cache.add(f"{key}:wait", until, seconds):
        _take_back(attempt)
        _check(key, attempt.now)
        raise MustWait(_moment(until))
    attempt.waits.append(f"{key}:wait")
    attempt.locked_until = max(_moment(until), attempt.locked_until or attempt.now)


def _take_back(attempt: Attempt) -> None:
    for key, _rule in attempt.buckets:
        _less(key)
    cache.delete_many(attempt.waits)


def _check(key: str, now: datetime) -> None:
    until = cache.get(f"{key}:wait")
    if until is not None and until > _stamp(now):
        raise MustWait(_moment(until))


def _more(key: str, seconds: int) -> int:
    """Increments the count. The loop is for a key that expires between `add` and `incr`."""
    while True:
        cache.add(key, 0, seconds)
        with suppress(ValueError):
            return cache.incr(key)


def _less(key: str) -> None:
    with suppress(ValueError):
        if cache.decr(key) < 0:
            cache.delete(key)


def _prefix(digest: str) -> str:
    return f"signin:{digest}:{cache.get(f'signin:generation:{digest}', 0)}"


def _digest(name: str) -> str:
    return salted_hmac(_SALT, name.strip().casefold(), algorithm="sha256").hexdigest()[:32]


def _network(address: str | None) -> str:
    """The address; for IPv6 its /64 network, which is what a provider gives to one customer."""
    if not address:
        return "nowhere"
    plain = ip_address(address)
    return str(ip_network((plain, 64), strict=False)) if isinstance(plain, IPv6Address) else str(plain)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, UTC)
