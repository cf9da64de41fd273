"""Prints for people what releases say, each value with the words behind it: `python3 run.py read FILE...`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.extraction.document import Home
from ingest.extraction.pipeline import read
from ingest.reading import ErrorCode, ReadError, read_in_subprocess, recognise_in_subprocess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.schema import Commitment, Engagement, Participant, Value
    from ingest.reading import ReadText

LABEL_WIDTH = 12
QUOTE_LENGTH = 90


def main(arguments: list[str] | None = None) -> int:
    """0 if every file could be read, else 1; a file that cannot be does not keep the others from it."""
    options = _parser().parse_args(arguments)
    code = 0
    for path in options.files:
        try:
            lines = list(_release(path, Home(options.home), options.published))
        except (ReadError, OSError) as error:
            lines, code = [f"{path}", f"  cannot be read: {error}"], 1
        print("\n".join(lines), end="\n\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py read", description=__doc__)
    home = os.environ.get("SIJILL_HOME_COUNTRY", "LY")
    parser.add_argument("--home", default=home, help=f"ISO code of the home country ({home})")
    parser.add_argument(
        "--published",
        type=date.fromisoformat,
        help="the day they came out, YYYY-MM-DD, if the file does not say",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="whatever can be uploaded")
    return parser


def _read(path: Path) -> ReadText:
    """The text of the file; its letters are recognised if that is the only way."""
    try:
        return read_in_subprocess(path, path.name)
    except ReadError as error:
        if error.code is not ErrorCode.SCAN:
            raise
        return recognise_in_subprocess(path, path.name)


def _release(path: Path, home: Home, published: date | None) -> Iterator[str]:
    file = _read(path)
    day = published or file.published_on
    yield f"{path}  ({file.format}, {file.encoding or 'no encoding'}, {file.language})"
    yield f"  {'published':{LABEL_WIDTH}}{day or 'not known'}"
    for warning in file.warnings:
        yield f"  {'warning':{LABEL_WIDTH}}{warning}"
    engagements = read(file.text, home=home, published=day).engagements
    if not engagements:
        yield "  No engagement was found."
    for number, engagement in enumerate(engagements, 1):
        yield f"\n  Engagement {number} of {len(engagements)}: {engagement.title}"
        yield from _engagement(engagement, file.text)


def _engagement(engagement: Engagement, text: str) -> Iterator[str]:
    for label in ("kind", "status", "date", "date_end", "city", "country"):
        value: Value[Any] = getattr(engagement, label)
        if value.value is not None:
            yield _line(label.replace("_", " "), value, text)
    for label, values in (
        ("partner", engagement.partner_countries),
        ("body", engagement.organizations),
        ("topic", engagement.topics),
    ):
        yield from (_line(label, value, text) for value in values)
    for person in engagement.participants:
        yield from _participant(person, text)
    for commitment in engagement.commitments:
        yield from _commitment(commitment, text)
    for flag in engagement.flags:
        yield f"    {'look at':{LABEL_WIDTH}}{flag}"


def _participant(person: Participant, text: str) -> Iterator[str]:
    yield _line("person", person.name if person.name.value else person.role, text)
    parts = (("role", person.role), ("of", person.organization), ("from", person.country))
    for label, value in parts:
        if value.value is not None and (person.name.value or label != "role"):
            yield _line(f"  {label}", value, text)


def _commitment(commitment: Commitment, text: str) -> Iterator[str]:
    yield _line("commitment", commitment.text, text)
    yield _line("  kind", commitment.kind, text)
    yield from (_line("  owner", owner, text) for owner in commitment.owners)
    if commitment.due.value is not None:
        yield _line("  due", commitment.due, text)


def _line(label: str, value: Value[Any], text: str) -> str:
    """The value, how far it may be trusted, and the words it was taken from with their offsets."""
    told = f"    {label:{LABEL_WIDTH}}{value.value}  [{value.band}]"
    if value.evidence is None:
        return told
    start, end = value.evidence.start, value.evidence.end
    quote = " ".join(text[start:end].split())
    if len(quote) > QUOTE_LENGTH:
        quote = f"{quote[:QUOTE_LENGTH]}…"
    return f"{told}  «{quote}» {start}-{end}"


if __name__ == "__main__":
    # `| head` closes the pipe early, which is no error.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
