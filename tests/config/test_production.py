"""Production settings: `check --deploy` finds nothing, each sort of address has its headers, no secret is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config import environment
from config.environment import SettingError
from config.launch.places import ROOT

MARK = "Geheim7Zq"
KEY = f"{MARK}-key-aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-aBcDeFgHiJ"
ENVIRONMENT = {
    "SIJILL_SECRET_KEY": KEY,
    "SIJILL_SECRET_KEY_FALLBACKS": f"{MARK}-older-aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-aBcDeFg",
    "DATABASE_URL": f"postgresql://sijill:{MARK}-db@127.0.0.1:1/sijill",
    "BROKER_URL": f"redis://:{MARK}-broker@127.0.0.1:1/0",
    "SIJILL_CACHE_URL": f"redis://:{MARK}-cache@127.0.0.1:1/1",
    "SIJILL_MAILBOX": f"imaps://in%40register.example:{MARK}-imap@127.0.0.1:1/INBOX",
    "SIJILL_SMTP": f"smtps://out:{MARK}-smtp@127.0.0.1:1",
    "SIJILL_MAIL_FROM": "sijill@register.example",
    "SIJILL_SITE": "https://register.example",
    "SIJILL_METRICS_TOKEN": f"{MARK}-metrics-token-of-enough-characters",
    "SIJILL_READER_MODEL_KEY": f"{MARK}-model",
    "SIJILL_ALLOWED_HOSTS": "register.example",
    "SIJILL_HTTPS": "1",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "default",
}


@pytest.fixture(scope="module")
def production() -> tuple[dict[str, Any], str]:
    """What the process saw, and all that it wrote."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIJILL_", "DJANGO_", "DATABASE"))
    }
    kept["SIJILL_DATA_DIR"] = os.environ["SIJILL_DATA_DIR"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.production"],
        env=kept | ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"check --deploy, or the start: {done.stdout}{done.stderr}"
    return json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr


def test_what_a_database_that_is_away_brings_about_was_written_down(
    production: tuple[dict[str, Any], str],
) -> None:
    seen, written = production
    assert seen["seen"]["/"]["status"] == 500
    assert "127.0.0.1" in written, "or the next test would find nothing because nothing was written"


def test_no_secret_is_written_anywhere(production: tuple[dict[str, Any], str]) -> None:
    """Neither in a log, in a page, by the doctor, nor in what the process is called."""
    _seen, written = production
    assert [line[:300] for line in written.splitlines() if MARK in line] == []


PAGE = {"Cache-Control", "Content-Security-Policy", "Permissions-Policy", "X-Frame-Options"}
EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/healthz", "/api/v1/openapi.json", "/nowhere/"])
def test_each_sort_of_address_has_its_headers(production: tuple[dict[str, Any], str], path: str) -> None:
    headers = production[0]["seen"][path]["headers"]
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert set(headers) >= PAGE
    assert "public" not in headers["Cache-Control"]
    if path in {"/healthz", "/nowhere/"}:
        assert "no-store" in headers["Cache-Control"]
    assert "Server" not in headers


def test_cookies_are_bound_to_the_host_and_http_leads_to_https(
    production: tuple[dict[str, Any], str],
) -> None:
    assert production[0]["cookies"] == {"session": "__Host-sessionid", "form": "__Host-csrftoken"}
    assert production[0]["plain"] == {"status": 301, "to": "https://register.example/accounts/login/"}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Kurz7Zq",
        "a" * 60,
        "django-insecure-" + KEY,
        "only-for-tests-and-never-for-people-to-use-anywhere",
    ],
)
def test_a_key_that_can_be_guessed_does_not_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SIJILL_X", value)
    assert environment.secret("SIJILL_X", strict=False) == value
    with pytest.raises(SettingError, match="SIJILL_X") as told:
        environment.secret("SIJILL_X", strict=True)
    assert not value or value not in str(told.value)


def test_a_good_key_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_X", KEY)
    assert environment.secret("SIJILL_X", strict=True) == KEY
    monkeypatch.delenv("SIJILL_X")
    with pytest.raises(SettingError, match="SIJILL_X is not set"):
        environment.secret("SIJILL_X", strict=True)


@pytest.mark.parametrize("password", ["sijill", "Postgres", "change-me", "sijill-demo"])
def test_a_database_with_a_password_that_everybody_knows_is_not_used(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("SIJILL_X", f"postgresql://sijill:{password}@db/sijill")
    with pytest.raises(SettingError, match="SIJILL_X has a password") as told:
        environment.database("SIJILL_X", strict=True)
    assert f":{password}@" not in str(told.value)
    assert environment.database("SIJILL_X")["PASSWORD"] == password
