"""The guides say what stands on the pages: a word in bold is a label of the catalogue, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

from engagements.permissions import Role

GUIDES = Path(settings.BASE_DIR) / "docs" / "guide"


def _labels(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", label) for label in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


@pytest.fixture(scope="module")
def arabic() -> Catalog:
    with (Path(settings.BASE_DIR) / "locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_has_a_guide_whose_labels_stand_on_the_pages(role: str, arabic: Catalog) -> None:
    english, ours = ((GUIDES / language / f"{role}.md").read_text("utf-8") for language in ("en", "ar"))
    labels = _labels(english)
    assert labels, "a guide without one label leads nobody"
    unknown = [label for label in labels if label not in arabic]
    assert unknown == []
    assert _labels(ours) == [arabic[label].string for label in labels]
    assert [english.count(mark) for mark in ("\n## ", "\n- ", "\n1. ")] == [
        ours.count(mark) for mark in ("\n## ", "\n- ", "\n1. ")
    ]
