"""A simple browser for one account: it requests pages, keeps cookies and sends forms unchanged. Each answer is
timed.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import lxml.html

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 60
OVERTAKEN, UNCLEAR = 409, 422
"""Statuses that are not errors: somebody else was quicker; the form is not valid yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A timed answer. `status` 0 means that none came; `why` says what happened. `at` and `seconds` are by the
    monotonic clock, to the last byte.
    """

    name: str
    status: int
    seconds: float
    at: float
    size: int = 0
    why: str = ""

    @property
    def is_error(self) -> bool:
        return self.status == 0 or (self.status >= 400 and self.status not in (OVERTAKEN, UNCLEAR))


@dataclass(slots=True)
class Browser:
    """Each request uses a new connection, as from a proxy that keeps none."""

    port: int
    cookies: dict[str, str]
    answers: list[Answer]
    location: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Language": "ar", "Connection": "close"})

    def get(self, name: str, path: str) -> bytes:
        return self._ask(name, "GET", path, None)[1]

    def post(self, name: str, path: str, data: list[tuple[str, str]]) -> tuple[int, bytes]:
        """Sends a form. Returns the status (0: no answer) and the page; `location` is the target of a redirect."""
        token = [("csrfmiddlewaretoken", self.cookies.get("csrftoken", ""))]
        rest = [pair for pair in data if pair[0] != "csrfmiddlewaretoken"]
        return self._ask(name, "POST", path, urlencode(token + rest).encode())

    def _ask(self, name: str, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = self.headers | {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT_SECONDS)
        began = time.monotonic()
        try:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.answers.append(Answer(name, 0, time.monotonic() - began, began, why=repr(error)))
            return 0, b""
        finally:
            line.close()
        for written in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(written).items()}
        self.location = answer.headers.get("Location", "")
        why = path if answer.status >= 400 else ""
        self.answers.append(Answer(name, answer.status, time.monotonic() - began, began, len(content), why))
        return answer.status, content


def form_as_shown(page: bytes, identifier: str) -> list[tuple[str, str]]:
    """The fields that a browser would send of an unchanged form, including those outside the form element. Empty if
    there is no such form.
    """
    tree = lxml.html.fromstring(page)
    inside = f"ancestor::form[@id='{identifier}'] and not(@form) or @form='{identifier}'"
    sent: list[tuple[str, str]] = []
    for element in tree.xpath(f"//*[self::input or self::textarea or self::select][@name][{inside}]"):
        if element.get("disabled") is not None:
            continue
        name = str(element.get("name"))
        if element.tag == "select":
            sent += [(name, value) for value in _chosen(element)]
        elif element.tag == "textarea":
            sent.append((name, (element.text or "").removeprefix("\n")))
        elif element.get("type") in {"checkbox", "radio"}:
            if element.get("checked") is not None:
                sent.append((name, element.get("value", "on")))
        elif element.get("type") not in {"submit", "button", "file", "image", "reset"}:
            sent.append((name, element.get("value", "")))
    return sent


def _chosen(select: lxml.html.HtmlElement) -> list[str]:
    options = select.xpath(".//option")
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", option.text or "") for option in chosen]
