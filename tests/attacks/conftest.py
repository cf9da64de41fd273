"""A register into which somebody has written what does harm where it is shown, sent or kept carelessly.

Made once a module, in a transaction that is rolled back; what a test changes is rolled back after it.
"""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

from engagements.models import Commitment, Engagement, Participation, Partner, Person, Source, User
from engagements.permissions import Permission, Role
from engagements.services.recording import CommitmentRecord
from engagements.services.reporting import add_proof_file, report_progress
from engagements.services.saved_filters import save_filter
from engagements.services.tokens import issue_token
from engagements.services.units import UnitPlan, add_unit
from engagements.services.vocabularies import load_vocabularies
from ingest.models import Draft, Release
from ingest.services import submission
from tests.attacks.evil import EVIL, evil
from tests.engagements.conftest import NOW, Register
from tests.ingest.conftest import hand_made_draft
from tests.proving import browser_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker


@dataclass
class World:
    """Records whose every text is an attack; accounts by role."""

    users: dict[Role, User]
    engagement: Engagement
    commitment: Commitment
    source: Source
    partner: Partner
    person: Person
    release: Release
    draft: Draft
    token: str
    numbers: dict[str, int] = field(default_factory=dict)

    def client(self, role: Role = Role.ADMIN, *, csrf: bool = False, language: str = "ar") -> Client:
        client = browser_of(self.users[role], enforce_csrf_checks=csrf)
        client.cookies["django_language"] = language
        return client

    def path(self, pattern: str) -> str:
        """`pattern` with the numbers of the records in the place of their names."""
        return pattern.format(**self.numbers)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        tempfile.TemporaryDirectory() as files,
        override_settings(MEDIA_ROOT=files),
        transaction.atomic(),
    ):
        yield _made()
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper() -> None:
    """The mark `django_db` has the database made; pytest-django's own transaction a test would close the world's."""


@pytest.fixture(autouse=True)
def _as_it_was(world: World) -> Iterator[None]:
    """Each test finds the world as it was made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _made() -> World:
    load_vocabularies()
    users = _accounts()
    admin, editor = users[Role.ADMIN], users[Role.EDITOR]
    text = f"مقدمة {evil('quoted')} وفي الختام {evil('promise')} انتهى."
    engagement = _engagement(Register(editor, count(1)), text)
    source = engagement.sources.get()
    commitment = Commitment.objects.get(engagement=engagement)
    _reported(commitment, admin)
    unit = add_unit(plan=UnitPlan(evil("unit")[:150], "", None), by=admin, now=NOW)
    save_filter(by=admin, name=evil("filter")[:60], path="/follow-ups/", query="view=overdue", now=NOW)
    _token, secret = issue_token(by=admin, name=evil("token")[:60], expires_at=None, now=NOW)
    release = _release(text, editor)
    draft = hand_made_draft(release, title=evil("draft"), city=evil("draft city")[:120])
    participation = Participation.objects.get(engagement=engagement)
    partner, person = Partner.objects.order_by("pk")[0], participation.person
    assert person
    made = World(users, engagement, commitment, source, partner, person, release, draft, secret)
    made.numbers = {
        "engagement": engagement.pk,
        "commitment": commitment.pk,
        "proof": commitment.proofs.get().pk,
        "partner": partner.pk,
        "person": person.pk,
        "release": release.pk,
        "draft": draft.pk,
        "unit": unit.pk,
    }
    assert EVIL in engagement.title
    assert users[Role.ADMIN].may(Permission.ADMINISTER)
    return made


def _accounts() -> dict[Role, User]:
    """One of each role; managers and administrators see what is restricted."""
    for role in Role:
        User.objects.create_user(
            role.value,
            f"{role.value}@example.org",
            "a long enough one",
            role=role,
            first_name=evil(role.value)[:140],
        )
    User.objects.filter(role__in=(Role.ADMIN, Role.MANAGER)).update(in_restricted_group=True)
    User.objects.filter(role=Role.ADMIN).update(is_staff=True, is_superuser=True)
    return {role: User.objects.get(username=role.value) for role in Role}


def _engagement(register: Register, text: str) -> Engagement:
    source = register.source(
        text,
        title=evil("source title"),
        outlet=evil("outlet")[:200],
        url="javascript:alert(1)//https://x.example",
    )
    return register.engagement(
        source,
        title=evil("title"),
        summary=evil("summary"),
        city=evil("city")[:120],
        date=date(2026, 11, 18),
        date_as_written=evil("day")[:200],
        topics=("mining",),
        organizations=(evil("organization")[:250],),
        participants=(
            register.participant(
                evil("name")[:200], role=evil("role")[:250], organization=evil("office")[:250]
            ),
        ),
        commitments=(
            CommitmentRecord(kind="agreed", text=evil("commitment"), owner=evil("owner")[:200], due_on=None),
        ),
        evidence=(register.quotation("title", evil("quoted"), evil("title"), text=text),),
    )


def _reported(commitment: Commitment, by: User) -> None:
    report_progress(
        commitment=commitment,
        rating="late",
        words=evil("progress"),
        next_step=evil("next"),
        by=by,
        now=NOW,
    )
    add_proof_file(
        commitment=commitment,
        content=b"%PDF-1.7",
        filename=evil("proof").replace("/", "") + ".pdf",
        by=by,
        now=NOW,
    )


def _release(text: str, by: User) -> Release:
    release = submission.submit(
        content=text.encode(), filename=evil("file").replace("/", "")[:180] + ".txt", by=by, now=NOW
    ).release
    Source.objects.filter(pk=release.pk).update(
        title=evil("release title"), outlet=evil("outlet")[:200], text=text
    )
    return release
