"""An approved draft enters the register."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from engagements.models import (
    AuditEntry,
    Commitment,
    Engagement,
    Evidence,
    Participation,
    Partner,
    PartnerAlias,
    Person,
    PersonAlias,
)
from engagements.services.names import called, kind_of
from engagements.services.recording import CommitmentRecord, add_source

if TYPE_CHECKING:
    from tests.engagements.conftest import Register

from datetime import UTC, datetime

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_every_part_is_written_with_its_evidence(register: Register) -> None:
    ambassador = register.participant(
        "كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)
    )
    training = CommitmentRecord(
        "agreed",
        "تدريب عشرين فنيًا",
        "الجانبان",
        date(2027, 2, 28),
        (
            register.quotation("text", "تدريب عشرين فنيًا"),
            register.quotation("due_on", "قبل نهاية فبراير", "2027-02-28"),
        ),
    )
    engagement = register.engagement(
        topics=("training", "mining"),
        organizations=("سفارة اليابان",),
        participants=(ambassador,),
        commitments=(training,),
        evidence=(
            register.quotation("city", "طرابلس"),
            register.quotation("topics:training", "تدريب", "training"),
        ),
    )
    assert [country.pk for country in engagement.partner_countries.all()] == ["JP"]
    assert {topic.pk for topic in engagement.topics.all()} == {"training", "mining"}
    assert [partner.name_ar for partner in engagement.partners.all()] == ["سفارة اليابان"]
    commitment = Commitment.objects.get()
    assert (commitment.due_basis, commitment.owner) == ("stated", "الجانبان")
    quotes = {(one.field, one.quote) for one in Evidence.objects.all()}
    assert quotes == {
        ("name", "كينجي موراكامي"),
        ("text", "تدريب عشرين فنيًا"),
        ("due_on", "قبل نهاية فبراير"),
        ("city", "طرابلس"),
        ("topics:training", "تدريب"),
    }
    assert all(one.source.text[one.start : one.end] == one.quote for one in Evidence.objects.all())
    assert AuditEntry.objects.get().changes["date"] == [None, "2026-11-18"]


@pytest.mark.usefixtures("no_default_due")
def test_a_due_date_without_its_words_was_set_by_hand(register: Register) -> None:
    assert register.commitment(due_on=date(2027, 1, 1)).due_basis == "set"
    assert register.commitment().due_basis == "none"


@pytest.mark.parametrize("end", [0, 10_000])
def test_a_quotation_outside_the_text_writes_nothing(register: Register, end: int) -> None:
    bad = register.quotation("city", "طرابلس", end=end)
    with pytest.raises(ValueError, match="is not in the source"):
        register.engagement(evidence=(bad,))
    assert not Engagement.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_value_that_the_tables_refuse_writes_nothing(register: Register) -> None:
    with pytest.raises(IntegrityError):
        register.engagement(date_precision="none")


@pytest.mark.parametrize("again", ["كينجي موراكامي", "كينجي  موراكامى", "كِينجي موراكامي"])
def test_a_person_is_linked_by_folded_name(register: Register, again: str) -> None:
    register.engagement(participants=(register.participant("كينجي موراكامي"),))
    register.engagement(participants=(register.participant(again),))
    assert Person.objects.get().participations.count() == 2


def test_a_person_is_linked_by_alias(register: Register) -> None:
    known = Person.objects.create(name_ar="كينجي موراكامي", country_id="JP")
    PersonAlias.objects.create(person=known, text="كنجي موراكاوا")
    register.engagement(participants=(register.participant("كنجي موراكاوا"),))
    assert Participation.objects.get().person == known


def test_a_namesake_of_another_country_is_somebody_else(register: Register) -> None:
    register.engagement(participants=(register.participant("محمد علي", country="EG"),))
    register.engagement(participants=(register.participant("محمد على", country="TN"),))
    assert sorted(Person.objects.values_list("country", flat=True)) == ["EG", "TN"]


def test_of_two_namesakes_the_one_of_the_country_is_linked(register: Register) -> None:
    Person.objects.create(name_ar="محمد علي")
    tunisian = Person.objects.create(name_ar="محمد علي", country_id="TN")
    register.engagement(participants=(register.participant("محمد علي", country="TN"),))
    assert Participation.objects.get().person == tunisian
    assert Person.objects.count() == 2


def test_a_merged_name_is_not_linked_to(register: Register) -> None:
    kept = Person.objects.create(name_ar="كينجي موراكامي")
    Person.objects.create(name_ar="كنجي موراكامي", merged_into=kept)
    register.engagement(participants=(register.participant("كنجي موراكامي"),))
    assert Person.objects.filter(name_ar="كنجي موراكامي", merged_into=None).count() == 1


def test_an_office_alone_is_a_participant_without_a_person(register: Register) -> None:
    register.engagement(
        participants=(register.participant("", role="وكيل الوزارة", side="home", country="LY"),)
    )
    assert Participation.objects.get().person is None
    assert not Person.objects.exists()


def test_nobody_is_called_by_no_name(register: Register) -> None:
    """Else every office without a name, and every commitment without an owner, would load all who have no English
    name: nearly the whole register."""
    known = Person.objects.create(name_ar="كينجي موراكامي")
    assert called(Person, {""}) == {"": []}
    assert called(Person, {"", known.folded_ar}) == {"": [], known.folded_ar: [known]}
    with CaptureQueriesContext(connection) as asked:
        called(Person, {""})
    assert not asked.captured_queries


def test_a_latin_name_is_an_english_one(register: Register) -> None:
    register.engagement(participants=(register.participant("Kenji Murakami"),))
    assert (Person.objects.get().name_en, Person.objects.get().name_ar) == ("Kenji Murakami", "")


def test_the_same_person_twice_is_one_participant(register: Register) -> None:
    twice = (register.participant("كينجي موراكامي"), register.participant("كينجي موراكامى"))
    assert register.engagement(participants=twice).participations.count() == 1


def test_a_partner_takes_the_country_of_its_people(register: Register) -> None:
    member = register.participant("ريو", organization="شركة هوكوتو")
    register.engagement(organizations=("شركة هوكوتو", "وزارة الصناعة والمعادن"), participants=(member,))
    found = {partner.name_ar: (partner.kind, partner.country_id) for partner in Partner.objects.all()}
    assert found == {"شركة هوكوتو": ("company", "JP"), "وزارة الصناعة والمعادن": ("ministry", "LY")}


def test_an_owner_is_linked_but_never_created(register: Register) -> None:
    known = Partner.objects.create(name_ar="الشركة الليبية للحديد والصلب")
    PartnerAlias.objects.create(partner=known, text="شركة الحديد")
    assert register.commitment(owner="شركه الحديد").owner_partner == known
    assert register.commitment(owner="الجانبان").owner_partner is None
    assert Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("وزارة الاقتصاد", "ministry"),
        ("الاتحاد الأوروبي", "international"),
        ("الاتحاد الإفريقي", "international"),
        ("اتحاد الغرف", "chamber"),
        ("الاتحاد العام للغرف التجارية", "chamber"),
        ("Union of Chambers", "chamber"),
        ("Delegation of the European Union", "international"),
        ("المؤسسة الوطنية للنفط", "agency"),
        ("Minato Mining Company", "company"),
        ("هانبيت", "other"),
    ],
)
def test_the_kind_of_a_partner_follows_from_its_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_another_source_adds_what_is_new_and_leaves_what_is_there(register: Register) -> None:
    first = register.engagement(
        city="",
        participants=(register.participant("كينجي موراكامي"),),
        evidence=(register.quotation("date", "الأربعاء", "2026-11-18"),),
    )
    other = register.source(outlet="وكالة الساحل")
    add_source(
        engagement=first,
        source=other,
        record=register.record(
            title="عنوان آخر",
            date=date(2026, 11, 17),
            city="طرابلس",
            partner_countries=("JP", "IT"),
            participants=(register.participant("كينجي موراكامي"), register.participant("آيا تاناهاشي")),
            evidence=(register.quotation("date", "صباح الأربعاء", "2026-11-17"),),
        ),
        by=register.editor,
        now=NOW,
    )
    first.refresh_from_db()
    assert (first.date, first.city, first.sources.count()) == (date(2026, 11, 18), "طرابلس", 2)
    assert first.title != "عنوان آخر"
    assert {country.pk for country in first.partner_countries.all()} == {"JP", "IT"}
    assert [one.name for one in first.participations.all()] == ["كينجي موراكامي", "آيا تاناهاشي"]
    assert {one.value for one in first.evidence.filter(field="date")} == {"2026-11-18", "2026-11-17"}
    assert AuditEntry.objects.first().changes["city"] == [None, "طرابلس"]  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_approvals_at_the_same_time_create_a_name_once(register: Register) -> None:
    start = Barrier(4)

    def approve(number: int) -> None:
        start.wait()
        register.engagement(
            participants=(register.participant("كينجي موراكامي"),), organizations=("شركة هوكوتو",)
        )
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(approve, range(4)))
    assert Engagement.objects.count() == 4
    assert (Person.objects.count(), Partner.objects.count()) == (1, 1)
