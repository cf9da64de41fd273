"""Words that an editor marks become the evidence; days come in either calendar; rows have an order."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from engagements.models import Engagement, Evidence
from ingest.forms.fields import hijri
from ingest.forms.review import ReviewForm, review_form
from ingest.merging.joining import Choices, chosen
from ingest.models import Draft, ReviewEvent
from ingest.reviewing.deciding import Decision
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, as_shown, decision, span

if TYPE_CHECKING:
    from django.test import Client

    from engagements.models import User


def marking(*words: tuple[str, str]) -> str:
    """What the page's script sends: by field, the offsets and the words counted on them."""
    return json.dumps({field: [span(said).start, span(said).end, said] for field, said in words})


def evidence(decided: Decision, field: str) -> list[tuple[str, str, str, str, str]]:
    record = decided.record
    quoted = [*record.evidence, *(one for part in record.participants for one in part.evidence)]
    quoted += [one for part in record.commitments for one in part.evidence]
    return [
        (RELEASE[one.start : one.end], one.value, one.rule, one.band, one.state)
        for one in quoted
        if one.field == field
    ]


@pytest.mark.parametrize(
    ("field", "changes", "words", "value", "state"),
    [
        ("city", {"city": "العاصمة طرابلس"}, "العاصمة طرابلس", "العاصمة طرابلس", "corrected"),
        ("city", {}, "العاصمة", "طرابلس", "corrected"),
        ("kind", {"kind": "visit"}, "استقبل", "visit", "corrected"),
        ("date", {"date": "2026-11-11"}, "يوم الأربعاء", "2026-11-11", "corrected"),
        ("date_end", {"date_end": "2026-11-19"}, "خلال اللقاء", "2026-11-19", "added"),
        ("title", {"title": "بحث برنامج"}, "بحث برنامج", "بحث برنامج", "corrected"),
        ("summary", {"summary": "اتفق الجانبان"}, "اتفق الجانبان", "اتفق الجانبان", "added"),
        ("topics:industry", {"topics": ["industry"]}, "الصناعة", "industry", "added"),
    ],
)
def test_marked_words_are_the_evidence_of_a_value(
    draft: Draft, field: str, changes: dict[str, Any], words: str, value: str, state: str
) -> None:
    decided = decision(draft, **changes, words=marking((field, words)))
    of_the_engagement = [one for one in evidence(decided, field) if one[2] != "by.hand"]
    assert of_the_engagement == [(words, value, "editor", "hand", state)]


@pytest.mark.parametrize(
    ("row", "field", "changes", "words", "value"),
    [
        ("participants-2", "name", {"name": "سالم", "side": "partner"}, "سالم", "سالم"),
        ("participants-2", "role", {"role": "سفير", "side": "partner"}, "سفير", "سفير"),
        (
            "participants-2",
            "organization",
            {"role": "مدير", "organization": "الوزارة", "side": "home"},
            "الصناعة والمعادن",
            "الوزارة",
        ),
        ("partner_countries-1", "code", {"code": "إيطاليا"}, "ليبيا", "IT"),
        ("organizations-0", "name", {"name": "فريق فني"}, "فريق فني", "فريق فني"),
        ("commitments-1", "text", {"text": "خطة التدريب", "kind": "agreed"}, "خطة التدريب", "خطة التدريب"),
        (
            "commitments-1",
            "due_on",
            {"text": "خطة", "kind": "agreed", "due_on": "2026-12-01"},
            "يوم الأربعاء",
            "2026-12-01",
        ),
        ("commitments-1", "owner", {"text": "خطة", "kind": "agreed", "owner": "فريق"}, "فريق", "فريق"),
    ],
)
def test_words_marked_in_a_row_are_its_evidence(
    draft: Draft, row: str, field: str, changes: dict[str, str], words: str, value: str
) -> None:
    list_name, number = row.split("-")
    sent = {f"{row}-{name}": each for name, each in changes.items()}
    sent |= {f"{row}-words": marking((field, words)), f"{list_name}-TOTAL_FORMS": str(int(number) + 1)}
    decided = decision(draft, **sent)
    key = f"{list_name}:{value}" if list_name in ("partner_countries", "organizations") else field
    assert (words, value, "editor", "hand", "added") in evidence(decided, key)


def test_a_corrected_name_takes_its_marked_words_with_it(draft: Draft, editor: User) -> None:
    sent = {"participants-1-name": "موراكامي", "participants-1-words": marking(("name", "موراكامي"))}
    engagement = review.approve(draft=draft, decision=decision(draft, **sent), by=editor, now=NOW)
    kept = Evidence.objects.get(engagement=engagement, field="name", participation__position=1)
    assert (kept.quote, kept.start, kept.end) == ("موراكامي", span("موراكامي").start, span("موراكامي").end)
    assert (kept.rule, kept.band, kept.state) == ("editor", "hand", "corrected")
    event = ReviewEvent.objects.get(draft=draft, field="participants.1.name")
    assert (event.verdict, event.rule, event.band) == ("corrected", "by.hand", "guess")


def test_the_words_of_a_date_are_those_that_say_it(draft: Draft) -> None:
    assert decision(draft).record.date_as_written == "يوم الأربعاء"
    typed = decision(draft, date="2026-11-12")
    assert typed.record.date_as_written == ""
    assert evidence(typed, "date") == [("يوم الأربعاء", "2026-11-18", "by.hand", "sure", "corrected")]
    said = decision(draft, date="2026-11-12", words=marking(("date", "الأربعاء")))
    assert said.record.date_as_written == "الأربعاء"


def sent(draft: Draft, **changes: Any) -> ReviewForm:
    data = QueryDict(mutable=True)
    for name, value in (as_shown(draft) | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = review_form(draft.proposal, data, source=RELEASE)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    "words",
    [
        '{"city": [0, 5, "طرابلس"]}',
        '{"city": [-6, 0, ""]}',
        '{"city": [5, 5, ""]}',
        f'{{"city": [0, {len(RELEASE) + 1}, {json.dumps(RELEASE)}]}}',
        '{"city": ["0", "5", "استقب"]}',
        '{"city": [0, 5]}',
        '{"city": [0, 5, null]}',
        '{"city": 5}',
        "[1, 2]",
        "5",
        "{",
        "[" * 50_000,
    ],
)
def test_words_that_do_not_stand_there_are_refused(draft: Draft, words: str) -> None:
    form = sent(draft, words=words)
    assert set(form.main.errors) == {"words"}
    assert form.main["words"].value() == ""


def test_a_blank_line_within_marked_words_may_come_as_a_space(draft: Draft) -> None:
    start, end = RELEASE.index("موراكامي"), RELEASE.index("خلال")
    words = " ".join(RELEASE[start:end].split())
    assert sent(draft, words=json.dumps({"city": [start, end, words]})).main.is_valid()


def test_without_its_text_a_form_takes_no_marked_words(draft: Draft) -> None:
    data = QueryDict(mutable=True)
    data["words"] = marking(("city", "طرابلس"))
    assert "words" in review_form(draft.proposal, data).main.errors


def test_marked_words_come_back_with_a_form_that_has_to_be_put_right(
    client: Client, editor: User, draft: Draft
) -> None:
    client.force_login(editor)
    typed = as_shown(draft) | {"title": "", "words": marking(("city", "العاصمة"))}
    response = client.post(reverse("draft_approve", args=[draft.pk]), typed)
    assert response.status_code == 422
    html = response.content.decode()
    start = span("العاصمة").start
    assert f'id="id_city-{start}" data-own' in html
    assert f'data-fields="id_city-{start}"' in html


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1448-06-08", date(2026, 11, 18)),
        ("8/6/1448", date(2026, 11, 18)),
        ("٨ / ٦ / ١٤٤٨ هـ", date(2026, 11, 18)),
        ("8.6.1448 AH", date(2026, 11, 18)),
        ("1448-13-01", None),
        ("1448-06-31", None),
        ("1501-01-01", None),
        ("2026-11-18", None),
        ("غدا", None),
    ],
)
def test_figures_are_a_hijri_day_or_none(written: str, day: date | None) -> None:
    assert hijri(written) == day


def test_a_hijri_day_counts_whatever_stands_beside_it(draft: Draft) -> None:
    decided = decision(draft, date="2026-11-18", date_hijri="1448-06-09")
    assert decided.record.date == date(2026, 11, 19)
    due = decision(draft, **{"commitments-0-due_on": "", "commitments-0-due_on_hijri": "1448-07-01"})
    assert due.record.commitments[0].due_on == date(2026, 12, 10)
    assert set(sent(draft, date_hijri="1448-13-01").main.errors) == {"date_hijri"}


def test_the_order_of_the_rows_is_kept(draft: Draft, editor: User) -> None:
    sent = {"participants-0-place": "2", "participants-1-place": "1"}
    decided = decision(draft, **sent)
    assert [each.name for each in decided.record.participants] == ["كينجي موراكامي", "سالم الورفلي"]
    review.approve(draft=draft, decision=decided, by=editor, now=NOW)
    names = Engagement.objects.get().participations.order_by("position").values_list("name", flat=True)
    assert list(names) == ["كينجي موراكامي", "سالم الورفلي"]
    assert set(ReviewEvent.objects.values_list("verdict", flat=True)) == {"accepted"}


def test_a_row_without_a_place_comes_last(draft: Draft) -> None:
    sent = {"participants-0-place": "7", "participants-2-name": "ضيف", "participants-2-side": "partner"}
    decided = decision(draft, **sent, **{"participants-1-place": "3", "participants-TOTAL_FORMS": "3"})
    assert [each.name for each in decided.record.participants] == ["كينجي موراكامي", "سالم الورفلي", "ضيف"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("يوم الأربعاء", {"date": "2026-11-18", "precision": "day", "end": ""}),
        ("اللقاء", {"date": "", "precision": "", "end": ""}),
    ],
)
def test_the_page_asks_which_day_words_name(
    client: Client, editor: User, draft: Draft, words: str, answer: dict[str, str]
) -> None:
    client.force_login(editor)
    place = {"start": span(words).start, "end": span(words).end}
    assert client.get(reverse("draft_day", args=[draft.pk]), place).json() == answer


def test_nobody_else_asks_it(client: Client, viewer: User, draft: Draft) -> None:
    client.force_login(viewer)
    assert client.get(reverse("draft_day", args=[draft.pk]), {"start": 0, "end": 5}).status_code == 403


def test_offsets_that_are_none_are_a_bad_question(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    assert client.get(reverse("draft_day", args=[draft.pk]), {"start": "-1", "end": "x"}).status_code == 400


@pytest.mark.parametrize(("words", "told"), [("", True), ("العاصمة", False)], ids=["typed", "marked"])
def test_the_record_tells_what_was_typed_over_the_words(
    client: Client, editor: User, draft: Draft, words: str, told: bool
) -> None:
    marks = {"words": marking(("city", words))} if words else {}
    decided = decision(draft, city="مصراتة", **marks)
    engagement = review.approve(draft=draft, decision=decided, by=editor, now=NOW)
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    html = client.get(engagement.get_absolute_url()).content.decode()
    assert ("Corrected by the editor" in html) is told


@pytest.mark.parametrize(("words", "rule"), [("", ""), ("العاصمة", "editor")], ids=["typed", "marked"])
def test_joined_evidence_keeps_whether_its_words_were_marked(draft: Draft, words: str, rule: str) -> None:
    marks = {"words": marking(("city", words))} if words else {}
    record = chosen(decision(draft, city="مصراتة", **marks).record, Choices(frozenset(), {}, {}))
    (city,) = [one for one in record.evidence if one.field == "city"]
    assert (city.value, city.rule, city.band, city.state) == ("مصراتة", rule, "hand", "added")
