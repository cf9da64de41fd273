"""Pages: the article alone, its title first, lists kept, and what the head states."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.reading import WarningCode, read_file
from ingest.reading.html_meta import parse_day
from ingest.reading.written_dates import written_day
from tests.reading.builders import ARABIC, article, html_page
from tests.reading.pages import NOISE as OF_SITES
from tests.reading.pages import PARAGRAPHS, SITES, TITLE, Site

NOISE = (
    "<nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/n'>كل الأخبار</a></li></ul></nav>",
    "<aside><h3>اقرأ أيضا</h3><ul><li><a href='/1'>عنوان خبر آخر</a></li></ul></aside>",
    "<div id='comments'><h3>التعليقات</h3><form><textarea>اكتب تعليقك</textarea></form></div>",
    "<footer>جميع الحقوق محفوظة</footer>",
)


def read(page: str) -> str:
    return read_file(page.encode(), "page.html").text


def test_the_article_without_the_page_around_it() -> None:
    text = read(html_page(NOISE[0] + article() + "".join(NOISE[1:])))
    assert text == "الوزير يستقبل السفير\n\n" + ARABIC


def test_lists_tables_and_line_breaks_stay() -> None:
    body = article(ARABIC + "\n\nواتفق الجانبان على:").replace(
        "</article>",
        "<ul><li>تشكيل لجنة فنية</li><li>تبادل الزيارات</li></ul><table><tr><th>البند</th><th>الموعد</th></tr>"
        "<tr><td>زيارة</td><td>يناير</td></tr></table><p>سطر أول<br>سطر ثان</p></article>",
    )
    assert read(html_page(body)).endswith(
        "واتفق الجانبان على:\n\n- تشكيل لجنة فنية\n- تبادل الزيارات\n\n"
        "البند | الموعد\nزيارة | يناير\n\nسطر أول\nسطر ثان"
    )


def test_a_title_outside_the_article_stands_first_once() -> None:
    head = '<meta property="og:title" content="عنوان الخبر الكامل هنا"><title>عنوان الخبر الكامل هنا - موقع</title>'
    page = html_page("<div>" + article().replace("<h1>الوزير يستقبل السفير</h1>", "") + "</div>", head)
    assert read(page) == "عنوان الخبر الكامل هنا\n\n" + ARABIC


def test_a_page_that_is_no_article_is_read_whole() -> None:
    page = html_page(
        "<div>تغيير موعد المؤتمر</div><script>var x=1</script><div>إلى يوم الأحد <b>القادم</b></div>"
    )
    result = read_file(page.encode(), "a.html")
    assert result.text == "تغيير موعد المؤتمر\n\nإلى يوم الأحد القادم"
    assert [each.code for each in result.warnings] == [WarningCode.WHOLE_PAGE]


def test_metadata_that_the_page_states() -> None:
    head = (
        '<meta property="og:site_name" content="وكالة الاختبار"><link rel="canonical" href="https://example.org/n/7">'
        '<meta property="article:published_time" content="2024-12-10T23:30:00+02:00">'
        '<meta property="og:title" content="عنوان في الرأس">'
    )
    result = read_file(html_page(article(), head).encode(), "a.html")
    assert result.outlet == "وكالة الاختبار"
    assert result.published_on == date(2024, 12, 10)
    assert result.url == "https://example.org/n/7"
    assert result.title == "عنوان في الرأس"


def test_linked_data_is_believed_first() -> None:
    data = (
        '{"@context":"https://schema.org","@graph":[{"@type":"Organization","name":"ليست هي"},'
        '{"@type":["NewsArticle"],"headline":"عنوان من البيانات","datePublished":"2025-03-04",'
        '"publisher":{"@type":"Organization","name":"صحيفة الاختبار"}}]}'
    )
    head = f'<script type="application/ld+json">{data}</script><meta name="date" content="2020-01-01">'
    result = read_file(html_page(article(), head).encode(), "a.html")
    assert (result.title, result.outlet) == ("عنوان من البيانات", "صحيفة الاختبار")
    assert result.published_on == date(2025, 3, 4)


def test_nothing_is_guessed() -> None:
    result = read_file(
        html_page(
            article() + "<p>© 2019</p><time datetime='2020-01-01'>a</time>"
            "<time datetime='2021-01-01'>b</time>"
        ).encode(),
        "2018-05-05.html",
    )
    assert (result.outlet, result.published_on, result.url) == ("", None, "")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/relative", "https://a b/<x>"])
def test_only_web_addresses_become_links(url: str) -> None:
    head = f'<link rel="canonical" href="{url.replace("<", "&lt;")}">'
    assert read_file(html_page(article(), head).encode(), "a.html").url == ""


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_pages_in_other_encodings(encoding: str) -> None:
    page = html_page(article()).replace('charset="utf-8"', f'charset="{encoding}"')
    result = read_file(page.encode(encoding), "a.html")
    assert result.text.endswith(ARABIC)
    assert WarningCode.ENCODING_GUESSED not in [each.code for each in result.warnings]


def test_an_xml_declaration_does_not_matter() -> None:
    page = '<?xml version="1.0" encoding="utf-8"?>\n' + html_page(article())
    assert read(page).endswith(ARABIC)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-12-10", date(2024, 12, 10)),
        (" 2024/1/5 10:00", date(2024, 1, 5)),
        ("2024-13-10", None),
        ("10-12-2024", None),
        ("0001-01-01", None),
        ("2024-12-101", None),
        ("yesterday", None),
    ],
)
def test_the_day_of_a_stamp_is_read_or_none(stamp: str, day: date | None) -> None:
    assert parse_day(stamp) == day


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_pages_in_the_manners_of_arabic_sites(site: Site) -> None:
    read = read_file(site.build().encode(site.encoding), "page.html")
    assert read.text.startswith(TITLE)
    assert not [each for each in PARAGRAPHS if each not in read.text]
    assert not [each for each in OF_SITES if each in read.text]
    assert (read.title, read.outlet, read.published_on, read.url) == (
        TITLE,
        site.outlet,
        site.published_on,
        site.url,
    )


def test_the_day_of_the_page_is_not_that_of_today_or_of_other_news() -> None:
    body = (
        "<div class='top'><span class='date'>الأحد 22 نوفمبر 2026</span></div>"
        f"<div class='col'>{article(ARABIC * 3)}</div><div class='other'><span class='date'>3 مارس 2020</span></div>"
    )
    assert read_file(html_page(body).encode(), "a.html").published_on is None


def test_days_in_the_words_of_the_article_are_not_its_own() -> None:
    text = "وقع الجانبان في 3 مارس 2020 مذكرة تفاهم نشرت بنودها في حينه، " + ARABIC
    assert read_file(html_page(article(text)).encode(), "a.html").published_on is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("نُشر في 12 مايو 2024", date(2024, 5, 12)),
        ("السبت 14 جمادى الأولى 1446هـ", date(2024, 11, 16)),
        ("14 جمادى الأولى 1446 الموافق 16 نوفمبر/تشرين الثاني 2024", date(2024, 11, 16)),
        ("١٢/٠٥/٢٠٢٤", date(2024, 5, 12)),
        ("5/23/2024", date(2024, 5, 23)),
        ("Sunday, May 12th, 2024", date(2024, 5, 12)),
        ("12 من مايو 2024", date(2024, 5, 12)),
        ("30 فبراير 2024", None),
        ("مايو 2024", None),
        ("12 مايو", None),
    ],
)
def test_days_as_people_write_them(words: str, day: date | None) -> None:
    assert written_day(words) == day
