"""Pictures that cost more than they show, lie about themselves, or are two files in one."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

from ingest.reading import ErrorCode as E
from tests.hostile.case import CANARY, READ, Case
from tests.reading.builders import article, html_page

_MAGIC = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, rows: bytes, *between: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return _MAGIC + head + b"".join(between) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _white(width: int, height: int) -> bytes:
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * width
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def saved(kind: str, size: tuple[int, int] = (600, 400), **options: object) -> bytes:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).line([(10, 10), (size[0] - 10, size[1] - 10)], fill="black", width=3)
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _hundred_megapixels() -> bytes:
    """A real one: 100,000,000 white pixels in some 100 kB."""
    return _png(10_000, 10_000, _white(10_000, 10_000))


def _boasting() -> bytes:
    """Says that it has four thousand million pixels; one would fit in what follows."""
    return _png(65_000, 65_000, zlib.compress(b"\x00\xff"))


def _boasting_jpeg() -> bytes:
    jpeg = bytearray(saved("JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(jpeg)


def _text_bomb() -> bytes:
    """A comment of 200 MB, packed."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(200)) + packer.flush()
    return _png(600, 400, _white(600, 400), _chunk(b"zTXt", b"Comment\x00\x00" + packed))


def _colour_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    return _png(600, 400, _white(600, 400), _chunk(b"iCCP", b"p\x00\x00" + packed))


def _looping_tiff() -> bytes:
    """A list of pages whose end points to its beginning."""
    tiff = bytearray(saved("TIFF"))
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(f"{order}I", tiff, 4)[0]
    count = struct.unpack_from(f"{order}H", tiff, first)[0]
    struct.pack_into(f"{order}I", tiff, first + 2 + 12 * count, first)
    return bytes(tiff)


def _many_pages_tiff() -> bytes:
    page = Image.new("L", (64, 64), "white")
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page] * 400)
    return out.getvalue()


def _long_animation() -> bytes:
    frames = [Image.new("L", (64, 64), number % 256) for number in range(600)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _unknown_packing_tiff() -> bytes:
    tiff = bytearray(saved("TIFF"))
    at = tiff.index(struct.pack("<HHI", 259, 3, 1))
    struct.pack_into("<H", tiff, at + 8, 65_000)
    return bytes(tiff)


def _page_within() -> bytes:
    """A picture to a program for pictures, a page with a script to a browser."""
    page = html_page(article(), f"<script src='{CANARY}x.js'></script>").encode()
    return _png(600, 400, _white(600, 400), _chunk(b"tEXt", b"Comment\x00" + page)) + page


def _archive_behind() -> bytes:
    out = io.BytesIO()
    Image.new("L", (64, 64), "white").save(out, "PNG")
    return out.getvalue() + b"PK\x03\x04" + bytes(200)


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


_REFUSED = (E.BROKEN, E.NO_TEXT, E.TOO_MANY_PIXELS, E.TIMEOUT, E.MEMORY)

CASES: tuple[Case, ...] = (
    Case("picture: a hundred megapixels", "a.png", _hundred_megapixels, (E.TOO_MANY_PIXELS,)),
    Case("picture: boasts of 4,000 megapixels", "a.png", _boasting, (E.TOO_MANY_PIXELS,)),
    Case("picture: jpeg that boasts", "a.jpg", _boasting_jpeg, (E.TOO_MANY_PIXELS, E.BROKEN)),
    Case("picture: a comment of 200 MB, packed", "a.png", _text_bomb, (READ, *_REFUSED)),
    Case("picture: colours of 200 MB, packed", "a.png", _colour_bomb, (READ, *_REFUSED)),
    Case("picture: pages in a circle", "a.tif", _looping_tiff, (READ, E.TOO_MANY_PAGES, *_REFUSED)),
    Case("picture: 401 pages", "a.tiff", _many_pages_tiff, (E.TOO_MANY_PAGES,)),
    Case("picture: an animation of 600 frames", "a.gif", _long_animation, (READ, E.NO_TEXT)),
    Case("picture: packed in an unknown way", "a.tif", _unknown_packing_tiff, (E.BROKEN,)),
    Case(
        "picture: a page with a script within", "a.png", _page_within, (READ, *_REFUSED), ("script", "<html")
    ),
    Case("picture: an archive behind it", "a.png", _archive_behind, (READ, E.NO_TEXT)),
    Case("picture: four pixels", "a.png", lambda: _png(2, 2, _white(2, 2)), (E.NO_TEXT,)),
    Case("picture: a line of 60,000 by 1", "a.png", lambda: _png(60_000, 1, _white(60_000, 1)), (E.NO_TEXT,)),
    Case("picture: png cut short", "a.png", lambda: _cut(saved("PNG", (900, 900))), _REFUSED),
    Case("picture: jpeg cut short", "a.jpg", lambda: _cut(saved("JPEG", (900, 900))), (READ, *_REFUSED)),
    Case("picture: webp cut short", "a.webp", lambda: _cut(saved("WEBP", (900, 900))), _REFUSED),
    Case("picture: avif cut short", "a.avif", lambda: _cut(saved("AVIF", (900, 900))), _REFUSED),
    Case("picture: nothing behind the head of a png", "a.png", lambda: _MAGIC, (E.BROKEN,)),
    Case("picture: nothing behind the head of a jpeg", "a.jpg", lambda: b"\xff\xd8\xff\xe0", (E.BROKEN,)),
    Case("picture: a name that runs backwards", "gnp.\u202egpj.exe", lambda: saved("PNG"), (READ, E.NO_TEXT)),
)
