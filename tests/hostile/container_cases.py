"""Archives, mails and office files that nobody sends in good faith."""

from __future__ import annotations

import struct
import zipfile
from functools import partial
from io import BytesIO

from ingest.reading import ErrorCode as E
from tests.hostile.case import BILLION, CANARY, READ, Case
from tests.reading import builders as make
from tests.reading import mails
from tests.reading.builders import ARABIC
from tests.reading.mails import BODY

TRICKS = (
    "../../etc/passwd",
    "/etc/cron.d/evil",
    "..\\..\\windows\\evil.bat",
    "C:\\evil.txt",
    "a/../../b/./evil.txt",
    "annex\u202etxt.exe",
    "line\nbreak\x1b[31m.txt",
    "con",
    "~/.ssh/authorized_keys",
    "n" * 60_000 + ".txt",
)
# What no name that people are shown may hold.
NEVER = ("..", "\\", "\u202e", "\x1b", "\n", "//")


def _named() -> bytes:
    return make.zipped(dict.fromkeys(TRICKS, ARABIC))


def _many(count: int) -> bytes:
    """A directory of `count` entries that all lead to one empty part."""
    data = make.zipped({"a": ""}, zipfile.ZIP_STORED)
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    rows = data[at:end] * count
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(rows), at, 0)
    return data[:at] + rows + tail


def _overlapping() -> bytes:
    """Ten thousand names for one part of a megabyte, as the worst of bombs are built."""
    data = make.zipped({"a.txt": " " * 1_000_000})
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    rows = b"".join(data[at:end].replace(b"a.txt", b"%05d" % number) for number in range(900))
    return data[:at] + rows + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 900, 900, len(rows), at, 0)


def _matryoshka(depth: int) -> bytes:
    data = make.zipped({"a.txt": ARABIC})
    for _ in range(depth):
        data = make.zipped({"a.zip": data})
    return data


def _forest(levels: int) -> bytes:
    """Sixteen archives in each of sixteen archives, level upon level."""
    data = make.zipped({f"{number}.txt": "\x00" * 100_000 for number in range(16)})
    for _ in range(levels):
        data = make.zipped({f"{number}.zip": data for number in range(16)})
    return data


def _link() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", ARABIC)
    return buffer.getvalue()


def _lying() -> bytes:
    data = bytearray(make.zipped({"a.txt": " " * 400_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def _parts(count: int) -> bytes:
    part = b"--B\nContent-Disposition: attachment; filename=a.txt\n\nwords\n"
    return mails.raw(part * count + b"--B--\n", "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")


def _nested(depth: int) -> bytes:
    head = (
        b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    )
    return head * depth + mails.raw(ARABIC.encode())


def _boxes(depth: int) -> bytes:
    body = ARABIC.encode()
    kind = "text/plain; charset=utf-8"
    for number in range(depth):
        body = b"--B%d\nContent-Type: %s\n\n" % (number, kind.encode()) + body + b"\n--B%d--\n" % number
        kind = f"multipart/mixed; boundary=B{number}"
    return mails.raw(body, "MIME-Version: 1.0", kind=kind)


def _named_by_mail() -> bytes:
    parts = b"".join(
        b'--B\nContent-Disposition: attachment; filename="%s"\n\n%s\n' % (
            name[:900].replace("\n", " ").encode(), ARABIC.encode()
        )
        for name in TRICKS
    )  # fmt: skip
    return mails.raw(parts + b"--B--\n", "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")


def _injected() -> bytes:
    """A file name that would write headers of its own wherever it is written out."""
    name = "=?utf-8?q?a=0D=0ABcc:_x=40y.example=0D=0A.txt?="
    part = f'--B\nContent-Disposition: attachment; filename="{name}"\n\n{ARABIC}\n--B--\n'
    return mails.raw(part.encode(), "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")


def _scripted() -> bytes:
    page = (
        f"<img src='{CANARY}i.png'><script>document.write('SECRET')</script><link rel=stylesheet href='{CANARY}s.css'>"
        f"<iframe src='{CANARY}'>SECRET</iframe><p>{ARABIC}</p>"
    )
    return mails.raw(page.encode(), kind="text/html; charset=utf-8")


def _outside() -> bytes:
    """A part whose bytes lie elsewhere (RFC 2017)."""
    head = f'message/external-body; access-type=URL; URL="{CANARY}release.txt"'
    part = f"--B\nContent-Type: {head}\n\nContent-Type: text/plain\n\n\n--B\n\n{BODY}\n--B--\n"
    return mails.raw(part.encode(), "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")


def _outlook(loop: str) -> bytes:
    """Outlook's format with a table that leads in circles."""
    data = bytearray(mails.compound(mails.outlook(BODY * 9, mails.attachment("a.txt", ARABIC.encode() * 90))))
    fat = struct.unpack_from("<I", data, 76)[0] * 512 + 512
    directory = struct.unpack_from("<I", data, 48)[0] * 512 + 512
    if loop == "fat":
        for at in range(0, 512, 4):
            if struct.unpack_from("<I", data, fat + at)[0] < 0xFFFFFFF0:
                struct.pack_into("<I", data, fat + at, 0)
    elif loop == "directory":
        for row in range(1, 8):
            struct.pack_into("<III", data, directory + 128 * row + 68, row, row, 0)
    elif loop == "sizes":
        for row in range(1, 8):
            struct.pack_into("<I", data, directory + 128 * row + 120, 0x7FFFFFFF)
    elif loop == "difat":
        struct.pack_into("<II", data, 68, 0, 0xFFFF)
    return bytes(data)


def _outlook_in_outlook(depth: int) -> bytes:
    tree = mails.outlook(BODY, header=24)
    for _ in range(depth):
        tree = mails.outlook(BODY, mails.forwarded("x.msg", tree), header=24)
    return mails.compound(mails.outlook(BODY, mails.forwarded("x.msg", tree)))


def _odt_bomb() -> bytes:
    return make.odt("<text:p>x</text:p>" + " " * 30_000_000)


def _odt_outside() -> bytes:
    body = (
        f'<text:p>{ARABIC}</text:p><draw:frame><draw:image xlink:href="{CANARY}i.png"/></draw:frame>'
        f'<text:section><text:section-source xlink:href="{CANARY}s.odt"/></text:section>'
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    )
    return make.odt(body)


def _rtf_outside() -> bytes:
    fields = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{CANARY}i.png" \\\\d}}{{\\fldrslt x}}}}'
    fields += f"{{\\*\\template {CANARY}t.dot}}"
    include = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{CANARY}t.rtf"}}{{\\fldrslt y}}}}'
    return make.rtf(ARABIC)[:-1] + fields.encode() + include.encode() + b"}"


OFFICE = (READ, E.NO_CONVERTER, E.BROKEN, E.TIMEOUT)

CASES: tuple[Case, ...] = (
    Case("zip_path_names", "a.zip", _named, (READ,), NEVER),
    Case("zip_million_entries", "a.zip", lambda: _many(1_000_000), (E.TOO_MANY_PARTS, E.TOO_LARGE, E.BROKEN)),
    Case("zip_overlapping_entries", "a.zip", _overlapping, (E.UNSAFE,)),
    Case("zip_in_zip_in_zip", "a.zip", lambda: _matryoshka(50), (READ,)),
    Case("zip_forest", "a.zip", lambda: _forest(3), (E.TOO_MANY_PARTS, E.ZIP_BOMB)),
    Case("zip_bomb", "a.zip", lambda: make.zipped({"a.txt": b"\x00" * 30_000_000}), (E.ZIP_BOMB,)),
    Case("zip_that_lies_about_its_sizes", "a.zip", _lying, (E.ZIP_BOMB, READ)),
    Case("zip_link", "a.zip", _link, (READ,), ("passwd",)),
    Case("zip_cut_off", "a.zip", lambda: make.zipped({"a.txt": ARABIC * 50})[:300], (E.BROKEN,)),
    Case("zip_named_docx", "a.docx", lambda: make.zipped({"a.txt": ARABIC}), (E.WRONG_TYPE,)),
    Case("mail_of_10000_parts", "a.eml", lambda: _parts(10_000), (E.TOO_MANY_PARTS,)),
    Case("mail_1000_deep", "a.eml", lambda: _nested(1_000), (E.UNSAFE, E.TOO_MANY_PARTS)),
    Case("mail_50_deep", "a.eml", lambda: _nested(50), (READ, E.UNSAFE)),
    Case("mail_boxes_300_deep", "a.eml", lambda: _boxes(300), (READ, E.UNSAFE, E.NO_TEXT, E.EMPTY)),
    Case("mail_long_header", "a.eml", lambda: mails.raw(ARABIC.encode(), "Subject: " + "x" * 5_000_000), (READ,)),
    Case(
        "mail_many_headers",
        "a.eml",
        lambda: mails.raw(ARABIC.encode(), *(f"X-{number}: y" for number in range(200_000))),
        (READ,),
    ),
    Case(
        "mail_endless_encoded_words",
        "a.eml",
        lambda: mails.raw(ARABIC.encode(), "Subject: " + "=?utf-8?b?2KM=?= " * 100_000),
        (READ,),
    ),
    Case("mail_path_names", "a.eml", _named_by_mail, (READ,), NEVER),
    Case("mail_scripts", "a.eml", _scripted, (READ,), ("SECRET",)),
    Case("mail_part_elsewhere", "a.eml", _outside, (READ,)),
    Case(
        "mail_unknown_encodings",
        "a.eml",
        lambda: mails.raw(ARABIC.encode(), "Content-Transfer-Encoding: x-evil", kind="text/plain; charset=zip"),
        (READ,),
    ),
    Case("mail_headers_injected", "a.eml", _injected, (READ,), ("\r", "\n")),
    *(
        Case(f"msg_{loop}", "a.msg", partial(_outlook, loop), (READ, E.BROKEN, E.ZIP_BOMB, E.NO_TEXT, E.EMPTY))
        for loop in ("fat", "directory", "sizes", "difat")
    ),
    Case("msg_in_msg", "a.msg", lambda: _outlook_in_outlook(40), (READ, E.UNSAFE)),
    Case("msg_head_only", "a.msg", lambda: make.ole("__properties_version1.0"), (E.BROKEN,)),
    Case("odt_billion_laughs", "a.odt", lambda: make.odt("<text:p>&l9;</text:p>", doctype=BILLION), (E.UNSAFE,)),
    Case(
        "odt_entity_from_a_file",
        "a.odt",
        lambda: make.odt("<text:p>&x;</text:p>", doctype='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        (E.UNSAFE,),
        ("root:",),
    ),
    Case("odt_zip_bomb", "a.odt", _odt_bomb, (E.ZIP_BOMB,)),
    Case("odt_outside", "a.odt", _odt_outside, (READ,), ("root:",)),
    Case(
        "odt_spaces", "a.odt", lambda: make.odt(f'<text:p>{ARABIC}<text:s text:c="999999999"/>x</text:p>'), (READ,)
    ),
    Case("rtf_outside", "a.rtf", _rtf_outside, OFFICE),
    Case("rtf_deep", "a.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000 + b"words", OFFICE),
    Case("doc_head_only", "a.doc", lambda: make.ole("WordDocument"), OFFICE),
)  # fmt: skip
