"""The log, the status page and the doctor."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from config import logs
from config.watching.checks import ALL, upkeep
from config.watching.checks.finding import State
from engagements import origin
from engagements.models import User

NOW = timezone.now()


def _line(message: str, **extra: object) -> dict[str, object]:
    """What the log of production has of it."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(logs.JsonFormatter())
    handler.addFilter(logs.Named())
    log = logging.Logger("sijill.test")
    log.addHandler(handler)
    log.error(message, extra=extra, exc_info=sys.exc_info()[0] is not None)
    written = told.getvalue()
    assert written.count("\n") == 1
    found: dict[str, object] = json.loads(written)
    return found


def test_a_line_of_the_log_is_one_object_with_the_request_it_belongs_to() -> None:
    with origin.coming_from(origin.Origin(request_id="a-request-1")):
        line = _line("first\nsecond\u2028third", status=200)
    assert (line["message"], line["request_id"], line["status"]) == (
        "first\nsecond\u2028third",
        "a-request-1",
        200,
    )


def test_a_line_of_the_log_holds_the_trace_of_an_exception() -> None:
    try:
        raise ValueError("of this test")
    except ValueError:
        line = _line("failed")
    assert "ValueError: of this test" in str(line["trace"])


def test_an_answer_is_told_to_the_log_without_what_was_asked(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "sijill.request"):
        client.get("/healthz?name=marker")
        client.get("/calendar/marker-token.ics")
    told = [record.getMessage() for record in caplog.records if record.name == "sijill.request"]
    assert told[0].startswith("GET /healthz 200")
    assert told[1].startswith("GET /calendar/<str:token>.ics 404")
    assert "marker" not in "".join(told)


def test_no_line_of_the_log_has_an_address_that_is_as_good_as_a_password(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where it was led on, or not found: Django itself writes such addresses."""
    secret = "marker-" + "a" * 36
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.addFilter(logs.Named())
    logging.getLogger("django.request").addHandler(handler)
    try:
        with caplog.at_level(logging.INFO, "sijill.request"):
            for path in ("join/{}", "join/{}/", "calendar/{}", "accounts/password/reset/key/1-{}", "{}"):
                client.get("/" + path.format(secret))
            client.get(f"/join/{secret}/", secure=False, headers={"host": "elsewhere.example"})
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    lines = [record.getMessage() for record in caplog.records if record.name == "sijill.request"]
    assert len(lines) == 6
    assert "Not Found: /join/…" in told.getvalue()
    assert "marker" not in "".join(lines) + told.getvalue()


def test_a_line_of_the_log_cannot_be_forged_by_an_address(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "sijill.request"):
        client.get("/a%0aERROR%20forged")
    assert "\n" not in caplog.records[-1].getMessage()


@pytest.mark.parametrize(("language", "words"), [("ar", "شغّل"), ("en", "Start beat, exactly one of it")])
def test_the_status_page_says_what_is_wrong_and_what_to_do(db: None, language: str, words: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(User.objects.create_user("one-admin", role="admin"))
    page = client.get("/status/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('class="status status--late"') >= 3
    assert words in text


def test_the_status_page_is_for_administrators(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("one-manager", role="manager"))
    assert client.get("/status/").status_code == 403


def test_the_doctor_names_what_is_wrong_and_ends_with_one(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    told = capsys.readouterr().out
    assert ended.value.code == 1
    assert len([line for line in told.splitlines() if not line.startswith("      ")]) == len(ALL)
    assert "BAD   Beat: Beat does not live" in told
    assert "BAD   Administrators" in told


def test_the_doctor_speaks_arabic(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("doctor", "--language", "ar", "--quiet")
    assert "لا يوجد" in capsys.readouterr().out


def test_the_doctor_finds_a_trigger_that_somebody_switched_off(db: None) -> None:
    # The guards against TRUNCATE are off in tests (tests/conftest.py).
    assert "engagements_source." not in upkeep.tables(NOW).said
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE engagements_source DISABLE TRIGGER USER")
    found = upkeep.tables(NOW)
    assert (found.state, "engagements_source." in found.said) == (State.BAD, True)


def test_the_doctor_finds_tables_of_an_earlier_version(db: None) -> None:
    assert upkeep.migrations(NOW).state is State.GOOD
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    assert upkeep.migrations(NOW).state is State.BAD


def test_an_administrator_who_may_sign_in_is_enough(db: None) -> None:
    assert upkeep.administrators(NOW).state is State.BAD
    User.objects.create(username="somebody", role="admin")
    assert upkeep.administrators(NOW).state is State.GOOD
