"""The samples keep their promises: complete, consistent, invented; and the reader stays above its floors."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel import Locale

from arabic.folding import fold
from benchmarks.reader import HELDOUT, SAMPLES, figures
from benchmarks.scoring import load_drafts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLD = load_drafts(SAMPLES)
HELDOUT_GOLD = load_drafts(HELDOUT)
EVERY_GOLD = GOLD | HELDOUT_GOLD


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


TEXTS = texts(SAMPLES)
EVERY_TEXT = TEXTS | texts(HELDOUT)
FLOORS = tomllib.loads((SAMPLES / "floors.toml").read_text(encoding="utf-8"))

COUNTRIES = {str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))} - {
    "EU",
    "UN",
    "ZZ",
}
KINDS = {"meeting", "internal", "call", "visit", "conference", "signing"}
COMMITMENT_KINDS = {"agreed", "signed", "directed", "pledged", "requested"}
TOPICS = {
    line.split("\t")[0]
    for line in (ROOT / "engagements" / "data" / "topics.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}
PRECISION = {0: "none", 4: "year", 7: "month", 10: "day"}
NOISE = {"header", "nav", "related", "comments", "share", "cookie", "newsletter", "sidebar"} | {
    "letterhead",
    "footer",
    "table",
    "pagenumber",
}


def index() -> list[dict[str, str]]:
    lines = (SAMPLES / "index.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def events(slug: str) -> list[dict[str, Any]]:
    return [dict(event) for event in EVERY_GOLD[slug]["engagements"]]


def copied(slug: str) -> Iterator[str]:
    """Every string of a gold draft that must stand in the text as it is."""
    for event in events(slug):
        yield from [event["city"]] if event["city"] else []
        yield from event["organizations"]
        for person in event["participants"]:
            yield from filter(None, (person["name"], person["role"], person["organization"]))
        for commitment in event["commitments"]:
            yield from (commitment["text"], *commitment["owners"])


def is_arabic(text: str) -> bool:
    return len(re.findall(r"[\u0600-\u06ff]", text)) > len(re.findall(r"[A-Za-z]", text))


def is_iso(value: str) -> bool:
    """Whether `value` is a year, a month or a day that exists."""
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", value)) and bool(
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    )


def test_every_release_has_gold_and_a_line_in_the_index() -> None:
    slugs = [row["slug"] for row in index()]
    assert slugs == sorted(set(slugs))
    assert slugs == sorted(TEXTS) == sorted(GOLD)
    assert sorted(EVERY_TEXT) == sorted(EVERY_GOLD)
    assert len(EVERY_TEXT) == len(TEXTS) + len(HELDOUT_GOLD)


@pytest.mark.parametrize("row", index(), ids=lambda row: row["slug"])
def test_index_line_is_usable(row: dict[str, str]) -> None:
    assert row["format"] in {"txt", "html", "docx", "pdf"}
    assert row["outlet"]
    assert re.match(r"https://[a-z-]+\.example\.org/", row["url"])
    assert row["published_on"] == GOLD[row["slug"]]["published"]
    assert row["slug"].split("-")[0].upper() == GOLD[row["slug"]]["home"]
    assert "2023-01-01" <= row["published_on"] <= "2026-11-30"
    assert set(row["noise"].split()) <= NOISE
    assert bool(row["noise"]) == (row["format"] != "txt")


@pytest.mark.parametrize("slug", EVERY_TEXT)
def test_gold_is_copied_from_the_text(slug: str) -> None:
    assert [words for words in copied(slug) if words not in EVERY_TEXT[slug]] == []


@pytest.mark.parametrize("slug", EVERY_TEXT)
def test_gold_has_the_shape_of_the_guide(slug: str) -> None:
    draft = EVERY_GOLD[slug]
    assert set(draft) == {"id", "home", "published", "engagements"}
    assert draft["id"] == slug
    assert draft["home"] in COUNTRIES
    for event in events(slug):
        assert event["kind"] in KINDS
        assert event["status"] in {"held", "planned"}
        assert event["date_precision"] == PRECISION[len(event["date"] or "")]
        assert event["date"] is None or is_iso(event["date"])
        assert event["country"] in {None, *COUNTRIES}
        assert set(event["partner_countries"]) <= COUNTRIES - {draft["home"]}
        assert 1 <= len(event["topics"]) == len(set(event["topics"])) <= 5
        assert set(event["topics"]) <= TOPICS
        assert {person["country"] for person in event["participants"]} <= {None, *COUNTRIES}
        assert all(person["name"] or person["role"] for person in event["participants"])
        for commitment in event["commitments"]:
            assert commitment["kind"] in COMMITMENT_KINDS
            assert commitment["due"] is None or is_iso(commitment["due"])
    assert any(event["primary"] for event in events(slug)) or not events(slug)


@pytest.mark.parametrize("slug", EVERY_TEXT)
def test_event_fits_its_publication(slug: str) -> None:
    published = EVERY_GOLD[slug]["published"] or ""
    for event in events(slug):
        if event["date_precision"] == "day":
            assert (event["date"] > published) == (event["status"] == "planned")
        for commitment in event["commitments"]:
            assert (commitment["due"] or "9") >= (event["date"] or "")[:4]


@pytest.mark.parametrize("slug", EVERY_TEXT)
def test_release_is_as_long_as_real_ones(slug: str) -> None:
    assert 600 <= len(EVERY_TEXT[slug].strip()) <= 2500


def test_corpus_is_as_varied_as_it_claims() -> None:
    formats = Counter(row["format"] for row in index())
    assert len(TEXTS) >= 30
    assert sum(is_arabic(text) for text in TEXTS.values()) >= 20
    assert sum(not is_arabic(text) for text in TEXTS.values()) >= 10
    assert formats["html"] >= 4
    assert formats["docx"] >= 3
    assert formats["pdf"] >= 3
    assert len({row["outlet"] for row in index()}) >= 10
    assert len({row["published_on"][:7] for row in index()}) >= 12
    every = [event for slug in GOLD for event in events(slug)]
    assert {event["kind"] for event in every if event["primary"]} == KINDS
    assert {commitment["kind"] for event in every for commitment in event["commitments"]} == COMMITMENT_KINDS
    assert len({code for event in every for code in event["partner_countries"]}) >= 12
    assert any(event["status"] == "planned" and event["primary"] for event in every)
    assert any(sum(event["primary"] for event in events(slug)) == 2 for slug in GOLD)
    assert any(not events(slug) for slug in GOLD)
    due = [c for event in every for c in event["commitments"] if c["due"] and c["owners"]]
    assert len(due) >= 40
    assert any(re.search("[٠-٩]{4}", text) for text in TEXTS.values())


def test_pairs_tell_one_event_and_disagree() -> None:
    pairs: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in index():
        if row["same_event"]:
            pairs[row["same_event"]].append(row)
    assert len(pairs) >= 2
    for one, other in pairs.values():
        assert one["outlet"] != other["outlet"]
        first, second = events(one["slug"])[0], events(other["slug"])[0]
        assert first["kind"] == second["kind"]
        assert set(first["partner_countries"]) & set(second["partner_countries"])
        told = [(e["date"], sorted(c["due"] or "" for c in e["commitments"])) for e in (first, second)]
        assert told[0] != told[1]


def test_nothing_points_outside() -> None:
    for text in EVERY_TEXT.values():
        for address in re.findall(r"https?://([\w.-]+)|@([\w-]+\.[\w.-]+)", text):
            assert "".join(address).endswith("example.org")


def phrases(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Runs of `length` words, spelling variants made equal."""
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.skipif(not (SHARED / "eval" / "text").is_dir(), reason="the real releases are not here")
def test_no_sentence_comes_from_a_real_release() -> None:
    real: set[tuple[str, ...]] = set()
    for path in [*(SHARED / "eval" / "text").glob("s*.txt"), *(SHARED / "seeds").glob("*.txt")]:
        real |= phrases(path.read_text(encoding="utf-8", errors="replace"))
    assert len(real) > 5_000
    for slug, text in EVERY_TEXT.items():
        assert phrases(text) & real == set(), slug


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    """Figures by part: `all`, `ar` and `en` of the samples, and `heldout`."""
    return figures(GOLD, SAMPLES) | {"heldout": figures(HELDOUT_GOLD, HELDOUT)["all"]}


@pytest.mark.parametrize(
    ("part", "field"), [(part, field) for part in FLOORS for field in FLOORS[part]], ids=str
)
def test_reader_stays_above_its_floor(part: str, field: str, measured: dict[str, dict[str, float]]) -> None:
    assert measured[part][field] >= FLOORS[part][field]
