"""Names that may be one: found without comparing all with all, decided about for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from arabic.sounds import sounds
from engagements.duplicates import listing
from engagements.duplicates.blocks import SHARED, candidates
from engagements.duplicates.scoring import Known, compare
from engagements.duplicates.search import alike_among, search
from engagements.errors import Conflict
from engagements.models import (
    AuditEntry,
    DuplicateSearch,
    PairVerdict,
    Partner,
    Person,
    PersonLikeness,
    PersonRuling,
    Reason,
)
from engagements.services.ruling import LATER, rule, take_back
from tests.engagements.names.conftest import NOW
from tests.ingest.racing import race

if TYPE_CHECKING:
    from engagements.models import User
    from tests.engagements.conftest import Register

TODAY = NOW.date()

ALIKE = [
    (("كينجي موراكامي",), ("كنجي موراكامى",), Reason.SPELLING),
    (("عبد السلام القماطي",), ("عبدالسلام القماطي",), Reason.LETTERS),
    (("أحمد الورفلي",), ("احمد الورفلى",), Reason.SAME),
    (("كينجي موراكامي",), ("Kenji Murakami",), Reason.SOUNDS),
    (("سالم", "أبو القاسم الزنتاني"), ("ابوالقاسم الزنتاني",), Reason.LETTERS),
    (("هدى سالم المصراتي",), ("هدى المصراتي",), Reason.SPELLING),
    (("يوسف عبد الله الأمين الطرابلسي",), ("يوسف الطرابلسي",), Reason.PART),
]
DIFFERENT = [
    (("أحمد القماطي",), ("محمود القماطي",)),
    (("كينجي موراكامي",), ("هاروكي تاناكا",)),
    (("سالم",), ("سالم الورفلي",)),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_two_names_are_alike_for_a_reason(one: Any, other: Any, reason: Reason) -> None:
    first, second = Known.of(1, one, None), Known.of(2, other, None)
    alike = compare(first, second)
    assert alike is not None
    assert alike.reason == reason
    assert (0, 1) in set(candidates([first.heard, second.heard]))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_are_not_alike(one: Any, other: Any) -> None:
    assert compare(Known.of(1, one, None), Known.of(2, other, None)) is None


def test_another_country_or_kind_counts_against_it() -> None:
    def score(first: tuple[Any, ...], second: tuple[Any, ...]) -> int:
        found = compare(Known.of(1, *first), Known.of(2, *second))
        return found.score if found else 0

    name = ["شركة هوكوتو"]
    assert score((name, "JP", "company"), (name, None, "other")) == 100
    assert score((name, "JP", "company"), (name, "JP", "ministry")) == 85
    assert score((name, "JP", "company"), (name, "IT", "company")) == 0
    assert score((name, "JP"), (name, "IT")) == 90


def test_never_all_with_all_however_many_share_a_name() -> None:
    """Of a key that all share only neighbours are compared, and only if they sound exactly alike."""
    random = Random(7)
    given = [f"{a}{b}ر" for a in "بتجدسع" for b in "منلك"]
    names = [f"محمد {random.choice(given)} {random.choice(given)}" for _ in range(4000)]
    pairs = list(candidates([(sounds(name),) for name in names]))
    assert len(pairs) < len(names) * SHARED
    assert len(set(pairs)) == len(pairs)
    assert all(one < other for one, other in pairs)
    same = list(candidates([(sounds("محمد علي"),)] * 1000))
    assert same == [(n, n + 1) for n in range(999)]


def test_a_wrong_letter_does_not_part_two_names() -> None:
    names = ["محمد الورفلي", "محمد الورقلي", "سعيد الغرياني", "سعد الغرياتي", "كريم"]
    found = set(candidates([(sounds(name),) for name in names]))
    assert {(0, 1), (2, 3)} <= found


def test_of_one_name_the_likest_are_kept() -> None:
    names = [Known.of(n, [f"عبد السلام القماطي {'ا' * n}"], None) for n in range(30)]
    found = alike_among(names)
    assert found
    assert max(sum(n in pair for pair in found) for n in range(30)) <= 8


def test_the_search_keeps_what_it_finds_and_forgets_what_is_no_more(pair: tuple[Person, Person]) -> None:
    first, second = pair
    (found,) = PersonLikeness.objects.all()
    assert (found.first_id, found.second_id, found.reason) == (first.pk, second.pk, "spelling")
    kept = DuplicateSearch.objects.get(pk="person")
    assert (kept.names, kept.pairs, kept.ended_at) == (3, 1, NOW)
    PersonLikeness.objects.update(score=79)
    search("person", now=NOW)
    assert PersonLikeness.objects.get().score == 79, "nothing changed, so nothing was looked at"
    search("person", now=NOW, even_if_unchanged=True)
    assert PersonLikeness.objects.get().score > 79
    Person.objects.filter(pk=second.pk).update(name_ar="سالم")
    search("person", now=NOW)
    assert not PersonLikeness.objects.exists()
    second.aliases.create(text="كنجي موراكامي")
    search("person", now=NOW)
    assert PersonLikeness.objects.count() == 1


def test_partners_are_searched_by_themselves(register: Register) -> None:
    register.engagement(organizations=("هيئة تنمية الصناعات", "هيئة تنميه الصناعة"))
    assert search("partner", now=NOW) == 1
    assert search("person", now=NOW) == 0
    assert Partner.objects.count() == 2


def decide(pair: tuple[Person, Person], verdict: PairVerdict, by: User, now: datetime = NOW) -> None:
    rule(kind="person", first=pair[1].pk, second=pair[0].pk, verdict=verdict, by=by, now=now)


def test_what_is_decided_is_remembered_for_good(register: Register, pair: tuple[Person, Person]) -> None:
    decide(pair, PairVerdict.DIFFERENT, register.editor)
    search("person", now=NOW, even_if_unchanged=True)
    assert not listing.open_pairs("person", register.editor, TODAY).exists()
    assert listing.decided_pairs("person", "different", register.editor, TODAY).count() == 1
    with pytest.raises(Conflict):
        decide(pair, PairVerdict.LATER, register.editor)
    take_back(kind="person", first=pair[0].pk, second=pair[1].pk, by=register.editor, now=NOW)
    assert listing.open_pairs("person", register.editor, TODAY).count() == 1
    with pytest.raises(Conflict):
        take_back(kind="person", first=pair[0].pk, second=pair[1].pk, by=register.editor, now=NOW)
    lines = AuditEntry.objects.filter(subject_type="person", changes__has_key="decision").order_by("pk")
    assert [line.changes["decision"][0] is None for line in lines] == [True, False]


def test_what_is_put_off_comes_back(register: Register, pair: tuple[Person, Person]) -> None:
    decide(pair, PairVerdict.LATER, register.editor)
    assert not listing.open_pairs("person", register.editor, TODAY).exists()
    assert not listing.open_pairs("person", register.editor, TODAY + LATER - timedelta(days=1)).exists()
    assert listing.open_pairs("person", register.editor, TODAY + LATER).count() == 1
    assert not listing.decided_pairs("person", "later", register.editor, TODAY + LATER).exists()
    decide(pair, PairVerdict.DIFFERENT, register.editor, NOW + LATER)
    assert PersonRuling.objects.get().until is None


def test_a_decision_stands_once_and_in_order(register: Register, pair: tuple[Person, Person]) -> None:
    first, second = pair
    decided: dict[str, Any] = {"verdict": "different", "by": register.editor, "at": NOW}
    PersonRuling.objects.create(first=first, second=second, **decided)
    for wrong in ({"first": first, "second": second}, {"first": second, "second": first}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonRuling.objects.create(**wrong, **decided)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(register: Register, pair: tuple[Person, Person]) -> None:
    lost = race(
        lambda: decide(pair, PairVerdict.DIFFERENT, register.editor),
        lambda: decide(pair, PairVerdict.DIFFERENT, register.editor),
    )
    assert [type(words) for words in lost] == [Conflict]
    assert PersonRuling.objects.count() == 1
