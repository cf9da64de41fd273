"""Who asks too often is told when to come back, and loses nothing of what was typed."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from config import environment, limits
from config.caching import cache_at
from config.environment import Rate, SettingError
from engagements.models import User
from engagements.permissions import Role
from tests.services import LIMITED

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings


@pytest.fixture
def twice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may be asked for twice an hour, in an hour that ends in ten minutes and that no other test has."""
    settings.LIMITS = {name.lower(): Rate(2, 3600) for name in LIMITED}
    hour = secrets.randbelow(10**9)
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 3600.0 * hour + 3000))


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get_or_create(username=role, role=role)[0])
        return client

    return sign_in


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("60/m", Rate(60, 60)),
        ("30/10m", Rate(30, 600)),
        ("5/h", Rate(5, 3600)),
        ("2/30s", Rate(2, 30)),
        ("off", None),
    ],
)
def test_a_rate_as_it_is_written(monkeypatch: pytest.MonkeyPatch, written: str, meant: Rate | None) -> None:
    monkeypatch.setenv("SIJILL_X", written)
    assert environment.rate("SIJILL_X", "1/s") == meant


@pytest.mark.parametrize("written", ["", "60", "0/m", "60/0m", "60/d", "many/m", "٦٠/m", "-1/m"])
def test_a_rate_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SIJILL_X", written)
    with pytest.raises(SettingError, match="60/m, 30/10m or off"):
        environment.rate("SIJILL_X", "1/s")


def test_every_page_that_is_guarded_exists_and_every_limit_is_set(settings: Settings) -> None:
    resolver = get_resolver()
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}
    functions = {f"{name.__module__}.{name.__qualname__}" for name in resolver.reverse_dict if callable(name)}
    assert set(limits.GUARDED) <= names | functions
    guarded = {guard.limit for guard in limits.GUARDED.values()}
    assert guarded | {"api", "address"} == set(settings.LIMITS) == {name.lower() for name in LIMITED}


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize(
    ("role", "path", "name"),
    [
        (Role.VIEWER, "/search/?q=x", "search"),
        (Role.MANAGER, "/follow-ups/export.csv", "export"),
        (Role.MANAGER, "/people/1/timeline.csv", "export"),
        (Role.VIEWER, "/countries/JP/brief.docx", "brief"),
    ],
)
def test_the_third_is_refused_until_the_window_ends(
    signed_in: Callable[[str], Client], role: Role, path: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    client, other = signed_in(role), signed_in(Role.ADMIN)
    assert {client.get(path).status_code for _ in range(2)} <= {200, 404}
    client.cookies["django_language"] = "en"
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "Try again in 600 seconds" in answer.content.decode()
    assert name in caplog.text
    assert other.get(path).status_code != 429, "one account's limit is nobody else's"


@pytest.mark.usefixtures("twice")
def test_what_was_typed_is_sent_when_one_tries_again(signed_in: Callable[[str], Client]) -> None:
    client = signed_in(Role.EDITOR)
    for number in range(2):
        client.post("/releases/upload/", {"text": f"نص {number}"})
    typed = {"text": "\n نصٌّ طويل <b>&amp;\nسطر", "outlet": "صحيفة", "published_on": ""}
    answer = client.post("/releases/upload/", typed | {"files": SimpleUploadedFile("a.txt", b"x")})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert '<textarea name="text" hidden>\n\n نصٌّ طويل &lt;b&gt;&amp;amp;\nسطر</textarea>' in page
    assert '<textarea name="outlet" hidden>\nصحيفة</textarea>' in page
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" id="files-1" name="files"' in page
    line = client.post("/releases/upload/one/", {"text": "x"})
    assert (line.status_code, line["Retry-After"]) == (429, "600")
    assert line.content.startswith(b"<b>"), (
        "static/js/upload.js shows it in the file's line, to be sent again"
    )


@pytest.mark.usefixtures("twice")
def test_a_password_is_written_into_no_page(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.GUARDED, "set_language", limits.GUARDED["upload"])
    client = signed_in(Role.VIEWER)
    for _ in range(2):
        client.post("/language/", {"language": "ar"})
    page = client.post("/language/", {"new_password1": "secret words", "language": "ar"}).content.decode()
    assert "secret words" not in page
    assert '<textarea name="language" hidden>' in page


@pytest.mark.usefixtures("twice")
def test_programs_are_told_in_json(signed_in: Callable[[str], Client]) -> None:
    client = signed_in(Role.VIEWER)
    for path in ("/suggest/?q=x&kind=person", "/api/v1/engagements"):
        assert {client.get(path).status_code for _ in range(2)} == {200}
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (429, "600")
        assert answer.json()["status"] == 429


@pytest.mark.usefixtures("twice")
def test_who_guesses_tokens_is_stopped_by_the_address(db: None, settings: Settings) -> None:
    settings.LIMITS["address"] = Rate(4, 3600)
    found = [
        Client().get("/api/v1/engagements", headers={"Authorization": f"Bearer guess{n}"}).status_code
        for n in range(5)
    ]
    assert found == [401, 401, 401, 401, 429]
    assert Client().get("/calendar/guess.ics").status_code == 429


@pytest.mark.usefixtures("twice")
def test_without_its_cache_the_site_goes_on(
    signed_in: Callable[[str], Client], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(Role.VIEWER)
    settings.CACHES = {"default": cache_at("redis://:geheim@127.0.0.1:1/0")}
    assert [client.get("/search/?q=x").status_code for _ in range(3)] == [200, 200, 429]
    assert "the shared cache does not answer" in caplog.text
    assert "geheim" not in caplog.text


@pytest.mark.usefixtures("twice")
def test_at_one_address_of_the_new_sort_one_has_a_whole_network() -> None:
    assert [limits.network(address) for address in ("192.0.2.7", "2001:db8:1:2:a::7", None)] == [
        "192.0.2.7",
        "2001:db8:1:2::/64",
        "",
    ]
