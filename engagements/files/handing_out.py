"""Kept files on their way out: as downloads alone, never run, never framed, never taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
}
"""For what somebody handed in, or what was drawn from it: whatever is in it, the browser runs nothing of it."""


def download(file: FieldFile, *, filename: str) -> FileResponse:
    """The bytes as they came in, under the name they came with (RFC 6266, any script).

    The type is ours, and the same for all: what the sender called it is believed by nobody. Raises Http404 if the
    bytes cannot be had now.
    """
    try:
        content = file.open("rb")
    except OSError as error:
        raise Http404(_("The file cannot be reached now.")) from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=filename,
        content_type="application/octet-stream",
        # A store that sends its bytes as they come cannot be asked for their number by seeking.
        headers=HARMLESS | {"Content-Length": str(file.size)},
    )
