"""Every address of the project, asked by every role and by nobody: what each gets is said in addresses.tsv."""

from __future__ import annotations

import ast
import inspect
import logging
import re
import textwrap
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from engagements.models import User
from engagements.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.config.addresses import ANY, OPEN, REFUSED, TABLE, addresses, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WHERE = f"Each address needs a row in tests/config/{TABLE.name}: its pattern, who may read, who may write, whose it is."
# What stands for an argument: nothing of that number is there, so nothing is changed and little is drawn.
ARGUMENTS = {"country": "JP", "names": "partners", "int": "0", "form": "csv"}
METHODS = ("get", "post")
UNWELL = {"readyz"}
"""Says 503 where no worker runs."""


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    known, there = set(rows()), {one.route for one in addresses()}
    assert not there - known, f"{WHERE} Without one: {sorted(there - known)}"
    assert not known - there, f"Rows of addresses that are no more: {sorted(known - there)}"


def test_the_table_says_only_what_it_can() -> None:
    words = {*Permission.values, OPEN, ANY, REFUSED}
    owners = {"all", "engagement", "name", "own", "secret", "admin"}
    for row in rows().values():
        assert {row.read, row.write} <= words, row
        assert row.whose in (owners if "<" in row.route else {"-"}), f"Whose is the argument of {row.route}?"


@pytest.fixture
def quiet() -> Iterator[None]:
    """To write down each of two thousand refusals takes longer than to refuse."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def asked(quiet: None) -> Iterator[Callable[[str, str, User | None], HttpResponse]]:
    """Asks an address by a method as somebody. Who asks is put in where the session would say it, and pages are not
    drawn: what is looked at is who gets one."""
    client = Client(raise_request_exception=False)
    with (
        mock.patch("django.contrib.auth.middleware.get_user") as who,
        mock.patch("django.template.backends.django.Template.render", return_value=""),
    ):

        def ask(method: str, path: str, user: User | None) -> HttpResponse:
            who.return_value = user or AnonymousUser()
            client.cookies.clear()
            answer: HttpResponse = getattr(client, method)(path)
            return answer

        yield ask


@pytest.mark.django_db
def test_every_role_gets_what_the_table_says(
    asked: Callable[[str, str, User | None], HttpResponse],
) -> None:
    people: list[User | None] = [
        User.objects.create(username=role, role=role, is_staff=role == Role.ADMIN) for role in Role
    ]
    wrong = []
    for row in rows().values():
        path = _path(row.route)
        for method, wanted in zip(METHODS, (row.read, row.write), strict=True):
            for user in [*people, None]:
                answer = asked(method, path, user)
                if not _as_it_should(wanted, user, answer, row.route):
                    wrong.append(f"{method} {path} by {user}: {wanted} wanted, {answer.status_code} came")
    assert not wrong, "\n".join(wrong)


def _path(route: str) -> str:
    """The address with something in the place of each argument."""

    def put(found: re.Match[str]) -> str:
        kind, _colon, name = found[1].rpartition(":")
        return ARGUMENTS.get(kind) or ARGUMENTS.get(name) or "x"

    return "/" + re.sub(r"<([^>]+)>", put, route)


def _as_it_should(wanted: str, user: User | None, answer: HttpResponse, route: str) -> bool:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
    outside = answer.status_code == 401 if route.startswith("api/v1/") else to_sign_in
    if answer.status_code >= 500 and route not in UNWELL:
        return False
    if user is None:
        return outside or (wanted == REFUSED and answer.status_code == 405) if wanted != OPEN else not outside
    if wanted == REFUSED:
        return answer.status_code == 405
    if wanted in (OPEN, ANY) or Permission(wanted) in ROLE_PERMISSIONS[user.role]:
        return answer.status_code not in (401, 403) and (wanted in (OPEN, ANY) or not outside)
    return answer.status_code == 403


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_the_tables_of_the_system_are_for_administrators(db: None, role: Role) -> None:
    client = Client()
    client.force_login(User.objects.create(username=role, role=role))
    for path in ("/admin/", "/admin/engagements/user/"):
        assert client.get(path).status_code in (302, 403), path


def test_every_view_asks_who_may_before_anything_else() -> None:
    """Its first statement calls `require`; what is open to all needs no sign-in, and says so in the table."""
    table, silent = rows(), []
    for one in addresses():
        row = table.get(one.route)
        if row is None or {row.read, row.write} <= {OPEN, ANY, REFUSED}:
            continue
        silent += [f"{one.route}: {view.__qualname__}" for view in _views(one.view) if not _asks_first(view)]
    assert not silent, f"A view begins with require(request, …): {silent}"


def _views(callback: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The function behind an address, without what is put around it; of the API one for each method."""
    found = inspect.unwrap(callback)
    kept = inspect.getclosurevars(found).nonlocals.get("self")
    operations = getattr(kept, "operations", None)
    return [inspect.unwrap(each.view_func) for each in operations] if operations else [found]


def _asks_first(view: Callable[..., Any]) -> bool:
    """Whether the first that the function calls is `require`, itself or by a function beside it."""
    function = ast.parse(textwrap.dedent(inspect.getsource(view))).body[0]
    assert isinstance(function, ast.FunctionDef)
    for statement in function.body:
        calls = [
            call.func.id
            for call in ast.walk(statement)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        ]
        if "require" in calls:
            return True
        if calls or any(isinstance(each, ast.Call) for each in ast.walk(statement)):
            beside = view.__globals__.get(calls[0]) if calls else None
            return inspect.isfunction(beside) and beside.__module__ == view.__module__ and _asks_first(beside)
    return False
