"""Simulates an editor against the real views and database, and measures the server's work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.reviewing.weight import Weight, weight
from engagements.models import User
from ingest.forms.review import review_form
from ingest.forms.untouched import untouched
from ingest.models import Draft
from ingest.queue import ready
from ingest.services.matching import suggestions_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.reviewing.fill import Filled

OK, FOUND = 200, 302


@dataclass(frozen=True, slots=True)
class Row:
    """Times in milliseconds; `queries` of one request; `weight` of the page with styles and scripts.

    `sql` is the time of the same SQL run by the driver alone, rows fetched; None for requests that write.
    """

    name: str
    median: float
    p95: float
    queries: int
    html: int
    weight: Weight
    sql: float | None


class Editor:
    """A signed-in editor with a browser that runs no scripts."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "ar"})
        self.client.force_login(user)

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        if answer.status_code != OK:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer.content.decode()

    def decide(self, address: str, sent: Any) -> str:
        """Sends a decision; returns the page that opens after it."""
        answer = self.client.post(address, sent)
        if answer.status_code != FOUND:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return self.get(answer["Location"])


def measure(filled: Filled, rounds: int) -> list[Row]:
    """Measures every page and decision `rounds` times. Decisions come last, as they change the data."""
    editor = Editor(filled.editor)
    rows = [_pages("queue", editor, ["/drafts/"] * rounds)]
    rows += [
        _pages(f"queue, view {name}", editor, [f"/drafts/?view={name}"] * rounds)
        for name, _label in ready.VIEWS
    ]
    rows += [
        _pages(f"queue, {name}", editor, [f"/drafts/?{query}"] * rounds)
        for name, query in (
            ("easiest first", "sort=easiest"),
            ("by date, its page in the middle", f"sort=date&after={filled.read[len(filled.read) // 2]}"),
            ("three filters", "country=JP&check=yes&same=no"),
        )
    ]
    mine = _in_turn(filled.read)
    rows.append(_pages("draft", editor, [f"/drafts/{next(mine)}/" for _ in range(rounds)]))
    rows.append(
        _pages("draft, easiest first", editor, [f"/drafts/{next(mine)}/?sort=easiest" for _ in range(rounds)])
    )
    rows.append(_suggestions(filled, rounds))
    rows.append(_decisions("approve and next", filled, mine, rounds, "approve", _approval))
    rows.append(
        _decisions("reject and next", filled, mine, rounds, "reject", lambda _draft: {"reason": "not_ours"})
    )
    return rows


def _in_turn(numbers: Sequence[int]) -> Iterator[int]:
    """The drafts in turn, none twice."""
    yield from numbers


def _pages(name: str, editor: Editor, addresses: Sequence[str]) -> Row:
    reset_queries()  # the log of what was asked before is not endless, and a full one counts nothing
    with CaptureQueriesContext(connection) as captured:
        html = editor.get(addresses[0])
    statements = [query["sql"] for query in captured.captured_queries]
    times = [_timed(editor.get, address) for address in addresses]
    bare = [_timed(_run, statements) for _ in addresses]
    return Row(name, *_both(times), len(statements), len(html.encode()), weight(html), median(bare))


def _suggestions(filled: Filled, rounds: int) -> Row:
    drafts = list(Draft.objects.select_related("release__source").filter(pk__in=filled.read[-rounds:]))
    with CaptureQueriesContext(connection) as captured:
        suggestions_for(drafts[0], filled.editor)
    statements = [query["sql"] for query in captured.captured_queries]
    times = [_timed(lambda draft: suggestions_for(draft, filled.editor), draft) for draft in drafts]
    bare = [_timed(_run, statements) for _ in drafts]
    return Row(
        "suggestions for a draft, alone", *_both(times), len(statements), 0, Weight(0, 0), median(bare)
    )


def _approval(draft: Draft) -> Any:
    data = untouched(review_form(draft.proposal))
    return dict(data.lists()) | {"all_the_same": "1"}


def _decisions(
    name: str,
    filled: Filled,
    numbers: Iterator[int],
    rounds: int,
    what: str,
    sent: Callable[[Draft], Any],
) -> Row:
    editor, queries, html = Editor(filled.editor), 0, ""
    times: list[float] = []
    for _ in range(rounds):
        number = next(numbers)
        data = sent(Draft.objects.get(pk=number))
        if not times:
            reset_queries()
            with CaptureQueriesContext(connection) as captured:
                editor.decide(f"/drafts/{number}/{what}/", data)
            queries = len(captured.captured_queries)
            number = next(numbers)
            data = sent(Draft.objects.get(pk=number))
        began = time.perf_counter()
        html = editor.decide(f"/drafts/{number}/{what}/", data)
        times.append((time.perf_counter() - began) * 1000)
    return Row(name, *_both(times), queries, len(html.encode()), weight(html), None)


def _both(times: Sequence[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]


def _timed(what: Callable[[Any], object], asked: Any) -> float:
    began = time.perf_counter()
    what(asked)
    return (time.perf_counter() - began) * 1000


def _run(statements: Sequence[str]) -> None:
    """Runs the SQL of a page without Django; statements that write are skipped."""
    driver: Any = connection.connection
    with driver.cursor() as cursor:
        for statement in statements:
            if statement.lstrip()[:6].upper() in ("SELECT", "WITH N"):
                cursor.execute(statement)
                cursor.fetchall()
