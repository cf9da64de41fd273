"""A real provider of OpenID Connect on loopback: django-oauth-toolkit, in a process of its own.

`python -m tests.oidc_provider PORT CALLBACK` serves; `start_provider` starts that and waits until it answers. Two
people have accounts there: `known`, whose address the provider has verified, and `unverified`, who only says it.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from wsgiref.simple_server import make_server

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
CLIENT, SECRET = "sijill", "for-tests-only"
PASSWORD = "at the provider"
PEOPLE = {
    "known": ("known@ministry.example", True),
    "unverified": ("unverified@ministry.example", False),
}


@dataclass
class Provider:
    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def start_provider(folder: Path, callback: str) -> Provider:
    """Started and answering. Raises TimeoutError if it does not within 60 seconds."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "SIJILL_"))}
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.oidc_provider", str(port), callback],
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    provider = Provider(process, f"http://{HOST}:{port}")
    deadline = time.monotonic() + 60
    while not _answers(f"{provider.url}/.well-known/openid-configuration"):
        if process.poll() is not None or time.monotonic() > deadline:
            provider.stop()
            raise TimeoutError((folder / "provider.log").read_text())
        time.sleep(0.1)
    return provider


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return "authorization_endpoint" in json.load(answer)
    except (urllib.error.URLError, OSError):
        return False


def _serve(port: int, callback: str) -> None:
    import django

    _configure()
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    _fill(callback)
    # One thread: the database in memory belongs to one connection.
    make_server(HOST, port, get_wsgi_application()).serve_forever()


def _configure() -> None:
    """A Django of its own, with a key made for this run."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    settings.configure(
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=[HOST],
        ROOT_URLCONF="tests.oidc_provider_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        SESSION_COOKIE_NAME="provider_session",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_URL="/sign-in/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem,
            "OAUTH2_VALIDATOR_CLASS": "tests.oidc_provider_urls.Validator",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "who", "profile": "name", "email": "address"},
        },
    )


def _fill(callback: str) -> None:
    """Its people, and the one who may ask it for them."""
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    for name, (email, _verified) in PEOPLE.items():
        User.objects.create_user(name, email=email, password=PASSWORD, first_name=name.title())
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        redirect_uris=callback,
        skip_authorization=True,
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
