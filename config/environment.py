"""Reads the process environment into typed values. Standard library only."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

CONNECT_SECONDS = "10"
"""Seconds that a page waits for a database that cannot be reached; libpq would wait for minutes."""


class SettingError(Exception):
    """A setting is missing or invalid. The message names it and says what is expected."""


def text(name: str, default: str | None = None) -> str:
    """The variable `name`, or the content of the file named by `name`_FILE (as secrets are mounted).

    Raises SettingError if neither is set and there is no default.
    """
    value = os.environ.get(name)
    if value is None and (path := os.environ.get(f"{name}_FILE")):
        try:
            with open(path, encoding="utf-8") as file:
                value = file.read().strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
    if value is None:
        value = default
    if value is None:
        raise SettingError(f"{name} is not set (nor {name}_FILE)")
    return value


_TOLD_TO_EVERYBODY = {
    "sijill",
    "sijill-demo",
    "postgres",
    "password",
    "secret",
    "changeme",
    "change-me",
    "dev",
    "admin",
}
"""Passwords from examples, from this project's demo and from every list of passwords."""


def secret(name: str, *, strict: bool, least: int = 50) -> str:
    """As `text`, for a secret. If `strict`, it must have at least `least` characters and not be from an example.

    Raises SettingError, which names the setting but never contains its value.
    """
    value = text(name)
    if strict:
        if len(value) < least or len(set(value)) < 10:
            raise SettingError(
                f"{name} is too short or too plain; {least} random characters or more are expected"
            )
        if "django-insecure" in value or "for-tests" in value:
            raise SettingError(f"{name} is one that everybody knows")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and empty. Raises SettingError for the rest."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(f"{name} is {value!r}; 1 or 0 is expected")


def number(name: str, default: int) -> int:
    """A whole number. Raises SettingError if it is not one."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name} is {value!r}; a whole number is expected") from error


def one_of(name: str, default: str, *, known: Collection[str]) -> str:
    """One of the words `known`. Raises SettingError for any other."""
    value = text(name, default).strip().lower()
    if value not in known:
        raise SettingError(f"{name} is {value!r}; one of {', '.join(known)} is expected")
    return value


class Rate(NamedTuple):
    """A limit: this many times in this many seconds."""

    times: int
    seconds: int


def rate(name: str, default: str) -> Rate | None:
    """Reads `60/m` or `30/10m` (`s`, `m`, `h`); None for `off`. Raises SettingError for anything else."""
    value = text(name, default).strip().lower()
    if value == "off":
        return None
    found = re.fullmatch(r"([1-9]\d{0,8})/([1-9]\d{0,3})?([smh])", value, re.ASCII)
    if not found:
        raise SettingError(f"{name} is {value!r}; 60/m, 30/10m or off is expected")
    return Rate(int(found[1]), int(found[2] or 1) * {"s": 1, "m": 60, "h": 3600}[found[3]])


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas (Latin or Arabic); blanks around items are ignored."""
    return [item.strip() for item in text(name, default).replace("،", ",").split(",") if item.strip()]


def words_of(name: str, known: Collection[str], default: str = "") -> frozenset[str]:
    """As `words`, if all items are in `known`; else raises SettingError."""
    found = words(name, default)
    if unknown := [item for item in found if item not in known]:
        raise SettingError(f"{name} has {', '.join(unknown)}; {', '.join(known)} are expected")
    return frozenset(found)


class MailServer(NamedTuple):
    """The mail server; an empty `host` means none."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(name: str) -> MailServer:
    """Reads `smtp://user:password@host:25`, `smtp+starttls://…` or `smtps://…`; empty means no server.

    Raises SettingError for any other address.
    """
    address = text(name, "")
    url = urlsplit(address)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if address and (url.scheme not in ports or not url.hostname):
        raise SettingError(f"{name} names no mail server; smtps://user:password@host:465 is expected")
    return MailServer(
        host=url.hostname or "",
        port=url.port or ports.get(url.scheme, 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        starttls=url.scheme == "smtp+starttls",
        tls=url.scheme == "smtps",
    )


def file_store(name: str) -> dict[str, Any]:
    """The Django storage for stored files: the bucket `name`_BUCKET, else a folder on the disk.

    Raises SettingError if there is a bucket but no key for it.
    """
    if not (bucket := text(f"{name}_BUCKET", "")):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "access_key": text(f"{name}_KEY"),
        "secret_key": text(f"{name}_SECRET"),
        "region_name": text(f"{name}_REGION", "us-east-1"),
        "location": text(f"{name}_PREFIX", ""),
        "endpoint_url": text(f"{name}_ENDPOINT", "") or None,
        # The bucket is part of the path: a store of one's own seldom has a host name for each bucket.
        "addressing_style": "path",
    }
    return {"BACKEND": "config.files.ObjectFiles", "OPTIONS": options}


def database(name: str = "DATABASE_URL", *, strict: bool = False) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name?host=/socket/folder`.

    Connecting fails after CONNECT_SECONDS, unless the address has `connect_timeout`.

    Raises SettingError for any other scheme, as PostgreSQL is the only database; if `strict` also for a well-known
    password.
    """
    url = urlsplit(text(name))
    if url.scheme not in {"postgresql", "postgres"}:
        raise SettingError(f"{name} begins with {url.scheme!r}; postgresql:// is expected")
    if strict and unquote(url.password or "").lower() in _TOLD_TO_EVERYBODY:
        raise SettingError(f"{name} has a password that everybody knows")
    options = {"connect_timeout": CONNECT_SECONDS} | dict(parse_qsl(url.query))
    host = options.pop("host", None) or unquote(url.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "sijill",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", None) or url.port or ""),
        "OPTIONS": options,
    }
