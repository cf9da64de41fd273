"""The scorer: right drafts score 1, each kind of mistake costs its own field, and a background event may be missed."""

from __future__ import annotations

import copy
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.scoring import load_drafts, score
from benchmarks.scoring.matching import overlap, same_name, same_owners, words

if TYPE_CHECKING:
    from types import ModuleType

    from benchmarks.scoring import DraftRow

ROOT = Path(__file__).resolve().parents[2]
GOLD = load_drafts(ROOT / "samples")
SCORER = ROOT.parent / "shared" / "eval" / "score.py"
ONE = "ly-2026-05-italy-signing"
WITH_BACKGROUND = "ly-2026-04-china-ambassador"
WITH_TWO = "ly-2026-09-two-receptions"
WITH_NONE = "ly-2026-02-statement-none"


def changed(slug: str, **values: Any) -> dict[str, DraftRow]:
    """The gold of one release with fields of its first engagement replaced."""
    draft = copy.deepcopy(GOLD[slug])
    draft["engagements"][0].update(values)  # type: ignore[typeddict-item]
    return {slug: draft}


def figures(slug: str, drafts: dict[str, DraftRow]) -> dict[str, float]:
    return score({slug: GOLD[slug]}, drafts).figures()


def test_gold_scores_one_against_itself() -> None:
    assert set(score(GOLD, GOLD).figures().values()) == {1.0}


def test_nothing_found_scores_nothing() -> None:
    table = score({ONE: GOLD[ONE]}, {}).figures()
    assert table["engagements"] == table["participants"] == table["date"] == table["city"] == 0.0
    assert table["untouched_core"] == 0.0


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "2026-05-12"), ("kind", "meeting"), ("city", "ميلانو"), ("city", None), ("country", "LY")],
)
def test_a_wrong_value_costs_its_own_field(field: str, value: str | None) -> None:
    table = figures(ONE, changed(ONE, **{field: value}))
    assert table[field] == 0.0
    others = {name for name, figure in table.items() if figure < 1} - {"untouched_core", "overall"}
    assert others == {field}


def test_status_and_background_events_are_no_core() -> None:
    table = figures(ONE, changed(ONE, status="planned"))
    assert table["status"] == 0.0
    assert table["untouched_core"] == 1.0


def test_a_missing_person_costs_recall_and_the_core() -> None:
    people = GOLD[ONE]["engagements"][0]["participants"]
    table = figures(ONE, changed(ONE, participants=people[1:]))
    assert table["participants"] == pytest.approx(2 * 4 / 9)
    assert table["untouched_core"] == 0.0


def test_a_partner_too_many_costs_precision() -> None:
    assert figures(ONE, changed(ONE, partner_countries=["IT", "FR"]))["partner_countries"] == pytest.approx(
        2 / 3
    )


def test_commitments_are_matched_by_wording_and_judged_apart() -> None:
    rows = copy.deepcopy(GOLD[ONE]["engagements"][0]["commitments"])
    rows[1]["kind"], rows[1]["due"], rows[1]["owners"] = "agreed", None, ["الوزير"]
    table = figures(ONE, changed(ONE, commitments=rows))
    assert table["commitments"] == 1.0
    assert table["commitment_kind"] == table["commitment_due"] == table["commitment_owner"] == 0.8


def test_a_background_event_may_be_missed_but_not_invented() -> None:
    draft = copy.deepcopy(GOLD[WITH_BACKGROUND])
    del draft["engagements"][1]
    assert figures(WITH_BACKGROUND, {WITH_BACKGROUND: draft})["engagements"] == 1.0
    invented = copy.deepcopy(GOLD[ONE])
    invented["engagements"] += copy.deepcopy(GOLD[WITH_BACKGROUND]["engagements"])[1:]
    assert figures(ONE, {ONE: invented})["engagements"] == pytest.approx(2 / 3)


def test_events_are_paired_whatever_their_order() -> None:
    draft = copy.deepcopy(GOLD[WITH_TWO])
    draft["engagements"].reverse()
    assert set(figures(WITH_TWO, {WITH_TWO: draft}).values()) == {1.0}


def test_an_event_where_there_is_none_is_counted() -> None:
    draft = copy.deepcopy(GOLD[WITH_NONE])
    draft["engagements"] = copy.deepcopy(GOLD[ONE]["engagements"])
    assert figures(WITH_NONE, {WITH_NONE: draft})["no_engagement"] == 0.0


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("أحمد أبو حليقة", "احمد ابوحليقه", True),
        ("الدكتور عبد السلام بن عيسى القماطي", "عبدالسلام القماطي", True),
        ("سالم الزروق", "سالم الزرووق", True),
        ("سالم الزروق", "سالم الفيتوري", False),
        ("سالم", "سالم الزروق", False),
        ("Anwar Al-Warshafani", "Anwar al-Warshafani", True),
        ("", "", False),
    ],
)
def test_names_are_the_same_when_their_parts_are(left: str, right: str, same: bool) -> None:
    assert same_name(left, right) is same
    assert same_name(right, left) is same


def test_words_overlap_apart_from_spelling_and_marks() -> None:
    assert words("«الإدارة» العامّة، 2026") == words("الادارة العامة ٢٠٢٦")
    assert overlap("وزير الصناعة", "وزير الصناعة والمعادن") == pytest.approx(0.8)
    assert overlap(None, "وزير") == 0.0


def test_owners_are_right_only_as_a_whole() -> None:
    assert same_owners([], [])
    assert same_owners(["الجانبان"], ["الجانبان"])
    assert not same_owners(["الجانبان"], [])
    assert not same_owners(["الوزير"], ["الوزير", "السفير"])


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The scorer that the gold drafts came with, where it is there."""
    if not SCORER.is_file():
        pytest.skip("the evaluation set is not here")
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("cut", [2, 3, 5])
def test_agrees_with_the_scorer_of_the_gold(reference: ModuleType, cut: int) -> None:
    """Drafts spoilt in a fixed way: every cut-th list entry gone, every cut-th release without its place."""
    drafts = copy.deepcopy(GOLD)
    for number, draft in enumerate(drafts.values()):
        for event in draft["engagements"]:
            for values in (event["participants"], event["commitments"], event["organizations"]):
                del values[number % cut :: cut]
            if number % cut == 0:
                event["city"], event["date"], event["partner_countries"] = None, None, []
    ours = score(GOLD, drafts).figures()
    theirs, _ = reference.score(GOLD, drafts)
    flat = {name: row.get("f1", row.get("accuracy", row.get("mean"))) for name, row in theirs.items()}
    assert ours == pytest.approx(flat, abs=0.01)
