"""Measures how well and how fast copies and accounts of the same event are found.

`python3 run.py bench matching` prints precision and recall over thresholds for the pairs of benchmarks/pairs and every
other pair of those texts, and the time of a look-up in an index of ten thousand releases made up here (`--releases N`),
in a database of its own. `--write` puts the tables into docs/matching.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

from benchmarks._documents import write_table
from benchmarks.matches.pairs import (
    Pair,
    at_threshold,
    load_gold,
    load_pairs,
    load_texts,
    scores,
    the_rest,
)
from ingest.matching.scoring import SUGGESTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matches.lookups import Measured
    from ingest.matching.scoring import Match

THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
HELDOUT = Path(__file__).resolve().parent / "heldout"
EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
DRAFTED = "lib", "oth"
"""Prefixes of the eval texts that were written for this project, for which it is known whether they share an event."""
SHARED_THERE = (("lib000", "lib005"), ("lib003", "lib011"))


def score_all() -> list[tuple[Pair, Match | None]]:
    """The scores of all pairs of the texts; those of ../shared only if they are there."""
    texts, pairs = load_texts(), load_pairs()
    texts |= load_gold(HELDOUT, HELDOUT)
    if (EVAL / "gold").is_dir():
        texts |= {
            name: told
            for name, told in load_gold(EVAL / "text", EVAL / "gold").items()
            if name[:3] in DRAFTED
        }
        pairs += [Pair(one, other, same=True, half="eval") for one, other in SHARED_THERE]
    return scores([*pairs, *the_rest(texts, pairs)], texts)


def pairs_table(scored: Sequence[tuple[Pair, Match | None]]) -> str:
    """Precision and recall by threshold for all pairs, and at SUGGESTED by part of the table."""
    lines = [
        "| from a score of | suggested | right | precision | recall |",
        "| --- | --- | --- | --- | --- |",
    ]
    for threshold in THRESHOLDS:
        precision, recall, shown, _same = at_threshold(scored, threshold)
        bold = "**" if threshold == SUGGESTED else ""
        lines.append(
            f"| {bold}{threshold}{bold} | {shown} | {round(precision * shown)} | {precision:.3f} | {recall:.3f} |"
        )
    lines += ["", f"From {SUGGESTED} on, by part:", ""]
    lines += [
        "| part | pairs | of one event | suggested | precision | recall |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for part in dict.fromkeys(pair.half for pair, _ in scored):
        own = [row for row in scored if row[0].half == part]
        precision, recall, shown, same = at_threshold(own, SUGGESTED)
        lines.append(f"| {part} | {len(own)} | {same} | {shown} | {precision:.3f} | {recall:.3f} |")
    return "\n".join(lines)


def mistakes(scored: Sequence[tuple[Pair, Match | None]]) -> str:
    """The pairs whose score is on the wrong side of SUGGESTED."""
    wrong = [(match.score if match else 0.0, pair) for pair, match in scored]
    wrong = [(score, pair) for score, pair in wrong if pair.same != (score >= SUGGESTED)]
    lines = [f"- {score:.2f} {pair.one} / {pair.other}: {pair.why or pair.half}" for score, pair in wrong]
    return "\n".join(lines) or "- none"


def lookups_table(measured: Measured, number: int) -> str:
    """The table of times, and of the share of planted copies that were found."""
    lines = [
        f"| look-up among {number} releases | median, ms | 95th of 100, ms | look-ups |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.number} |" for row in measured.times]
    lines += ["", "| copy | found |", "| --- | --- |"]
    lines += [f"| {name} | {share:.3f} |" for name, share in measured.found.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Prints the tables. Returns 0: the tests check the minimum values."""
    parser = argparse.ArgumentParser(prog="run.py bench matching", description=__doc__)
    parser.add_argument(
        "--releases", type=int, default=10_000, help="size of the index; 0 leaves the times out"
    )
    parser.add_argument("--lookups", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/matching.md")
    chosen = parser.parse_args(arguments)
    scored = score_all()
    tables = {"pairs": pairs_table(scored), "mistakes": mistakes(scored)}
    if chosen.releases:
        tables["lookups"] = _measured(chosen.releases, chosen.lookups)
    for name, table in tables.items():
        print(f"{name}\n\n{table}\n")
        if chosen.write:
            write_table("matching.md", name, table)
    return 0


def _measured(releases: int, lookups: int) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.matches.lookups import measure, scratch_database  # noqa: PLC0415 - it has models, so after setup()

    with scratch_database():
        return lookups_table(measure(releases, lookups), releases)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
