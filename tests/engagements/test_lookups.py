"""Lookups whose SQL is compiled once: the values are those of each call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from engagements.lookups import rows_by
from engagements.models import Country, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User

pytestmark = pytest.mark.django_db


def test_a_look_up_finds_what_the_same_filter_does(account: Callable[..., User]) -> None:
    now = timezone.now()
    users = [account("viewer"), account("manager")]
    for user in users:
        for name in ("ب", "أ"):
            SavedFilter.objects.create(
                user=user, name=name, path="/topics/mining/", query=name, seen_at=now, seen_before=now
            )
        SavedFilter.objects.create(user=user, name="ج", path="/", seen_at=now, seen_before=now)
    for user in [*users, users[0]]:
        found = rows_by(SavedFilter, user_id=user.pk, path="/topics/mining/")
        assert [(one.user_id, one.name) for one in found] == [(user.pk, "أ"), (user.pk, "ب")]
        assert found == list(SavedFilter.objects.filter(user=user, path="/topics/mining/"))
    assert rows_by(SavedFilter, user_id=users[0].pk, path="/' OR true --") == []


def test_the_same_columns_asked_otherwise_are_another_look_up(vocabularies: None) -> None:
    assert [one.name_en for one in rows_by(Country, code="JP")] == ["Japan"]
    assert [one.pk for one in rows_by(Country, code__gt="ZA")] == ["ZM", "ZW"]
    assert rows_by(Country, code="jp") == []


@pytest.mark.parametrize("asked", [{"code__in": ["JP"]}, {"code__startswith": "J"}, {"code": None}])
def test_what_is_more_than_its_values_is_no_look_up(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot be looked up by code"):
        rows_by(Country, **asked)
