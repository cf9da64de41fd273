"""The page of the trail: what it can be asked, and what it shows of each line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.auditing.lines import fields_by_label
from engagements.models import Action, AuditEntry, User
from tests.engagements.auditing.pages.conftest import ADDRESS, lines, write
from tests.engagements.conftest import NOW, Register

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?who=هدى القماطي", ["due", "gone"]),
        ("?who=huda", ["due", "gone"]),
        ("?who=زائر", ["failed"]),
        ("?action=sign_in_failed", ["failed"]),
        ("?kind=commitment&action=changed", ["due"]),
        ("?field=title&action=changed", ["title"]),
        ("?field=due_on", ["due"]),
        ("?since=2026-11-20&until=2026-11-20", ["due"]),
        ("?until=2025-12-31", ["gone"]),
        (f"?address={ADDRESS}", ["failed"]),
        ("?address=203.0.113.0/24", ["failed"]),
        ("?address=2001:db8::/32", []),
        ("?q=كتاب", ["gone"]),
        ("?q=الغاء كتاب", []),
        ("?q=الالغاء كتاب", ["gone"]),
        ("?q=' | x:*", []),
        ("?who=huda&field=due_on&kind=commitment", ["due"]),
    ],
)
def test_each_filter_finds_its_lines(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], query: str, found: list[str]
) -> None:
    assert lines(as_role("admin"), query) == [trail[name].pk for name in found]


def test_fields_are_offered_in_words_once_each_and_twins_answer_together(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    client = as_role("admin")
    client.cookies["django_language"] = "en"
    form = client.get(reverse("audit")).context["form"]
    choices = dict(form.fields["field"].choices)
    assert not {"about", "digest", "folded", "headers", "owner_key", "sha256", "password"} & set(choices)
    labels = [str(label) for label in choices.values()]
    assert len(labels) == len(set(labels))
    assert {"title", "due_on", "sources"} <= set(choices)
    twins = next(names for names in fields_by_label().values() if len(names) > 1)
    told = [write("x", None, n + 5, changes={name: ("a", "b")}).pk for n, name in enumerate(twins)]
    for name in twins:
        assert lines(client, f"?field={name}") == told
        page = client.get(reverse("audit"), {"field": name})
        assert f'<option value="{twins[0]}" selected>' in page.content.decode()


def test_moments_and_ways_to_sign_in_are_in_words(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client, user = as_role("admin"), register.editor
    client.cookies["django_language"] = "en"
    until = datetime(2027, 2, 20, 21, 42, 0, 575107, tzinfo=UTC)
    write(user, user, action=Action.ISSUED, changes={"expires_at": (None, until)})
    write(user, user, action=Action.SIGNED_IN, note="password + totp")
    write(user, user, note="totp")
    found = client.get(reverse("audit")).context["lines"]
    assert "20 February 2027 23:42" in [change.after for line in found for change in line.changes]
    assert {"password + authenticator app", "totp"} <= {line.note for line in found}


def test_one_record_is_found_by_its_number(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    number = trail["title"].subject_id
    found = lines(as_role("admin"), f"?kind=engagement&record={number}")
    assert trail["title"].pk in found
    assert set(AuditEntry.objects.filter(pk__in=found).values_list("subject_id", flat=True)) == {number}


@pytest.mark.parametrize(
    "query",
    [
        "?record=7",
        "?action=zz",
        "?kind=zz",
        "?field=zz",
        "?address=zz",
        "?since=zz",
        "?since=2026-11-20&until=2026-11-01",
        "?q=%00",
        "?zz=1",
    ],
)
@pytest.mark.parametrize("form", ["", "csv", "jsonl"])
def test_an_unclear_filter_shows_and_exports_nothing(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], query: str, form: str
) -> None:
    client = as_role("admin")
    if form:
        answer = client.get(reverse("audit_export", args=[form]) + query)
        assert answer.status_code == 400
        assert not AuditEntry.objects.filter(action=Action.EXPORTED).exists()
    else:
        answer = client.get(reverse("audit") + query)
        assert answer.context["complaints"]
        assert not answer.context["lines"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["due date", "1 November 2026", "3 February 2027", "Failed to sign in", ADDRESS]),
        ("ar", ["1 نوفمبر 2026", "3 فبراير 2027", ADDRESS]),
    ],
)
def test_lines_are_in_words_and_lead_to_what_is_still_there(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], language: str, words: list[str]
) -> None:
    client = as_role("admin")
    client.cookies["django_language"] = language
    page = client.get(reverse("audit")).content.decode()
    for word in words:
        assert word in page
    assert "2027-02-03" not in page
    assert f'href="{reverse("engagement", args=[trail["title"].subject_id])}"' in page

    write(Register(User.objects.get(username="editor"), iter(range(9))).source(), note="x")
    gone = AuditEntry.objects.create(
        at=NOW, actor_name="م", action="changed", subject_type="partner", subject_id=99, subject_label="زال"
    )
    found = {line.number: line for line in client.get(reverse("audit")).context["lines"]}
    assert (found[gone.pk].href, found[gone.pk].subject) == ("", "زال")


def test_pages_follow_one_another_at_a_constant_price(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    client = as_role("admin")
    one = AuditEntry.objects.get(pk=trail["title"].pk)
    price = []
    for more in (60, 80):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=one.at, actor_name="م", action="changed", subject_type="engagement", subject_label="x"
            )
            for _number in range(more)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("audit"))
        price.append(len(asked))
    assert price[0] == price[1]

    seen: list[int] = []
    query = ""
    while True:
        page = client.get(reverse("audit") + query).context["page"]
        seen += [line.number for line in page.rows]
        query = page.older_query
        if not query:
            break
    assert seen == list(AuditEntry.objects.order_by("-at", "-id").values_list("pk", flat=True))
