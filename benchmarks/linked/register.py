"""Makes up a register of names, always the same: people, organisations, their aliases, and who met when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import connection

from engagements.models import (
    Country,
    Engagement,
    Participation,
    Partner,
    PartnerAlias,
    Person,
    PersonAlias,
    User,
)
from engagements.permissions import Role
from engagements.services.vocabularies import load_vocabularies

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_SEED = 20261122
_ENDINGS = ("ي", "اني", "وي", "لي", "")
_WORDS = {
    row[0]: row[1].split()
    for line in Path(__file__).with_name("words.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#") and (row := line.split("\t"))
}
_OFFICES = ("وزير الصناعة", "السفير", "المدير العام", "رئيس الوفد", "مستشار")
_LETTERS = "ابتمنهليردسفقك"
_FAMILIES, _ALIASED, _ENGAGEMENTS, _MEETING = 3000, 0.15, 4000, 5


@dataclass(frozen=True, slots=True)
class Made:
    people: list[Person]
    partners: list[Partner]
    editor: User
    random: Random


def make(people: int, partners: int) -> Made:
    """Fills an empty database."""
    random = Random(_SEED)  # noqa: S311 - the same names each time
    load_vocabularies()
    codes = list(Country.objects.values_list("pk", flat=True))
    families = [_invented(random) for _ in range(_FAMILIES)]
    persons = Person.objects.bulk_create(
        Person(name_ar=_person(random, families), country_id=random.choice(codes)) for _ in range(people)
    )
    bodies = Partner.objects.bulk_create(
        Partner(kind="company", name_ar=_body(random), country_id=random.choice(codes))
        for _ in range(partners)
    )
    PersonAlias.objects.bulk_create(
        PersonAlias(person=one, text=f"{one.name_ar} {random.choice(families)}")
        for one in random.sample(persons, int(people * _ALIASED))
    )
    PartnerAlias.objects.bulk_create(
        PartnerAlias(partner=one, text=one.name_ar.replace("ال", ""))
        for one in random.sample(bodies, int(partners * _ALIASED))
    )
    editor = User.objects.create_user("editor", role=Role.EDITOR)
    _meet(random, persons, editor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Made(persons, bodies, editor, random)


def _meet(random: Random, persons: list[Person], editor: User) -> None:
    engagements = Engagement.objects.bulk_create(
        Engagement(
            kind="meeting",
            title=f"لقاء {number}",
            date=date(2016, 1, 1) + timedelta(days=number % 3900),
            approved_by=editor,
            approved_at=NOW,
        )
        for number in range(_ENGAGEMENTS)
    )
    Participation.objects.bulk_create(
        Participation(
            engagement=each, person=one, name=one.name_ar, role=random.choice(_OFFICES), side="partner"
        )
        for each in engagements
        for one in random.sample(persons, _MEETING)
    )


def misspelt(random: Random, name: str) -> str:
    """The name with one letter left out, inserted or replaced; in a third of the cases two."""
    for _ in range(random.choice((1, 1, 2))):
        at = random.randrange(len(name))
        name = name[:at] + random.choice(("", random.choice(_LETTERS))) + name[at + random.choice((0, 1)) :]
    return " ".join(name.split())


def _person(random: Random, families: list[str]) -> str:
    given = random.sample(_WORDS["given"], random.choice((1, 2, 2)))
    return " ".join([*given, random.choice(families)])


def _body(random: Random) -> str:
    head, sort, trade = (random.choice(_WORDS[name]) for name in ("heads", "sorts", "trades"))
    return f"{head} {_invented(random)} {sort} {trade}"


def _invented(random: Random) -> str:
    return (
        "ال" + "".join(random.choices(_WORDS["syllables"], k=random.choice((2, 3)))) + random.choice(_ENDINGS)
    )
