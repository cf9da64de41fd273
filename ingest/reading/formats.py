"""Tells the format of a file by its content. Its name is only a claim."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum

BROKEN_ZIP = "broken zip"
SAVED_PAGE = "mht"
# The bit in the flags of a part of a zip that says that it opens only with a password.
ENCRYPTED = 0x1
# Everything that Python's zip reader raises on a damaged or odd archive.
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    KeyError,
    IndexError,
)

# Names may carry controls that show "exe.docx" for "xcod.exe"; they mean nothing in an ending.
_BIDI_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]")


class Format(StrEnum):
    """The formats for which there is a reader."""

    TEXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    WEBP = "webp"
    AVIF = "avif"
    ODT = "odt"
    DOC = "doc"
    RTF = "rtf"
    EML = "eml"
    MSG = "msg"
    ZIP = "zip"


PICTURES = frozenset({Format.PNG, Format.JPG, Format.GIF, Format.TIFF, Format.BMP, Format.WEBP, Format.AVIF})
"""Their letters must be recognised."""
CONTAINERS = frozenset({Format.EML, Format.MSG, Format.ZIP})
"""These hold other files; a mail without any is a text like others."""
CONVERTED = frozenset({Format.DOC, Format.RTF})
"""These are read through another program."""


_CLAIMS = {
    "txt": Format.TEXT,
    "text": Format.TEXT,
    "md": Format.TEXT,
    "html": Format.HTML,
    "htm": Format.HTML,
    "xhtml": Format.HTML,
    "docx": Format.DOCX,
    "docm": Format.DOCX,
    "pdf": Format.PDF,
    "jpeg": Format.JPG,
    "jpe": Format.JPG,
    "jfif": Format.JPG,
    "tif": Format.TIFF,
    "odt": Format.ODT,
    "ott": Format.ODT,
    "doc": Format.DOC,
    "dot": Format.DOC,
    "rtf": Format.RTF,
    "eml": Format.EML,
    "mht": Format.HTML,
    "mhtml": Format.HTML,
    "msg": Format.MSG,
    "zip": Format.ZIP,
}

# Kinds by their first bytes; most have no reader.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xca\xfe\xba\xbe", "exe"),
    (b"\xcf\xfa\xed\xfe", "exe"),
    (b"#!", "script"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"OggS", "audio"),
    (b"ID3", "audio"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"%!PS", "postscript"),
    (b"wOF2", "font"),
)
# These are printable: text may begin with them, so more of the content has to agree.
_PRINTABLE_MAGIC = frozenset({"bmp", "exe", "audio", "script", "bzip2", "gif"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_ENTRY = b"PK\x01\x02"
# More entries than any reader takes: not worth a row in memory for each.
_MANY_ENTRIES = 50_000
_WORD_MAIN = re.compile(
    rb"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled"
)
_MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|received|message-id|mime-version|return-path|content-type):", re.I | re.M
)
_MAIL_HEAD = 64_000
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:|[ \t]|From ", re.I)
_SAVED_PAGE = re.compile(
    rb"^(snapshot-content-location:|from:.{0,3}<?saved by |content-type:\s*multipart/related)", re.I | re.M
)
_MAIL_ONLY = re.compile(rb"^(to|cc|received|message-id|return-path):", re.I | re.M)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_XML_START = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml(?![^\0]{0,900}<(!doctype\s+)?html)|<svg\b)", re.I)
_STATED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{3,20})", re.I)
_HTML_TAG = re.compile(
    r"<(!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|table|meta)\b", re.I
)
# What a file that is called html may do with alone: a line of it, or a page of letters by their numbers.
_HTML_SIGN = re.compile(
    r"</?(a|abbr|b|big|blockquote|br|center|em|font|form|h[1-6]|header|hr|i|img|li|ol|pre|s|small|span|strong|sub|sup"
    r"|td|th|title|tr|u|ul)(\s[^<>]{0,500})?/?>|&#(\d{2,6}|x[0-9a-f]{2,5});",
    re.I,
)
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*){0,8}<(!doctype\s+html|html|head|body)\b", re.I | re.S
)


def claimed_format(filename: str) -> str:
    """The format that the name claims; the bare suffix if there is no reader for it, or ''."""
    name = _BIDI_CONTROLS.sub("", filename).strip().rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return str(_CLAIMS.get(ending, ending[:12] if ending.isalnum() else ""))


def sniff_container(data: bytes) -> str | None:
    """The format of a file that is not plain text: 'pdf', 'docx', or the name of one without a reader.

    None if the content may be text or HTML; these two are told apart after decoding.
    """
    head = data[:1024]
    if head.startswith(_ZIP):
        # Before PDF: the first part of an archive may be one, as it is.
        return _sniff_zip(data)
    if b"%PDF-" in head and not _HTML_START.match(head.decode("latin-1")):
        return Format.PDF
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if head[4:8] == b"ftyp":
        return _sniff_boxes(head)
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "webp" if head[8:12] == b"WEBP" else "audio"
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind not in _PRINTABLE_MAGIC or _looks_binary_or_script(head, kind)):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    if _XML_START.match(head):
        return "svg" if b"<svg" in head else "xml"
    return _sniff_mail(data[:_MAIL_HEAD])


def _sniff_mail(head: bytes) -> str | None:
    """A mail begins with header lines and nothing else, three of them those of each mail; a saved page is like one."""
    if not _HEADER_LINE.match(head):
        return None
    block, *body = _BLANK_LINE.split(head, maxsplit=1)
    if _SAVED_PAGE.search(block) and not _MAIL_ONLY.search(block):
        return SAVED_PAGE
    names = {each.lower() for each in _MAIL_HEADER.findall(block)}
    # Without a blank line the head was cut off somewhere in its last line.
    lines = block.splitlines() if body else block.splitlines()[:-1]
    return Format.EML if len(names) >= 3 and all(map(_HEADER_LINE.match, lines)) else None


def container_kind(kind: str | None, claimed: str) -> Format | None:
    """`kind` if it may hold other files, else None.

    Many formats are zip files inside. One counts as an archive of files only if its name says so, or says nothing.
    """
    if kind == Format.ZIP and claimed not in (Format.ZIP, ""):
        return None
    return Format(kind) if kind in CONTAINERS else None


def may_hold_files(head: bytes) -> bool:
    """Whether a file with this beginning may be a container, told without opening it."""
    return head.startswith((*_ZIP, _OLE)) or _sniff_mail(head) == Format.EML


def _sniff_boxes(head: bytes) -> str:
    """Pictures and films in one kind of container, told apart by the brands at its head."""
    brands = head[8 : min(64, int.from_bytes(head[:4], "big"))]
    if b"avif" in brands or b"avis" in brands:
        return Format.AVIF
    return "heic" if any(brand in brands for brand in (b"heic", b"heix", b"mif1", b"msf1")) else "video"


def _looks_binary_or_script(head: bytes, kind: str) -> bool:
    if kind == "script":
        return head[2:].lstrip().startswith(b"/")
    return b"\x00" in head


def _sniff_zip(data: bytes) -> str:
    """Office files are zips that say what they are; one that cannot be opened is damaged, or locked."""
    if data.count(_ZIP_ENTRY) > _MANY_ENTRIES:
        return Format.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            locked = {entry.filename for entry in archive.infolist() if entry.flag_bits & ENCRYPTED}
            if locked & {"[Content_Types].xml", "word/document.xml"}:
                return "encrypted_office"
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(1_000_000)
                if _WORD_MAIN.search(types) or "word/document.xml" in names:
                    return Format.DOCX
                return (
                    "xlsx" if b"spreadsheetml" in types else "pptx" if b"presentationml" in types else "zip"
                )
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    kind = part.read(100)
                return "odt" if b"opendocument.text" in kind else "epub" if b"epub" in kind else "zip"
            return Format.DOCX if "word/document.xml" in names else "zip"
    except ZIP_FAULTS:
        return BROKEN_ZIP


def _sniff_ole(data: bytes) -> str:
    """Old Office files; a password-protected docx is one of them too, with the package inside encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted_office"
    for mark, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt")):
        if mark.encode("utf-16-le") in data:
            return kind
    return "msg" if "__properties_version1.0".encode("utf-16-le") in data else "ole"


def is_html(text: str, *, claimed: str) -> bool:
    """Whether decoded characters are an html page: they begin as one, or the name says so and tags agree."""
    if _HTML_START.match(text[:20_000]):
        return True
    tags = len(_HTML_TAG.findall(text[:20_000]))
    if claimed == Format.HTML:
        return tags >= 1 or bool(_HTML_SIGN.search(text[:20_000]))
    return tags >= 5 and text.lstrip()[:1] == "<"


def stated_encoding(data: bytes) -> str:
    """The encoding that the head of an HTML page declares, or ''."""
    match = _STATED.search(data[:4096])
    return match.group(1).decode("ascii") if match else ""
