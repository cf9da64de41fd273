"""Outside the restricted group the trail says nothing of what is restricted, and finds nothing by its words: not in
lines of open records that name it either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client

from engagements.models import AuditEntry, PairVerdict, Source, User
from engagements.permissions import Role
from engagements.services.ruling import rule
from ingest.models import DoneReport, Judgement
from ingest.services import done_reports
from ingest.services.verdicts import judge, judge_releases
from tests.config.test_restricted_by_number import Both
from tests.config.twins import CLOSED, NOW, OPEN

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture
def both(db: None, settings: Settings, tmp_path: Path) -> Both:
    """Members of the group have judged the open twin's things together with the restricted twin's."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with connection.cursor() as cursor:
        # Of one number for a draft and a restricted engagement, a verdict's note may mean either and is veiled.
        cursor.execute("SELECT setval(pg_get_serial_sequence('ingest_draft', 'id'), 1000000)")
    both = Both()
    opened, closed, by = both.opened, both.closed, both.insider
    for other in (closed.drafts[1], closed.engagement):
        judge(draft=opened.drafts[1], other=other, judgement=Judgement.DIFFERENT, by=by, now=NOW)
    judge_releases(
        release=opened.release, other=closed.release, judgement=Judgement.DIFFERENT, by=by, now=NOW
    )
    pair = sorted((opened.partner.pk, closed.partner.pk))
    rule(kind="partner", first=pair[0], second=pair[1], verdict=PairVerdict.DIFFERENT, by=by, now=NOW)
    made = DoneReport.objects.create(
        commitment=opened.commitment,
        release=closed.release,
        quote=CLOSED,
        start=0,
        end=len(CLOSED),
        score=0.9,
        proposed_at=NOW,
    )
    report = DoneReport.objects.get(pk=made.pk)  # the database has marked its source since
    done_reports.decline(report=report, by=by, now=NOW)
    return both


def naming() -> set[int]:
    """The lines about open records that name restricted ones."""
    rows = AuditEntry.objects.filter(action__in=["settled", "rejected"]) | AuditEntry.objects.filter(
        changes__has_key="same_as"
    )
    return set(rows.values_list("pk", flat=True))


def found(client: Client, query: str) -> set[int]:
    """The lines of the page; as many are counted and put into a file."""
    answer = client.get(f"/audit/?q={query}")
    numbers = {line.number for line in answer.context["lines"]}
    assert answer.context["page"].total == len(numbers)
    file = said(client.get(f"/audit/trail.jsonl?q={query}"))
    assert file.count("\n") == len(numbers)
    return numbers


def said(answer: Any) -> str:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_the_words_of_what_is_restricted_find_nothing(both: Both) -> None:
    lines = naming()
    assert len(lines) == 5
    by_note = set(AuditEntry.objects.filter(changes__has_key="same_event").values_list("pk", flat=True))
    assert by_note <= found(both.inside, CLOSED)
    assert by_note <= found(both.inside, f"{OPEN}+{CLOSED}")
    for query in (CLOSED, CLOSED[:3], f"{OPEN}+{CLOSED}", f"{CLOSED}&action=settled"):
        assert found(both.outside, query) == set(), query
    assert by_note <= found(both.outside, OPEN), "by its own words each is found as before"


def test_what_became_restricted_or_went_later_is_found_no_more(both: Both) -> None:
    third = both.opened.drafts[0]
    judge(draft=both.opened.drafts[1], other=third, judgement=Judgement.LATER, by=both.insider, now=NOW)
    (line,) = AuditEntry.objects.filter(changes__same_event__1="later").values_list("pk", flat=True)
    words = AuditEntry.objects.get(pk=line).note.partition(": ")[2].split()[-1]
    assert line in found(both.outside, f"{OPEN}+{words}")
    Source.objects.filter(pk=third.release_id).update(hidden=True)
    assert line not in found(both.outside, f"{OPEN}+{words}")
    assert line in found(both.inside, f"{OPEN}+{words}")


def test_lines_that_name_it_say_its_number_only(both: Both) -> None:
    User.objects.filter(role=Role.ADMIN).update(is_staff=True, is_superuser=True)
    for path in ("/audit/", "/audit/trail.csv", "/audit/trail.jsonl"):
        assert CLOSED in said(both.inside.get(path)), path
        assert CLOSED not in said(both.outside.get(path)), path
    assert f"#{both.closed.partner.pk}" in said(both.outside.get("/audit/trail.jsonl"))
    shown = 0
    for number in naming():
        row = f"/admin/engagements/auditentry/{number}/change/"
        answer = both.outside.get(row)
        shown += answer.status_code == 200
        assert CLOSED not in said(answer)
    assert shown == 5
