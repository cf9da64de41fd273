"""Fields that many forms have."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from engagements.fields import CountryField
from engagements.models import Country, Region

pytestmark = pytest.mark.django_db


def test_countries_stand_in_the_order_of_their_names() -> None:
    names = {
        "AE": ("دولة الإمارات", "United Arab Emirates"),
        "AF": ("أفغانستان", "Afghanistan"),
        "ZM": ("زامبيا", "Zambia"),
    }
    for code, (name_ar, name_en) in names.items():
        Country.objects.update_or_create(
            code=code, defaults={"name_ar": name_ar, "name_en": name_en, "region": Region.values[0]}
        )
    field = CountryField(required=False, empty_label="Any")
    for language, order in {"en": ["AF", "AE", "ZM"], "ar": ["AF", "AE", "ZM"]}.items():
        with override(language):
            offered: Any = field.choices
            found = [str(value) for value, _label in offered]
        assert found[0] == ""
        assert [code for code in found if code in names] == order
