"""Stable codes for why a file could not be read. `ingest.releases.errors` has the words in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class _Explained(StrEnum):
    """A code with a one-line English explanation beside it."""

    explanation: str

    def __new__(cls, code: str, explanation: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.explanation = explanation
        return member


class ErrorCode(_Explained):
    """Why a file gave no text. The codes are stored in the database: never rename one."""

    EMPTY = "empty", "The file has no bytes, or nothing but spaces."
    TOO_LARGE = "too_large", "The file is larger than {limit} bytes."
    TOO_LONG = "too_long", "The text is longer than {limit} characters: this is no press release."
    TOO_MANY_PAGES = "too_many_pages", "The document has {pages} pages, more than {limit}."
    UNSUPPORTED = "unsupported", "A file of this kind ({kind}) cannot be read yet."
    WRONG_TYPE = "wrong_type", "The name says {claimed}, the content is {actual}."
    BINARY = "binary", "The file holds no text, only binary data."
    PASSWORD_PROTECTED = "password_protected", "The document opens only with a password."
    BROKEN = "broken", "The document is damaged or was not uploaded completely."
    UNSAFE = "unsafe", "The document holds constructions that no honest document needs ({reason})."
    ZIP_BOMB = "zip_bomb", "The document unpacks to far more than a document holds."
    NO_TEXT = "no_text", "The document holds no text, nor any that could be recognised."
    SCAN = "scan", "The document holds pictures of text; its letters must be recognised."
    NO_RECOGNITION = (
        "no_recognition",
        "This installation cannot recognise letters (tesseract-ocr, tesseract-ocr-ara).",
    )
    TOO_MANY_PIXELS = "too_many_pixels", "The picture has more than {limit} pixels."
    NOT_ARABIC_OR_ENGLISH = "not_arabic_or_english", "The text is neither Arabic nor English ({language})."
    TIMEOUT = "timeout", "Reading took longer than {seconds} seconds and was stopped."
    MEMORY = "memory", "Reading needed more than {limit} bytes of memory and was stopped."
    CONTAINER = "container", "The file ({kind}) holds other files; each of them is read by itself."
    NOTHING_INSIDE = "nothing_inside", "None of the {count} files inside can be a release."
    TOO_MANY_PARTS = "too_many_parts", "The file holds more than {limit} other files."
    NO_CONVERTER = (
        "no_converter",
        "Files of this kind ({kind}) are read through LibreOffice, which is not here.",
    )


class WarningCode(_Explained):
    """What a person should know about a text that was read. Stored too."""

    OTHER_TYPE = "other_type", "The name says {claimed}, the content is {actual}; it was read as {actual}."
    UNDECODABLE_BYTES = "undecodable_bytes", "{count} bytes are no text in {encoding} and were left out."
    ENCODING_GUESSED = "encoding_guessed", "No encoding is stated; {encoding} gave the most Arabic words."
    LOW_CONFIDENCE = "low_confidence", "The text layer of the PDF may be unreliable ({confidence})."
    PAGES_WITHOUT_TEXT = "pages_without_text", "Pages {pages} hold pictures only and were left out."
    RECOGNISED = (
        "recognised",
        "The letters were recognised from a picture; a few may be wrong ({confidence}).",
    )
    POORLY_RECOGNISED = (
        "poorly_recognised",
        "The picture is hard to read; many letters may be wrong ({confidence}).",
    )
    REVERSED_TEXT = "reversed_text", "The letters were stored in reverse order and were turned round."
    WHOLE_PAGE = "whole_page", "No article was found in the page; all of its visible text was taken."
    PARTS_LEFT_OUT = "parts_left_out", "Damaged or outside parts of the document were left out ({parts})."


class LeftOut(_Explained):
    """Why a file inside a container is no release. Stored too."""

    SYSTEM_FILE = "system_file", "A file that an operating system put there for itself."
    SIGNATURE = "signature", "A digital signature."
    CALENDAR = "calendar", "An invitation or a calendar."
    CONTACT = "contact", "A visiting card."
    SMALL_PICTURE = "small_picture", "A logo or another small picture of the mail."
    SHORT_NOTE = "short_note", "A covering note, too short for a release."
    EMPTY_FILE = "empty_file", "It has no bytes."
    LINK = "link", "A link to another file."
    LOCKED = "locked", "It opens only with a password."
    DAMAGED = "damaged", "It is damaged."
    TOO_DEEP = "too_deep", "It lies too deep, a container in containers."
    TOO_BIG = "too_big", "It is larger than any file that is kept."


class ReadError(Exception):
    """The file could not be read. `code` says why; `params` are for the message."""

    def __init__(self, code: ErrorCode, **params: str | int | float) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """The English explanation with its parameters, for logs and the command line."""
        try:
            return self.code.explanation.format_map(self.params)
        except KeyError:
            return self.code.explanation
