"""Simulates people who work through a proxy, each on one connection like a browser's; every answer is counted."""

from __future__ import annotations

import hashlib
import http.client
import re
import secrets
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from config.launch.serve import DEMO_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "localhost"
PAGES = ("/", "/countries/", "/follow-ups/", "/search/?q=تعاون", "/engagements/1/", "/units/")
EXPORTS = ("/follow-ups/export.csv", "/follow-ups/export.xlsx")
RELEASE = (
    "استقبل وزير الصناعة والمعادن، السيد سالم الورفلي، يوم الأربعاء بمكتبه في العاصمة طرابلس، سفير اليابان لدى ليبيا، "
    "السيد كينجي موراكامي.\n\nواتفق الجانبان على تشكيل فريق فني مشترك لإعداد خطة التدريب رقم {number}.\n"
)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Tally:
    """The requests and their results. `failed` has the reason for each failed request."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, fault: str | None) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            if fault:
                self.failed.append(f"{kind}: {fault}")


class Visitor:
    """One browser. It accepts the certificate that the proxy made for itself."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.tally = tally
        self.cookies: dict[str, str] = {}
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.line = http.client.HTTPSConnection(HOST, port, timeout=60, context=context)

    def ask(
        self, kind: str, path: str, body: bytes | None = None, *, expected: int = 200, form: str = ""
    ) -> str:
        """The text of the answer, or the target of a redirect; empty if it was not as expected."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"https://{HOST}:{self.line.port}/",
        }
        if body is not None:
            headers["Content-Type"] = form or "application/x-www-form-urlencoded"
        began, fault, text = time.monotonic(), None, ""
        try:
            self.line.request("POST" if body is not None else "GET", path, body, headers)
            answer = self.line.getresponse()
            content = answer.read()
            for each in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
            text = answer.headers.get("Location", "") or content.decode(errors="replace")
            if answer.status != expected:
                fault, text = f"{path} {answer.status} {text[:200]!r}", ""
        except (OSError, http.client.HTTPException) as error:
            self.line.close()
            fault = f"{path} {type(error).__name__} {error}"
        self.tally.add(kind, time.monotonic() - began, fault)
        return text

    def sign_in(self, name: str) -> None:
        self.cookies.clear()
        page = self.ask("sign-in", "/accounts/login/")
        fields = {"username": name, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": _token(page)}
        if not self.ask("sign-in", "/accounts/login/", urlencode(fields).encode(), expected=302):
            raise RuntimeError(f"{name} could not sign in: {self.tally.failed[-1:]}")

    def upload(self, number: int) -> None:
        """Uploads a release that nobody else has; it counts as accepted only if the answer says so."""
        page = self.ask("page", "/releases/upload/")
        content = RELEASE.format(number=number).encode()
        boundary = secrets.token_hex(16)
        rows = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{_token(page)}'
        ]
        rows += [f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{number}.txt"']
        head = "\r\n".join(rows) + "\r\nContent-Type: text/plain\r\n\r\n"
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        form = f"multipart/form-data; boundary={boundary}"
        if self.ask("upload", "/releases/upload/", body, expected=302, form=form):
            with self.tally.lock:
                self.tally.accepted.add(hashlib.sha256(content).hexdigest())


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    return found[1] if found else ""


def crowd(port: int, tally: Tally, until: threading.Event) -> list[threading.Thread]:
    """Starts three viewers, one who exports lists, one who keeps signing in, and two who upload."""
    work: list[Callable[[], None]] = [
        *[lambda: _look(port, tally, until, PAGES, "page")] * 3,
        lambda: _look(port, tally, until, EXPORTS, "export"),
        lambda: _come_and_go(port, tally, until),
        lambda: _upload(port, tally, until, 0),
        lambda: _upload(port, tally, until, 1_000_000),
    ]
    threads = [threading.Thread(target=each, daemon=True) for each in work]
    for thread in threads:
        thread.start()
    return threads


def _look(port: int, tally: Tally, until: threading.Event, paths: tuple[str, ...], kind: str) -> None:
    visitor = Visitor(port, tally)
    visitor.sign_in("manager" if kind == "export" else "viewer")
    while not until.is_set():
        for path in paths:
            visitor.ask(kind, quoted(path))
            until.wait(0.1)


def _come_and_go(port: int, tally: Tally, until: threading.Event) -> None:
    while not until.wait(0.3):
        Visitor(port, tally).sign_in("manager")


def _upload(port: int, tally: Tally, until: threading.Event, first: int) -> None:
    visitor = Visitor(port, tally)
    visitor.sign_in("editor")
    while not until.wait(0.2):
        visitor.upload(first)
        first += 1


def quoted(path: str) -> str:
    page, _mark, query = path.partition("?")
    return f"{page}?{urlencode(dict([query.split('=')]))}" if query else page
