"""Measures how well the search finds what staff look for: `python3 run.py bench search [--write] [--each]`.

Puts the sample releases into the register of a database of its own (submitted, read, approved), asks the queries of
benchmarks/searching/queries.tsv, and prints nDCG@10 of the search and of plain `icontains` over the same columns.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import django

from benchmarks._documents import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 3


def main(arguments: Sequence[str]) -> int:
    """Prints the table. Returns 0: the tests check the minimum score."""
    parser = argparse.ArgumentParser(prog="run.py bench search", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/search.md")
    parser.add_argument(
        "--each", action="store_true", help="print the score of each query that is not perfect"
    )
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.matches.lookups import scratch_database  # noqa: PLC0415 - models, after setup()
    from benchmarks.searching import corpus  # noqa: PLC0415 - the same

    with scratch_database():
        corpus.fill()
        found = table(each=chosen.each)
    print(found)
    if chosen.write:
        write_table("search.md", "bench search", found)
    return 0


def table(*, each: bool) -> str:
    """The table for the present register, which has the samples."""
    from benchmarks.searching.measuring import load_queries, score  # noqa: PLC0415 - beside the next
    from benchmarks.searching.ways import ways  # noqa: PLC0415 - models, after setup()

    queries = load_queries()
    lines = [
        "| way | queries | nDCG@10, all | tuned on | held out | nothing found | median, ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, find in ways().items():
        whole, own = score(queries, find)
        parts = [score([one for one in queries if one.held == held], find)[0].ndcg for held in (False, True)]
        spent = _milliseconds([query.text for query in queries], find)
        lines.append(
            f"| {name} | {len(queries)} | {whole.ndcg:.3f} | {parts[0]:.3f} | {parts[1]:.3f} "
            f"| {whole.nothing} | {spent:.0f} |"
        )
        if each:
            held = {query.text for query in queries if query.held}
            worst = sorted((value, text) for text, value in own.items() if value < 1)
            print(
                name,
                *(f"{value:.2f} {'held' if text in held else 'dev '} {text}" for value, text in worst),
                sep="\n  ",
            )
    return "\n".join(lines)


def _milliseconds(texts: Sequence[str], find: Callable[[str], list[str]]) -> float:
    times = []
    for text in [*texts] * ROUNDS:
        began = time.perf_counter()
        find(text)
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
