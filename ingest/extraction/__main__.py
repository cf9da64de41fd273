"""Reads release files from the command line: `python -m ingest.extraction --home SA FILE...`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.extraction.document import Home
from ingest.extraction.pipeline import read

if TYPE_CHECKING:
    from ingest.extraction.schema import Json


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.meta is None:
        for name in options.paths:
            print(json.dumps(_draft(Path(name), options.home, options.published), ensure_ascii=False))
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    folder = Path(options.paths[0])
    failed = False
    for entry in json.loads(options.meta.read_text(encoding="utf-8")):
        path = folder / f"{entry['id']}.txt"
        try:
            draft = _draft(path, entry.get("home") or options.home, entry.get("published"))
        except (OSError, ValueError) as error:  # no such file, no such day: the others are read all the same
            print(f"{path.name}: {error}", file=sys.stderr)
            failed = True
            continue
        target = options.out / f"{entry['id']}.json"
        target.write_text(json.dumps(draft, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest.extraction", description=__doc__)
    parser.add_argument("--home", default="LY", help="ISO code of the home country (LY)")
    parser.add_argument("--published", help="the day the releases came out, YYYY-MM-DD")
    parser.add_argument("--meta", type=Path, help="JSON list of {id, published, home?}; reads PATH/<id>.txt")
    parser.add_argument("--out", type=Path, default=Path(), help="folder for the drafts of --meta")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, or with --meta their folder")
    return parser


def _draft(path: Path, home: str, published: str | None) -> Json:
    text = path.read_text(encoding="utf-8", errors="replace")
    day = date.fromisoformat(published) if published else None
    return {"id": path.stem} | read(text, home=Home(home), published=day).to_json()


if __name__ == "__main__":
    sys.exit(main())
