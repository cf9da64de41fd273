"""Where sources disagree, the pages show both values with who said them, and let an editor settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Engagement
from tests.engagements.settling.conftest import DAY, join, open_fields, points

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_both_values_stand_with_who_said_them(disputed: Engagement, as_role: Callable[[str], Client]) -> None:
    assert points(disputed) == {
        "date": ["2026-11-18", "2026-11-17"],
        "name": ["كينجي موراكامي", "كنجي موراكاوا"],
        "role": ["السفير", "القائم بالأعمال"],
        "text": ["تدريب عشرين فنيًا", "تدريب 24 فنيا"],
        "due_on": ["2027-02-28", "2027-03"],
    }
    assert open_fields(disputed) == set(points(disputed))
    answer = as_role("viewer").get(disputed.get_absolute_url())
    html = answer.content.decode()
    assert "كنجي موراكاوا" in html
    assert "وكالة الساحل" in html
    assert "القائم بالأعمال" in html
    assert f"/engagements/{disputed.pk}/settle/" not in html, "a viewer settles nothing"
    html = as_role("registrar").get(disputed.get_absolute_url()).content.decode()
    assert f"/engagements/{disputed.pk}/settle/date/?value=1" in html


def test_settling_on_the_page(
    register: Register, disputed: Engagement, as_role: Callable[[str], Client]
) -> None:
    client = as_role("registrar")
    address = f"/engagements/{disputed.pk}/settle/date/"
    answer = client.get(f"{address}?value=1")
    assert answer.status_code == 200
    seen = answer.context["form"]["seen"].value()
    html = answer.content.decode()
    assert "صباح الأربعاء" in html
    assert client.post(address, {"choice": "other", "seen": seen}).status_code == 422
    assert client.post(address, {"choice": "other", "other": "nonsense", "seen": seen}).status_code == 422
    assert client.post(address, {"choice": "1", "seen": "0"}).status_code == 409
    answer = client.post(address, {"choice": "1", "seen": seen, "note": "بحسب المحضر"})
    assert (answer.status_code, answer["Location"]) == (302, disputed.get_absolute_url())
    html = client.get(disputed.get_absolute_url()).content.decode()
    assert "بحسب المحضر" in html
    assert "conflict--settled" in html
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 302
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 409
    assert "date" in open_fields(disputed)


def test_a_country_is_shown_and_settled_by_its_name(
    register: Register, engagement: Engagement, as_role: Callable[[str], Client]
) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(country="LY")
    join(register, engagement, "وكالة الساحل", evidence=(register.quotation("country", "الياباني", "JP"),))
    client = as_role("registrar")
    assert "اليابان" in client.get(engagement.get_absolute_url()).content.decode()
    address = f"/engagements/{engagement.pk}/settle/country/"
    seen = client.get(address).context["form"]["seen"].value()
    assert client.post(address, {"choice": "other", "other": "IT", "seen": seen}).status_code == 302
    engagement.refresh_from_db()
    assert engagement.country_id == "IT"


def test_who_may_not_settle_is_refused(disputed: Engagement, as_role: Callable[[str], Client]) -> None:
    for role in ("viewer", "manager"):
        client = as_role(role)
        assert client.get(f"/engagements/{disputed.pk}/settle/date/").status_code == 403
        assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 403
    client = as_role("registrar")
    assert client.get(f"/engagements/{disputed.pk}/settle/city/").status_code == 404
    Engagement.objects.filter(pk=disputed.pk).update(confidentiality="restricted")
    assert client.get(f"/engagements/{disputed.pk}/settle/date/").status_code == 404
    assert client.post(f"/engagements/{disputed.pk}/reopen/date/").status_code == 404


def test_what_is_unsettled_is_listed_and_waits_on_the_first_page(
    register: Register, disputed: Engagement, as_role: Callable[[str], Client]
) -> None:
    agreed = register.engagement(title="متفق عليه")
    client = as_role("registrar")
    html = client.get("/conflicts/").content.decode()
    assert disputed.title in html
    assert agreed.title not in html
    assert "/conflicts/" in client.get("/").content.decode()
    assert "/conflicts/" not in as_role("viewer").get("/").content.decode()
    assert client.get("/conflicts/?colour=blue").context["rows"] == []
    Engagement.objects.filter(pk=disputed.pk).update(confidentiality="restricted")
    assert disputed.title not in client.get("/conflicts/").content.decode()
    assert "/conflicts/" not in client.get("/").content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_the_same_however_long(
    register: Register,
    as_role: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
    size: int,
) -> None:
    for _number in range(size):
        one = register.engagement(evidence=(register.quotation("date", DAY, "2026-11-18"),))
        join(register, one, "وكالة الساحل", evidence=(register.quotation("date", DAY, "2026-11-17"),))
    client = as_role("registrar")
    with django_assert_max_num_queries(22):
        assert len(client.get("/conflicts/").context["rows"]) == size
