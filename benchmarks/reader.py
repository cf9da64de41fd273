"""Measures the reader against gold drafts, field by field.

`python3 run.py bench reader` prints the scores for samples/ (the reader was developed with these at hand), for
benchmarks/heldout/ (texts that nobody saw while its rules were written) and for ../shared/eval if that exists;
`--eval FOLDER` names another folder with `text/` and `gold/`. The reader gets only the text of the release, its day
of publication and the home country.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from benchmarks.scoring import load_drafts, score
from ingest.extraction import Home, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.scoring import DraftRow

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
HELDOUT = ROOT / "benchmarks" / "heldout"
EVAL = ROOT.parent / "shared" / "eval"


def read_releases(gold: Mapping[str, DraftRow], texts: Path) -> dict[str, DraftRow]:
    """The reader's drafts of the releases `texts/<id>.txt`, in the shape of the gold. Raises OSError."""
    drafts: dict[str, DraftRow] = {}
    for key, row in gold.items():
        text = (texts / f"{key}.txt").read_text(encoding="utf-8")
        published = date.fromisoformat(row["published"]) if row["published"] else None
        reading = read(text, home=Home(country=row["home"]), published=published)
        drafts[key] = cast("DraftRow", {"id": key, **reading.to_json()})
    return drafts


def figures(gold: Mapping[str, DraftRow], texts: Path) -> dict[str, dict[str, float]]:
    """Scores by field for `ar`, `en` and `all` releases in `texts`; a language without releases is left out."""
    drafts = read_releases(gold, texts)
    parts = {
        language: {key: row for key, row in gold.items() if _language(texts / f"{key}.txt") == language}
        for language in ("ar", "en")
    }
    parts["all"] = dict(gold)
    return {name: score(part, drafts).figures() for name, part in parts.items() if part}


def _language(path: Path) -> str:
    """`ar` if most letters are Arabic, else `en`; independent of the reader's own decision."""
    text = path.read_text(encoding="utf-8")
    arabic = sum("\u0600" <= char <= "\u06ff" for char in text)
    return "ar" if arabic > sum(char.isascii() and char.isalpha() for char in text) else "en"


def _show(title: str, gold: Mapping[str, DraftRow], texts: Path) -> None:
    table = figures(gold, texts)
    print(f"{title}: {len(gold)} releases")
    print(f"{'':20}" + "".join(f"{name:>8}" for name in table))
    for field in table["all"]:
        print(f"{field:20}" + "".join(f"{part[field]:8.3f}" for part in table.values()))
    print()


def main(arguments: Sequence[str]) -> int:
    """Prints the scores. Returns 0: the tests check the minimum values."""
    parser = argparse.ArgumentParser(prog="run.py bench reader", description=__doc__)
    parser.add_argument("--eval", type=Path, default=EVAL, help="folder with text/ and gold/")
    chosen = cast("Path", parser.parse_args(arguments).eval)
    _show("samples", load_drafts(SAMPLES), SAMPLES)
    _show("heldout", load_drafts(HELDOUT), HELDOUT)
    if (chosen / "gold").is_dir():
        _show(str(chosen), load_drafts(chosen / "gold"), chosen / "text")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
