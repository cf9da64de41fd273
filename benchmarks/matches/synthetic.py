"""Makes up releases from official phrases and words of samples/: any number, no two alike.

Also copies as outlets make them: some words changed, a part left out, a page around the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ingest.matching.shingles import words

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FRAME = (
    "الرئيسية > أخبار > اقتصاد\nشارك المقال: فيسبوك | إكس | واتساب\n{text}\nاقرأ أيضا\n{more}\nاترك تعليقا"
)


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A release and the main fields of its draft, in the keys of `extraction.schema.Engagement.to_json()`."""

    text: str
    outlet: str
    published: date
    proposal: dict[str, Any]


def release(random: Random, day: date) -> Synthetic:
    """One release about one meeting on `day`."""
    code, country = _any(random, "countries").split(":")
    guest, host = f"{_any(random, 'first')} {_any(random, 'last')}", _any(random, "home")
    role = random.choice(("سفير", "وزير الاقتصاد في", "القائم بأعمال سفارة", "رئيس وفد غرفة التجارة من"))
    sentences = [
        _any(random, "openings").format(
            day=f"يوم {day.day} {_phrases()['months'][day.month - 1]} {day.year}",
            guest=f"{role} {country} السيد {guest}",
            host=host,
        )
    ]
    sentences.append(_any(random, "middles").format(**_parts(random)))
    sentences += [_prose(random) for _ in range(random.randint(3, 6))]
    sentences.append(_any(random, "seconds").format(**_parts(random)))
    sentences.append(_any(random, "endings").format(**_parts(random)))
    people = [
        {"name": guest, "role": f"{role} {country}", "country": code},
        {"name": host, "role": "مدير", "country": "LY"},
        {"name": "أنور الورشفاني", "role": "وزير الصناعة والمعادن", "country": "LY"},
    ]
    proposal = {
        "kind": "meeting",
        "date": day.isoformat(),
        "date_precision": "day",
        "city": "طرابلس",
        "partner_countries": [code],
        "participants": people,
        "organizations": [],
        "topics": [],
    }
    text = "\n\n".join([*sentences, *_phrases()["tail"]])
    return Synthetic(text, f"outlet {random.randint(1, 40)}", day + timedelta(days=1), proposal)


def edited(random: Random, text: str) -> str:
    """The text with one word in ten replaced."""
    return " ".join(_any(random, "fillers") if random.random() < 0.1 else word for word in text.split(" "))


def cut(random: Random, text: str) -> str:
    """The text without the last third of its paragraphs."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: max(2, len(paragraphs) * 2 // 3)])


def framed(random: Random, text: str) -> str:
    """The text on a page with menus and other headlines."""
    more = "\n".join(_any(random, "middles").format(**_parts(random)) for _ in range(3))
    return FRAME.format(text=text, more=more)


@cache
def _phrases() -> dict[str, list[str]]:
    lines = (Path(__file__).parent / "phrases.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: alternatives.split("|") for name, alternatives in rows}


def _any(random: Random, name: str) -> str:
    return random.choice(_phrases()[name])


@cache
def _vocabulary() -> list[str]:
    """The words of the samples, each as often as it occurs."""
    return [
        word for path in sorted(SAMPLES.glob("*.txt")) for word in words(path.read_text(encoding="utf-8"))
    ]


def _prose(random: Random) -> str:
    """A meaningless sentence, so that two releases share only official phrases."""
    return " ".join(random.choices(_vocabulary(), k=random.randint(10, 18))) + "."


def _parts(random: Random) -> dict[str, str]:
    return {
        "thing": _any(random, "things"),
        "detail": _any(random, "details"),
        "action": _any(random, "actions"),
        "place": _any(random, "places"),
        "body": _any(random, "bodies"),
        "second": _any(random, "second").format(n=random.randint(3, 90)),
        "when": f"شهر {_any(random, 'months')}",
        "task": _any(random, "tasks"),
        "office": _any(random, "offices"),
        "due": f"{random.randint(1, 28)} {_any(random, 'months')}",
    }
