"""Names of one person, met under two spellings, and who keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from engagements.duplicates.search import search
from engagements.models import Person
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KENJI, KINJI = "كينجي موراكامي", "كنجي موراكامي"


def met(register: Register, name: str, **values: Any) -> Person:
    promise = CommitmentRecord("agreed", f"وعد {name}", name, None)
    engagement = register.engagement(
        **{"participants": (register.participant(name),), "commitments": (promise,)} | values
    )
    return engagement.participations.get(name=name).person  # type: ignore[return-value]


@pytest.fixture
def first(register: Register) -> Person:
    met(register, KENJI)
    return met(register, KENJI)


@pytest.fixture
def second(register: Register) -> Person:
    return met(register, KINJI, title="لقاء الثاني")


@pytest.fixture
def registrar(as_role: Callable[[str], Client]) -> Client:
    return as_role("registrar")


@pytest.fixture
def pair(register: Register) -> tuple[Person, Person]:
    one, other = met(register, "كينجي موراكامي"), met(register, "كنجي موراكامي")
    met(register, "هاروكي تاناكا")
    search("person", now=NOW)
    return one, other
