"""The child process that reads one file: bytes on standard input, one JSON object on standard output.

`ingest.reading.worker` starts it with the limits as its argument, which it imposes on itself before it looks at a
single byte. It gets nothing else: no settings, no secrets, no network.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from typing import IO, Any

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.limits import Limits, bind_process
from ingest.reading.reader import read_file
from ingest.reading.unpack import take_apart


def main(argument: str) -> None:
    """Read standard input as `argument`, a JSON object of `filename`, `limits` and `recogniser`, says.

    `recogniser` is null for the ordinary reading; else letters are recognised by the program of that path, or
    not at all if it is empty. `spool` is a descriptor for the parts of a container that is to be taken apart, or null.
    With `pages` (first and last, from 1) these pages are drawn into the spool; `[0, 0]` only counts them.
    """
    order = json.loads(argument)
    limits = Limits(**order["limits"])
    written = 0 if order["spool"] is None else limits.max_parts_bytes
    bind_process(limits, program=order["recogniser"] or "", max_written=written)
    answer = _answer(order, limits)
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.buffer.flush()


def _answer(order: dict[str, Any], limits: Limits) -> dict[str, Any]:
    filename = str(order["filename"])
    try:
        data = sys.stdin.buffer.read(max(limits.max_bytes, limits.max_container_bytes) + 1)
        if order["spool"] is not None:
            with open(order["spool"], "wb", closefd=False) as spool:
                if "pages" in order:
                    return {"read": _drawn(data, order["pages"], spool, limits)}
                return {"read": take_apart(data, filename, spool, limits).to_json()}
        return {"read": read_file(data, filename, limits, recogniser=order["recogniser"]).to_json()}
    except ReadError as error:
        return {"error": str(error.code), "params": error.params}
    except MemoryError:
        return {"error": str(ErrorCode.MEMORY), "params": {"limit": limits.max_memory}}
    except RecursionError:
        return {"error": str(ErrorCode.UNSAFE), "params": {"reason": "nesting"}}


def _drawn(data: bytes, pages: list[int], spool: IO[bytes], limits: Limits) -> dict[str, Any]:
    # Loaded when met: a text must not wait for the libraries of pictures.
    facsimile = import_module("ingest.reading.facsimile")
    first, last = pages
    if not first:
        return asdict(facsimile.survey(data, limits))
    return {"lengths": facsimile.draw(data, first, last, spool, limits)}
