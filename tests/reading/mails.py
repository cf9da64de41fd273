"""Mails made in code for the tests: MIME as mail programs write it, and Outlook's compound files."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage

from tests.reading.builders import ARABIC

BODY = "\n\n".join([ARABIC] * 3)
NOTE = "السلام عليكم، مرفق لكم الخبر، مع التحية."
Tree = Mapping[str, "bytes | Tree"]


def mail(body: str = BODY, *files: tuple[str, bytes], subject: str = "الوزير يستقبل السفير") -> bytes:
    """A mail as a mail program writes it, each of `files` attached under its name."""
    message = EmailMessage()
    message["From"] = "إدارة الإعلام <media@industry.example>"
    message["To"] = "register@ministry.example"
    message["Subject"] = subject
    message["Date"] = "Sun, 12 May 2024 23:30:00 +0000"
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def raw(body: bytes, *headers: str, kind: str = "text/plain; charset=utf-8") -> bytes:
    """A mail written out by hand."""
    first = ["From: a@b.example", "To: c@d.example", "Date: Mon, 13 May 2024 10:00:00 +0200", "Subject: x"]
    lines = [*(line for line in first if line.split(":")[0] not in {each.split(":")[0] for each in headers})]
    return (
        "\n".join([*lines, *headers, f"Content-Type: {kind}", "", ""]).encode("utf-8", "surrogateescape")
        + body
    )


def words(tag: int, value: str) -> tuple[str, bytes]:
    """A property of Outlook that holds characters."""
    return f"__substg1.0_{tag:04X}001F", value.encode("utf-16-le")


def fixed(header: int, sent: datetime | None = None) -> tuple[str, bytes]:
    rows = b""
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        rows = struct.pack("<IIQ", 0x00390040, 6, ticks)
    return "__properties_version1.0", bytes(header) + rows


def attachment(name: str, data: bytes, mime: str = "application/octet-stream", cid: str = "") -> Tree:
    return dict(
        [
            fixed(8),
            words(0x3707, name),
            words(0x370E, mime),
            ("__substg1.0_37010102", data),
            *([words(0x3712, cid)] if cid else []),
        ]
    )


def outlook(body: str = BODY, *files: Tree, subject: str = "الوزير يستقبل السفير", header: int = 32) -> Tree:
    """The streams of a mail as Outlook saves it."""
    tree: dict[str, bytes | Tree] = dict(
        [
            fixed(header, datetime(2024, 5, 12, 23, 30, tzinfo=UTC)),
            words(0x001A, "IPM.Note"),
            words(0x0037, subject),
            words(0x0C1A, "إدارة الإعلام"),
            words(0x5D01, "media@industry.example"),
            words(0x1000, body),
        ]
    )
    return tree | {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(files)}


def forwarded(name: str, tree: Tree) -> Tree:
    return dict([fixed(8), words(0x3707, name)]) | {"__substg1.0_3701000D": tree}


def compound(tree: Tree) -> bytes:
    """A compound file (MS-CFB, version 3) of the given storages and streams."""
    entries: list[list[int | str | bytes]] = []  # name, kind, left, right, child, content
    _add(entries, "Root Entry", 5, b"")
    _fill(entries, 0, tree)
    mini = bytearray()
    mini_fat: list[int] = []
    sectors: list[bytes] = []
    fat: list[int] = []
    starts: list[tuple[int, int]] = [(0xFFFFFFFE, 0)] * len(entries)
    for number, entry in enumerate(entries):
        content = entry[5]
        assert isinstance(content, bytes)
        if entry[1] != 2 or not content:
            continue
        if len(content) < 4096:
            starts[number] = len(mini) // 64, len(content)
            mini_fat += _chain(len(mini_fat), math.ceil(len(content) / 64))
            mini += content.ljust(math.ceil(len(content) / 64) * 64, b"\x00")
        else:
            starts[number] = _place(content, sectors, fat), len(content)
    starts[0] = (_place(bytes(mini), sectors, fat) if mini else 0xFFFFFFFE), len(mini)
    first_mini = (
        _place(struct.pack(f"<{len(mini_fat)}I", *mini_fat), sectors, fat, b"\xff") if mini else 0xFFFFFFFE
    )
    directory = b"".join(_row(entry, *start) for entry, start in zip(entries, starts, strict=True))
    first_directory = _place(directory, sectors, fat)
    fat_sectors = math.ceil((len(fat) + 1) / 127)
    first_fat = len(sectors)
    fat += [0xFFFFFFFD] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * 512, b"\xff")
    head = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
                       0, fat_sectors, first_directory, 0, 4096, first_mini,
                       math.ceil(len(mini_fat) / 128), 0xFFFFFFFE, 0)  # fmt: skip
    assert fat_sectors <= 109
    places = [first_fat + number for number in range(fat_sectors)] + [0xFFFFFFFF] * (109 - fat_sectors)
    return head + struct.pack("<109I", *places) + b"".join(sectors) + table


def _add(entries: list[list[int | str | bytes]], name: str, kind: int, content: bytes) -> int:
    entries.append([name, kind, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, content])
    return len(entries) - 1


def _fill(entries: list[list[int | str | bytes]], parent: int, tree: Tree) -> None:
    """The children as a chain to the right: a legal tree, if no balanced one."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    before = None
    for name in names:
        content = tree[name]
        number = _add(
            entries,
            name,
            2 if isinstance(content, bytes) else 1,
            content if isinstance(content, bytes) else b"",
        )
        if before is None:
            entries[parent][4] = number
        else:
            entries[before][3] = number
        before = number
        if not isinstance(content, bytes):
            _fill(entries, number, content)


def _chain(start: int, count: int) -> list[int]:
    return [start + each + 1 for each in range(count - 1)] + [0xFFFFFFFE] * (count > 0)


def _place(content: bytes, sectors: list[bytes], fat: list[int], padding: bytes = b"\x00") -> int:
    count = math.ceil(len(content) / 512)
    fat += _chain(len(fat), count)
    start = len(sectors)
    sectors += [content[512 * each : 512 * each + 512].ljust(512, padding) for each in range(count)]
    return start


def _row(entry: list[int | str | bytes], start: int, size: int) -> bytes:
    name, kind, left, right, child, _ = entry
    raw_name = str(name).encode("utf-16-le") + b"\x00\x00"
    return raw_name.ljust(64, b"\x00") + struct.pack(
        "<HBBIII16sIQQIQ", len(raw_name), kind, 1, left, right, child, bytes(16), 0, 0, 0, start, size
    )
