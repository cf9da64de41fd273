"""What the queue can be asked for: views, filters, whose drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict
from django.urls import reverse

from engagements.models import User
from ingest.models import Draft, DraftWork, RejectReason, SuggestedPair
from ingest.queue import ready
from ingest.queue.pages import next_after
from ingest.services import holding, postponing, review
from tests.ingest.conftest import NOW, RELEASE, submit
from tests.ingest.queue.conftest import DAY, TOMORROW, listed, waiting

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("check=no", [1, 6, 5]),
        ("check=yes", [4, 0, 2, 3]),
        ("check=guess", [4, 0, 2]),
        ("days=3", [4, 1, 0, 2, 6]),
        ("days=9", [4, 1]),
        ("waiting_since=2026-11-19", [0, 2, 6, 3, 5]),
        ("waiting_until=2026-11-19", [4, 1, 0, 2, 6]),
        ("waiting_since=2026-11-19&waiting_until=2026-11-20", [0, 2, 6]),
        ("since=2026-11-01", [4, 0, 2, 6]),
        ("view=easy", [1, 6, 5]),
        ("view=long", [4, 1]),
        ("view=long&check=no", [1]),
        ("view=easy&sort=newest&days=1", [6, 1]),
        ("view=put_off", []),
        ("claim=free", [4, 1, 0, 2, 6, 3, 5]),
        ("outlet=المكتب الإعلامي&country=JP", [4, 1, 0, 2, 6, 3, 5]),
    ],
)
def test_filters_and_views_combine(
    various: list[Draft], editor: User, query: str, expected: list[int]
) -> None:
    assert listed(query, editor) == expected


def test_who_has_a_draft_open(various: list[Draft], editor: User, other_editor: User) -> None:
    ten = timedelta(minutes=10)
    holding.claim(number=various[0].pk, by=editor, now=NOW, lasting=ten)
    holding.claim(number=various[1].pk, by=other_editor, now=NOW, lasting=ten)
    assert listed("claim=me", editor) == [0]
    assert listed("claim=others", editor) == [1]
    assert listed("claim=free", editor) == [4, 0, 2, 6, 3, 5]
    assert listed("claim=others", editor, NOW + 2 * ten) == []


def test_mine_is_what_i_have_open_or_began(various: list[Draft], editor: User, other_editor: User) -> None:
    holding.claim(number=various[0].pk, by=editor, now=NOW, lasting=timedelta(minutes=10))
    for number, user in ((3, editor), (5, other_editor)):
        DraftWork.objects.create(draft=various[number], by=user, fields={}, saved_at=NOW)
    assert listed("view=mine", editor) == [0, 3]
    assert listed("view=mine", editor, NOW + DAY) == [3]


def test_what_is_put_off_stays_out_until_its_day(various: list[Draft], editor: User) -> None:
    postponing.postpone(draft=various[1], until=TOMORROW, note="", by=editor, now=NOW)
    assert 1 not in listed("", editor)
    assert listed("view=easy", editor) == [6, 5]
    assert listed("view=put_off", editor) == [1]
    assert listed("view=put_off", editor, NOW + DAY) == []
    assert 1 in listed("", editor, NOW + DAY)
    # Midnight is that of the ministry, two hours before the one of the machine.
    assert 1 in listed("", editor, NOW.replace(hour=22, minute=30))
    assert 1 not in listed("", editor, NOW.replace(hour=21, minute=30))


def test_what_waits_for_a_second_person(
    various: list[Draft], client: Client, editor: User, other_editor: User
) -> None:
    for number, user in ((0, editor), (3, other_editor)):
        Draft.objects.filter(pk=various[number].pk).update(
            status="endorsed", endorsed_by=user, endorsed_at=NOW, left_form={}
        )
    assert listed("view=second", editor) == [0, 3]
    assert 0 not in listed("", editor)
    # The way leads past what one approved oneself.
    assert next_after(various[5], QueryDict("view=second"), user=editor, now=NOW) == various[3]
    assert next_after(various[3], QueryDict("view=second"), user=editor, now=NOW) is None


def test_what_i_decided_lately_can_be_taken_back(
    various: list[Draft], client: Client, editor: User, other_editor: User
) -> None:
    for hours, (number, user) in enumerate(((0, editor), (3, editor), (5, other_editor))):
        when = NOW + timedelta(hours=hours)
        review.reject(draft=various[number], reason=RejectReason.OTHER, note="x", by=user, now=when)
    later = NOW + timedelta(hours=9)
    assert listed("view=decided", editor, later) == [3, 0]
    assert listed("view=decided", editor, NOW + ready.LATELY + timedelta(minutes=30)) == [3]
    client.force_login(editor)
    html = client.get(reverse("drafts") + "?view=decided").content.decode()
    for number in (0, 3):
        assert reverse("draft_undo", args=[various[number].pk]) in html
    assert "data-all" not in html


def test_with_and_without_a_likely_same_event(various: list[Draft], client: Client, editor: User) -> None:
    one, other = various[1], various[5]
    SuggestedPair.objects.create(draft=one, other_draft=other, score=0.8)
    SuggestedPair.objects.create(draft=other, other_draft=one, score=0.8)
    assert listed("same=yes", editor) == listed("view=same", editor) == [1, 5]
    assert listed("same=no", editor) == [4, 0, 2, 6, 3]
    client.force_login(editor)
    rows = client.get(reverse("drafts")).context["rows"]
    assert [row.draft.index for row in rows if row.likely] == [1, 5]
    review.reject(draft=other, reason=RejectReason.OTHER, note="x", by=editor, now=NOW)
    assert listed("view=same", editor) == []


def test_a_release_can_be_asked_for(various: list[Draft], client: Client, editor: User) -> None:
    other = submit(editor, RELEASE + "\n", outlet="صحيفة المرفأ")
    draft = waiting(other, 0)
    client.force_login(editor)
    response = client.get(f"{reverse('drafts')}?release={other.pk}")
    assert [row.draft for row in response.context["rows"]] == [draft]
    assert response.context["hidden"] == [("release", str(other.pk))]
