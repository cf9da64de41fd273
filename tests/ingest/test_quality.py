"""The page of the reader's quality counts what editors decided, and says nothing of a handful."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import Topic
from engagements.permissions import Role
from ingest.models import Draft, DraftStatus, ParseRun, RejectReason, ReviewEvent, RuleBand, Verdict
from ingest.quality import figures as quality
from ingest.quality.filters import DecidedDraftsFilter, decided
from ingest.quality.wording import Wording
from ingest.services import review
from tests.ingest.conftest import NOW, account, read, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from engagements.models import User


@pytest.fixture
def draft(editor: User, places: None) -> Draft:
    return read(submit(editor, outlet="وكالة المرفأ")).drafts.get()


def decide(
    draft: Draft, field: str, verdict: Verdict, *, rule: str = "rule", band: str = "sure", at: datetime = NOW
) -> None:
    ReviewEvent.objects.create(
        draft=draft,
        field=field,
        verdict=verdict,
        rule="" if verdict == Verdict.ADDED else rule,
        band="" if verdict == Verdict.ADDED else band,
        by=draft.release.submitted_by,
        at=at,
    )


def by(dimension: str) -> dict[str, quality.Score]:
    return {one.key: one for one in quality.report(ReviewEvent.objects.all(), now=NOW)[dimension]}


def test_values_are_counted_by_the_sort_they_are_of(draft: Draft) -> None:
    for number in range(9):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    decide(draft, "participants.9.name", Verdict.CORRECTED)
    decide(draft, "partner_countries:JP", Verdict.REMOVED)
    decide(draft, "partner_countries:IT", Verdict.ADDED)
    decide(draft, "commitments.0.owners:الوزارة", Verdict.ACCEPTED)
    found = by("field")
    assert set(found) == {"participants.name", "partner_countries", "commitments.owners"}
    names = found["participants.name"].all
    assert (names.percent, names.proposed, names.between) == (90, 10, (60, 98))
    countries = found["partner_countries"].all
    assert (countries.removed, countries.added) == (1, 1)


def test_of_a_handful_no_share_is_told(draft: Draft) -> None:
    for number in range(quality.FEWEST - 1):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    assert by("field")["participants.name"].all.percent is None
    assert quality.kept("sure", by("band")["sure"].all) == ""


def test_what_an_editor_added_has_no_rule(draft: Draft) -> None:
    decide(draft, "topics:mining", Verdict.ADDED)
    assert by("rule") == {}
    assert by("band") == {}
    assert by("outlet")["وكالة المرفأ"].all.added == 1


def test_this_month_is_held_against_the_last_one(draft: Draft) -> None:
    for number in range(10):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED, at=NOW - timedelta(days=1))
        verdict = Verdict.ACCEPTED if number < 5 else Verdict.CORRECTED
        decide(draft, f"participants.{number}.role", verdict, at=NOW - timedelta(days=40))
        decide(draft, f"participants.{number}.country", Verdict.CORRECTED, at=NOW - timedelta(days=90))
    score = by("rule")["rule"]
    assert (score.change, score.change_signed, score.mark) == (50, "+50", "better")
    assert [(one.key, one.all.percent) for one in by("month").values()] == [
        ("2026-11-01", 100),
        ("2026-10-01", 50),
        ("2026-08-01", 0),
    ]


def test_a_change_that_chance_explains_is_not_marked(draft: Draft) -> None:
    for number in range(10):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
        verdict = Verdict.ACCEPTED if number < 9 else Verdict.CORRECTED
        decide(draft, f"participants.{number}.role", verdict, at=NOW - timedelta(days=40))
    score = by("rule")["rule"]
    assert (score.change, score.mark) == (10, "")
    assert score.change_between.startswith("-")


def test_a_month_begins_at_midnight_where_the_ministry_is(draft: Draft) -> None:
    decide(draft, "city", Verdict.ACCEPTED, at=NOW.replace(month=10, day=31, hour=22, minute=30))
    assert ReviewEvent.objects.get().month == date(2026, 11, 1)


def test_a_band_is_held_to_what_it_promises(draft: Draft) -> None:
    for number in range(40):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED if number < 30 else Verdict.REMOVED)
        decide(draft, f"participants.{number}.role", Verdict.ACCEPTED, band="guess")
        decide(
            draft,
            f"participants.{number}.country",
            Verdict.ACCEPTED if number < 30 else Verdict.CORRECTED,
            band="check",
        )
    found = by("band")
    assert list(found) == ["sure", "check", "guess"]
    assert [quality.kept(key, one.all) for key, one in found.items()] == ["worse", "kept", "better"]


def test_the_version_of_the_rules_is_that_of_the_draft(draft: Draft) -> None:
    run = draft.run
    assert run.reader_version.partition("rules-")[2]
    decide(draft, "city", Verdict.ACCEPTED)
    ParseRun.objects.filter(pk=run.pk).update(reader_version="txt-1 + rules-0.7")
    decide(draft, "kind", Verdict.ACCEPTED)
    assert list(ReviewEvent.objects.order_by("pk").values_list("rules", flat=True)) == [
        run.reader_version.partition("rules-")[2],
        "0.7",
    ]
    assert quality.choices(ReviewEvent.objects.all())[0] == ["وكالة المرفأ"]


def test_a_rejected_draft_counts_against_the_reader_if_there_was_no_engagement(
    draft: Draft, editor: User
) -> None:
    other = read(submit(editor, "نص آخر عن لقاء وزير الصناعة والمعادن اليوم")).drafts.first() or draft
    review.reject(draft=draft, reason=RejectReason.NOT_AN_ENGAGEMENT, note="", by=editor, now=NOW)
    found = quality.outcomes(decided(Draft.objects.all()), now=NOW)
    assert [(one.key, one.all, one.this, one.last) for one in found] == [("not_an_engagement", 1, 1, 0)]
    assert quality.whole_drafts(found).all.removed == 1
    Draft.objects.filter(pk=draft.pk).update(reason=RejectReason.DUPLICATE)
    found = quality.outcomes(decided(Draft.objects.all()), now=NOW)
    assert quality.whole_drafts(found).all.proposed == 0, "a duplicate is no fault of the reader"
    assert other.status == DraftStatus.REJECTED or other.pk


def test_the_page_has_shares_once_something_was_decided(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("reader_quality"))
    assert "Nothing was decided yet" in page.content.decode()
    for number in range(10):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    page = client.get(reverse("reader_quality"))
    assert "100%" in page.content.decode()
    for wrong in ({"outlet": "غيرها"}, {"rules": "0.0"}):
        assert "100%" not in client.get(reverse("reader_quality"), wrong).content.decode()
    page = client.get(reverse("reader_quality"), {"since": "yesterday"})
    assert "100%" not in page.content.decode(), "an unclear question shows nothing rather than everything"


def test_a_number_leads_to_the_values_behind_it(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    for number in range(9):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    decide(draft, "participants.9.name", Verdict.CORRECTED)
    decide(draft, "city", Verdict.CORRECTED, at=NOW - timedelta(days=40))
    page = client.get(reverse("reader_quality")).content.decode()
    href = f"{reverse('reader_values')}?field=participants.name&amp;verdict=corrected"
    assert f'<a href="{href}">1</a>' in page
    rows = client.get(
        reverse("reader_values"), {"field": "participants.name", "verdict": "corrected"}
    ).context["rows"]
    assert [event.field for event, *_words in rows] == ["participants.9.name"]
    rows = client.get(reverse("reader_values"), {"verdict": "proposed", "month": "2026-11-01"}).context[
        "rows"
    ]
    assert len(rows) == 10
    answer = client.get(reverse("reader_values"), {"month": "November"})
    assert answer.context["rows"] == []


def test_a_value_is_shown_in_words_and_not_as_it_is_kept(places: None) -> None:
    wording = Wording()
    days = ("commitments.due", "2027-03-31"), ("date", "2027-03")
    assert [wording.of(*day) for day in days] == ["31 مارس 2027", "مارس 2027"]
    assert (wording.of("country", "JP"), wording.of("commitments.kind", "agreed")) == ("اليابان", "اتفاق")
    assert wording.of("topics", "mining") == Topic.objects.get(pk="mining").name
    assert [wording.of("date", odd) for odd in ("next week", "2027-02-31", "")] == [
        "next week",
        "2027-02-31",
        "",
    ]
    assert [wording.of(sort, "JP") for sort in ("city", "topics")] == ["JP", "JP"]


def test_drafts_are_listed_by_what_became_of_them(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="وزارة أخرى", by=editor, now=NOW)
    address = reverse("reader_drafts")
    shown = client.get(address, {"outcome": "not_ours", "month": "2026-11-01", "outlet": "وكالة المرفأ"})
    assert "وزارة أخرى" in shown.content.decode()
    assert not client.get(address, {"outcome": ["approved", "merged"]}).context["page"].rows
    version = draft.run.reader_version.partition("rules-")[2]
    for rules, number in ((version, 1), ("0", 0)):
        query = client.get(address, {"rules": rules}).wsgi_request.GET
        assert DecidedDraftsFilter(query, decided(Draft.objects.all())).qs.count() == number


def test_the_page_says_when_the_bands_were_fitted_and_what_moved(
    client: Client, editor: User, draft: Draft
) -> None:
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    decide(draft, "city", Verdict.ACCEPTED)
    assert "Never yet" in client.get(reverse("reader_quality")).content.decode()
    RuleBand.objects.create(rule="english.city.lead", band="check", right=30, total=40, fitted_at=NOW)
    page = client.get(reverse("reader_quality")).content.decode()
    assert "22 November 2026 11:00" in page
    assert "came as Sure, is trusted as To check" in page
    assert "30 of 40 right" in page


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
@pytest.mark.parametrize("name", ["reader_quality", "reader_values", "reader_drafts"])
def test_only_for_those_who_review(client: Client, role: Role, name: str, db: None) -> None:
    client.force_login(account(role))
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("decisions", [3, 300])
@pytest.mark.parametrize("name", ["reader_quality", "reader_values", "reader_drafts"])
def test_as_many_queries_for_many_as_for_few(
    client: Client,
    editor: User,
    draft: Draft,
    decisions: int,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(decisions):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        client.get(reverse(name))


def test_of_many_decisions_the_database_counts_all_in_three_readings(
    client: Client, editor: User, draft: Draft
) -> None:
    """What it costs is told by the database's plans, which are the same however busy the machine is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ingest_reviewevent (field, verdict, proposed, decided, rule, band, at, by_id, draft_id)
            SELECT (array['date', 'city', 'topics:', 'participants.1.name'])[1 + n %% 4] || ':' || n,
                   (array['accepted', 'accepted', 'corrected', 'removed'])[1 + n %% 4], 'a', 'b',
                   'rule.' || n %% 60, (array['sure', 'check', 'guess'])[1 + n %% 3],
                   %s::timestamptz - (n %% 700) * interval '1 day', %s, %s
              FROM generate_series(1, 50000) n
            """,
            [NOW, editor.pk, draft.pk],
        )
        cursor.execute("ANALYZE ingest_reviewevent")
    client.force_login(editor)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("reader_quality")).status_code == 200
    plans = [plan(query["sql"]) for query in asked.captured_queries if "ingest_reviewevent" in query["sql"]]
    once = plan("SELECT rule, verdict, count(*) FROM ingest_reviewevent GROUP BY 1, 2")
    assert len(asked) <= 12
    assert [blocks(each) for each in plans] == [blocks(once)] * 3
    assert sum(each["Actual Rows"] for each in plans) < 200, "the page fetches sums, not events"
    assert sum(each["Total Cost"] for each in plans) < 4.5 * once["Total Cost"]


def plan(sql: str) -> dict[str, Any]:
    """How the database does it, and what it reads for that."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        ((told,),) = cursor.fetchall()
    found: dict[str, Any] = told[0]["Plan"]
    return found


def blocks(plan: dict[str, Any]) -> int:
    """Of the events alone: which drafts are hidden is looked up beside them, and a plan's count holds what is below."""
    below = plan.get("Plans", [])
    own = met(plan) - sum(map(met, below)) if plan.get("Relation Name") == "ingest_reviewevent" else 0
    return own + sum(map(blocks, below))


def met(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
