"""A client that signs in and uploads over HTTP like a browser."""

from __future__ import annotations

import http.client
import re
import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from config.launch.programs import HOST
from config.launch.serve import DEMO_PASSWORD

_RELEASE = re.compile(r"/releases/(\d+)/")


class NoAnswer(Exception):
    """The connection broke, so the client knows that nothing was accepted for certain."""


class Client:
    """One signed-in editor. Every method raises NoAnswer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def sign_in(self) -> bool:
        self.cookies = {}
        self._ask("GET", "/accounts/login/")
        form = {"username": "editor", "password": DEMO_PASSWORD, "csrfmiddlewaretoken": self._token()}
        status, _, _ = self._ask(
            "POST", "/accounts/login/", urlencode(form).encode(), "application/x-www-form-urlencoded"
        )
        return status == http.client.FOUND

    def upload(self, filename: str, content: bytes) -> tuple[int, int | None]:
        """The status of the answer, and the id of the release if it was accepted."""
        boundary = secrets.token_hex(16)
        fields = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("csrfmiddlewaretoken", self._token()), ("published_on", "2026-11-18"))
        )
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{filename}"\r\n'
        body = fields + head.encode() + b"Content-Type: text/plain\r\n\r\n" + content
        body += f"\r\n--{boundary}--\r\n".encode()
        status, place, _ = self._ask(
            "POST", "/releases/upload/", body, f"multipart/form-data; boundary={boundary}"
        )
        found = _RELEASE.search(place)
        return status, int(found[1]) if found and status == http.client.FOUND else None

    def _token(self) -> str:
        return self.cookies.get("csrftoken", "")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, str, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        line = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            line.close()
        for each in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
        return answer.status, answer.headers.get("Location", ""), content
