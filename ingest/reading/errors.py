"""Why a file could not be read, as stable codes. The pages say each code in Arabic and English."""

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
    """A file with one of these has no text. Codes are stored: never rename one."""

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
    NO_TEXT = "no_text", "The document holds no text; a scan has pictures of text only."
    NOT_ARABIC_OR_ENGLISH = "not_arabic_or_english", "The text is neither Arabic nor English ({language})."
    TIMEOUT = "timeout", "Reading took longer than {seconds} seconds and was stopped."
    MEMORY = "memory", "Reading needed more than {limit} bytes of memory and was stopped."


class WarningCode(_Explained):
    """The text was read, but a person should know this about it."""

    OTHER_TYPE = "other_type", "The name says {claimed}, the content is {actual}; it was read as {actual}."
    UNDECODABLE_BYTES = "undecodable_bytes", "{count} bytes are no text in {encoding} and were left out."
    ENCODING_GUESSED = "encoding_guessed", "No encoding is stated; {encoding} gave the most Arabic words."
    LOW_CONFIDENCE = "low_confidence", "The text layer of the PDF may be unreliable ({confidence})."
    PAGES_WITHOUT_TEXT = "pages_without_text", "Pages {pages} hold pictures only and were left out."
    REVERSED_TEXT = "reversed_text", "The letters were stored in reverse order and were turned round."
    WHOLE_PAGE = "whole_page", "No article was found in the page; all of its visible text was taken."
    PARTS_LEFT_OUT = "parts_left_out", "Damaged or outside parts of the document were left out ({parts})."


class ReadError(Exception):
    """The file could not be read: `code` says why, `params` fill the message."""

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
