"""The files of the trail."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.models import Action, AuditEntry
from tests.engagements.auditing.pages.conftest import lines, write

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_files_hold_what_is_asked_for_and_say_so_in_the_trail(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    connection.check_constraints()
    write("=1+1", None, 1, note="@x")
    client = as_role("admin")
    client.cookies["django_language"] = "en"
    asked = "?since=2026-11-19"
    shown = lines(client, asked)

    answer = client.get(reverse("audit_export", args=["csv"]) + asked)
    assert answer["Content-Disposition"].startswith("attachment")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["Number"]) for row in rows] == shown
    assert {"'=1+1", "'@x"} <= {row["Record"] for row in rows} | {row["Note"] for row in rows}
    assert any("1 November 2026 → 3 February 2027" in row["Changes"] for row in rows)

    answer = client.get(reverse("audit_export", args=["jsonl"]) + asked)
    found = [json.loads(line) for line in b"".join(answer).decode().splitlines()]
    # The line of the file before is in this one: it was written today.
    assert [one["id"] for one in found if one["action"] != "exported"] == shown
    due = next(one for one in found if one["id"] == trail["due"].pk)
    assert due["changes"] == {"due_on": ["2026-11-01", "2027-02-03"]}
    assert (len(due["hash"]), due["position"]) == (64, AuditEntry.objects.filter(pk__lte=due["id"]).count())

    logged = AuditEntry.objects.filter(action=Action.EXPORTED).order_by("pk")
    assert [(one.subject_type, one.changes["format"][1]) for one in logged] == [
        ("audit", "csv"),
        ("audit", "jsonl"),
    ]
    assert logged[0].changes["rows"] == [None, str(len(shown))]
    assert logged[0].changes["filter"] == [None, "since=2026-11-19"]
    assert logged[0].at <= timezone.now()
    assert client.get("/audit/trail.xlsx").status_code == 404
