"""How often somebody may try to sign in, so that guessing is slow and nobody can keep anybody else out.

What waits is never an account. Failures are counted for a name *together with* the address that they come from, and
for the address; whoever tries from a browser that signed in to the account before (`accounts.known_browsers`) is
counted for that browser alone, so nothing that others do elsewhere, or at the same address, stops the owner there.
A third count, of all unknown browsers together, bounds what many addresses may try at one name (ASVS 2.2.1: no more
than a hundred failures an hour); when it is reached the known browsers, a passkey, the ministry's own sign-in and the
letter for a new password still let the owner in.

An attempt is counted before it is made and taken back when it succeeds: a hundred at the same time are a hundred. Names
are kept as keyed digests, for people type their password into the wrong field. All of it lives in the shared cache.
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
    """After `free` attempts each further one waits `first` seconds, then twice as long each time, up to `longest`.

    What was counted is forgotten `memory` seconds after the last failure. `whole`: a success forgets all of it, instead
    of only itself (an attacker's own account must not wipe out what was counted for an address).
    """

    free: int
    first: int = 30
    longest: int = 900
    memory: int = 3600
    whole: bool = True


PAIR = Rule(free=5)
BROWSER = Rule(free=10)
ADDRESS = Rule(free=30, whole=False)
NAME = Rule(free=100, whole=False)


class MustWait(Exception):
    """Nobody may try this before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass
class Attempt:
    """One attempt that was counted. Say what became of it: `failed` or `succeeded`."""

    buckets: list[tuple[str, Rule]]
    now: datetime
    locked_until: datetime | None = None
    held: list[str] = field(default_factory=list)

    def failed(self) -> datetime | None:
        """Keeps the count. Returns until when the next attempt has to wait, None if not at all."""
        for key, rule in self.buckets:
            cache.touch(key, rule.memory)
        return self.locked_until

    def succeeded(self) -> None:
        for key, rule in self.buckets:
            if rule.whole:
                cache.delete(key)
            else:
                _less(key)
        cache.delete_many(self.held)


def begin(name: str, *, address: str | None, browser: str | None, now: datetime) -> Attempt:
    """Counts one attempt at `name`, from a network address, in a known browser (its number) or an unknown one (None).

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
    """What was counted at the names of this account counts no more; wherever from, its owner may try at once."""
    for name in {user.get_username(), user.email} - {""}:
        cache.set(f"signin:generation:{_digest(name)}", _stamp(datetime.now(UTC)), _GENERATION_SECONDS)


def _count(attempt: Attempt, key: str, rule: Rule) -> None:
    """Adds one, and from the last free one on takes the lock before the attempt: only one at a time gets it."""
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
    attempt.held.append(f"{key}:wait")
    attempt.locked_until = max(_moment(until), attempt.locked_until or attempt.now)


def _take_back(attempt: Attempt) -> None:
    for key, _rule in attempt.buckets:
        _less(key)
    cache.delete_many(attempt.held)


def _check(key: str, now: datetime) -> None:
    until = cache.get(f"{key}:wait")
    if until is not None and until > _stamp(now):
        raise MustWait(_moment(until))


def _more(key: str, seconds: int) -> int:
    """Counts one more; it may have been forgotten between two words to the cache."""
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
    """The address; of IPv6 the network of 64 bits, which is what one line of a provider has."""
    if not address:
        return "nowhere"
    plain = ip_address(address)
    return str(ip_network((plain, 64), strict=False)) if isinstance(plain, IPv6Address) else str(plain)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, UTC)
