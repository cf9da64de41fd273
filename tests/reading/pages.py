"""Pages in the manners of Arabic sites, in words of our own: the release, and around it what is on every such site.

Each word in `NOISE` stands on a page outside the release; none of them may come into the text.
"""

# ruff: noqa: E501 - markup as it stands on the page

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

TITLE = "وزير الصناعة والمعادن يبحث مع سفير اليابان إنشاء مركز للتدريب"
MINISTRY = "وزارة الصناعة والمعادن"
PARAGRAPHS = (
    "استقبل وزير الصناعة والمعادن، اليوم الأحد، بمكتبه في مدينة طرابلس، سفير اليابان لدى ليبيا والوفد المرافق له.",
    "وجرى خلال اللقاء بحث إنشاء مركز لتدريب فنيي المناجم، وسبل تبادل الخبرات بين المؤسسات البحثية في البلدين.",
    "واتفق الجانبان على تشكيل فريق فني مشترك يجتمع كل ثلاثة أشهر، وعلى إعداد خطة للتدريب قبل نهاية العام.",
    "وحضر اللقاء مدير إدارة التعاون الدولي ومدير مركز البحوث الصناعية.",
)
DAY = date(2024, 5, 12)
MENU = ("الرئيسية", "المكتبة", "اتصل بنا", "الخدمات الإلكترونية")
SHARE = ("مشاركة على فيسبوك", "تغريدة", "واتساب", "طباعة الصفحة")
RELATED = ("الوزير يتفقد مصنع الإسمنت في بنغازي", "إعلان عن وظائف شاغرة بالوزارة")
END = ("جميع الحقوق محفوظة", "سياسة الخصوصية")
COMMENTS = ("اترك تعليقا", "لن يتم نشر عنوان بريدك")
NOISE = (
    *MENU,
    *SHARE,
    *RELATED,
    *END,
    *COMMENTS,
    "الأكثر قراءة",
    "اقرأ أيضا",
    "مقالات ذات صلة",
    "عدد الزيارات",
)


def _links(words: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='/x'>{each}</a></{tag}>" for each in words)


def _p(attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{each}</p>" for each in PARAGRAPHS)


def _page(head: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


@dataclass(frozen=True)
class Site:
    """A page and what it says of itself."""

    name: str
    build: Callable[[], str]
    outlet: str = MINISTRY
    published_on: date | None = DAY
    url: str = ""
    encoding: str = "utf-8"


def _wordpress() -> str:
    head = (
        f"<title>{TITLE} &#8211; {MINISTRY}</title><link rel='canonical' href='https://industry.example/2024/05/7'>"
        f"<meta property='og:site_name' content='{MINISTRY}'><meta property='og:title' content='{TITLE}'>"
        "<meta property='article:published_time' content='2024-05-12T09:00:00+02:00'>"
    )
    body = (
        f"<header id='masthead'><div class='site-branding'><p class='site-title'>{MINISTRY}</p></div>"
        f"<nav class='main-navigation'><ul class='menu'>{_links(MENU)}</ul></nav></header><div id='content'>"
        f"<main><article class='post type-post'><header class='entry-header'><h1 class='entry-title'>{TITLE}</h1>"
        "<div class='entry-meta'><span class='posted-on'>نُشر في <time datetime='2024-05-12T09:00:00+02:00'>12 مايو 2024"
        f"</time></span></div></header><div class='entry-content'>{_p()}"
        f"<div class='sharedaddy sd-sharing-enabled'><h3 class='sd-title'>شارك هذا</h3><ul>{_links(SHARE)}</ul></div>"
        f"<div id='jp-relatedposts' class='jp-relatedposts'><h3>مقالات ذات صلة</h3>{_links(RELATED, 'p')}</div></div>"
        f"<footer class='entry-footer'>التصنيف: أخبار</footer></article><div id='comments' class='comments-area'>"
        f"<h3>{COMMENTS[0]}</h3><p>{COMMENTS[1]} الإلكتروني.</p></div></main>"
        f"<aside class='widget-area'><section class='widget'><h2>الأكثر قراءة</h2><ul>{_links(RELATED)}</ul></section></aside>"
        f"</div><footer class='site-footer'>{END[0]} © 2026 {_links(END, 'span')}</footer>"
    )
    return _page(head, body)


def _elementor() -> str:
    head = f"<title>{TITLE} | {MINISTRY}</title><meta property='og:title' content='{TITLE} | {MINISTRY}'>"
    body = (
        f"<div class='elementor-location-header'><nav class='elementor-nav-menu'><ul>{_links(MENU)}</ul></nav></div>"
        "<div class='elementor-location-single'><section class='elementor-section'><div class='elementor-widget-theme-post-title'>"
        f"<h1 class='elementor-heading-title'>{TITLE}</h1></div><ul class='elementor-post-info'>"
        "<li class='elementor-icon-list-item'><span class='elementor-post-info__item--type-date'>12 مايو، 2024</span></li></ul>"
        f"<div class='elementor-widget-theme-post-content'>{_p()}</div>"
        f"<div class='elementor-share-buttons'>{_links(SHARE, 'div')}</div></section>"
        f"<section class='elementor-posts'><h3>اقرأ أيضا</h3>{_links(RELATED, 'h4')}</section></div>"
        f"<div class='elementor-location-footer'><p>{END[0]}</p></div>"
    )
    return _page(head, body)


def _drupal_7() -> str:
    head = f"<title>{TITLE} | {MINISTRY}</title><link rel='canonical' href='/ar/node/71'>"
    body = (
        f"<div id='navigation'><ul class='links'>{_links(MENU)}</ul></div><div class='breadcrumb'>{_links(MENU[:2], 'span')}</div>"
        f"<h1 class='title' id='page-title'>{TITLE}</h1><div id='node-71' class='node node-news'>"
        "<span class='submitted'>أضيف بواسطة admin في الأحد, 12 مايو, 2024 - 10:20</span>"
        f"<div class='field field-name-body field-type-text-with-summary'><div class='field-items'>{_p()}</div></div>"
        f"<ul class='links inline'>{_links(SHARE)}</ul></div>"
        f"<div class='region region-sidebar-second'><div class='block block-views'><h2>الأكثر قراءة</h2>{_links(RELATED)}</div></div>"
        f"<div id='footer'>{END[0]} | {END[1]}</div>"
    )
    return _page(head, body)


def _drupal_10() -> str:
    head = f"<title>{TITLE} | {MINISTRY}</title><link rel='canonical' href='https://industry.example/ar/news/71'>"
    body = (
        f"<header role='banner'><nav role='navigation'><ul>{_links(MENU)}</ul></nav></header><main role='main'>"
        f"<nav class='breadcrumb' aria-labelledby='system-breadcrumb'><ol>{_links(MENU[:2])}</ol></nav>"
        f"<article class='node node--type-article node--view-mode-full'><h1 class='page-title'><span>{TITLE}</span></h1>"
        "<div class='node__meta'><span class='field--name-created'><time datetime='2024-05-12T08:11:00+00:00'>أحد, 12/05/2024"
        f"</time></span></div><div class='node__content'><div class='clearfix text-formatted field--name-body'>{_p()}</div>"
        f"<div class='addtoany_list'>{_links(SHARE, 'span')}</div></div></article>"
        f"<div class='views-element-container block-views'><h2>مقالات ذات صلة</h2>"
        f"<article class='node node--view-mode-teaser'><h2><a href='/x'>{RELATED[0]}</a></h2></article>"
        f"<article class='node node--view-mode-teaser'><h2><a href='/y'>{RELATED[1]}</a></h2></article></div></main>"
        f"<footer><p>{END[0]}</p></footer>"
    )
    return _page(head, body)


def _joomla() -> str:
    head = f"<title>{TITLE}</title><meta name='generator' content='Joomla!'><meta name='application-name' content='{MINISTRY}'>"
    body = (
        f"<div class='t3-mainnav'><ul class='nav'>{_links(MENU)}</ul></div><div class='item-page' itemscope>"
        f"<div class='page-header'><h2 itemprop='headline'>{TITLE}</h2></div><dl class='article-info muted'>"
        "<dt class='article-info-term'>التفاصيل</dt><dd class='published'>نشر بتاريخ: 12 أيار/مايو 2024</dd>"
        f"<dd class='hits'>عدد الزيارات: 1345</dd></dl><div itemprop='articleBody'>{_p()}</div>"
        f"<ul class='pager pagenav'>{_links(('السابق', 'التالي'))}</ul><div class='social'>{_links(SHARE, 'span')}</div></div>"
        f"<div class='moduletable'><h3>الأكثر قراءة</h3><ul class='mostread'>{_links(RELATED)}</ul></div>"
        f"<div class='footer1'>{END[0]}</div>"
    )
    return _page(head, body)


def _sharepoint() -> str:
    head = (
        f"<title>\r\n\t{MINISTRY} - {TITLE}\r\n</title><meta name='GENERATOR' content='Microsoft SharePoint'>"
    )
    body = (
        "<form method='post' action='x.aspx' id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='AA'>"
        f"<div id='s4-workspace'><div class='ms-core-navigation'><ul>{_links(MENU)}</ul></div>"
        f"<div id='DeltaPlaceHolderMain'><div class='newsDetails'><div class='newsTitle'><h3>{TITLE}</h3></div>"
        "<div class='newsDate'><span>تاريخ النشر:</span> <span>12/05/2024</span></div>"
        f"<div class='ms-rtestate-field' dir='rtl'>{''.join(f'<div>{each}<br></div>' for each in PARAGRAPHS)}</div>"
        f"<div class='shareIcons'>{_links(SHARE, 'span')}</div></div></div>"
        f"<div class='relatedNews'><h4>مقالات ذات صلة</h4>{_links(RELATED, 'div')}</div>"
        f"<div id='footer'>{END[0]} {END[1]}</div></div></form>"
    )
    return _page(head, body)


def _old_tables() -> str:
    rows = "".join(f"<tr><td>{link}</td></tr>" for link in _links(MENU, "b").split("</b>") if link)
    text = "<br><br>".join(PARAGRAPHS)
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1256'><title>{MINISTRY}</title></head>"
        f"<body dir=rtl bgcolor=#ffffff><table width=100%><tr><td colspan=3><img src=top.jpg alt=''></td></tr><tr>"
        f"<td width=150 valign=top><table>{rows}</table></td><td valign=top><table width=100%><tr><td>"
        f"<h1><font size=4 color=navy>{TITLE}</font></h1></td></tr><tr><td><font size=2>تاريخ الخبر : 12-05-2024</font></td></tr>"
        f"<tr><td align=justify><font face='Simplified Arabic' size=4>{text}</font></td></tr></table></td>"
        f"<td width=150 valign=top><b>الأكثر قراءة</b><br>{_links(RELATED, 'font')}</td></tr>"
        f"<tr><td colspan=3 align=center><font size=1>{END[0]} - {END[1]}</font></td></tr></table></body></html>"
    )


def _agency() -> str:
    data = (
        f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}",'
        '"datePublished":"2024-05-12T14:05:00+02:00",'
        '"publisher":{"@type":"Organization","name":"وكالة أنباء الاختبار"}}'
    )
    head = (
        f"<title>{TITLE} - وكالة أنباء الاختبار</title><script type='application/ld+json'>{data}</script>"
        "<link rel='canonical' href='https://agency.example/ar/2871'>"
    )
    first, *rest = PARAGRAPHS
    body = (
        f"<div class='top-bar'>الأحد 22 نوفمبر 2026</div><div class='navbar'>{_links(MENU, 'span')}</div>"
        f"<div class='ticker'>عاجل: {RELATED[0]}</div><div class='story'><h1>{TITLE}</h1>"
        "<div class='story-date'>2024-05-12 14:05</div><div class='story-body'>"
        f"<p>طرابلس 12 مايو 2024 (الاختبار) - {first}</p>{''.join(f'<p>{each}</p>' for each in rest)}</div>"
        f"<div class='tags'>{_links(('اليابان', 'تدريب'), 'span')}</div><div class='share'>{_links(SHARE, 'span')}</div></div>"
        f"<div class='related-stories'><h2>اقرأ أيضا</h2>{_links(RELATED, 'h3')}</div><div class='footer'>{END[0]}</div>"
    )
    return _page(head, body)


def _hijri() -> str:
    head = f"<title>{TITLE}</title><meta property='og:site_name' content='{MINISTRY}'>"
    body = (
        f"<div class='menu'><ul>{_links(MENU)}</ul></div><div class='content'><h1>{TITLE}</h1>"
        f"<p class='news-date'>الأحد 4 ذو القعدة 1445هـ</p>{_p()}<div class='print'>{_links(SHARE, 'span')}</div></div>"
        f"<div class='footer'><p>{END[0]}</p></div>"
    )
    return _page(head, body)


def _script_site() -> str:
    head = (
        f"<title>{TITLE}</title><meta name='date' content='2024-05-12'><meta property='og:site_name' content='{MINISTRY}'>"
        "<meta property='og:url' content='https://industry.example/media/news/71'>"
    )
    body = (
        "<div id='__next'><div class='css-1x2'><div class='css-9zz'>"
        f"{_links(MENU, 'div')}</div><div class='css-4ab'><h1 class='css-77'>{TITLE}</h1><div class='css-5cd'>{_p()}</div></div>"
        f"<div class='css-88 share-buttons'>{_links(SHARE, 'div')}</div>"
        f"<div class='css-90'><h2>مقالات ذات صلة</h2>{_links(RELATED, 'div')}</div>"
        f"<footer class='css-11'>{END[0]}</footer></div></div><script id='__NEXT_DATA__' type='application/json'>{{}}</script>"
    )
    return _page(head, body)


def _arabic_digits() -> str:
    head = f"<title>{MINISTRY} :: {TITLE}</title>"
    body = (
        f"<div id='header'><h1 class='logo'>{MINISTRY}</h1><div id='menu'><ul>{_links(MENU)}</ul></div></div><div id='main'>"
        f"<h1>{TITLE}</h1><div class='date'>١٢ مايو ٢٠٢٤</div><div class='counter'>عدد الزيارات ٣٤٥</div>"
        f"<div class='text'>{_p()}</div></div><div id='side'><h3>الأكثر قراءة</h3><ul>{_links(RELATED)}</ul></div>"
        f"<div id='footer'>{END[0]}</div>"
    )
    return _page(head, body)


def _print_page() -> str:
    head = f"<title>{TITLE}</title>"
    body = f"<h2>{TITLE}</h2><p>{MINISTRY}</p><p>نشر بتاريخ 12 مايو 2024</p><hr>{_p()}<hr><p>{END[0]}</p>"
    return _page(head, body)


def _amp() -> str:
    head = (
        f"<title>{TITLE}</title><link rel='canonical' href='https://paper.example/71'>"
        "<meta property='og:site_name' content='صحيفة الاختبار'><script async src='https://cdn.example/v0.js'></script>"
    )
    body = (
        f"<amp-sidebar id='s' layout='nodisplay'><ul>{_links(MENU)}</ul></amp-sidebar><article class='amp-wp-article'>"
        f"<header class='amp-wp-article-header'><h1 class='amp-wp-title'>{TITLE}</h1><div class='amp-wp-meta amp-wp-posted-on'>"
        "<time datetime='2024-05-12T10:00:00+00:00'>منذ سنتين</time></div></header><div class='amp-wp-article-content'>"
        f"{_p()}<div class='amp-related'><h4>اقرأ أيضا</h4>{_links(RELATED, 'div')}</div></div>"
        f"<footer class='amp-wp-article-footer'><a href='#respond'>{COMMENTS[0]}</a></footer></article>"
        f"<footer class='amp-wp-footer'><p>{END[0]}</p></footer>"
    )
    return _page(head, body)


def _listed_beside() -> str:
    """A page whose list of other news is longer than the news."""
    others = tuple(f"{RELATED[number % 2]} {number}" for number in range(30))
    head = f"<title>{TITLE}</title><meta property='og:site_name' content='{MINISTRY}'>"
    body = (
        f"<div class='wrapper'><div class='col-right'><ul class='nav'>{_links(MENU)}</ul></div><div class='col-main'>"
        f"<div class='news-item'><h1>{TITLE}</h1><span class='published'>2024/05/12</span><div class='details'>{_p()}</div></div></div>"
        f"<div class='col-left'><h3>الأكثر قراءة</h3><ul class='latest'>{_links(others)}</ul></div></div><div class='foot'>{END[0]}</div>"
    )
    return _page(head, body)


SITES = (
    Site("wordpress", _wordpress, url="https://industry.example/2024/05/7"),
    Site("elementor", _elementor),
    Site("drupal_7", _drupal_7),
    Site("drupal_10", _drupal_10, url="https://industry.example/ar/news/71"),
    Site("joomla", _joomla),
    Site("sharepoint", _sharepoint),
    Site("old_tables", _old_tables, outlet="", encoding="windows-1256"),
    Site("agency", _agency, outlet="وكالة أنباء الاختبار", url="https://agency.example/ar/2871"),
    Site("hijri", _hijri),
    Site("script_site", _script_site, url="https://industry.example/media/news/71"),
    Site("arabic_digits", _arabic_digits),
    Site("print_page", _print_page, outlet=""),
    Site("amp", _amp, outlet="صحيفة الاختبار", url="https://paper.example/71"),
    Site("listed_beside", _listed_beside),
)
