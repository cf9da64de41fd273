"""A mail, whatever file it came in: the words of its writer, without history and signature, and what it encloses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ingest.reading.errors import ErrorCode, LeftOut, ReadError, WarningCode
from ingest.reading.parts import Around, shown_path
from ingest.reading.result import Extract, ReadWarning
from ingest.reading.unwrap import unwrap
from ingest.reading.written_dates import written_day

if TYPE_CHECKING:
    from ingest.reading.unpack import Unpacker

HOME = ZoneInfo("Africa/Tripoli")
# A note that covers its enclosures is shorter, the shortest of releases longer. Letters, not characters.
_RELEASE_LETTERS = 300
_LINE_LETTERS = 60
# News of two or three sentences that names its day is no covering note either.
_DATED_LETTERS = 150
# A picture shown in the words is mostly a logo; one that is this large may be a page.
_INLINE_PICTURE = 60_000
_TINY_PICTURE = 6_000

_LABEL = re.compile(
    r"^[ \t>*]*\**(from|sent|date|to|cc|subject|من|تاريخ الإرسال|التاريخ|تم الإرسال|إلى|الى|نسخة إلى|الموضوع)\**\s?:\**"
    r"[ \t\u200e\u200f]*(.*)$",
    re.I,
)
_RULE = re.compile(
    r"^[ \t>]*[-_]{2,}[ \t]*(original message|forwarded message|begin forwarded message"
    r"|الرسالة الأصلية|رسالة معاد توجيهها|الرسالة المعاد توجيهها)?[ \t]*:?[ \t]*[-_]*[ \t]*$",
    re.I,
)
_REPLY = re.compile(r"^[ \t]*(on\b.{5,200}\bwrote:|(في|بتاريخ)\s.{5,200}كتب.{0,120}:)[ \t]*$", re.I)
_SIGNATURE = re.compile(
    r"^(--[ \t]*|sent from my (iphone|ipad|android|samsung|galaxy).{0,40}|get outlook for .{0,40}"
    r"|أُ?رسلت? من (جهاز|ال|هاتف).{0,40})$",
    re.I,
)
_SIGNATURE_LINES = 15
# Where everybody has his mail, the domain says nothing of who sent it.
_PUBLIC = re.compile(
    r"(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|aol|gmx|proton|protonmail)\.[a-z.]+$"
)
_SUBJECT_MARKS = re.compile(r"^\s*((re|fw|fwd|aw|رد|إعادة توجيه|تحويل)\s*:\s*)+", re.I)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that a mail encloses, or a mail that has no bytes of its own. What is no release has a reason."""

    name: str
    data: bytes
    left_out: LeftOut | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail holds. `text` is all of its words, history and signature among them."""

    subject: str
    sender: str
    address: str
    sent: datetime | None
    text: str
    enclosures: list[Enclosure] = field(default_factory=list)

    @property
    def files(self) -> list[Enclosure]:
        """What may be a release."""
        return [each for each in self.enclosures if not each.left_out]

    @property
    def outlet(self) -> str:
        """Who sent it: the name beside the address, or the domain if it is not everybody's."""
        name = self.sender.strip(" \"'")
        domain = self.address.rpartition("@")[2].lower()
        return name if name and "@" not in name else "" if _PUBLIC.match(domain) else domain

    @property
    def sent_on(self) -> date | None:
        """The day on which it was sent, at home."""
        return self.sent.astimezone(HOME).date() if self.sent else None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that count, and what a forwarded mail says of itself above them."""

    text: str
    labels: dict[str, str] = field(default_factory=dict)


def extract(letter: Letter, decoder: str) -> Extract:
    """A mail that is a release itself: its subject, sender and day are what it says of itself."""
    words = _own_words(letter.text)
    others = [each.name for each in letter.enclosures if each.left_out not in (LeftOut.SMALL_PICTURE, None)]
    warnings = (
        (ReadWarning(WarningCode.PARTS_LEFT_OUT, {"parts": ", ".join(others)[:200]}),) if others else ()
    )
    title = _SUBJECT_MARKS.sub("", words.labels.get("subject") or letter.subject).strip()
    return Extract(
        text=unwrap(words.text),
        decoder=decoder,
        encoding="mail",
        title=title,
        outlet=words.labels.get("from") or letter.outlet,
        published_on=written_day(words.labels.get("date", "")) or letter.sent_on,
        warnings=warnings,
    )


def unpack(letter: Letter, into: Unpacker, above: tuple[str, ...], around: Around) -> None:
    """Its words, if they are a release's worth, and its files, each a part."""
    inside = Around(letter.outlet or around.outlet, letter.sent_on or around.sent_on)
    words = _own_words(letter.text).text
    letters = sum(map(str.isalpha, words))
    enough = (_DATED_LETTERS if written_day(words) else _RELEASE_LETTERS) if letter.files else _LINE_LETTERS
    name = (
        _SUBJECT_MARKS.sub("", letter.subject).replace("/", "-").replace("\\", "-")[:100] or "message"
    ) + ".eml"
    if letters >= enough:
        into.tray.add(shown_path(*above, name), _excerpt(letter), inside)
    elif letters:
        into.tray.leave_out(shown_path(*above, name), len(letter.text.encode()), LeftOut.SHORT_NOTE, inside)
    for each in letter.enclosures:
        reason = each.left_out
        if each.letter and len(above) + 1 >= into.limits.max_nesting:
            reason = LeftOut.TOO_DEEP
        if reason:
            into.tray.leave_out(shown_path(*above, each.name), len(each.data), reason, inside)
        elif each.letter:
            unpack(each.letter, into, (*above, each.name), inside)
        else:
            into.take(each.data, above, each.name, inside)


def refuse_files(letter: Letter, kind: str) -> None:
    """ReadError `container` if there is more in the mail than its words."""
    if letter.files:
        raise ReadError(ErrorCode.CONTAINER, kind=kind)


def why_not(kind: str, size: int, *, inline: bool) -> LeftOut | None:
    """Why an enclosure of that MIME type is no release; None if it may be one."""
    if kind.startswith("image/"):
        small = size < (_INLINE_PICTURE if inline else _TINY_PICTURE)
        return LeftOut.SMALL_PICTURE if small else None
    return {
        "text/calendar": LeftOut.CALENDAR,
        "application/ics": LeftOut.CALENDAR,
        "text/vcard": LeftOut.CONTACT,
        "text/x-vcard": LeftOut.CONTACT,
        "application/pgp-signature": LeftOut.SIGNATURE,
        "application/pkcs7-signature": LeftOut.SIGNATURE,
        "application/x-pkcs7-signature": LeftOut.SIGNATURE,
        "message/delivery-status": LeftOut.SYSTEM_FILE,
        "message/disposition-notification": LeftOut.SYSTEM_FILE,
        "text/rfc822-headers": LeftOut.SYSTEM_FILE,
    }.get(kind)


def _excerpt(letter: Letter) -> bytes:
    """The mail without what it encloses, as a mail: the same words under the same subject, sender and day."""
    lines = [f"From: {formataddr((letter.sender, letter.address), 'utf-8')}"]
    if letter.sent:
        lines.append(f"Date: {format_datetime(letter.sent)}")
    lines += [
        f"Subject: {Header(letter.subject, 'utf-8').encode()}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        letter.text,
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _own_words(text: str) -> _Words:
    """The writer's words. History goes if they are a release by themselves; if not, the mail hands on another's.

    Nothing is cut that is not marked as history by a rule, a line of address, or the headers of a mail.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((number for number, _ in enumerate(lines) if _history_begins(lines, number)), None)
    if at is None:
        return _Words(_unsigned(_unquoted(lines)))
    own = _unsigned(lines[:at])
    if sum(map(str.isalpha, own)) >= _RELEASE_LETTERS:
        return _Words(own)
    labels, rest = _headers(lines, at)
    if not labels:
        return _Words(_unsigned(lines))
    return _Words(_unsigned(_unquoted(rest)), labels)


def _history_begins(lines: list[str], at: int) -> bool:
    """A rule or a line of address before quoted lines, or three headers of a mail in a row."""
    following = [line for line in lines[at : at + 8] if line.strip()]
    if _RULE.match(lines[at]) and any(map(_LABEL.match, following[1:3])):
        return True
    if _REPLY.match(lines[at]):
        return any(line.lstrip().startswith(">") for line in following[1:3])
    return len(following) >= 3 and all(map(_LABEL.match, following[:3])) and bool(_LABEL.match(lines[at]))


def _headers(lines: list[str], at: int) -> tuple[dict[str, str], list[str]]:
    """What the headers at `at` say, under their English names, and the lines after them."""
    names = {"من": "from", "الموضوع": "subject", "التاريخ": "date", "sent": "date"}
    names |= dict.fromkeys(("تاريخ الإرسال", "تم الإرسال"), "date")
    labels: dict[str, str] = {}
    number = at
    while number < len(lines):
        line = lines[number]
        match = _LABEL.match(line)
        if match:
            label = match.group(1).lower()
            labels.setdefault(names.get(label, label), match.group(2).strip())
        elif line.strip() and not _RULE.match(line) and labels:
            break
        number += 1
    sender = re.sub(r"[<\[(].*$", "", labels.get("from", "")).strip(" \"'*")
    labels["from"] = "" if "@" in sender else sender
    return (labels if labels.get("subject") else {}), lines[number:]


def _unquoted(lines: list[str]) -> list[str]:
    """Without the quotation marks of a mail that is quoted whole; a quotation among own words stays as it is."""
    full = [line for line in lines if line.strip()]
    if full and all(line.lstrip().startswith(">") for line in full):
        return [re.sub(r"^[ \t]*(>[ \t]?)+", "", line) for line in lines]
    return lines


def _unsigned(lines: list[str]) -> str:
    """Without the signature: what follows the mark of one, if it is short and at the end."""
    start = max(0, len(lines) - _SIGNATURE_LINES)
    for number in range(start, len(lines)):
        if _SIGNATURE.match(lines[number].rstrip("\u200f\u200e")):
            return "\n".join(lines[:number]).strip()
    return "\n".join(lines).strip()
