"""The numbers beside the filters of the list of follow-ups, and the columns they rest on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engagements.follow_ups.counting import counts_of
from engagements.follow_ups.ready import counts
from engagements.lists.paging import AtLeast
from engagements.models import Commitment, Country, Engagement, Topic
from tests.engagements.follow_ups.conftest import TODAY, asked, promised

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register


def test_a_choice_is_counted_under_the_other_filters_and_not_under_its_own(register: Register) -> None:
    promised(register, 2, partner_countries=("JP",), topics=("mining",))
    promised(register, 3, partner_countries=("IT",), topics=("mining",))
    promised(register, 5, partner_countries=("IT",), topics=("training",))
    counted = counts_of(asked("country=JP&topic=mining", register.editor))
    assert counted.total == 2
    assert counted.of("country") == {"JP": 2, "IT": 3}
    assert counted.of("topic") == {"mining": 2}
    assert counted.of("kind") == {"agreed": 2}


def test_statuses_are_counted_though_only_open_ones_are_shown(register: Register) -> None:
    register.commitment()
    closed = register.commitment()
    Commitment.objects.filter(pk=closed.pk).update(status="done", closed_on=TODAY)
    assert counts_of(asked("", register.editor)).of("status") == {"open": 1}
    assert counts_of(asked("status=open", register.editor)).of("status") == {"open": 1, "done": 1}


def test_counts_of_a_long_list_say_that_there_are_more(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagements.follow_ups.counting.FIRST", 2)
    promised(register, 3)
    counted = counts_of(asked("", register.editor))
    assert (counted.total, counted.bounded) == (3, True)
    assert str(counted.of("kind")["agreed"]) == "2+"
    assert isinstance(counted.of("kind")["agreed"], AtLeast)


def test_restricted_ones_are_in_no_list_and_no_count(
    register: Register, account: Callable[..., User]
) -> None:
    secret = promised(register, topics=("mining",))
    Engagement.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    promised(register, topics=("training",))
    viewer = account("viewer")
    counted = counts_of(asked("view=all", viewer))
    assert (counted.total, counted.of("topic")) == (1, {"training": 1})
    assert set(counts(viewer, TODAY).values()) <= {0, 1}


def test_what_it_is_about_follows_the_engagement(register: Register) -> None:
    made = promised(register, partner_countries=("JP", "IT"), topics=("mining",), date=date(2026, 5, 1))
    one = made.commitments.get()

    def about() -> tuple[list[str], date | None, str]:
        one.refresh_from_db()
        return one.about, one.made_on, one.first_country

    assert about() == (["country=IT", "country=JP", "topic=mining"], date(2026, 5, 1), "IT")
    made.partner_countries.remove(Country.objects.get(pk="IT"))
    made.topics.add(Topic.objects.get(pk="training"))
    Engagement.objects.filter(pk=made.pk).update(date=date(2026, 5, 2))
    assert about() == (["country=JP", "topic=mining", "topic=training"], date(2026, 5, 2), "JP")
    other = register.engagement(partner_countries=(), topics=(), date=None, date_precision="none")
    Commitment.objects.filter(pk=one.pk).update(engagement=other)
    assert about() == ([], None, "")
    Commitment.objects.filter(pk=one.pk).update(about=["country=XX"], made_on=TODAY)
    assert about() == ([], None, "")
