"""What reading a file gives: the text, the offset space of everything after, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ingest.reading.errors import WarningCode

Language = Literal["ar", "en", "und"]


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something a person should know about the text; `params` fill the message."""

    code: WarningCode
    params: dict[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English explanation with its parameters."""
        return self.code.explanation.format_map(self.params)


@dataclass(frozen=True, slots=True)
class Extract:
    """What one format's reader found, before the text is cleaned. Metadata is what the file itself states."""

    text: str
    decoder: str
    encoding: str = ""
    title: str = ""
    outlet: str = ""
    published_on: date | None = None
    url: str = ""
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadText:
    """Decoded text and what the file says of itself.

    `text` has `\\n` line ends, a blank line between paragraphs where the file has paragraphs, no control and
    no bidirectional override characters; its letters are the file's own (never normalised). `decoder` names
    the reader and its version: the same bytes give the same text under the same decoder.
    """

    text: str
    format: str
    encoding: str
    language: Language
    decoder: str
    title: str = ""
    outlet: str = ""
    published_on: date | None = None
    url: str = ""
    warnings: tuple[ReadWarning, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values; `from_json` is its inverse."""
        return {
            "text": self.text,
            "format": self.format,
            "encoding": self.encoding,
            "language": self.language,
            "decoder": self.decoder,
            "title": self.title,
            "outlet": self.outlet,
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "url": self.url,
            "warnings": [{"code": str(each.code), "params": each.params} for each in self.warnings],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ReadText:
        """Rebuild what `to_json` wrote; KeyError or ValueError on anything else."""
        warnings = tuple(
            ReadWarning(WarningCode(each["code"]), each["params"]) for each in values["warnings"]
        )
        day = values["published_on"]
        rest = {name: values[name] for name in values if name not in ("warnings", "published_on")}
        return cls(**rest, published_on=date.fromisoformat(day) if day else None, warnings=warnings)
