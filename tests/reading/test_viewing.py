"""Pages are drawn for people in a child that hostile files cannot leave."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ingest.reading import ErrorCode, Limits, ReadError
from ingest.reading.viewing import draw_in_subprocess, has_pages, survey_in_subprocess

if TYPE_CHECKING:
    from pathlib import Path


def picture(path: Path, width: int, height: int, kind: str = "PNG", **options: object) -> Path:
    Image.new("RGB", (width, height), "red").save(path, kind, **options)
    return path


def drawn(page: bytes) -> Image.Image:
    shown = Image.open(io.BytesIO(page))
    assert shown.format == "WEBP"
    return shown


def pdf(path: Path, sizes: list[tuple[int, int]]) -> Path:
    pages = [
        Image.new("RGB", size, color) for size, color in zip(sizes, ("white", "navy") * 50, strict=False)
    ]
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    return path


def test_a_pdf_is_as_wide_as_a_page_beside_a_text(tmp_path: Path) -> None:
    path = pdf(tmp_path / "two.pdf", [(595, 842), (842, 595)])
    found = survey_in_subprocess(path)
    assert found == {"total": 2, "sizes": [[1240, 1755], [1240, 877]]}
    pages = [drawn(page) for page in draw_in_subprocess(path, 1, 3)]
    assert [page.size for page in pages] == [(1240, 1755), (1240, 877)]
    first, second = (page.convert("RGB").getpixel((600, 400)) for page in pages)
    # WebP does not keep colours to the last step.
    assert first == pytest.approx((255, 255, 255), abs=3)
    assert second == pytest.approx((0, 0, 128), abs=3)


def test_a_small_picture_is_not_enlarged_and_a_large_one_is_made_smaller(tmp_path: Path) -> None:
    small = picture(tmp_path / "small.png", 300, 200)
    large = picture(tmp_path / "large.jpg", 4000, 3000, "JPEG")
    assert survey_in_subprocess(small)["sizes"] == [[300, 200]]
    assert survey_in_subprocess(large)["sizes"] == [[1240, 930]]
    assert drawn(draw_in_subprocess(large, 1, 1)[0]).size == (1240, 930)


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = picture(tmp_path / "turned.jpg", 400, 200, "JPEG", exif=exif)
    assert survey_in_subprocess(path)["sizes"] == [[200, 400]]
    assert drawn(draw_in_subprocess(path, 1, 1)[0]).size == (200, 400)


def test_all_pages_of_a_fax_are_there(tmp_path: Path) -> None:
    pages = [Image.new("1", (800, 1000), number) for number in (1, 0, 1)]
    pages[0].save(tmp_path / "fax.tiff", "TIFF", save_all=True, append_images=pages[1:])
    assert survey_in_subprocess(tmp_path / "fax.tiff")["total"] == 3
    shades = [
        drawn(page).convert("L").getpixel((9, 9)) for page in draw_in_subprocess(tmp_path / "fax.tiff", 1, 3)
    ]
    assert shades == [255, 0, 255]


def test_only_the_first_pages_of_a_book_are_drawn(tmp_path: Path) -> None:
    path = pdf(tmp_path / "book.pdf", [(100, 100)] * 9)
    limits = Limits(max_shown_pages=4)
    found = survey_in_subprocess(path, limits)
    assert (found["total"], len(found["sizes"])) == (9, 4)
    assert len(draw_in_subprocess(path, 3, 8, limits)) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 and nothing else", ErrorCode.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, ErrorCode.BROKEN),
        ("استقبل الوزير السفير".encode(), ErrorCode.UNSUPPORTED),
        (b"<html><script>alert(1)</script></html>", ErrorCode.UNSUPPORTED),
    ],
)
def test_what_cannot_be_shown_says_why(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    for look in (survey_in_subprocess, lambda path: draw_in_subprocess(path, 1, 1)):
        with pytest.raises(ReadError) as caught:
            look(path)
        assert caught.value.code is code


def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    path = picture(tmp_path / "wide.png", 3000, 1000)
    with pytest.raises(ReadError) as caught:
        draw_in_subprocess(path, 1, 1, Limits(max_pixels=2_000_000))
    assert caught.value.code is ErrorCode.TOO_MANY_PIXELS


def test_a_page_of_absurd_size_is_drawn_small(tmp_path: Path) -> None:
    path = pdf(tmp_path / "tall.pdf", [(60, 14_000)])
    ((width, height),) = survey_in_subprocess(path)["sizes"]
    assert width * height <= 8_100_000
    assert height <= 16_000
    assert drawn(draw_in_subprocess(path, 1, 1)[0]).size == (width, height)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"max_memory": 130_000_000}, ErrorCode.MEMORY), ({"max_bytes": 10}, ErrorCode.TOO_LARGE)],
)
def test_the_child_is_held_to_its_limits(tmp_path: Path, change: dict[str, int], code: ErrorCode) -> None:
    path = picture(tmp_path / "page.png", 2000, 3000)
    with pytest.raises(ReadError) as caught:
        draw_in_subprocess(path, 1, 1, replace(Limits(), **change))
    assert caught.value.code is code


def test_which_files_have_pages() -> None:
    assert has_pages("بيان.PDF")
    assert has_pages("scan.tif")
    assert has_pages("release", "pdf")
    assert not has_pages("release.docx")
    assert not has_pages("release.pdf", "txt"), "what it is counts, not what it is called"
