"""What is restricted does not exist for others: every address, asked by every role, with an open and a restricted
twin of everything in the register. The words of the restricted one are known by a mark."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from engagements.models import (
    Confidentiality,
    SearchWord,
    Source,
    User,
)
from engagements.permissions import Permission, Refused, Role
from engagements.services.classifying import classify
from engagements.services.vocabularies import load_vocabularies
from tests.config.addresses import ANY, REFUSED, addresses, rows
from tests.config.addresses import OPEN as OPEN_TO_ALL
from tests.config.twins import BOTH, CLOSED, NOW, OPEN, Twin, twin

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One of each role outside the group, and an administrator in it."""
    made = {role.value: User.objects.create(username=role, role=role, first_name=role) for role in Role}
    inside = User.objects.create(username="inside", role=Role.ADMIN, in_restricted_group=True)
    return made | {"inside": inside}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands still: some pages say when they were made, and that is no difference."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def originals(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


# Beside the plain addresses: lists asked for something, each in a way in which it might tell more than it should.
ASKED = (
    "/search/?q={both}", "/search/?q={both}&in=s", "/search/?q={both}&in=c", "/search/?q={near}",
    "/suggest/?kind=partner&q={start}", "/suggest/?kind=person&q={start}", "/suggest/?q={start}",
    "/releases/?q={start}", "/releases/?part_of={container}", "/releases/lines/?n={release}:x",
    "/releases/upload/?new={release}&again={container}", "/drafts/?release={release}", "/drafts/?view=decided",
    "/drafts/?after={waiting}", "/drafts/many/approve/", "/partners/?q={start}", "/duplicates/?kind=people",
    "/countries/JP/?partner={partner}", "/countries/JP/?person={person}", "/countries/JP/?q={start}",
    "/follow-ups/?view=all", "/follow-ups/?view=all&partner={partner}", "/follow-ups/?view=all&q={start}",
    "/follow-ups/?view=all&group=owner", "/follow-ups/?view=overdue", "/follow-ups/dashboard/?country=JP",
    "/api/v1/engagements?q={start}", "/api/v1/partners?q={start}", "/api/v1/people?q={start}",
    "/api/v1/commitments?view=all", "/engagements/{opened}/merge/?q={engagement}", "/silence/?days=1",
    "/partners/{open_partner}/merge/?q={start}", "/engagements/{opened}/?source={release}",
    "/follow-ups/export.csv?view=all", "/countries/JP/timeline.csv", "/follow-ups/{own}/?next=/",
)  # fmt: skip
# The keys that each answer has of its own.
MADE = re.compile(r"<dcterms:(?:created|modified)[^<]*<")
TOKENS = re.compile(
    r'(?:name="csrfmiddlewaretoken" value|hx-headers|nonce)=["\'][^"\']*|"X-CSRFToken": "\w+"|X-CSRFToken[^}]*'
)


def _numbers(twin: Twin, user: User) -> dict[str, dict[str, str]]:
    """By the beginning of a route, what stands for its arguments."""
    engagement, commitment = str(twin.engagement.pk), str(twin.commitment.pk)
    waiting, name = str(twin.drafts[1].pk), str(twin.partner.pk)
    notice = twin.notices.get(user.pk)
    return {
        "engagements/<int:number>/sources": {"number": engagement, "source": str(twin.release.pk)},
        "engagements/": {"number": engagement, "other": engagement, "key": "city"},
        "merges/": {"number": str(twin.merge)},
        "follow-ups/reported": {"number": str(twin.report.pk)},
        "follow-ups/<": {
            "number": commitment,
            "proof": str(twin.proof.pk),
            "step": str(twin.step.pk),
            "name": "due",
        },
        "files/releases/": {"number": str(twin.release.pk)},
        "files/follow-ups/": {"number": commitment, "proof": str(twin.proof.pk)},
        "releases/": {"number": str(twin.release.pk), "page": "1"},
        "drafts/": {"number": waiting, "other": str(twin.drafts[0].pk), "engagement": engagement},
        "partners/<": {"number": name, "key": name},
        "people/<": {"number": str(twin.person.pk), "key": str(twin.person.pk)},
        "<names:kind>/merges": {"kind": "partners", "number": str(twin.name_merge)},
        "<names:kind>/": {"kind": "partners", "number": name, "other": name, "alias": str(twin.alias)},
        "duplicates/<names:kind>/<": {"kind": "partners", "first": name, "second": str(twin.former.pk)},
        "notices/<": {"number": str(notice.pk) if notice else "0"},
        "api/v1/engagements/": {"number": engagement},
        "api/v1/commitments/": {"number": commitment},
        "api/v1/partners/": {"number": name},
        "api/v1/people/": {"number": str(twin.person.pk)},
    }


def _about(twin: Twin, user: User) -> list[tuple[str, str]]:
    """Every address whose argument is something of the twin, with its route."""
    known, numbers = rows(), _numbers(twin, user)
    found = []
    for one in addresses():
        if known[one.route].whose not in ("engagement", "name") and not one.route.startswith("notices/<"):
            continue
        values = next((put for begin, put in numbers.items() if one.route.startswith(begin)), None)
        assert values is not None, f"Which number of a twin stands in {one.route}? It belongs into _numbers."

        def put(match: re.Match[str], values: dict[str, str] = values) -> str:
            name = match[1].rpartition(":")[2]
            return "csv" if name == "form" else values[name]

        found.append((one.route, "/" + re.sub(r"<([^>]+)>", put, one.route)))
    return found


def _lists() -> list[str]:
    """Every address without an argument, and those of what is the same for everybody, that is read."""
    fixed = {"country:code": "JP", "country:key": "JP", "code": "JP", "slug:code": "training", "slug:key": "training",
             "names:kind": "partners", "str:what": "reject"}  # fmt: skip
    wanted = [
        row for row in rows().values() if row.whose in ("-", "all") and row.read not in ("-", "open", "any")
    ]
    found = []
    for row in wanted:
        if row.route in ("audit/", "status/", "account/") or row.route.startswith(
            ("units/<", "follow-ups/many/<", "audit/trail")
        ):
            continue  # the trail has lines of this test's own, and is asked below; an account lists its sessions
        found.append("/" + re.sub(r"<([^>]+)>", lambda match: fixed.get(match[1], "csv"), row.route))
    return found


def _said(client: Client, path: str, method: str = "get") -> tuple[int, str]:
    """The status, and all that the answer says: where to, under which name, in which words."""
    answer: Any = getattr(client, method)(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "".join(
        f"{name}: {value}\n"
        for name, value in answer.headers.items()
        if name in ("Location", "Content-Disposition")
    )
    return answer.status_code, head + (_in_workbook(body) or body.decode("utf-8", "replace"))


def _in_workbook(body: bytes) -> str:
    """The XML of all parts of a workbook without the time of its making; empty for any other file."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return ""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        parts = "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return MADE.sub("", parts)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("originals")
def test_outside_the_group_it_does_not_exist(people: dict[str, User]) -> None:
    """No answer has its mark, none differs from that of a register without it, and its addresses lead to nothing."""
    load_vocabularies()
    by, outside = people["inside"], people["admin"]
    opened = twin(OPEN, "open", by, list(people.values()))
    client, plain = _as(outside), {}
    lists = _lists()
    # Opening a notice marks it as read, which the next page shows; a docx has the time of its making in it.
    own = [path for route, path in _about(opened, outside) if not route.startswith("notices/<")]
    lists = [path for path in lists if not path.endswith(".docx")]
    for path in [*lists, *own]:
        plain[path] = _said(client, path)
    closed = twin(CLOSED, "restricted", by, list(people.values()))
    client = _as(outside)  # without the messages that the first walk left
    asked = [path.format(both=BOTH, near="kamarfibba", start=CLOSED[:6], container=closed.container.pk,
        release=closed.release.pk, waiting=closed.drafts[1].pk, partner=closed.partner.pk, person=closed.person.pk,
        opened=opened.engagement.pk, engagement=closed.engagement.pk, open_partner=opened.partner.pk,
        own=opened.commitment.pk) for path in ASKED]  # fmt: skip
    wrong = []
    for path, (status, said) in plain.items():
        now, says = _said(client, path)
        if (now, TOKENS.sub("", says)) != (status, TOKENS.sub("", said)):
            wrong.append(f"{path} differs with the restricted one: {_difference(said, says)}")
    for path in [*asked, "/audit/", "/audit/trail.csv", "/audit/trail.jsonl"]:
        if CLOSED in _said(client, path)[1]:
            said = _said(client, path)[1]
            wrong.append(f"{path} names the restricted one: {said[said.index(CLOSED) - 200 :][:300]}")
    gone = [("engagements/", f"/engagements/{closed.gone.pk}/"), ("partners/", f"/partners/{closed.former.pk}/"),
            ("releases/", f"/releases/{closed.container.pk}/"), ("drafts/", f"/drafts/{closed.drafts[0].pk}/"),
            ("releases/", f"/files/releases/{closed.container.pk}/"),
            ("", f"/api/v1/engagements/{closed.gone.pk}")]  # fmt: skip
    # An administrator may everything that another role may, and a contributor sees the fewest releases.
    for user in (outside, people["contributor"]):
        client = _as(user)
        for route, path in [*_about(closed, user), *gone]:
            for method in _allowed(route, user):
                status, says = _said(client, path, method)
                if status in (403, 404, 405) and CLOSED not in says:
                    continue
                # Whatever it says, it says the same of a number that nobody has.
                nobody = re.sub(r"\d+", "99999", path.removeprefix("/api/v1"))
                nobody = "/api/v1" + nobody if path.startswith("/api/v1") else nobody
                if CLOSED in says or (status, re.sub(r"\d+", "#", says)) != _absent(client, nobody, method):
                    wrong.append(f"{method} {path} ({route}) by {user}: {status}, {CLOSED in says}")
        for path in ("/", "/notices/", "/follow-ups/", f"/search/?q={BOTH}"):
            if CLOSED in _said(client, path)[1]:
                wrong.append(f"{path} names the restricted one to {user}")
    assert not wrong, "\n".join(wrong)


def _allowed(route: str, user: User) -> list[str]:
    """The methods by which the address answers `user` at all: that it refuses others is asked in test_every_address."""
    row = rows().get(route)
    both = {"get": row.read, "post": row.write} if row else {"get": ANY}
    return [
        method
        for method, wanted in both.items()
        if wanted in (ANY, OPEN_TO_ALL) or (wanted != REFUSED and user.may(Permission(wanted)))
    ]


def _absent(client: Client, path: str, method: str) -> tuple[int, str]:
    status, says = _said(client, path, method)
    return status, re.sub(r"\d+", "#", says)


def _difference(before: str, after: str) -> str:
    """Both from a little before where they begin to be another."""
    one, two = TOKENS.sub("", before), TOKENS.sub("", after)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False))
    at = max(sum(1 for _pair in alike) - 100, 0)
    return f"{one[at : at + 300]!r} -> {two[at : at + 300]!r}"


@pytest.mark.usefixtures("originals")
def test_inside_the_group_it_is_there(people: dict[str, User]) -> None:
    """What the test above looks for would be found: each of these addresses says it to a member."""
    load_vocabularies()
    closed = twin(CLOSED, "restricted", people["inside"], [people["inside"]])
    client = _as(people["inside"])
    silent = []
    for path in (
        closed.engagement.get_absolute_url(), f"/follow-ups/{closed.commitment.pk}/", closed.release.get_absolute_url(),
        f"/drafts/{closed.drafts[1].pk}/", f"/partners/{closed.partner.pk}/", f"/people/{closed.person.pk}/", "/",
        "/partners/", "/releases/", "/drafts/", "/countries/JP/", "/countries/JP/brief/", "/topics/training/",
        "/follow-ups/?view=all", f"/search/?q={BOTH}", "/duplicates/", "/audit/", "/reader/values/", "/notices/",
        "/api/v1/engagements", "/api/v1/partners", "/follow-ups/export.csv?view=all", "/countries/JP/timeline.csv",
    ):  # fmt: skip
        if CLOSED not in _said(client, path)[1]:
            silent.append(path)
    assert not silent


@pytest.mark.usefixtures("originals")
def test_made_restricted_later_it_is_forgotten_by_the_search(people: dict[str, User]) -> None:
    load_vocabularies()
    by = people["inside"]
    once = twin(CLOSED, "open", by, [])
    assert SearchWord.objects.filter(word=CLOSED).exists()
    with pytest.raises(Refused):
        classify(
            engagement=once.engagement,
            as_what=Confidentiality.RESTRICTED,
            reason="س",
            by=people["admin"],
            now=NOW,
        )
    for user, status in ((people["admin"], 404), (people["viewer"], 403), (by, 200)):
        assert _as(user).get(f"/engagements/{once.engagement.pk}/confidentiality/").status_code == status
    sent = {"as_what": "restricted", "reason": ""}
    address = f"/engagements/{once.engagement.pk}/confidentiality/"
    assert _as(by).post(address, sent).status_code == 422
    assert _as(by).post(address, sent | {"reason": "بأمر الوزير"}).status_code == 302
    assert _as(by).post(address, sent | {"reason": "بأمر الوزير"}).status_code == 409
    assert "بأمر الوزير" in _said(_as(by), once.engagement.get_absolute_url())[1]
    assert not SearchWord.objects.filter(word=CLOSED).exists()
    assert Source.objects.get(pk=once.release.pk).hidden
    for path in (
        once.engagement.get_absolute_url(),
        once.release.get_absolute_url(),
        f"/drafts/{once.drafts[1].pk}/",
    ):
        assert _as(people["admin"]).get(path).status_code == 404
    sent = {"as_what": "open", "reason": "انتهى"}
    assert _as(by).post(address, sent).status_code == 302
    assert _as(people["viewer"]).get(once.release.get_absolute_url()).status_code == 200
