"""Files made in code for the tests of reading: small, whole and exactly known."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

ARABIC = (
    "استقبل وزير الصناعة في مكتبه سفير اليابان لدى ليبيا، وبحث معه سبل تعزيز التعاون بين البلدين.\n\n"
    "وأكد الجانبان على أهمية تشكيل لجنة فنية مشتركة خلال الأشهر القادمة."
)
ENGLISH = (
    "The Minister of Industry received the ambassador of Japan to Libya and discussed with him how the two "
    "countries can work together. It was agreed that a joint committee will meet in May."
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def document(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}</w:body></w:document>"
    )


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, others: dict[str, str | bytes] | None = None) -> bytes:
    """A docx whose body holds the given WordprocessingML; `others` are further parts, related where they are XML."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "word/document.xml": document(body)}
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/part" Target="{name.removeprefix("word/")}"/>'
        for number, name in enumerate(others or {})
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
    return zipped(parts | (others or {}))


def part(root: str, text: str) -> str:
    """A header, footer or notes part with one paragraph."""
    return f'<w:{root} xmlns:w="{W}">{paragraph(text)}</w:{root}>'


def page_content(lines: list[str]) -> bytes:
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 12 Tf 14 TL 72 760 Td\n{shown}\nET".encode("latin-1")


def pdf(pages: list[bytes], *, user_password: bytes | None = None) -> bytes:
    """A PDF 1.4 whose pages have the given content streams, set in Helvetica; RC4-encrypted if a password is given.

    The password that opens it for its owner is always "owner".
    """
    file_id = b"0123456789abcdef"
    owner_entry, key = _encryption(user_password, file_id) if user_password is not None else (b"", b"")
    first_page = 4
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        at = first_page + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        data = _rc4(_object_key(key, at + 1), content) if key else content
        objects.append(b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
    trailer = b""
    if key:
        user_entry = _rc4(key, _PADDING)
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
            + owner_entry.hex().encode()
            + b"> /U <"
            + user_entry.hex().encode()
            + b"> >>"
        )
        trailer = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (
            len(objects),
            file_id.hex().encode(),
            file_id.hex().encode(),
        )
    return assemble(objects, trailer)


def assemble(objects: list[bytes], trailer: bytes = b"", version: bytes = b"1.4") -> bytes:
    """Objects 1..n, a right cross-reference table and a trailer; object 1 is the catalog."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R " % (len(objects) + 1) + trailer
    out += b" >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    at = 0
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) % 256
        state[index], state[at] = state[at], state[index]
    out = bytearray()
    left = right = 0
    for byte in data:
        left = (left + 1) % 256
        right = (right + state[left]) % 256
        state[left], state[right] = state[right], state[left]
        out.append(byte ^ state[(state[left] + state[right]) % 256])
    return bytes(out)


def _encryption(user_password: bytes, file_id: bytes) -> tuple[bytes, bytes]:
    """The owner entry and the file key of the standard security handler, revision 2 (PDF 1.4, 3.5.2)."""
    padded = (user_password + _PADDING)[:32]
    owner_key = hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5]
    owner_entry = _rc4(owner_key, padded)
    key = hashlib.md5(padded + owner_entry + struct.pack("<i", -4) + file_id).digest()[:5]
    return owner_entry, key


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + struct.pack("<I", number)[:3] + b"\x00\x00").digest()[:10]


def ole(*streams: str, size: int = 4096) -> bytes:
    """The head of a compound file with the given stream names in its directory: enough to be told apart."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + names).ljust(size, b"\x00")


def png(width: int, height: int) -> bytes:
    """A black picture of one bit a pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\x00" * ((width + 7) // 8 + 1) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def html_page(body: str, head: str = "") -> str:
    head = f'<head><meta charset="utf-8">{head}</head>'
    return f'<!doctype html><html lang="ar" dir="rtl">{head}<body>{body}</body></html>'


def article(text: str = ARABIC, heading: str = "الوزير يستقبل السفير") -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    return f"<article><h1>{heading}</h1>{paragraphs}</article>"


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
    )
)


def odt(body: str, *, styles: str = "", manifest: str = "", doctype: str = "") -> bytes:
    """An OpenDocument text whose body holds the given elements."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {_ODF} '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
    }
    if styles:
        parts["styles.xml"] = styles
    if manifest:
        parts["META-INF/manifest.xml"] = manifest
    return zipped(parts)


def odt_styles(header: str, footer: str) -> str:
    """The part that holds what stands on each page."""
    return (
        f"<office:document-styles {_ODF}><office:master-styles><style:master-page>"
        f"<style:header><text:p>{header}</text:p></style:header><style:footer><text:p>{footer}</text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def rtf(text: str) -> bytes:
    """Rich text with each letter beyond ASCII as a number."""
    shown = "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text.replace("\n\n", "\\par "))
    return f"{{\\rtf1\\ansi\\ansicpg1256\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\rtlpar {shown}\\par}}".encode(
        "ascii"
    )
