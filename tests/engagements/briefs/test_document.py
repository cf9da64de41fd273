"""The Word document: its headings, directions, tables, fields and links."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engagements.brief.contents import LONGEST, plain
from engagements.brief.directions import runs_of
from engagements.models import Engagement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.briefs.conftest import Made
    from tests.engagements.conftest import Register


def words(element: Any) -> str:
    """What stands in an element, without the marks of direction."""
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    return text.replace("\u200e", "").replace("\u200f", "")


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARABIC = re.compile("[\u0620-\u064a]")
LATIN = re.compile("[A-Za-z]")
HEADINGS = {
    "en": [
        ("Title", "Brief: Japan"),
        ("Heading 1", "Key figures"),
        ("Heading 1", "Engagements of the period"),
        ("Heading 1", "Planned"),
        ("Heading 1", "Open commitments"),
        ("Heading 2", "Ours"),
        ("Heading 2", "The other side's"),
        ("Heading 2", "Of both sides, or not said whose"),
        ("Heading 1", "Done in the period"),
        ("Heading 1", "People met"),
        ("Heading 1", "Partners"),
        ("Heading 1", "Unsettled conflicts"),
    ],
}


@pytest.fixture
def english(filled: Engagement, make: Callable[..., Made]) -> Made:
    return make()


@pytest.fixture
def arabic(filled: Engagement, make: Callable[..., Made]) -> Made:
    return make(language="ar")


def headings(document: Any) -> list[tuple[str, str]]:
    return [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style.name.startswith(("Heading", "Title"))
    ]


def test_headings_are_words_own_and_in_order(english: Made, arabic: Made) -> None:
    assert headings(english.document) == HEADINGS["en"]
    assert [style for style, _text in headings(arabic.document)] == [style for style, _text in HEADINGS["en"]]
    assert not [text for _style, text in headings(arabic.document) if LATIN.search(text)]


def test_every_arabic_paragraph_and_table_runs_from_right_to_left(arabic: Made) -> None:
    paragraphs = arabic.all("p")
    assert len(paragraphs) > 60
    assert [one for one in paragraphs if one.find(f"{W}pPr/{W}bidi") is None] == []
    tables = arabic.all("tbl")
    assert len(tables) >= 8
    assert [one for one in tables if one.find(f"{W}tblPr/{W}bidiVisual") is None] == []
    assert arabic.document.element.body.sectPr.find(f"{W}bidi") is not None


def test_every_run_is_marked_by_the_direction_of_its_letters(arabic: Made, english: Made) -> None:
    for made in (arabic, english):
        for run in made.all("r"):
            text = "".join(one.text or "" for one in run.iter(f"{W}t"))
            marked = run.find(f"{W}rPr/{W}rtl") is not None
            assert not (ARABIC.search(text) and LATIN.search(text)), text
            if ARABIC.search(text):
                assert marked, text
            if LATIN.search(text):
                assert not marked, text


def test_an_english_document_runs_from_left_to_right_but_for_what_is_arabic(english: Made) -> None:
    turned = [one for one in english.all("p") if one.find(f"{W}pPr/{W}bidi") is not None]
    assert turned
    assert not [one for one in turned if LATIN.search(words(one))]
    assert not english.all("bidiVisual")
    assert english.document.element.body.sectPr.find(f"{W}bidi") is None


def test_an_arabic_title_keeps_its_order_in_an_english_document(
    register: Register, make: Callable[..., Made]
) -> None:
    register.engagement(title="شركة Hokuto Steel (24 بندًا)")
    made = make()
    (title,) = [one for one in made.all("p") if "Hokuto" in words(one)]
    assert title.find(f"{W}pPr/{W}bidi") is not None
    assert title.find(f"{W}pPr/{W}jc").get(f"{W}val") == "right", "the end of a line that begins on the right"
    runs = [(words(one), one.find(f"{W}rPr/{W}rtl") is not None) for one in title.iter(f"{W}r")]
    assert "".join(text for text, right in runs if right) == "شركة  (24 بندًا)"
    assert [text for text, right in runs if not right] == ["Hokuto Steel"]


def test_typefaces_and_languages_are_those_of_the_scripts(arabic: Made, english: Made) -> None:
    for made in (arabic, english):
        defaults = made.document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        fonts, language = defaults.find(f"{W}rFonts"), defaults.find(f"{W}lang")
        assert fonts.get(f"{W}cs") == "Sakkal Majalla"
        assert not [name for name in fonts.attrib if name.lower().endswith("theme")], (
            "a theme would win over it"
        )
        assert (language.get(f"{W}val"), language.get(f"{W}bidi")) == ("en-GB", "ar-LY")
    assert arabic.document.core_properties.language == "ar-LY"
    assert english.document.core_properties.language == "en-GB"


def test_heads_of_tables_repeat_and_rows_stay_whole(english: Made) -> None:
    listed = [
        one for one in english.all("tbl") if one.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "SijillTable"
    ]
    assert len(listed) == 8, "under every heading but those of the figures and the conflicts"
    for table in listed:
        first, *others = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert others
        assert [row for row in (first, *others) if row.find(f"{W}trPr/{W}cantSplit") is None] == []
    assert [cell for cell in english.all("tc") if cell.find(f"{W}p") is None] == []


def test_every_page_has_its_number_and_says_what_it_is_of(english: Made) -> None:
    section = english.document.sections[0]
    assert [one.text.strip() for one in section.footer._element.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert "فلان viewer" in section.footer.paragraphs[0].text
    assert "22 November 2026, 11:00" in section.footer.paragraphs[0].text
    assert section.header.paragraphs[0].text == "Brief: Japan, Ministry of Industry and Minerals"
    about = english.document.core_properties
    assert (about.title, about.author, about.comments) == ("Brief: Japan", "فلان viewer", "")
    assert f"{about.created:%Y-%m-%d %H:%M}" == "2026-11-22 09:00"


def test_links_lead_to_the_register(english: Made, filled: Engagement) -> None:
    relations = english.document.part.rels
    used = [
        one.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for one in english.all("hyperlink")
    ]
    assert used
    targets = [relations[number].target_ref for number in used]
    assert f"https://sijill.example/engagements/{filled.pk}/" in targets
    assert [one for one in targets if not one.startswith("https://sijill.example/")] == []


def test_only_addresses_of_the_web_become_links(register: Register, make: Callable[..., Made]) -> None:
    register.engagement(register.source(outlet="One", url="javascript:alert(1)"))
    register.engagement(register.source(outlet="Two", url="https://outlet.example/a?b=1&c='\"<2"))
    targets = [one.target_ref for one in make().document.part.rels.values() if one.is_external]
    assert [one for one in targets if not one.startswith("https://sijill.example/")] == [
        "https://outlet.example/a?b=1&c='\"<2"
    ]


HOSTILE = [
    "قبل\x00\x08\x0bبعد \ufffe\ufffe",
    '=HYPERLINK("http://x.example","انقر")',
    "<w:p>&amp;]]></w:t>",
    "\u202eعكس\u202c \u2066x\u2069 abc",
    "كلمة" * 120,
    "x" * 499,
    "سطر\r\nسطر\tثان",
    "👩🏽\u200d🏭 ﷽ \u0627\u064b\u0651",
]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_hostile_words_are_only_words(register: Register, make: Callable[..., Made], language: str) -> None:
    for words in HOSTILE:
        title = words.replace("\x00", "")  # PostgreSQL takes no zero
        register.engagement(
            register.source(outlet=title[:200]),
            title=title[:500],
            city=title[:120],
            participants=(register.participant(title[:200], role=title[:300]),),
            organizations=(title[:300],),
        )
    made = make(language=language)
    assert len(made.rows(made.layout.sections[0].heading)) == len(HOSTILE)
    text = made.text()
    assert "<w:p>&amp;]]></w:t>" in text
    assert "=HYPERLINK" in text
    assert "قبلبعد" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufffe]", text)
    assert [one.text for one in made.all("instrText")] == [" PAGE ", " NUMPAGES "]


@given(st.text())
def test_plain_words_are_one_line_that_xml_can_hold(text: str) -> None:
    words = plain(text)
    assert "\n" not in words
    assert len(words) <= LONGEST
    etree.fromstring(f"<a>{escape(words)}</a>".encode())
    assert plain(words) == words


def test_long_words_are_cut_where_everybody_sees_it() -> None:
    assert plain("كلمة " * LONGEST).endswith("…")
    assert plain("x" * LONGEST) == "x" * LONGEST


@given(st.text(alphabet=st.sampled_from("ab ZéاबЖلس1٣9 .،,()«»-/\u200f")), st.booleans())
def test_runs_are_the_text_cut_where_its_direction_changes(text: str, right: bool) -> None:
    runs = runs_of(text, right=right)
    assert "".join(piece for piece, _right in runs) == text
    assert all(piece for piece, _right in runs)
    for piece, turned in runs:
        assert not (ARABIC.search(piece) if not turned else re.search("[A-Za-zéЖ]", piece)), runs


def test_the_file_holds_nothing_of_the_packages_own_template(english: Made) -> None:
    with zipfile.ZipFile(io.BytesIO(english.file)) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]
        assert "python-docx" not in package.read("docProps/core.xml").decode()
