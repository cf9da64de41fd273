"""What one wants to be told, chosen on the page of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Subscription, User
from tests.engagements.reminding.conftest import wants

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

LETTERS = "/account/letters/"
PLAIN = {"days": "90"}


def chosen() -> list[Any]:
    return list(Subscription.objects.order_by("kind").values_list("kind", "in_app", "by_mail", "days"))


def with_address(client: Client) -> Client:
    User.objects.update(email="a@lana.example")
    return client


def test_a_letter_needs_an_address(as_role: Callable[[str], Client]) -> None:
    answer = as_role("viewer").post(LETTERS, PLAIN | {"overdue_by_mail": "on"})
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"__all__"}
    assert chosen() == []


def test_each_kind_is_chosen_by_itself(as_role: Callable[[str], Client]) -> None:
    client = with_address(as_role("viewer"))
    asked = PLAIN | {
        "due_soon_in_app": "on",
        "leads": "7، ٣٠ 1,7",
        "overdue_by_mail": "on",
        "assigned_in_app": "on",
    }
    assert client.post(LETTERS, asked).status_code == 302
    assert chosen() == [
        ("assigned", True, False, []),
        ("due_soon", True, False, [30, 7, 1]),
        ("overdue", False, True, []),
    ]
    form = client.get(LETTERS).context["form"]
    assert form["leads"].value() == "30, 7, 1"
    ticked = {name for name in form.fields if form[name].value() is True}
    assert ticked == {"due_soon_in_app", "overdue_by_mail", "assigned_in_app"}
    assert client.post(LETTERS, PLAIN | {"changed_by_mail": "on"}).status_code == 302
    assert chosen() == [("changed", False, True, [])]
    assert client.post(LETTERS, PLAIN).status_code == 302
    assert chosen() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_soon_in_app": "on", "leads": ""}, "leads"),
        ({"leads": "1,2,3,4,5,6"}, "leads"),
        ({"leads": "366"}, "leads"),
        ({"leads": "7, soon"}, "leads"),
        ({"leads": "-1"}, "leads"),
        ({"leads": "²"}, "leads"),
        ({"leads": "99999999999999999999"}, "leads"),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_wrong_is_told(
    as_role: Callable[[str], Client], wrong: dict[str, str], field: str, language: str
) -> None:
    client = with_address(as_role("viewer"))
    client.cookies["django_language"] = language
    answer = client.post(LETTERS, PLAIN | wrong)
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert chosen() == []


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar", "manager", "admin"])
def test_the_week_in_figures_is_offered_to_managers(as_role: Callable[[str], Client], role: str) -> None:
    client = with_address(as_role(role))
    offered = "managers" in client.get(LETTERS).context["form"].fields
    assert offered == (role in {"manager", "admin"})
    client.post(LETTERS, PLAIN | {"managers": "on"})
    assert chosen() == ([("managers", False, True, [])] if offered else [])


def test_who_is_no_manager_any_more_gets_no_figures_when_saving(
    as_role: Callable[[str], Client], account: Callable[..., User]
) -> None:
    client = as_role("viewer")
    wants(User.objects.get(), "managers", in_app=False, by_mail=True)
    client.post(LETTERS, PLAIN)
    assert chosen() == []
