"""Pages made to mislead or to cost: what they hide is no text, and none of them takes long."""

from __future__ import annotations

import time
from threading import Thread

import pytest

from ingest.reading import ErrorCode, ReadError, WarningCode, read_file
from ingest.reading.html_bounds import lean, within
from ingest.reading.limits import Limits
from tests.reading.builders import ARABIC, article, html_page

HIDDEN = "ووقع وزير الصناعة مذكرة مع وفد لم يحضر."
SHOWN = "والتقطت بعد اللقاء صورة تذكارية."


def read(page: str) -> str:
    return read_file(page.encode(), "page.html").text


@pytest.mark.parametrize(
    "attributes",
    [
        'style="display:none"',
        'style="color: red; DISPLAY : none !important"',
        'style="visibility: hidden"',
        "hidden",
        'style="opacity:0"',
        'style="font-size:0px;"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-9999px"',
        'style="position:absolute;clip:rect(0,0,0,0)"',
        'style="max-height:0;overflow:hidden"',
        'style="color:#fff;background:white"',
        'style="color:transparent"',
        'class="note away"',
        'id="gone"',
    ],
)
def test_what_a_page_hides_is_no_text(attributes: str) -> None:
    rules = (
        "<style>@media print{p{display:none}} .away, .far > b{display:none} #gone{visibility:hidden}</style>"
    )
    short = f"<p>{ARABIC}</p><p {attributes}>{HIDDEN}</p><p>{SHOWN}</p>"
    for body in (
        short,
        article().replace("</article>", f"<div {attributes}>{HIDDEN}</div>{SHOWN}</article>"),
    ):
        text = read(html_page(body, rules))
        assert HIDDEN not in text
        assert SHOWN in text


@pytest.mark.parametrize(
    "page",
    [
        html_page(f'<div style="opacity:0.5">{ARABIC}</div>'),
        html_page(f'<div style="display:none">{ARABIC}</div><p>{SHOWN}</p>'),
        html_page(
            f"<div class='a open'>{ARABIC}</div>{SHOWN * 9}",
            "<style>.a{display:none}.a.open{display:block}</style>",
        ),
        html_page(
            f"<div class=a>{ARABIC}</div>{SHOWN * 9}", "<style>.a{display:none}.js .a{display:block}</style>"
        ),
        html_page(
            f"<div class=a>{ARABIC}</div>{SHOWN * 9}", "<style>body .a, .a:hover{display:none}</style>"
        ),
        html_page(f"<div class=a>{ARABIC}</div>{SHOWN * 9}", "<style media=print>.a{display:none}</style>"),
        html_page(f"<div hidden style='display:block'>{ARABIC}</div>{SHOWN * 9}"),
        html_page(ARABIC, "<style>body{visibility:hidden}</style>"),
    ],
)
def test_what_shows_in_the_end_stays(page: str) -> None:
    """A style of lower rank, one that scripts lift, or one that may not be meant: the words count."""
    assert ARABIC.split("\n")[0] in read(page)


@pytest.mark.parametrize(
    "style",
    [
        "/*" * 50_000,
        "@" * 100_000,
        "@a{" * 50_000,
        "a{" * 50_000,
        "." * 100_000,
        "a," * 50_000 + "b{display:none}",
    ],
)
def test_no_style_takes_long(style: str) -> None:
    begun = time.process_time()
    assert ARABIC.split("\n")[0] in read(html_page(article(), f"<style>{style}</style>"))
    assert time.process_time() - begun < 5


def test_a_tag_of_200_000_attributes_is_read_like_any() -> None:
    crowd = " ".join(f'a{number}="x>"' if number % 3 else f"a{number}" for number in range(200_000))
    begun = time.process_time()
    assert read(html_page(f"<div {crowd}>{article()}</div>")) == read(html_page(f"<div>{article()}</div>"))
    assert time.process_time() - begun < 5


def test_tags_that_are_not_crowded_stay_as_they_are() -> None:
    page = html_page('<p class="a b" data-x=\'{"a": ">"}\' hidden>' + f'<b title="{"word " * 900}">x</b></p>')
    assert lean(page) == page


def test_enclosed_pictures_cost_nothing_and_cut_nothing_off() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 12_000_000}">'
    assert read(html_page(picture + article())) == read(html_page(article()))


@pytest.mark.parametrize(
    ("body", "reason"), [(f'<p title="{"x" * 11_000_000}">', "size"), ("<div>" * 3_000, "nesting")]
)
def test_a_page_that_the_parser_would_cut_off_is_refused(body: str, reason: str) -> None:
    with pytest.raises(ReadError) as refused:
        read(html_page(body + article()))
    assert (refused.value.code, refused.value.params) == (ErrorCode.UNSAFE, {"reason": reason})


def test_where_the_article_takes_too_long_to_find_all_that_shows_is_taken() -> None:
    links = "<div><a>x</a><a>y</a>" * 100 + "<a href=q>w</a>" * 2_000
    page = html_page(article() + links).encode()
    found = read_file(page, "a.html", Limits(seconds=0.5))
    assert [each.code for each in found.warnings] == [WarningCode.WHOLE_PAGE]
    assert ARABIC.split("\n")[0] in found.text


def test_what_is_stopped_leaves_no_alarm_behind() -> None:
    def endless() -> str:
        while True:
            pass

    assert within(0.1, endless, "stopped") == "stopped"
    assert within(0.1, lambda: "found", "stopped") == "found"
    begun = time.process_time()
    while time.process_time() - begun < 0.2:
        pass
    told: list[str] = []
    thread = Thread(target=lambda: told.append(within(0.1, lambda: "found", "stopped")))
    thread.start()
    thread.join()
    assert told == ["found"]


@pytest.mark.parametrize(
    "page",
    [
        "<b>" + ARABIC.replace("\n\n", "</b><br><br><i>") + "</i>",
        f'<font size="2"><span>{ARABIC}</span></font>',
        ARABIC.replace("\n\n", "<br>"),
        "".join(f"&#{ord(char)};" for char in ARABIC),
    ],
)
def test_a_piece_of_a_page_that_is_called_html_is_one(page: str) -> None:
    found = read_file(page.encode(), "piece.html")
    assert found.format == "html"
    assert " ".join(found.text.split()) == " ".join(ARABIC.split())
