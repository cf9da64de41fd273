"""Finds the day of publication in the name of a file or of its folders."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import PurePath

from arabic.folding import fold

_EARLIEST = date(1900, 1, 1)
# A year first; or, as the Arab world writes, the day first. The same mark twice; digits on either side would make it
# another number.
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./ ]?)(\d\d)\2(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-_./ ])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")


def published_from_name(path: PurePath, *, today: date) -> date | None:
    """The one date in `path` (folders and name, any digits), as year-month-day or day-month-year.

    None if there is none, if two differ, or if it lies after tomorrow or before 1900. The part nearest to the file's
    name decides.
    """
    whole = fold("/".join(path.with_suffix("").parts[-4:]))
    for text in (fold(path.stem), whole):
        if found := set(_dates(text)):
            day = found.pop() if len(found) == 1 else None
            return day if day and _EARLIEST <= day <= today + timedelta(days=1) else None
    return None


def _dates(text: str) -> list[date]:
    written = [(int(year), int(month), int(day)) for year, _mark, month, day in _YEAR_FIRST.findall(text)]
    written += [(int(year), int(month), int(day)) for day, _mark, month, year in _DAY_FIRST.findall(text)]
    return [date(*each) for each in written if _is_date(*each)]


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
