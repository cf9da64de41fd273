"""A small register to ask questions of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from engagements.models import Commitment, Country, Engagement, Partner, Person, Source, Topic, User
from engagements.permissions import Role
from engagements.services.recording import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
    record_engagement,
)
from engagements.services.vocabularies import load_vocabularies
from tests.engagements.merging import told
from tests.engagements.uniting import EMBASSY, KENJI, KINJI, MISSION, met, register_owner
from tests.proving import browser_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import Settings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = (
    "استقبل وزير الصناعة والمعادن سالم القماطي في طرابلس صباح الأربعاء السفير الياباني كينجي موراكامي، "
    "واتفق الجانبان على تدريب عشرين فنيًا من مصنع الحديد قبل نهاية فبراير."
)


@dataclass
class Register:
    """Writes into the register through its own services."""

    editor: User
    numbers: Any

    def source(self, text: str = TEXT, **values: Any) -> Source:
        return Source.objects.create(
            **{"text": text, "title": "عنوان البيان", "outlet": "المكتب الإعلامي", "language": "ar"} | values
        )

    def record(self, **values: Any) -> EngagementRecord:
        fields: dict[str, Any] = {
            "kind": "meeting",
            "status": "held",
            "title": f"لقاء رقم {next(self.numbers)}",
            "summary": "",
            "date": date(2026, 11, 18),
            "date_precision": "day",
            "date_end": None,
            "date_as_written": "",
            "city": "طرابلس",
            "country": "LY",
            "partner_countries": ("JP",),
        }
        return EngagementRecord(**fields | values)

    def engagement(self, source: Source | None = None, **values: Any) -> Engagement:
        return record_engagement(
            record=self.record(**values), source=source or self.source(), by=self.editor, now=NOW
        )

    def commitment(self, **values: Any) -> Commitment:
        """A commitment in an engagement of its own; `countries` are that one's."""
        countries = values.pop("countries", ("JP",))
        record = CommitmentRecord(
            **{"kind": "agreed", "text": f"التزام رقم {next(self.numbers)}", "owner": "", "due_on": None}
            | values
        )
        engagement = self.engagement(partner_countries=countries, commitments=(record,))
        return Commitment.objects.get(engagement=engagement)

    def quotation(
        self, field: str, words: str, value: str = "", text: str = TEXT, **values: Any
    ) -> Quotation:
        """The first place in the text where these words stand."""
        start = text.index(words)
        fields: dict[str, Any] = {
            "field": field,
            "start": start,
            "end": start + len(words),
            "value": value or words,
            "rule": "by-hand",
            "band": "sure",
            "state": "accepted",
        }
        return Quotation(**fields | values)

    def participant(self, name: str, **values: Any) -> ParticipantRecord:
        return ParticipantRecord(
            **{"name": name, "role": "السفير", "organization": "", "side": "partner", "country": "JP"}
            | values
        )


@pytest.fixture(scope="session")
def written() -> dict[str, bytes]:
    """What `load_vocabularies` wrote into each table, for the tests after the first that asks for it."""
    return {}


@pytest.fixture
def vocabularies(db: None, written: dict[str, bytes]) -> None:
    """The same rows for each test, put together once: copying them takes a tenth of the time."""
    known = bool(written)
    if not known:
        load_vocabularies()
    for model in (Country, Topic):
        columns = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
        what = f"{model._meta.db_table} ({', '.join(columns)})"
        with connection.cursor() as cursor:
            if known:
                with cursor.copy(f"COPY {what} FROM STDIN") as copied:
                    copied.write(written[what])
            else:
                with cursor.copy(f"COPY {what} TO STDOUT") as copied:
                    written[what] = b"".join(bytes(block) for block in copied)


@pytest.fixture
def account(db: None) -> Callable[..., User]:
    """Makes accounts by role. Their password is unusable: tests log in without one."""

    def make(role: Role | str, username: str = "") -> User:
        return User.objects.create(
            username=username or str(role),
            role=role,
            first_name="فلان",
            last_name=str(role),
            in_restricted_group=role in ("manager", "admin"),
        )

    return make


@pytest.fixture
def as_role(account: Callable[..., User]) -> Callable[[str], Client]:
    """A browser in which somebody of this role is signed in."""

    def sign_in(role: str) -> Client:
        user = User.objects.filter(username=role).first() or account(role)
        return browser_of(user)

    return sign_in


@pytest.fixture
def register(vocabularies: None, account: Callable[..., User]) -> Register:
    return Register(account("editor"), count(1))


@pytest.fixture
def no_default_due(settings: Settings) -> None:
    """A follow-up of which no due date is stated has none."""
    settings.DEFAULT_DUE_DAYS = 0


@pytest.fixture
def japan(vocabularies: None) -> Country:
    return Country.objects.get(pk="JP")


@pytest.fixture
def survivor(register: Register) -> Engagement:
    return told(register, summary="")


@pytest.fixture
def other(register: Register) -> Engagement:
    return told(
        register,
        outlet="وكالة الساحل",
        summary="خلاصة",
        date=date(2026, 11, 17),
        evidence=(register.quotation("date", "صباح الأربعاء", "2026-11-17"),),
        partner_countries=("JP", "IT"),
        topics=("mining", "training"),
        organizations=("شركة هوكوتو", "سفارة اليابان"),
        participants=(
            register.participant("كينجي موراكامي", organization="السفارة"),
            register.participant(
                "آيا تاناهاشي", evidence=(register.quotation("name", "كينجي", "آيا تاناهاشي"),)
            ),
        ),
        promise="تدريب 24 فنيا",
    )


@pytest.fixture
def people(register: Register) -> tuple[Person, Person]:
    """Two of nearly one name; each in two engagements, of which one is the same."""
    met(register, KENJI)
    met(register, KINJI, organizations=(MISSION,))
    both = (
        register.participant(KENJI, role=""),
        register.participant(KINJI, evidence=(register.quotation("role", "السفير الياباني", "السفير"),)),
    )
    met(register, "آخر", participants=both, organizations=(EMBASSY, MISSION))
    first, second = Person.objects.get(name_ar=KENJI), Person.objects.get(name_ar=KINJI)
    second.aliases.create(text="كنجي")
    first.aliases.create(text="القنجي")
    second.aliases.create(text="القنجي")
    return first, second


@pytest.fixture
def partners(people: tuple[Person, Person]) -> tuple[Partner, Partner]:
    first, second = Partner.objects.get(name_ar=EMBASSY), Partner.objects.get(name_ar=MISSION)
    for one, text in ((first, "سفارة طوكيو"), (second, "بعثة اليابان")):
        one.aliases.create(text=text)
        register_owner(one)
    return first, second
