"""OWASP A03, A04: what is no text, no number and no question is refused without an error of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from config.requests import Request

if TYPE_CHECKING:
    from tests.attacks.conftest import World

pytestmark = pytest.mark.django_db

LISTS = [
    "/countries/",
    "/countries/JP/",
    "/follow-ups/",
    "/follow-ups/dashboard/",
    "/follow-ups/export/",
    "/follow-ups/export.csv",
    "/follow-ups/export.ics",
    "/countries/JP/timeline.csv",
    "/countries/JP/brief/",
    "/countries/JP/brief.docx",
    "/search/",
    "/suggest/",
    "/silence/",
    "/releases/",
    "/releases/lines/",
    "/releases/upload/",
    "/releases/failed/",
    "/drafts/",
    "/reader/values/",
    "/reader/drafts/",
    "/partners/",
    "/topics/",
    "/duplicates/",
    "/conflicts/",
    "/audit/",
    "/members/",
    "/notices/",
    "/saved/",
    "/api/v1/engagements",
    "/api/v1/commitments",
    "/accounts/login/",
]
# Names of parameters that any of them knows, each with something that is not what it wants.
NAMES = [
    "q",
    "text",
    "country",
    "kind",
    "status",
    "view",
    "topic",
    "partner",
    "person",
    "owner",
    "assignee",
    "date_after",
    "date_before",
    "due_since",
    "due_until",
    "after",
    "before",
    "page",
    "cursor",
    "key",
    "n",
    "size",
    "order",
    "sort",
    "group",
    "columns",
    "field",
    "rule",
    "by",
    "action",
    "new",
    "again",
    "period",
    "part",
    "next",
    "only",
]
NONSENSE = {
    "null byte": "%00",
    "broken utf-8": "%FF%FE%C0%80",
    "surrogate": "%ED%A0%80",
    "quote": "'%20OR%20'1'='1'--",
    "statement": "1);SELECT%20pg_sleep(5);--",
    "like": "%25_%5C%25",
    "operators of a search": "%22%22%20AND%20(%20!%20%26%20%7C%20:*%20%3C-%3E%20-",
    "great number": "99999999999999999999999999",
    "negative": "-1",
    "not a number": "NaN",
    "long": "x" * 1000,
    "path": "../../../../etc/passwd",
    "line ends": "a%0D%0ASet-Cookie:%20x=y",
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_in_any_parameter_is_no_error_of_ours(world: World, what: str) -> None:
    client = world.client()
    found = {}
    query = "&".join(f"{name}={NONSENSE[what]}" for name in NAMES)
    for path in LISTS:
        answer = client.get(f"{path}?{query}")
        if answer.status_code >= 500:
            found[path] = answer.status_code
        assert "x" not in answer.cookies
    assert found == {}


# Each alone: beside others that are nonsense too, nobody comes to look at it.
ALONE = [
    "/audit/?until=9999-12-31",
    "/audit/?since=0001-01-01",
    "/audit/?after=0001-01-01T00:00:00%2B14:00~1",
    "/drafts/?waiting_until=9999-12-31",
    "/drafts/?waiting_since=0001-01-01",
    "/drafts/?days=999999999",
    "/engagements/{engagement}/merge/?near=9999-12-31",
    "/engagements/{engagement}/merge/?near=0001-01-01",
    "/countries/JP/?date_before=9999-12-31&date_after=0001-01-01",
    "/countries/JP/brief/?since=0001-01-01&until=9999-12-31",
    "/countries/JP/brief.docx?until=9999-12-31",
    "/follow-ups/?due_until=9999-12-31&due_since=0001-01-01",
    "/follow-ups/dashboard/?due_since=9999-12-31",
    "/reader/?month=9999-12",
    "/reader/values/?month=9999-12-01",
    "/reader/drafts/?month=9999-12-01",
    "/silence/?days=99999999",
    "/releases/upload/?new=" + "9" * 5000,
    "/releases/upload/?again=99999999999999999999",
    "/drafts/{draft}/day/?start=" + "9" * 5000 + "&end=1",
    "/search/?q=31/12/9999",
    "/search/?q=1/1/0001",
    "/search/?q=x&in=e&page=" + "9" * 5000,
    "/saved/" + "9" * 5000 + "/",
    "/api/v1/engagements/" + "9" * 30,
    "/api/v1/engagements?limit=" + "9" * 5000,
]


def test_what_no_calendar_and_no_counter_has_is_no_error_of_ours(world: World) -> None:
    client = world.client()
    client.raise_request_exception = False
    found = {}
    for one in ALONE:
        path = world.path(one)
        status = client.get(path).status_code
        if status >= 500:
            found[path[:100]] = status
    for path, data in (
        (f"/units/{world.numbers['unit']}/", {"act": "forget", "alias": "x"}),
        (f"/units/{world.numbers['unit']}/", {"act": "change", "name_ar": "ا", "parent": "9" * 30}),
        ("/notices/read/", {"until": "0001-01-01T00:00:00+14:00"}),
        ("/notices/read/", {"until": "9999-12-31T23:59:59-14:00"}),
        (f"/follow-ups/{world.commitment.pk}/owner/", {"meant": "person-" + "9" * 5000}),
        (f"/follow-ups/{world.commitment.pk}/proofs/", {"proof-release": "9" * 500}),
        ("/drafts/many/reject/", {"draft": "9" * 5000}),
        (f"/drafts/{world.draft.pk}/work/", {"leaving": "9999-12-31T23:59:59-14:00"}),
        (f"/drafts/{world.draft.pk}/postpone/", {"until": "day", "day": "9999-12-31"}),
        (f"/drafts/{world.draft.pk}/verdict/", {"other": "draft:" + "9" * 5000}),
        ("/follow-ups/many/", {"number": "9" * 19, "later": "-99999999999", "wish": "1"}),
    ):
        status = client.post(path, data).status_code
        if status >= 500:
            found[f"{path} {data}"[:100]] = status
    assert found == {}


@pytest.mark.parametrize("what", ["null byte", "broken utf-8", "surrogate", "great number", "path", "long"])
@pytest.mark.parametrize(
    "path", ["/countries/{}/", "/topics/{}/", "/calendar/{}.ics", "/account/letters/{}/", "/{}"]
)
def test_nonsense_in_the_address_is_not_found(world: World, path: str, what: str) -> None:
    assert world.client().get(path.format(NONSENSE[what])).status_code in {400, 404}


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "ab\x1b[31m", "\u202eabc", "x" * 1_100_000])
def test_nonsense_in_a_form_is_said_or_kept_as_text(world: World, value: str) -> None:
    client = world.client()
    for path, data in (
        ("/releases/upload/", {"text": value}),
        ("/units/", {"name_ar": value}),
        (
            f"/follow-ups/{world.commitment.pk}/progress/",
            {"progress-rating": "late", "progress-words": value},
        ),
        ("/account/tokens/", {"name": value}),
        ("/saved/", {"name": value, "path": "/follow-ups/", "query": value}),
        ("/accounts/login/", {"username": value, "password": value}),
    ):
        body = "&".join(f"{name}={_percent(text)}" for name, text in data.items())
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, path


def _percent(text: str) -> str:
    return (
        text
        if text.isalnum() and text.isascii()
        else "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n',
        b"\xff" * 1000,
    ],
)
def test_a_body_that_is_none_is_no_error_of_ours(world: World, body: bytes) -> None:
    answer = world.client().post("/releases/upload/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code < 500
    answer = world.client().post("/releases/upload/", body, content_type="multipart/form-data")
    assert answer.status_code < 500


@pytest.mark.parametrize(
    "named", ["rot13", "zlib", "punycode", "idna", "utf-7", "utf-16", "undefined", "latin-1"]
)
def test_a_character_set_that_a_request_names_is_no_error_of_ours(world: World, named: str) -> None:
    """Codecs of Python that make no text of bytes, and such as read the same bytes as another one."""
    environ: dict[str, Any] = {
        "QUERY_STRING": "q=%D9%85&in=%FF",
        "CONTENT_TYPE": f"text/plain; charset={named}",
    }
    setup_testing_defaults(environ)
    assert Request(environ).GET["q"] == "م"
    assert import_string(settings.WSGI_APPLICATION).request_class is Request
    client = world.client()
    for kind, body in (
        ("application/x-www-form-urlencoded", "first_name=%D9%85"),
        (
            "multipart/form-data; boundary=x",
            '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
        ),
    ):
        answer = client.generic("POST", "/account/person/", body, content_type=f"{kind}; charset={named}")
        assert answer.status_code == 415, kind


def test_more_fields_than_any_form_has_are_refused(world: World) -> None:
    body = "&".join(f"f{number}=1" for number in range(7000))
    answer = world.client().post("/releases/upload/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_a_pattern_that_goes_astray_takes_no_time(world: World) -> None:
    """Nothing that is typed becomes a regular expression, nor makes one of ours go back and forth."""
    query = "(a%2B)%2B" * 20 + "a" * 200 + "!"
    assert world.client().get(f"/search/?q={query}").status_code == 200
    assert world.client().get(f"/follow-ups/?text={query}").status_code in {200, 400}
