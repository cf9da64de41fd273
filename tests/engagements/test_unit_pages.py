"""The pages of units: the registrar keeps the tree, others see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engagements.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_the_registrar_keeps_the_tree_and_others_see_it(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    registrar, viewer = as_role("registrar"), as_role("viewer")
    assert registrar.post("/units/", {"name_ar": "الإدارة العامة"}).status_code == 302
    top = Unit.objects.get()
    assert registrar.post("/units/", {"name_ar": "قسم آسيا", "parent": top.pk}).status_code == 302
    assert registrar.post("/units/", {"name_ar": "قسم آسيا", "parent": top.pk}).status_code == 400
    twin = {"name_ar": "قسم اسيا", "name_en": "Asia", "parent": top.pk}
    again = registrar.post("/units/", twin)
    assert (again.status_code, "name_ar" in again.context["form"].errors) == (400, True)
    below = Unit.objects.get(parent=top)
    register.commitment(owner="قسم آسيا")
    page = viewer.get("/units/").content.decode()
    assert "قسم آسيا" in page
    assert f"?owned=unit-{below.pk}" in page
    assert "<form method" not in page
    address = f"/units/{top.pk}/"
    circle = {"act": "change", "version": top.version, "name_ar": top.name_ar, "parent": below.pk}
    assert registrar.post(address, circle).status_code == 400
    assert registrar.post(address, circle | {"version": "0", "parent": ""}).status_code == 409
    assert registrar.post(address, {"act": "remember", "name": "الإدارة"}).status_code == 302
    assert registrar.post(address, {"act": "remember", "name": "الإدارة"}).status_code == 400
    alias = top.aliases.get()
    assert registrar.post(address, {"act": "forget", "alias": alias.pk}).status_code == 302
    for act, closed in (("close", True), ("open", False)):
        now = Unit.objects.get(pk=below.pk)
        posted = {"act": act, "version": now.version}
        assert registrar.post(f"/units/{below.pk}/", posted).status_code == 302
        assert Unit.objects.get(pk=below.pk).closed is closed
    assert registrar.get(address).status_code == 200


@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_who_may_not_keep_units(register: Register, as_role: Callable[[str], Client], role: str) -> None:
    unit = Unit.objects.create(name_ar="الإدارة")
    client = as_role(role)
    assert client.post("/units/", {"name_ar": "قسم"}).status_code == 403
    assert client.get(f"/units/{unit.pk}/").status_code == 403
    assert client.post(f"/units/{unit.pk}/", {"act": "close"}).status_code == 403
