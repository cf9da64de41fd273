"""OWASP A03: what a release, a person or another program brings is shown, sent and kept as text, wherever it goes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.db import DataError, transaction
from icalendar import Calendar
from lxml import etree, html
from openpyxl import load_workbook

from engagements.permissions import Role
from tests.attacks.evil import evil

if TYPE_CHECKING:
    from tests.attacks.conftest import World

pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "countries": "/countries/",
    "country": "/countries/JP/",
    "country for print": "/countries/JP/brief/?period=all",
    "engagement": "/engagements/{engagement}/",
    "merge of engagements": "/engagements/{engagement}/merge/?q=1",
    "follow-ups": "/follow-ups/?view=all",
    "follow-up": "/follow-ups/{commitment}/",
    "follow-ups in figures": "/follow-ups/dashboard/?group=owner",
    "follow-ups by owner": "/follow-ups/?view=all&group=owner",
    "partners": "/partners/",
    "partner": "/partners/{partner}/",
    "spellings of a partner": "/partners/{partner}/spellings/",
    "merge of partners": "/partners/{partner}/merge/?q=1",
    "person": "/people/{person}/",
    "spellings of a person": "/people/{person}/spellings/",
    "topic": "/topics/mining/",
    "units": "/units/",
    "unit": "/units/{unit}/",
    "releases": "/releases/",
    "release": "/releases/{release}/",
    "source of the register": "/releases/upload/?new={release}",
    "queue": "/drafts/",
    "draft": "/drafts/{draft}/",
    "draft beside an engagement": "/drafts/{draft}/into/{engagement}/",
    "saved filters": "/saved/",
    "tokens": "/account/tokens/",
    "trail": "/audit/",
    "members": "/members/",
    "admin's list": "/admin/engagements/engagement/",
}
ATTRIBUTES = ("data-hacked", "onerror", "onclick", "onload", "style", "srcdoc")


def harm(page: str) -> list[str]:
    """Elements and attributes that only an attack can have made, and links that run something."""
    tree = html.document_fromstring(page)
    found = [
        f"{node.tag} {name}" for name in ATTRIBUTES for node in tree.xpath("//*[@*[name()=$name]]", name=name)
    ]
    found += [
        "script" for node in tree.iter("script") if not node.get("src") and "json" not in node.get("type", "")
    ]
    for name in ("href", "src", "action", "xlink:href"):
        values = tree.xpath("//@*[name()=$name]", name=name)
        found += [
            value for value in values if re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
        ]
    return found


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_was_written_and_runs_nothing_of_it(world: World, name: str, language: str) -> None:
    answer = world.client(language=language).get(world.path(PAGES[name]))
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    assert harm(page) == []
    shown = html.document_fromstring(page).text_content()
    assert "data-hacked" in shown or "data-hacked" in "".join(
        html.document_fromstring(page).xpath("//@value")
    )


def test_the_measure_finds_what_it_looks_for() -> None:
    for broken in (f'<p title="{evil("x")}">x</p>', f"<p>{evil('x')}</p>", '<a href=" JavaScript:x">x</a>'):
        assert harm(f"<html><body>{broken}</body></html>"), broken


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q={evil}",
        "/follow-ups/?text={evil}",
        "/follow-ups/?view={evil}",
        "/countries/?q={evil}",
        "/countries/JP/?text={evil}&date_after={evil}&kind={evil}",
        "/partners/?q={evil}",
        "/drafts/?outlet={evil}&country={evil}",
        "/releases/?status={evil}&q={evil}",
        "/audit/?by={evil}&action={evil}&date_after={evil}",
        "/accounts/login/?next={evil}",
        "/reader/values/?field={evil}&rule={evil}",
        "/follow-ups/export/?text={evil}&columns={evil}",
        "/{evil}/",
    ],
)
def test_what_is_asked_for_is_shown_as_text(world: World, address: str) -> None:
    client = world.client() if "login" not in address else type(world.client())()
    answer = client.get(address.replace("{evil}", _quoted(evil("asked"))))
    assert answer.status_code in {200, 400, 404}
    assert harm(answer.content.decode()) == []


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.mark.parametrize(
    "address", ["/api/v1/engagements", "/api/v1/commitments", "/api/v1/partners", "/suggest/?q=1&kind=person"]
)
def test_programs_get_json_that_no_browser_takes_for_a_page(world: World, address: str) -> None:
    answer = world.client().get(address)
    if answer.status_code == 404:
        pytest.fail(f"{address} is gone: name the address that took its place")
    assert "json" in answer["Content-Type"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    json.loads(answer.content)


CSV = {
    "follow-ups": "/follow-ups/export.csv?view=all",
    "country": "/countries/JP/timeline.csv",
    "partner": "/partners/{partner}/timeline.csv",
    "person": "/people/{person}/timeline.csv",
    "topic": "/topics/mining/timeline.csv",
}


@pytest.mark.parametrize("name", CSV)
def test_no_cell_of_a_table_begins_a_formula(world: World, name: str) -> None:
    answer = world.client().get(world.path(CSV[name]))
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert any("data-hacked" in cell for cell in cells)
    assert [
        cell for cell in cells if re.match(r"\s*[=+@\t\r-]", cell) and not re.fullmatch(r"-?\d+", cell)
    ] == []


@pytest.mark.parametrize("name", CSV)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(world: World, name: str) -> None:
    answer = world.client().get(world.path(CSV[name]).replace(".csv", ".xlsx"))
    book = load_workbook(io.BytesIO(b"".join(answer)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("data-hacked" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


DOCUMENTS = {
    "brief": "/countries/JP/brief.docx?period=all",
    "follow-ups": "/follow-ups/export.docx?view=all",
    "follow-ups by country": "/follow-ups/export.docx?view=all&group=country",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_holds_the_words_and_loads_nothing(world: World, name: str) -> None:
    answer = world.client().get(DOCUMENTS[name])
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    body = etree.fromstring(archive.read("word/document.xml"), etree.XMLParser(resolve_entities=False))
    assert "data-hacked" in "".join(body.itertext())
    assert [part for part in archive.namelist() if "vbaProject" in part or part.startswith(("/", ".."))] == []
    for part in archive.namelist():
        if part.endswith(".rels"):
            targets = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', archive.read(part).decode())
            assert [target for target in targets if not target.startswith(("https://", "http://"))] == []


def test_a_calendar_holds_no_line_that_somebody_wrote_into_it(world: World) -> None:
    world.commitment.__class__.objects.filter(pk=world.commitment.pk).update(
        text="حضور\r\nEND:VTODO\r\nBEGIN:VEVENT\r\nSUMMARY:hacked\r\nATTACH:http://evil.example\r\n",
        due_on="2027-01-01",
    )
    content = b"".join(world.client().get("/follow-ups/export.ics?view=all"))
    calendar = Calendar.from_ical(content)
    assert "hacked" in str(content.decode())
    assert [
        str(part.get("SUMMARY")) for part in calendar.walk("VEVENT") if str(part.get("SUMMARY")) == "hacked"
    ] == []
    assert not re.search(rb"(?m)^(ATTACH|SUMMARY:hacked)", content)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ufffe", "\ud800", "\x0b"], ids=repr)
def test_a_document_stays_xml_whatever_character_was_written(world: World, character: str) -> None:
    """Those that the database takes; the others no form lets in (test_requests.py)."""
    text = f"قبل{character}بعد ]]> &lol; <!ENTITY x SYSTEM 'file:///etc/passwd'>"
    model = type(world.commitment)
    if character in "\x00\ud800":
        with pytest.raises((ValueError, DataError)), transaction.atomic():
            model.objects.filter(pk=world.commitment.pk).update(text=text)
        return
    model.objects.filter(pk=world.commitment.pk).update(text=text)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(world.client().get("/follow-ups/export.docx?view=all"))))
    etree.fromstring(archive.read("word/document.xml"))
    load_workbook(io.BytesIO(b"".join(world.client().get("/follow-ups/export.xlsx?view=all"))))


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\u2069"], ids=repr)
def test_what_turns_the_direction_round_ends_with_its_own_words(world: World, control: str) -> None:
    """A name is set apart (<bdi>, dir=auto or an element of its own), so that it cannot turn what follows it."""
    person = world.person
    type(person).objects.filter(pk=person.pk).update(name_ar=f"سالم{control}gpj.exe")
    page = world.client().get(f"/people/{person.pk}/").content.decode()
    tree = html.document_fromstring(page)
    holders = [node for node in tree.iter() if isinstance(node.tag, str) and control in (node.text or "")]
    assert holders
    apart = {"bdi", "title", "h1", "option", "textarea", "li", "p", "dd", "td", "a", "strong", "b"}
    assert {node.tag for node in holders} <= apart


def test_roles_that_may_not_see_it_are_refused(world: World) -> None:
    """The pages above are an administrator's; for a viewer the costly and inner ones do not open."""
    client = world.client(Role.VIEWER)
    assert {client.get(world.path(path)).status_code for path in ("/audit/", "/drafts/", "/members/")} == {
        403
    }
