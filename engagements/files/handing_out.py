"""Sends stored files only as downloads, so that a browser neither runs nor frames them nor guesses their type."""

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
"""Headers for uploaded files and for what was made from them: the browser must not run anything in them."""


def download(file: FieldFile, *, filename: str) -> FileResponse:
    """The bytes as they were uploaded, with the original file name (RFC 6266, any script).

    The media type is the same for all files: what the sender said of it is not trusted. Raises Http404 if the bytes
    cannot be read now.
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
        # Given because Django would find the length by seeking, which a streaming object store does not allow.
        headers=HARMLESS | {"Content-Length": str(file.size)},
    )
