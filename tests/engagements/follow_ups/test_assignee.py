"""To whom follow-ups and steps can be assigned: the same people in each form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.follow_ups.change_form import CommitmentForm
from engagements.follow_ups.forms import CellForm
from engagements.follow_ups.page_forms import StepForm
from engagements.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from engagements.models import User
    from tests.engagements.conftest import Register


def offered(form: forms.Form) -> list[str]:
    """The accounts among the choices, without the one that says nobody."""
    field = form.fields["assignee"]
    assert str(field.choices[0][1]) in {"لا أحد", "Nobody"}  # type: ignore[attr-defined]
    return [user.username for user in field.queryset]  # type: ignore[attr-defined]


def test_each_form_offers_who_can_sign_in_and_who_has_it_already(
    register: Register, account: Callable[..., User]
) -> None:
    here, gone, left_with_it = account("manager"), account("viewer"), account("contributor")
    engagement = register.engagement()
    commitment = Commitment.objects.create(
        engagement=engagement, kind="agreed", text="تشكيل لجنة", assignee=left_with_it
    )
    for user in (gone, left_with_it):
        user.is_active = False
        user.save(update_fields=["is_active"])
    forms_shown = (
        CommitmentForm(commitment),
        CellForm(commitment, "assignee"),
        StepForm(initial={"assignee": left_with_it.pk}),
    )
    for form in forms_shown:
        names = offered(form)
        assert {here.username, left_with_it.username} <= set(names)
        assert gone.username not in names
    assert left_with_it.username not in offered(StepForm())
