"""The process that reads one file: bytes on standard input, one JSON object on standard output.

Started by `ingest.reading.worker` with the limits as its argument; it binds itself to them before it looks at
a single byte. It is told nothing else: no settings, no secrets, no network.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.limits import Limits, bind_process
from ingest.reading.reader import read_file


def main(argument: str) -> None:
    """Read standard input as `argument`, a JSON object of `filename` and `limits`, says."""
    order = json.loads(argument)
    limits = Limits(**order["limits"])
    bind_process(limits)
    answer = _answer(str(order["filename"]), limits)
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.buffer.flush()


def _answer(filename: str, limits: Limits) -> dict[str, Any]:
    try:
        data = sys.stdin.buffer.read(limits.max_bytes + 1)
        return {"read": read_file(data, filename, limits).to_json()}
    except ReadError as error:
        return {"error": str(error.code), "params": error.params}
    except MemoryError:
        return {"error": str(ErrorCode.MEMORY), "params": {"limit": limits.max_memory}}
    except RecursionError:
        return {"error": str(ErrorCode.UNSAFE), "params": {"reason": "nesting"}}
