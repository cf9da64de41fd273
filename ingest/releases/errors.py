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

# By error code: what happened, and what to do. The parameters are those of the reader's errors.
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
        gettext_noop("There is no text in the file, nor any that could be recognised in its pictures."),
        gettext_noop("Type or paste the text as a new release."),
    ),
    "scan": (
        gettext_noop("The file holds pictures of text, and nobody has recognised their letters yet."),
        gettext_noop("Try again, or type or paste the text as a new release."),
    ),
    "no_recognition": (
        gettext_noop("This installation cannot read scans and pictures yet."),
        gettext_noop(
            "The administrator installs tesseract-ocr and tesseract-ocr-ara; then try again. "
            "Or type or paste the text as a new release."
        ),
    ),
    "too_many_pixels": (
        gettext_noop("The picture is larger than any picture of a page needs to be, so it was not opened."),
        gettext_noop("Save it smaller, or photograph the page again, and upload the new picture."),
    ),
    "not_arabic_or_english": (
        gettext_noop("The text is neither Arabic nor English."),
        gettext_noop("Upload a translation. The original stays here."),
    ),
    "timeout": (gettext_noop("Reading took longer than %(seconds)s seconds and was stopped."), _AGAIN),
    "memory": (gettext_noop("Reading needed too much memory and was stopped."), _PASTE),
    "container": (gettext_noop("The file holds other files."), _AGAIN),
    "nothing_inside": (
        gettext_noop("Nothing in the file can be a release."),
        gettext_noop("Below is what was in it and why it was left out. Upload the release itself."),
    ),
    "too_many_parts": (
        gettext_noop("There are more than %(limit)s files in the file, so it was not opened."),
        gettext_noop("Pack the releases into several smaller files."),
    ),
    "no_converter": (
        gettext_noop("Files of this kind (%(kind)s) are read with LibreOffice, which is not installed here."),
        gettext_noop("Open the file and save it as a Word document (docx) or as PDF, then upload that one. "
                     "The administrator can install LibreOffice; then try again."),
    ),
    "storage": (gettext_noop("The stored file or the database could not be reached."), _AGAIN),
    "internal": (gettext_noop("The reader came upon something it was not made for. Nothing is lost."), _AGAIN),
    "not_kept": (
        gettext_noop("There is no room for the file now, or the database is away. Nothing of it was kept."),
        gettext_noop("Send it again in a while; if it happens once more, tell the administrator."),
    ),
    "gave_up": (gettext_noop("Reading broke off %(attempts)s times in a row."), _AGAIN),
}  # fmt: skip

_WARNINGS: dict[str, str] = {
    "other_type": gettext_noop("The file is called %(claimed)s; it was read as %(actual)s, which it is."),
    "undecodable_bytes": gettext_noop("%(count)s bytes were no text and were left out."),
    "encoding_guessed": gettext_noop("The file does not say how its letters are written; %(encoding)s fitted best."),
    "low_confidence": gettext_noop("The letters in this PDF may be wrong. Compare them with the original."),
    "pages_without_text": gettext_noop("Pages that are pictures only were left out: %(pages)s."),
    "recognised": gettext_noop("The letters were recognised from a picture; a few may be wrong."),
    "poorly_recognised": gettext_noop(
        "The picture is hard to read, and many letters may be wrong. Compare each value with the original."
    ),
    "reversed_text": gettext_noop("The letters were stored in reverse order and were turned round."),
    "whole_page": gettext_noop("The article could not be told from the rest of the page; all of its text was taken."),
    "parts_left_out": gettext_noop("Damaged or foreign parts of the document were left out."),
}  # fmt: skip


_LEFT_OUT: dict[str, str] = {
    "system_file": gettext_noop("A file of the computer, no document"),
    "signature": gettext_noop("A digital signature"),
    "calendar": gettext_noop("An invitation or a calendar"),
    "contact": gettext_noop("A visiting card"),
    "small_picture": gettext_noop("A logo or another small picture of the message"),
    "short_note": gettext_noop("A covering note, too short for a release"),
    "empty_file": gettext_noop("An empty file"),
    "link": gettext_noop("A link to another file"),
    "locked": gettext_noop("It opens only with a password"),
    "damaged": gettext_noop("It is damaged"),
    "too_deep": gettext_noop("It lies too deep: an archive in an archive in an archive"),
    "too_big": gettext_noop("It is larger than any file that is kept"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`what` happened and the `advice`, in the language of the page."""

    code: str
    what: str
    advice: str

    @property
    def may_pass(self) -> bool:
        """Whether another try at the same bytes could end otherwise, with a newer reader say."""
        return self.code != "empty"


def explain(code: str, params: Mapping[str, Any]) -> Explanation:
    """The words for an error code of a parse run. An unknown code counts as a fault of the reader."""
    known = code if code in _WORDS else "internal"
    what, advice = _WORDS[known]
    return Explanation(known, _filled(what, _legible(known, params)), _(advice))


def reason(code: str) -> Explanation:
    """The words for an error code without parameters: the heading over all releases that failed for it."""
    known = code if code in _WORDS else "internal"
    what, advice = _WORDS[known]
    return Explanation(known, _(what) % defaultdict(lambda: "…"), _(advice))


def caution(code: str, params: Mapping[str, Any]) -> str:
    """The words for a warning of the reader; empty for an unknown one."""
    return _filled(_WARNINGS[code], params) if code in _WARNINGS else ""


def left_out(code: str) -> str:
    """Why a file in a container is no release; empty for an unknown code."""
    return _(_LEFT_OUT[code]) if code in _LEFT_OUT else ""


def _legible(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes in megabytes; other values unchanged."""
    return {**params, "limit": filesizeformat(params["limit"])} if code == "too_large" else dict(params)


def _filled(message: str, params: Mapping[str, Any]) -> str:
    """The translated message. A parameter that the run did not store is shown as a dash."""
    return _(message) % defaultdict(lambda: "–", params)
