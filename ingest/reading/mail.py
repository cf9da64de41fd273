"""Mails as they travel (RFC 5322, MIME): headers in any encoding, one body, enclosures, forwarded mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from importlib import import_module
from typing import TYPE_CHECKING

from ingest.reading import letter
from ingest.reading.charset import decode
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.letter import Enclosure, Letter

if TYPE_CHECKING:
    from ingest.reading.limits import Limits
    from ingest.reading.parts import Around
    from ingest.reading.result import Extract
    from ingest.reading.unpack import Unpacker

DECODER = "mail-2"
_MAX_HEADER = 10_000
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_RAW_NAME = re.compile(r"name\s*=\s*\"?([^\";]+)")
_MARK = re.compile(rb"(?:[^\n]*\n){0,20}?--([!#-~]{1,70})\r?\ncontent-", re.I)
_TEXTS = ("text/plain", "text/html")
_ENDINGS = {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf", "message/rfc822": "eml"}


def read(data: bytes, limits: Limits) -> Extract:
    """A mail that holds nothing but its words. ReadError `container` if it encloses files."""
    found = _letter(parse(data), limits)
    letter.refuse_files(found, "eml")
    return letter.extract(found, DECODER)


def holds_files(data: bytes, limits: Limits) -> bool:
    """Whether there is more in the mail than its words. A mail that cannot be opened counts as such."""
    try:
        return bool(_letter(parse(data), limits).files)
    except ReadError:
        return True


def unpack(data: bytes, into: Unpacker, above: tuple[str, ...], around: Around) -> None:
    """Hand the words and each enclosure to `into`. ReadError: unsafe, too_many_parts."""
    letter.unpack(_letter(parse(data), into.limits), into, above, around)


def parse(data: bytes) -> Message:
    """The tree of a mail. The old policy: it takes headers as they are, and leaves them to `header_words`."""
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except RecursionError as error:
        raise ReadError(ErrorCode.UNSAFE, reason="nesting") from error


def _letter(message: Message, limits: Limits) -> Letter:
    plain: list[str] = []
    html: list[str] = []
    enclosures: list[Enclosure] = []
    for part in leaves(message, limits):
        kind = part.get_content_type()
        if kind in _TEXTS and part.get_content_disposition() != "attachment" and not _file_name(part):
            words = part_text(part, limits)
            (plain if kind == "text/plain" else html).append(words)
        else:
            enclosures.append(_enclosure(part, kind, len(enclosures) + 1))
    name, address = parseaddr(_raw(message, "from"))
    return Letter(
        subject=header_words(_raw(message, "subject")),
        sender=header_words(name),
        address=address if re.fullmatch(r"[!-~]{1,300}", address) else "",
        sent=_moment(_raw(message, "date")),
        text=_fuller("\n\n".join(plain), "\n\n".join(html)),
        enclosures=enclosures,
    )


def leaves(message: Message, limits: Limits) -> Iterator[Message]:
    """The parts that hold no others, in order; a forwarded mail is one. ReadError if they are too many or too deep."""
    waiting = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > 2 * limits.max_parts:
            raise ReadError(ErrorCode.TOO_MANY_PARTS, limit=limits.max_parts)
        if depth > limits.max_depth:
            raise ReadError(ErrorCode.UNSAFE, reason="nesting")
        # Of what holds no others the library would decode the characters, by whatever codec the part names.
        inner = part.get_payload() if part.is_multipart() else None
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [(each, depth + 1) for each in reversed(inner) if isinstance(each, Message)]
        elif part.get_content_maintype() != "multipart":
            yield part
        elif not part.is_multipart():
            waiting.append((_remade(part), depth + 1))


def _remade(part: Message) -> Message:
    """A part that says it has parts, but names a wrong mark between them: taken apart by the mark that stands there.

    Without any it is words like others.
    """
    body = _payload(part)
    if match := _MARK.match(body):
        head = b'Content-Type: multipart/mixed; boundary="%s"\n\n' % match[1]
        made = message_from_bytes(head + body, policy=policy.compat32)
        if made.is_multipart():
            return made
    part.set_type("text/plain")
    return part


def part_text(part: Message, limits: Limits) -> str:
    """The characters of a text part: as they are, or all that shows of an html page."""
    data = _payload(part)
    if not data.strip():
        return ""
    try:
        decoded = decode(data, str(part.get_param("charset") or ""))
    except ReadError:
        return ""
    if part.get_content_type() == "text/html":
        # Loaded when met, like all readers of html.
        from_html = import_module("ingest.reading.html")
        return str(from_html.shown_text(decoded, limits))
    return _unflowed(part, decoded.text)


def _unflowed(part: Message, text: str) -> str:
    """`format=flowed` (RFC 3676): a line that ends with a space goes on in the next one."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    joint = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    return re.sub(r"(?<!\n--) \r?\n(?![ >]|\r?\n|-- ?\r?\n)", joint, text)


def _fuller(plain: str, html: str) -> str:
    """The plain words, unless they are only a shadow of the page beside them."""
    return html if sum(map(str.isalpha, html)) > 2 * sum(map(str.isalpha, plain)) else plain


def _enclosure(part: Message, kind: str, number: int) -> Enclosure:
    data = _payload(part)
    inline = bool(part.get("content-id")) or part.get_content_disposition() == "inline"
    reason = letter.why_not(kind, len(data), inline=inline and part.get_content_disposition() != "attachment")
    name = header_words(_file_name(part))
    if not name and kind == "message/rfc822":
        name = header_words(_raw(_forwarded(part), "subject"))[:100].replace("/", "-") + ".eml"
    return Enclosure(name or f"{number}.{_ENDINGS.get(kind, 'bin')}", data, reason)


def _file_name(part: Message) -> str:
    """The name that a part gives itself; the library reads none whose letters stand there as raw bytes."""
    for header in ("content-disposition", "content-type"):
        value = _raw(part, header)
        if not value.isascii() and (match := _RAW_NAME.search(value)):
            return match.group(1).strip()
    return part.get_filename() or ""


def _payload(part: Message) -> bytes:
    """The bytes of a part; of a forwarded mail the whole mail."""
    if part.get_content_maintype() == "message":
        try:
            return _forwarded(part).as_bytes()
        except (RecursionError, UnicodeError, LookupError, ValueError, AttributeError) as error:
            raise ReadError(ErrorCode.UNSAFE, reason="nesting") from error
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError):
        return b""
    return data if isinstance(data, bytes) else b""


def _forwarded(part: Message) -> Message:
    inner = part.get_payload()
    return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else Message()


def _raw(message: Message, name: str) -> str:
    """A header as it stands there, unfolded, its 8-bit characters escaped; empty if there is none."""
    for key, value in message.raw_items():
        if key.lower() == name:
            return _FOLD.sub(" ", str(value)[:_MAX_HEADER]).strip()
    return ""


def header_words(value: str) -> str:
    """The characters of a header: encoded words (RFC 2047), raw UTF-8 or raw bytes of an old program."""
    value = _FOLD.sub(" ", value[:_MAX_HEADER])
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    words = []
    for piece, charset in pieces:
        data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        words.append(_decoded(data, charset or ""))
    return " ".join("".join(words).split())


def _decoded(data: bytes, charset: str) -> str:
    try:
        return decode(data, charset).text if data.strip() else data.decode("ascii", "ignore")
    except ReadError:
        return data.decode("utf-8", "ignore")


def _moment(value: str) -> datetime | None:
    """When it was sent; a time without a zone is taken as UTC. None for what is no date of our times."""
    try:
        sent = parsedate_to_datetime(value)
        sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
        return sent.astimezone(UTC) if 1990 <= sent.year <= 2100 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
