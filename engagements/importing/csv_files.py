"""Reads CSV in any encoding and with any separator that offices use."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from engagements.importing.tables import CELL, Sheet, Unreadable, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Encodings without a byte order mark that Arabic and English programs write.
_ENCODINGS = ["cp1256", "iso8859_6", "cp1252"]
_SEPARATORS = ",;\t|"
# The separator is guessed from this many characters: the guess takes quadratic time in the number of quotation marks.
_SAMPLE = 4_000
# The apostrophe that our own exports put before what would begin a formula.
_GUARDED = re.compile(r"(?:\A|(?<=[;\n]))'(?=[ \n]*[=+\-@\t\r＝＋－＠])")


def read_csv(content: bytes) -> Sheet:
    """The table in the file. Raises Unreadable."""
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(_("The file is not a table of text."))
    return sheet_of(_lines(text))


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _BOMS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        found = from_bytes(content, cp_isolation=_ENCODINGS).best()
    if found is None:
        raise Unreadable(_("Nobody can tell in which encoding this file is. Save it as UTF-8."))
    return str(found)


def _lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows, each with the number of the line in the file on which it begins."""
    csv.field_size_limit(max(csv.field_size_limit(), CELL * 4))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield (
                begins,
                [_GUARDED.sub("", cell) if "'" in cell else cell for cell in cells],
            )
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Row %(row)s cannot be read: a quotation mark is missing or out of place.") % {"row": begins}
        ) from error


def _separator(text: str) -> str:
    sample = text[:_SAMPLE]
    try:
        return csv.Sniffer().sniff(sample, delimiters=_SEPARATORS).delimiter
    except csv.Error:
        head = sample.partition("\n")[0]
        return max(_SEPARATORS, key=head.count)
