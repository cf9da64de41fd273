"""A reader that learns: from a few dozen texts of our own making it finds names it has not seen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from ingest.extraction.plugins import extend
from ingest.extraction.plugins.crf import CrfProposer, Example, train
from ingest.extraction.schema import Band, Engagement, Reading, Span, Value

if TYPE_CHECKING:
    from pathlib import Path

FIRST = ("سالم", "منصور", "عادل", "فتحي", "نوري", "هشام", "رمزي", "جمال")
LAST = ("الورفلي", "الترهوني", "بن عيسى", "الفاخري", "القماطي", "أبوراس")
BODIES = ("مركز البحوث الصناعية", "هيئة المعادن", "شركة الأفق للصلب")
FRAME = "استقبل المهندس {name} صباح اليوم وفدا من {body} لبحث خطة العمل."


def example(name: str, body: str) -> Example:
    text = FRAME.format(name=name, body=body)
    at, place = text.index(name), text.index(body)
    return Example(
        text, (("participants", Span(at, at + len(name))), ("organizations", Span(place, place + len(body))))
    )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("crf") / "people.crf"
    names = [f"{first} {last}" for first, last in itertools.product(FIRST, LAST)]
    learned = train([example(name, BODIES[at % 3]) for at, name in enumerate(names)], target)
    assert learned == 2 * len(names)
    return target


def test_it_finds_names_that_it_has_not_seen(model: Path) -> None:
    text = FRAME.format(name="زياد الكيخيا", body="شركة الأفق للصلب")
    reading = Reading("LY", None, "ar", (Engagement(kind=Value("meeting", Span(0, 6))),))
    event = extend(text, reading, [CrfProposer(model)]).engagements[0]
    assert [person.name.value for person in event.participants] == ["زياد الكيخيا"]
    assert [each.value for each in event.organizations] == ["شركة الأفق للصلب"]
    assert event.participants[0].name.rule == "plugin.crf"
    assert event.participants[0].name.band is not Band.SURE


@pytest.mark.parametrize("text", ["", "   ", "12 / 34", "\u200f", "nothing of the kind"])
def test_it_does_not_invent(model: Path, text: str) -> None:
    reading = Reading("LY", None, "und", (Engagement(kind=Value("meeting")),))
    assert extend(text, reading, [CrfProposer(model)]) == reading


def test_nothing_to_learn_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        train([Example("نص بلا قيم", ())], tmp_path / "none.crf")


def test_a_model_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        CrfProposer(tmp_path / "absent.crf")
