"""A Sijill as in production, in a process of its own, with secrets that can be told from all else. Prints what it saw.

Run by test_production.py. Its database does not answer: what then goes wrong is written down by all that writes.
"""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

ADDRESSES = [
    "/",
    "/accounts/login/",
    "/healthz",
    "/readyz",
    "/api/v1/openapi.json",
    "/nowhere/",
    "/calendar/x.ics",
]


def main() -> None:
    django.setup()
    call_command("check", deploy=True, fail_level="WARNING")
    client = Client(raise_request_exception=False, headers={"host": "register.example"})
    seen = {}
    for path in ADDRESSES:
        answer = client.get(
            path, secure=True, headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"}
        )
        seen[path] = {
            "status": answer.status_code,
            "headers": dict(answer.headers),
            "body": answer.content.decode(),
        }
    plain = client.get("/accounts/login/")
    try:
        call_command("doctor")
    except (CommandError, SystemExit) as error:
        print(f"doctor: {error}", file=sys.stderr)
    cookies = {"session": settings.SESSION_COOKIE_NAME, "form": settings.CSRF_COOKIE_NAME}
    plainly = {"status": plain.status_code, "to": plain.headers.get("Location", "")}
    print(json.dumps({"seen": seen, "cookies": cookies, "plain": plainly, "titles": sys.argv}))


if __name__ == "__main__":
    main()
