"""An account is closed: what is open goes to others, what opens by itself is ended; and two who act at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Session
from accounts.services.deactivating import Takers, deactivate, reactivate
from accounts.services.invitations import Joining, accept, invite
from accounts.services.members import change_role
from engagements.errors import Conflict, Refusal
from engagements.models import (
    Commitment,
    Engagement,
    Following,
    SavedFilter,
    Step,
    Subscription,
    User,
)
from engagements.permissions import Refused, Role
from engagements.services.calendar_feeds import issue_feed
from engagements.services.tokens import issue_token
from ingest.models import Draft, DraftStatus, DraftWork
from tests.accounts.members import NOW, person, signed_in, trail
from tests.ingest.conftest import hand_made_draft, submit
from tests.ingest.racing import race

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture
def anas(db: None) -> User:
    return person("anas", Role.ADMIN, in_restricted_group=True)


@pytest.fixture
def huda(db: None) -> User:
    return person("huda", Role.EDITOR, password=make_password("a long enough one"))


def follow_up(by: User, text: str, *, restricted: bool = False, assignee: User | None = None) -> Commitment:
    engagement = Engagement.objects.create(
        kind="meeting",
        title=text,
        date=date(2026, 11, 18),
        confidentiality="restricted" if restricted else "open",
        approved_by=by,
        approved_at=NOW,
    )
    made = Commitment.objects.create(engagement=engagement, kind="agreed", text=text, assignee=assignee)
    made.refresh_from_db()
    return made


@pytest.fixture
def drafts(huda: User, settings: Settings, tmp_path: Path) -> list[Draft]:
    """Four of one release: hers to review, hers and another's, approved first by her, and one that she has open."""
    settings.MEDIA_ROOT = tmp_path
    release = submit(huda)
    made = [hand_made_draft(release, index) for index in range(4)]
    endorsed = {
        "status": DraftStatus.ENDORSED,
        "endorsed_by": huda,
        "endorsed_at": NOW,
        "left_form": {"title": ["x"]},
    }
    Draft.objects.filter(pk=made[2].pk).update(**endorsed)
    Draft.objects.filter(pk=made[3].pk).update(claimed_by=huda, claimed_until=NOW + timedelta(minutes=5))
    for each in made[:2]:
        DraftWork.objects.create(draft=each, by=huda, fields={"title": ["hers"]}, saved_at=NOW)
    return made


def test_all_that_is_open_goes_to_others_in_one_go(anas: User, huda: User, drafts: list[Draft]) -> None:
    sami = person("sami", Role.EDITOR)
    open_one = follow_up(anas, "تدريب", assignee=huda)
    hidden = follow_up(anas, "سري", restricted=True, assignee=huda)
    step = Step.objects.create(commitment=open_one, text="خطوة", assignee=huda)
    done = Step.objects.create(commitment=open_one, text="تمت", assignee=huda, done_on=NOW.date())
    DraftWork.objects.create(draft=drafts[1], by=sami, fields={"title": ["his"]}, saved_at=NOW)
    for user, name, query in ((huda, "a", "q=1"), (huda, "b", "q=2"), (sami, "a", "q=3"), (sami, "c", "q=2")):
        SavedFilter.objects.create(
            user=user, name=name, path="/follow-ups/", query=query, seen_at=NOW, seen_before=NOW
        )
    Following.objects.create(user=huda, commitment=hidden)
    Following.objects.create(user=huda, commitment=open_one)
    page = signed_in(anas).get(f"/members/{huda.pk}/deactivate/")
    assert [(each.kind, each.number) for each, _field in page.context["rows"]] == [
        ("follow_ups", 2),
        ("steps", 1),
        ("unfinished", 2),
        ("endorsed", 1),
        ("saved", 2),
        ("followed", 2),
    ]
    chosen = dict.fromkeys(("follow_ups", "steps", "unfinished", "endorsed", "saved", "followed"), sami.pk)
    assert signed_in(anas).post(f"/members/{huda.pk}/deactivate/", chosen).status_code == 302
    for row in (open_one, hidden, step, done):
        row.refresh_from_db()
    # Who is outside the restricted group is given nothing of it.
    assert (open_one.assignee, hidden.assignee, step.assignee, done.assignee) == (sami, None, sami, huda)
    work = {(each.draft_id, each.by.username, each.fields["title"][0]) for each in DraftWork.objects.all()}
    assert work == {
        (drafts[0].pk, "sami", "hers"),
        (drafts[1].pk, "huda", "hers"),
        (drafts[1].pk, "sami", "his"),
        (drafts[2].pk, "sami", "x"),
    }
    for each in drafts:
        each.refresh_from_db()
    assert (drafts[2].status, drafts[2].endorsed_by) == (DraftStatus.PENDING, None)
    assert drafts[3].claimed_by is None
    saved = SavedFilter.objects.filter(user=sami).order_by("name")
    assert [(each.name, each.query) for each in saved] == [("a", "q=3"), ("a (2)", "q=1"), ("c", "q=2")]
    assert [each.commitment for each in Following.objects.filter(user=sami)] == [open_one]
    told = trail("changed", "handed_over", "deactivated")
    assert {who for who, _what, _changes in told} == {"Anas"}
    assert ("Anas", "deactivated", {"is_active": ["True", "False"]}) in told
    assert ("Anas", "changed", {"assignee": ["Huda", "Sami"]}) in told
    assert ("Anas", "changed", {"assignee": ["Huda", None]}) in told
    assert ("Anas", "changed", {"step": ["خطوة · Huda", "خطوة · Sami"]}) in told
    assert ("Anas", "handed_over", {"follow_ups": ["Huda", "Sami"]}) in told
    assert ("Anas", "handed_over", {"first_approval": ["Huda", "Sami"]}) in told


def test_with_nobody_nothing_is_left_assigned_and_nothing_typed_is_lost(
    anas: User, huda: User, drafts: list[Draft]
) -> None:
    one = follow_up(anas, "تدريب", assignee=huda)
    deactivate(account=huda, takers=Takers(), by=anas, now=NOW)
    one.refresh_from_db()
    drafts[2].refresh_from_db()
    assert one.assignee is None
    assert (drafts[2].status, drafts[2].endorsed_by) == (DraftStatus.ENDORSED, huda)
    assert DraftWork.objects.filter(by=huda).count() == 2


def test_what_opens_by_itself_is_ended_and_does_not_come_back(anas: User, huda: User) -> None:
    User.objects.filter(pk=huda.pk).update(role=Role.ADMIN)
    huda.refresh_from_db()
    hers = signed_in(huda)
    _token, secret = issue_token(by=huda, name="a program", expires_at=None, now=NOW)
    _feed, address = issue_feed(by=huda, scope="mine", now=NOW)
    invited, link = invite(email="b@lana.example", role="admin", language="ar", by=huda, now=timezone.now())
    Subscription.objects.create(user=huda, kind="overdue", by_mail=True)
    bearer = {"Authorization": f"Bearer {secret}"}
    program = Client()
    assert program.get("/api/v1/engagements", headers=bearer).status_code == 200
    assert program.get(f"/calendar/{address}.ics").status_code == 200
    deactivate(account=huda, takers=Takers(), by=anas, now=timezone.now())
    for _time in ("closed", "opened again"):
        assert hers.get("/account/").status_code == 302
        assert program.get("/api/v1/engagements", headers=bearer).status_code == 401
        assert program.get(f"/calendar/{address}.ics").status_code == 404
        assert program.get(f"/join/{link}/").status_code == 404
        reactivate(account=huda, by=anas, now=NOW)
    huda.refresh_from_db()
    assert huda.is_active
    assert not reactivate(account=huda, by=anas, now=NOW)
    assert not Session.objects.filter(account=huda).exists()
    assert not Subscription.objects.exists()
    invited.refresh_from_db()
    assert invited.revoked_at is not None
    assert [
        what for _who, what, _changes in trail("deactivated", "reactivated", "revoked", "session_ended")
    ] == [
        "deactivated",
        "session_ended",
        "revoked",
        "revoked",
        "revoked",
        "reactivated",
    ]


def test_only_who_can_may_take_over(anas: User, huda: User, drafts: list[Draft]) -> None:
    viewer, closed = person("viewer"), person("closed", Role.EDITOR, is_active=False)
    client, path = signed_in(anas), f"/members/{huda.pk}/deactivate/"
    for kind, taker in (("unfinished", viewer), ("unfinished", closed), ("endorsed", huda)):
        answer = client.post(path, {kind: taker.pk})
        assert answer.status_code == 400
        assert answer.context["form"].errors.keys() == {kind}
        with pytest.raises(Refusal):
            deactivate(account=huda, takers=Takers(**{kind: taker}), by=anas, now=NOW)
    huda.refresh_from_db()
    assert huda.is_active
    assert not trail("deactivated", "handed_over")
    assert signed_in(viewer).get(path).status_code == 403
    User.objects.filter(pk=huda.pk).update(is_active=False)
    assert client.get(path).status_code == 404
    with pytest.raises(Refusal):
        deactivate(account=huda, takers=Takers(), by=anas, now=NOW)


def test_who_sees_nothing_restricted_is_told_nothing_of_it_and_hands_it_over_all_the_same(
    huda: User,
) -> None:
    outside, inside = person("outside", Role.ADMIN), person("inside", in_restricted_group=True)
    hidden = follow_up(outside, "سري", restricted=True, assignee=huda)
    page = signed_in(outside).get(f"/members/{huda.pk}/deactivate/")
    assert page.context["rows"] == []
    assert "سري" not in page.text
    deactivate(account=huda, takers=Takers(follow_ups=inside), by=outside, now=NOW)
    hidden.refresh_from_db()
    assert hidden.assignee == inside


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_made_and_an_administrator_stays() -> None:
    """Administrators who take each other's role, or close each other's account; an invitation opened twice."""
    for number in range(3):
        one, other = (person(f"{name}{number}", Role.ADMIN) for name in ("one", "other"))
        assert len(race(demoting(one, other), demoting(other, one))) == 1
        (last,) = User.objects.filter(role=Role.ADMIN, is_active=True)
        third = person(f"third{number}", Role.ADMIN)
        assert len(race(closing(last, third), closing(third, last))) == 1
        (last,) = User.objects.filter(role=Role.ADMIN, is_active=True)
        email, now = f"new{number}@lana.example", timezone.now()
        _made, secret = invite(email=email, role="viewer", language="ar", by=last, now=now)
        assert len(race(*(joining(secret, f"{name}{number}") for name in ("first", "second")))) == 1
        assert User.objects.filter(email=email).count() == 1
        User.objects.filter(role=Role.ADMIN).update(role=Role.VIEWER)
    assert Invitation.objects.exclude(accepted_at=None).count() == 3


def demoting(account: User, by: User) -> Callable[[], object]:
    return refusable(lambda: change_role(account=account, role=Role.VIEWER, by=by, now=NOW))


def closing(account: User, by: User) -> Callable[[], object]:
    return refusable(lambda: deactivate(account=account, takers=Takers(), by=by, now=NOW))


def joining(secret: str, username: str) -> Callable[[], object]:
    said = Joining(username=username, first_name="x", last_name="", password="a long enough one")
    return lambda: accept(secret=secret, joining=said, now=timezone.now())


def refusable(act: Callable[[], object]) -> Callable[[], object]:
    """Whoever is no administrator any more lost the race, too."""

    def run() -> object:
        try:
            return act()
        except Refused as refused:
            raise Conflict(str(refused)) from refused

    return run
