"""Measures suggestions and the links of a draft, beside their SQL alone, and the share of misspelt names that are
found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.http import QueryDict

from benchmarks.linked.register import Made, misspelt
from engagements.names.suggesting import SuggestedKind, suggest
from engagements.services.linking import partners_like, people_like
from ingest.forms.review import review_form
from ingest.reviewing.registered import in_register

Asked = tuple[str, Any]
SHARE = 200
"""The number of misspelt names looked up."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The times of one kind of request in milliseconds; `sql` is the median of its SQL run by the driver alone, rows
    fetched.
    """

    name: str
    median: float
    p95: float
    sql: float
    queries: float


@dataclass(frozen=True, slots=True)
class Found:
    """The share that was found of `number` names with one or two wrong letters."""

    name: str
    share: float
    number: int


def measure(made: Made, rounds: int) -> tuple[list[Timed], list[Found]]:
    typed: dict[str, Callable[[str], str]] = {
        "two letters": lambda name: name[:2],
        "a first name": lambda name: name.split()[0],
        "half a name": lambda name: name[: len(name) // 2 + 1],
        "a misspelt name": lambda name: misspelt(made.random, name),
    }
    rows = []
    for kind, records in ((SuggestedKind.PERSON, made.people), (SuggestedKind.PARTNER, made.partners)):
        for what, cut in typed.items():
            asked = [cut(each.name_ar) for each in made.random.sample(records, rounds)]
            rows.append(_suggested(f"{kind.value}, {what}", kind, asked, made))
    rows.append(
        _suggested("person, Latin letters", SuggestedKind.PERSON, ["Mohamed", "Kenji", "Yousef Al"] * 7, made)
    )
    rows.append(_suggested("country, three letters", SuggestedKind.COUNTRY, ["الي", "ger", "jap"] * 7, made))
    forms = [_form(made) for _ in range(max(rounds // 2, 5))]
    rows.append(
        _timed(
            "the links of a draft, 20 people and 10 bodies",
            forms,
            lambda form: in_register(form, made.editor),
        )
    )
    return rows, _shares(made)


def _suggested(name: str, kind: SuggestedKind, asked: Sequence[str], made: Made) -> Timed:
    return _timed(name, asked, lambda text: suggest(kind, text, made.editor))


def _shares(made: Made) -> list[Found]:
    people = [
        (each.pk, misspelt(made.random, each.name_ar)) for each in made.random.sample(made.people, SHARE)
    ]
    bodies = [
        (each.pk, misspelt(made.random, each.name_ar)) for each in made.random.sample(made.partners, SHARE)
    ]
    alike = people_like([name for _, name in people])
    like = partners_like([name for _, name in bodies])
    proposed = (
        sum(pk in _meant(alike[name]) for pk, name in people),
        sum(pk in _meant(like[name]) for pk, name in bodies),
    )
    typed = sum(
        str(pk) in {each.value for each in suggest(SuggestedKind.PERSON, name, made.editor)}
        for pk, name in people
    )
    return [
        Found("people proposed for a draft's misspelt name", proposed[0] / SHARE, SHARE),
        Found("organisations proposed", proposed[1] / SHARE, SHARE),
        Found("people suggested for a misspelt name typed", typed / SHARE, SHARE),
    ]


def _meant(found: Any) -> set[int]:
    return {each.pk for each in (*found.exact, *found.alike)}


def _form(made: Made) -> Any:
    """A submitted review form whose names differ slightly from those of the register."""
    data = QueryDict(mutable=True)
    for key, records, number in (("participants", made.people, 20), ("organizations", made.partners, 10)):
        data[f"{key}-TOTAL_FORMS"], data[f"{key}-INITIAL_FORMS"] = str(number), "0"
        for place, each in enumerate(made.random.sample(records, number)):
            data[f"{key}-{place}-name"] = misspelt(made.random, each.name_ar)
    return review_form({}, data)


def _timed(name: str, asked: Sequence[Any], look_up: Callable[[Any], object]) -> Timed:
    look_up(asked[0])  # the first one pays for plans and caches
    times, alone, queries = [], [], []
    for each in asked:
        began = time.perf_counter()
        look_up(each)
        times.append((time.perf_counter() - began) * 1000)
        sent = _queries(partial(look_up, each))
        queries.append(len(sent))
        alone.append(_alone(sent))
    return Timed(name, median(times), quantiles(times, n=20)[-1], median(alone), median(queries))


def _queries(ask: Callable[[], object]) -> list[Asked]:
    sent: list[Asked] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return sent


def _alone(sent: Sequence[Asked]) -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for sql, params in sent:
            cursor.execute(sql, params)
            cursor.fetchall()
    return (time.perf_counter() - began) * 1000
