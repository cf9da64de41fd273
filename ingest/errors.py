"""What went wrong with a release, in words for people, and what they can do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_AGAIN = gettext_noop("Try again; if it happens once more, tell the administrator.")
_PASTE = gettext_noop("Open the file, copy its text and paste it as a new release.")
_UPLOAD_AGAIN = gettext_noop(
    "Open the file to see whether it is whole, save it again and upload the new copy."
)

# Code: what happened, what to do. Parameters are those of the reader's errors.
_WORDS: dict[str, tuple[str, str]] = {
    "empty": (gettext_noop("The file is empty."), gettext_noop("Check that it is the right file and upload it again.")),
    "too_large": (
        gettext_noop("The file is larger than %(limit)s, the most that is read."),
        gettext_noop("If there are pictures in it, take them out; if not, upload only the part that is the release."),
    ),
    "too_long": (
        gettext_noop("The text is too long for a press release."),
        gettext_noop("Upload only the part that is the release."),
    ),
    "too_many_pages": (
        gettext_noop("The document has %(pages)s pages; at most %(limit)s are read."),
        gettext_noop("Upload only the pages of the release."),
    ),
    "unsupported": (gettext_noop("Files of this kind (%(kind)s) cannot be read."), _PASTE),
    "wrong_type": (
        gettext_noop("The file is called %(claimed)s, but it is %(actual)s."),
        gettext_noop("Save the release as a text, Word or PDF file and upload that one."),
    ),
    "binary": (gettext_noop("The file holds no text, only data that means nothing to a reader."), _PASTE),
    "password_protected": (
        gettext_noop("The file opens only with a password."),
        gettext_noop("Open it, save it without a password, and upload the new copy."),
    ),
    "broken": (gettext_noop("The file is damaged or did not arrive whole."), _UPLOAD_AGAIN),
    "unsafe": (gettext_noop("The file holds things that no press release needs, so it was not opened."), _PASTE),
    "zip_bomb": (gettext_noop("The file unpacks to far more than a document holds, so it was not opened."), _PASTE),
    "no_text": (
        gettext_noop("There is no text in the file; perhaps it is a scan, a picture of the pages."),
        gettext_noop("Type or paste the text as a new release."),
    ),
    "not_arabic_or_english": (
        gettext_noop("The text is neither Arabic nor English."),
        gettext_noop("Upload a translation. The original stays here."),
    ),
    "timeout": (gettext_noop("Reading took longer than %(seconds)s seconds and was stopped."), _AGAIN),
    "memory": (gettext_noop("Reading needed too much memory and was stopped."), _PASTE),
    "storage": (gettext_noop("The stored file or the database could not be reached."), _AGAIN),
    "internal": (gettext_noop("The reader came upon something it was not made for. Nothing is lost."), _AGAIN),
    "gave_up": (gettext_noop("Reading broke off %(attempts)s times in a row."), _AGAIN),
}  # fmt: skip

_WARNINGS: dict[str, str] = {
    "other_type": gettext_noop("The file is called %(claimed)s; it was read as %(actual)s, which it is."),
    "undecodable_bytes": gettext_noop("%(count)s bytes were no text and were left out."),
    "encoding_guessed": gettext_noop("The file does not say how its letters are written; %(encoding)s fitted best."),
    "low_confidence": gettext_noop("The letters in this PDF may be wrong. Compare them with the original."),
    "pages_without_text": gettext_noop("Pages that are pictures only were left out: %(pages)s."),
    "reversed_text": gettext_noop("The letters were stored in reverse order and were turned round."),
    "whole_page": gettext_noop("The article could not be told from the rest of the page; all of its text was taken."),
    "parts_left_out": gettext_noop("Damaged or foreign parts of the document were left out."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """`what` happened and the `advice`, in the language of the page."""

    code: str
    what: str
    advice: str


def explain(code: str, params: Mapping[str, Any]) -> Explanation:
    """The words for an error code of a parse run. A code that is not known is a fault of the reader."""
    known = code if code in _WORDS else "internal"
    what, advice = _WORDS[known]
    return Explanation(known, _filled(what, _legible(known, params)), _(advice))


def caution(code: str, params: Mapping[str, Any]) -> str:
    """The words for a warning of the reader; empty if it is not known."""
    return _filled(_WARNINGS[code], params) if code in _WARNINGS else ""


def _legible(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes in megabytes; the rest as it is."""
    return {**params, "limit": filesizeformat(params["limit"])} if code == "too_large" else dict(params)


def _filled(message: str, params: Mapping[str, Any]) -> str:
    """The translated message; a dash for a parameter that the run did not store."""
    return _(message) % defaultdict(lambda: "–", params)
