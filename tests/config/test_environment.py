"""Settings come from the environment; a wrong one says so by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import environment
from config.environment import SettingError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIJILL_X", raising=False)
    with pytest.raises(SettingError, match="SIJILL_X is not set"):
        environment.text("SIJILL_X")


def test_a_secret_may_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("SIJILL_X_FILE", str(tmp_path / "secret"))
    assert environment.text("SIJILL_X") == "from a file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIJILL_X_FILE", str(tmp_path / "absent"))
    with pytest.raises(SettingError, match="SIJILL_X_FILE"):
        environment.text("SIJILL_X", "a default does not hide the mistake")


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
    monkeypatch.setenv("SIJILL_X", value)
    assert environment.flag("SIJILL_X") is meant


def test_a_flag_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_X", "perhaps")
    with pytest.raises(SettingError, match="1 or 0"):
        environment.flag("SIJILL_X")


def test_numbers_and_lists_are_read_and_other_words_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_N", "12")
    monkeypatch.setenv("SIJILL_L", "وزارة الصناعة، وزارة النفط , ")
    assert environment.number("SIJILL_N", 3) == 12
    assert environment.words("SIJILL_L") == ["وزارة الصناعة", "وزارة النفط"]
    monkeypatch.setenv("SIJILL_N", "many")
    with pytest.raises(SettingError, match="whole number"):
        environment.number("SIJILL_N", 3)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://sijill:p%40ss@db.example:5433/register?sslmode=require",
            {"NAME": "register", "USER": "sijill", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
            | {"OPTIONS": {"connect_timeout": "10", "sslmode": "require"}},
        ),
        (
            "postgresql://app@/sijill?host=/run/a%20folder&connect_timeout=3",
            {
                "NAME": "sijill",
                "USER": "app",
                "PASSWORD": "",
                "HOST": "/run/a folder",
                "PORT": "",
                "OPTIONS": {"connect_timeout": "3"},
            },
        ),
    ],
)
def test_the_address_of_the_database(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, object]
) -> None:
    monkeypatch.setenv("SIJILL_D", url)
    assert environment.database("SIJILL_D") == expected | {"ENGINE": "django.db.backends.postgresql"}


def test_a_database_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_D", "sqlite:///db")
    with pytest.raises(SettingError, match="postgresql://"):
        environment.database("SIJILL_D")


def test_a_word_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_X", "restricted، open")
    assert environment.words_of("SIJILL_X", ("open", "restricted")) == {"open", "restricted"}
    monkeypatch.setenv("SIJILL_X", "secret")
    with pytest.raises(SettingError, match="SIJILL_X has secret; open, restricted are expected"):
        environment.words_of("SIJILL_X", ("open", "restricted"))
    monkeypatch.delenv("SIJILL_X")
    assert environment.words_of("SIJILL_X", ("open",)) == frozenset()


def test_the_address_of_a_mail_server_says_how_to_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for address in (
        "",
        "smtp://10.0.0.1",
        "smtp+starttls://a%40b:c%2Fd@mail.example",
        "smtps://mail.example:9465",
    ):
        monkeypatch.setenv("SIJILL_M", address)
        found[address] = tuple(environment.mail_server("SIJILL_M"))
    assert list(found.values()) == [
        ("", 25, "", "", False, False),
        ("10.0.0.1", 25, "", "", False, False),
        ("mail.example", 587, "a@b", "c/d", True, False),
        ("mail.example", 9465, "", "", False, True),
    ]
    for wrong in ("http://mail.example", "mail.example", "smtp://"):
        monkeypatch.setenv("SIJILL_M", wrong)
        with pytest.raises(environment.SettingError, match="SIJILL_M"):
            environment.mail_server("SIJILL_M")
