"""Copies and accounts of the same event, from the upload to the verdict, on the real tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from engagements.models import AuditEntry, Engagement, Person, PersonAlias, Source, User
from ingest.models import Draft, DraftPrint, Judgement, MatchVerdict, Release, ReleasePrint
from ingest.releases.likeness import likes_of
from ingest.services import review
from ingest.services.copies import copies_of, copies_of_many
from ingest.services.fingerprints import keep_draft_prints, keep_release_print
from ingest.services.matching import MOST, suggestions_for, suggestions_for_release
from ingest.services.verdicts import declined_for, judge, judge_releases
from tests.ingest.conftest import NOW, RELEASE, decision, hand_made_draft, read, submit

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

OTHER_WORDS = (
    "طرابلس: قال السفير الياباني كينجي موراكامي إن بلاده ستدرب فنيي المناجم الليبيين، بعد أن التقى يوم الأربعاء "
    "18 نوفمبر 2026 وزير الصناعة والمعادن سالم الورفلي.\n"
)
MORE = "وسيتولى فريق مشترك وضع خطة لتدريب الفنيين، وفق ما جرى الاتفاق عليه بين وزير الصناعة والسفير.\n"
ANOTHER = (
    "استقبل وزير الصناعة والمعادن، السيد سالم الورفلي، يوم الخميس 8 أكتوبر 2026 في طرابلس، سفير إيطاليا لدى ليبيا، "
    "السيد كارلو روسيني، وبحثا محاجر الرخام في شحات وأفران الجير والطرق المؤدية إليها ومعرض فيرونا للأحجار.\n"
)
OPINION = "يرى كثيرون أن أسعار الحديد سترتفع في الشتاء، ولا يعرف أحد متى تنخفض من جديد.\n"


def told(by: User, text: str, outlet: str, **more: Any) -> Draft:
    """The one draft of a release that was read."""
    release = read(submit(by, text, f"{outlet}.txt", outlet=outlet, **more))
    return Draft.objects.select_related("release__source").get(release=release)


@pytest.fixture
def first(places: None, editor: User) -> Draft:
    return told(editor, RELEASE, "الوزارة")


@pytest.fixture
def second(first: Draft, editor: User) -> Draft:
    return told(editor, OTHER_WORDS, "الجريدة")


def test_reading_keeps_a_print_of_the_text_and_of_each_draft(first: Draft) -> None:
    kept = ReleasePrint.objects.get(release=first.release)
    assert kept.letters_sha256
    assert kept.shingles
    own = DraftPrint.objects.get(draft=first)
    assert own.days is not None
    assert own.days.lower == date(2026, 11, 18)
    assert own.people == ["kngmrkm"]


def test_the_same_text_in_another_file_and_spelling(first: Draft, editor: User) -> None:
    page = f"<html><body><article><p>{RELEASE.replace('استقبل', 'أستقبل')}</p></article></body></html>"
    other = read(submit(editor, page, "page.html"))
    (copy,) = copies_of(other)
    assert (copy.release, copy.grade, copy.score) == (first.release, "same_text", 1.0)
    (like,) = likes_of([other], editor)[other.pk]
    assert (like.release_id, like.href, like.reasons) == (
        first.release_id,
        first.release.get_absolute_url(),
        [],
    )


def test_an_edited_reprint_is_nearly_the_same_text(first: Draft, editor: User) -> None:
    reprint = read(
        submit(editor, f"خبر\n{RELEASE.replace('برنامج', 'خطة')}\nاقرأ أيضا", "copy.txt", outlet="شبكة")
    )
    (copy,) = copies_of(reprint)
    assert (copy.release, copy.grade) == (first.release, "near_copy")
    assert 0.5 <= copy.score < 1
    assert [each.release for each in copies_of(first.release)] == [reprint]
    read(submit(editor, ANOTHER, "another.txt"))
    assert len(copies_of(first.release)) == 1


def test_releases_without_text_or_print_have_no_copies(editor: User) -> None:
    empty = [read(submit(editor, text, f"{number}.txt")) for number, text in enumerate((" ", "… !", "\n"))]
    assert copies_of_many([release.pk for release in empty]) == {}
    assert copies_of_many([]) == {}


def test_another_outlet_telling_the_same_is_suggested_with_reasons(
    second: Draft, first: Draft, editor: User
) -> None:
    (suggestion,) = suggestions_for(second, editor)
    assert suggestion.draft == first
    assert suggestion.engagement is None
    assert suggestion.grade == "same_event"
    assert 0.6 <= suggestion.score <= 1
    assert "same day" in suggestion.reasons or "اليوم نفسه" in suggestion.reasons
    assert any("كينجي موراكامي" in reason for reason in suggestion.reasons)
    assert [each.draft for each in suggestions_for(first, editor)] == [second]


def test_another_meeting_is_not_suggested(first: Draft, editor: User) -> None:
    assert suggestions_for(told(editor, ANOTHER, "الوزارة"), editor) == []


def approve(draft: Draft, by: User) -> Engagement:
    return review.approve(draft=draft, decision=decision(draft), by=by, now=NOW)


def test_an_approved_engagement_is_suggested_instead_of_its_draft(
    first: Draft, second: Draft, editor: User
) -> None:
    engagement = approve(first, editor)
    (suggestion,) = suggestions_for(second, editor)
    assert (suggestion.engagement, suggestion.draft) == (engagement, None)
    assert suggestions_for(Draft.objects.get(pk=first.pk), editor) == []


def test_what_somebody_may_not_see_is_not_suggested(
    first: Draft, second: Draft, editor: User, manager: User
) -> None:
    engagement = approve(first, editor)
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    assert suggestions_for(second, editor) == []
    assert [each.engagement for each in suggestions_for(second, manager)] == [engagement]


def test_an_alias_taught_by_an_editor_is_known(first: Draft, second: Draft, editor: User) -> None:
    approve(first, editor)
    ambassador = Person.objects.get(name_ar="كينجي موراكامي")
    PersonAlias.objects.create(person=ambassador, text="هيروشي ساتو")
    name = DraftPrint.objects.get(draft=second)
    name.facts |= {"people": [["هيروشي ساتو", False, False]]}
    name.heard |= {"names": []}
    name.save()
    (suggestion,) = suggestions_for(second, editor)
    assert any("هيروشي ساتو" in reason for reason in suggestion.reasons)


@pytest.mark.parametrize(
    ("precision", "day", "found"),
    [
        ("month", "2026-11-01", True),
        ("year", "2026-01-01", True),
        ("day", "2026-11-22", False),
        ("month", "2026-09-01", False),
    ],
)
def test_the_precision_of_a_date_is_respected(
    first: Draft,
    second: Draft,
    editor: User,
    monkeypatch: pytest.MonkeyPatch,
    precision: str,
    day: str | None,
    *,
    found: bool,
) -> None:
    monkeypatch.setattr("ingest.services.matching.SUGGESTED", 0.3)
    engagement = approve(first, editor)
    Engagement.objects.filter(pk=engagement.pk).update(date=day, date_precision=precision)
    assert any(each.engagement == engagement for each in suggestions_for(second, editor)) == found


def test_drafts_of_one_release_are_not_suggested_for_each_other(first: Draft, editor: User) -> None:
    twin = hand_made_draft(first.release, index=1)
    keep_draft_prints([first, twin], first.release.source)
    assert suggestions_for(first, editor) == []


def test_a_release_without_engagement_gets_suggestions_as_a_whole(first: Draft, editor: User) -> None:
    opinion = read(submit(editor, OPINION, "opinion.txt"))
    assert opinion.status == "no_engagement"
    assert suggestions_for_release(opinion, editor) == []
    assert suggestions_for_release(first.release, editor) == []
    missed = submit(editor, OTHER_WORDS, "missed.txt")
    Source.objects.filter(pk=missed.pk).update(text=OTHER_WORDS + MORE, language="ar")
    Release.objects.filter(pk=missed.pk).update(status="no_engagement")
    missed = Release.objects.get(pk=missed.pk)
    assert [each.draft for each in suggestions_for_release(missed, editor)] == [first]


def test_not_the_same_is_never_suggested_again(
    first: Draft, second: Draft, editor: User, other_editor: User
) -> None:
    judge(draft=second, other=first, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert suggestions_for(second, other_editor) == suggestions_for(first, other_editor) == []
    assert [each.subject for each in declined_for(second, editor)] == [first]
    entry = AuditEntry.objects.get(action="settled")
    assert (entry.subject_id, entry.actor, entry.changes) == (
        second.pk,
        editor,
        {"same_event": [None, "different"]},
    )
    approve(first, editor)
    assert suggestions_for(second, editor) == []


def test_a_verdict_on_an_engagement_outlives_its_merge(first: Draft, second: Draft, editor: User) -> None:
    engagement = approve(first, editor)
    judge(draft=second, other=engagement, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert suggestions_for(second, editor) == []
    survivor = approve(told(editor, OTHER_WORDS.replace("الياباني", "لليابان"), "شبكة"), editor)
    assert [each.engagement for each in suggestions_for(second, editor)] == [survivor]
    Engagement.objects.filter(pk=engagement.pk).update(merged_into=survivor)
    assert suggestions_for(second, editor) == []


def test_a_verdict_can_be_taken_back(first: Draft, second: Draft, editor: User) -> None:
    for judgement in (Judgement.DIFFERENT, Judgement.DIFFERENT, Judgement.LATER, None, None):
        judge(draft=first, other=second, judgement=judgement, by=editor, now=NOW)
    (suggestion,) = suggestions_for(second, editor)
    assert suggestion.verdict == ""
    assert not MatchVerdict.objects.exists()
    changes = [
        entry.changes["same_event"] for entry in AuditEntry.objects.filter(changes__has_key="same_event")
    ]
    assert sorted(changes, key=str) == [["different", "later"], ["later", None], [None, "different"]]


def test_what_was_put_off_comes_last(first: Draft, second: Draft, editor: User) -> None:
    third = told(editor, OTHER_WORDS + "وحضر اللقاء عدد من المسؤولين.\n", "شبكة")
    best = suggestions_for(second, editor)[0]
    assert best.draft in {first, third}
    assert best.draft is not None
    judge(draft=second, other=best.draft, judgement=Judgement.LATER, by=editor, now=NOW)
    last = suggestions_for(second, editor)[-1]
    assert (last.draft, last.verdict) == (best.draft, "later")


def test_a_verdict_on_releases(first: Draft, editor: User) -> None:
    other = read(submit(editor, f"{RELEASE} ", "b.txt"))
    judge_releases(release=other, other=first.release, judgement=Judgement.SAME, by=editor, now=NOW)
    assert [each.verdict for each in copies_of(first.release)] == ["same"]
    judge_releases(release=first.release, other=other, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert copies_of(first.release) == copies_of(other) == []


def test_a_verdict_is_on_one_pair(first: Draft, second: Draft, editor: User) -> None:
    common = {"by": editor, "at": NOW}
    wrong: list[dict[str, Any]] = [
        {"draft": first, "judgement": "same"},
        {"draft": second, "other_draft": first, "judgement": "same"},
        {"release": first.release, "other_release": first.release, "judgement": "same"},
        {"draft": first, "other_draft": second, "judgement": "perhaps"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            MatchVerdict.objects.create(**fields, **common)
    MatchVerdict.objects.create(draft=first, other_draft=second, judgement="same", **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchVerdict.objects.create(draft=first, other_draft=second, judgement="later", **common)


def test_older_releases_are_indexed_by_the_command(second: Draft, first: Draft, editor: User) -> None:
    expected = [replace(each, subject=each.subject) for each in suggestions_for(second, editor)]
    ReleasePrint.objects.all().delete()
    DraftPrint.objects.filter(draft=first).delete()
    DraftPrint.objects.filter(draft=second).update(version=1, shingles=[], heard={})
    assert suggestions_for(second, editor) == []
    call_command("index_releases", verbosity=0)
    assert suggestions_for(second, editor) == expected
    assert ReleasePrint.objects.count() == 2
    call_command("index_releases", verbosity=0)


def test_writing_a_print_again_changes_nothing(first: Draft) -> None:
    before = list(DraftPrint.objects.values()), list(ReleasePrint.objects.values())
    keep_release_print(first.release.source)
    keep_draft_prints([first], first.release.source)
    assert (list(DraftPrint.objects.values()), list(ReleasePrint.objects.values())) == before


def test_the_number_of_queries_does_not_grow(
    first: Draft, second: Draft, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    approve(first, editor)
    for number in range(4):
        draft = told(editor, OTHER_WORDS + f"وحضر {number} من المسؤولين.\n", f"شبكة {number}")
        if number % 2:
            approve(draft, editor)
    numbers = list(Release.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(3):
        assert copies_of_many(numbers)
    with django_assert_max_num_queries(18):
        assert len(suggestions_for(second, editor)) == MOST
