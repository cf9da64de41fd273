"""Measures the search for duplicate names and what it finds: `python3 run.py bench names [--names N] [--write]`.

Makes up N people and N organisations in memory, a thousand of each also in a misspelt form. Prints the processor
time of the search beside that of comparing all names with each other by rapidfuzz alone (extrapolated from a part of
them, measured in the same run), and the share of misspelt names found. Needs no database. `--write` puts the table
into docs/names.md. Ends with 1 if the search takes more than a tenth of comparing all.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import django

from benchmarks._documents import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

PLANTED, SAMPLE, SEED = 1000, 100, 20261122
LEAST = 78
LIMIT = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """Times in seconds of processor time; `bare` is for comparing all with all. `found` and `possible` are shares of
    the planted names.
    """

    name: str
    number: int
    search: float
    bare: float
    pairs: int
    found: float
    possible: float


def measure(kind: str, number: int) -> Measured:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - as the rest, after setup()

    from benchmarks.linked.register import _FAMILIES, _body, _invented, _person, misspelt  # noqa: PLC0415
    from engagements.duplicates.scoring import Known, compare  # noqa: PLC0415
    from engagements.duplicates.search import alike_among  # noqa: PLC0415

    random = Random(SEED)  # noqa: S311 - the same names each time
    families = [_invented(random) for _ in range(_FAMILIES)]
    own = number - PLANTED
    texts = [_person(random, families) if kind == "person" else _body(random) for _ in range(own)]
    planted = random.sample(range(own), PLANTED)
    texts += [misspelt(random, texts[place]) for place in planted]
    sort = "company" if kind == "partner" else ""
    began = time.process_time()
    names = [Known.of(place, [text], None, sort) for place, text in enumerate(texts)]
    found = alike_among(names)
    search = time.process_time() - began
    keys = [one.spellings[0].key for one in names]
    began = time.process_time()
    for key in random.sample(keys, SAMPLE):
        process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=LEAST, limit=None)
    # Halved, because each pair counts once.
    bare = (time.process_time() - began) / SAMPLE * number / 2
    couples = [(place, own + n) for n, place in enumerate(planted)]
    return Measured(
        name="people" if kind == "person" else "organisations",
        number=number,
        search=search,
        bare=bare,
        pairs=len(found),
        found=sum(couple in found for couple in couples) / PLANTED,
        possible=sum(compare(names[one], names[two]) is not None for one, two in couples) / PLANTED,
    )


def table(rows: Sequence[Measured]) -> str:
    lines = [
        "| what | names | search, s | all with all, s | ratio | pairs | misspelt found | alike at all |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.number:,} | {row.search:.1f} | {row.bare:.0f} | {row.search / row.bare:.3f} "
            f"| {row.pairs:,} | {row.found:.0%} | {row.possible:.0%} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench names", description=__doc__)
    parser.add_argument("--names", type=int, default=50_000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/names.md")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"SIJILL_DEMO": "1", "SIJILL_SERVE_UNCOLLECTED": "1"}
    django.setup()
    rows = [measure(kind, chosen.names) for kind in ("person", "partner")]
    print(table(rows))
    if chosen.write:
        write_table("names.md", "duplicates-times", table(rows))
    slow = [row.name for row in rows if row.search > row.bare * LIMIT]
    if slow:
        print(f"Too slow: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
