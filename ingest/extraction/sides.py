"""Which country a person stands for: the title says it, or the side on which the person is named."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ingest.extraction.cues import HOST
from ingest.extraction.firms import country_of_firm, of_many_states
from ingest.extraction.items import WORLD
from ingest.extraction.line import mentions_in
from ingest.extraction.parties import Parties
from ingest.extraction.schema import Band, Value
from ingest.extraction.tables import words

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention
    from ingest.extraction.mentions import Person

# States whose rulers are called by these words: «سفير خادم الحرمين الشريفين» is the envoy of Saudi Arabia.
_SOVEREIGNS = {
    "خادم الحرمين": ("SA",),
    "صاحب الجلاله": ("MA", "JO", "BH", "OM"),
    "جلاله الملك": ("JO", "MA", "BH"),
}
_ROYAL_HOMES = ("SA", "JO", "BH", "MA")
_MINISTRY = re.compile(r"(?:وزاره|وزير) (\w+)")
_OF_THE_MINISTRY = re.compile(r"\b(?:ال|لل|بال)وزاره\b")
_OWN_OFFICE = re.compile(r"\b(?:مكتب|فرع)(?:ه|ها)\b(?! العام)")
_OF_A_TOWN = re.compile(r"\b(?:ال|لل|ل|ب|بال)?(?:غرفه|جامعه|بلديه|كليه|ميناء|مطار|مستشفي)\b")
_MINISTER = re.compile(r"\bوزير")
# «واستقبل معاليه …»: who received was named before, and those present are with him.
_HOST_BEFORE = re.compile(
    r"\w+\s+(?:معاليه|معاليها|سموه|سموها|سعادته|سعادتها|سيادته|سيادتها|دولته|فخامته|الوزير|الوزيره|ظهرا|ايضا|كذلك|لاحقا)\b(?!\s+ال)"
)
_KINGDOMS = ("SA", "JO", "MA", "BH")
_PLACE_WORDS = (" لدي ", " الي ", " في ")
_AT = re.compile(
    r"(?:(?<!\w)[وف]?(?:في|الي|داخل|بمدينه|مدينه|لمدينه|(?:بال|ال|لل)عاصمه(?: ال\w+)?)\s+[\"“«]?|(?<!\w)و?[بل])$"
)
_ON_MARGIN = re.compile(r"\bعلي هامش\b")
_TRAVELS = re.compile(r"[يت]?(?:شارك|توجه|غادر|وصل|صل|زار|زور|سافر|عاد|مثل)")
NONE = ""  # an international organisation: no country, and that is known


@cache
def _world_bodies() -> tuple[str, ...]:
    return tuple(sorted(words("world_bodies")))


def country_of_title(doc: Document, person: Person) -> str | None:
    """ISO code that the title names, NONE for an international organisation, None if it does not say."""
    if person.role is None:
        return None
    start, end = person.role
    title = doc.fold[start:end].replace(" لل", " ال")
    if title.startswith("خادم الحرمين"):
        return "SA"
    if _OWN_OFFICE.search(title):
        return None  # «مديرة مكتبها في عمان»: where the office is, not whose
    if person.kind == "envoy":
        return _of_envoy(doc, start, end, title)
    found = _single(mentions_in(doc.countries, start, end))
    posted = title.find(" لدي ")
    if of_many_states(title):
        return found.value if found and found.end - start <= posted else NONE  # «محافظ الكويت لدى أوبك»
    if found:
        return found.value
    firm = country_of_firm(title)
    if firm:
        return firm
    if _OF_A_TOWN.search(title):
        cities = mentions_in(doc.cities, start, end)
        return cities[0].value if cities else None
    if person.kind == "counterpart" or person.stem.startswith(
        ("امير", "ولي", "حاكم", "محافظ", "والي", "عميد", "عمده")
    ):
        cities = mentions_in(doc.cities, start, end)
        return cities[0].value if cities else None
    return None


def _single(mentions: list[Mention]) -> Mention | None:
    return next(
        (mention for mention in mentions if mention.form != "group" and len(mention.value) == 2), None
    )


def _of_envoy(doc: Document, start: int, end: int, title: str) -> str | None:
    for sovereign, states in _SOVEREIGNS.items():
        if sovereign in title:
            return doc.home.country if doc.home.country in states else states[0]
    cut = min((at for word in _PLACE_WORDS if (at := title.find(word)) > 0), default=len(title))
    found = _single(mentions_in(doc.countries, start, start + cut))
    bodies = (
        [at for body in _world_bodies() if (at := title.find(body)) >= 0] if of_many_states(title) else []
    )
    if bodies and (min(bodies) < cut) and (found is None or min(bodies) < found.start - start):
        return NONE
    if found:
        return found.value
    return doc.home.country if cut < len(title) and _of_home(title) else None


def _of_home(title: str) -> bool:
    return "المملكه" in title[: title.find(" لدي ")] if " لدي " in title else False


def royal_country(doc: Document, person: Person) -> str | None:
    """«صاحب السمو الملكي» without a country is of the home country's own ruling house, if it has one."""
    return doc.home.country if person.courtesy == "royal" and doc.home.country in _ROYAL_HOMES else None


class Sides:
    """Decides the country of every participant of one event."""

    def __init__(self, doc: Document, scope: EventScope, people: list[Person]) -> None:
        self.doc = doc
        self.scope = scope
        self.people = people
        self.titled = {id(person): country_of_title(doc, person) for person in people}
        seats = [one.role for one in people if one.role and _OF_A_TOWN.search(doc.fold, *one.role)]
        places = [
            city
            for city in mentions_in(doc.cities, scope.lead.start, scope.lead.end)
            if not any(start <= city.start < end for start, end in seats)
            and _AT.search(doc.fold, max(0, city.start - 30), city.start)
        ]
        self.place = places[0].value if places else None
        self.default = self._default()

    @cached_property
    def parties(self) -> Parties:
        """The institutions of the event, looked for only when a title does not name a country."""
        return Parties(self.doc, self.scope)

    def _default(self) -> str:
        """The country of those whose title names none: home, unless the encounter is one among others."""
        home = self.doc.home.country
        named = [code for person in self.people if (code := self.titled[id(person)])]
        if home in named or self._speaks_of_home():
            return home
        if not named and (self.scope.kind == "signing" or self._travelled()):
            return home  # a home company signs abroad, in the presence of «وزير النفط»
        if not named:
            own = all(person.sentence >= self.scope.sentences[0].index for person in self.people)
            away = _TRAVELS.match(self.doc.fold, self.scope.trigger)  # who takes part abroad is no host there
            return self.place if self.place and own and not away else home
        if self.titled[id(self.people[0])] is None or any(
            royal_country(self.doc, one) for one in self.people
        ):
            return home
        return named[0]

    def _travelled(self) -> bool:
        """«على هامش المؤتمر … في فيينا، التقى»: who came for a session abroad is no host there."""
        lead = self.scope.lead
        return bool(_ON_MARGIN.search(self.doc.fold, lead.start, lead.end))

    def _speaks_of_home(self) -> bool:
        home = self.doc.home
        if home.ministries or home.city:
            return True
        start, end = self.scope.sentences[0].start, self.scope.sentences[-1].end
        if home.country in _KINGDOMS and "المملكه" in self.doc.fold[start:end]:
            return True
        lead = self.scope.lead
        if any(m.value == home.country for m in mentions_in(self.doc.cities, lead.start, lead.end)):
            return True
        return any(m.value == home.country for m in mentions_in(self.doc.countries, start, end))

    def country(self, person: Person) -> Value[str | None]:
        """ISO code, or NONE for an international organisation, with the words that tell it."""
        told = self.titled[id(person)]
        if told is not None:
            evidence = self.doc.span(*person.role) if person.role else None
            return Value(told, evidence, "people.country_in_title", Band.SURE)
        ministry = self._of_the_minister(person)
        if ministry:
            return Value(ministry, None, "people.country_of_ministry", Band.CHECK)
        posted = self._posted_to_home(person)
        if posted:
            return Value(posted, None, "people.country_of_mission", Band.CHECK)
        party = self.parties.country_for(person) if person.role else None
        if party is not None:
            return Value(party, None, "people.country_of_party", Band.CHECK)
        if self.parties.belongs(person) and self.place and self.place != self.doc.home.country:
            return Value(self.place, None, "people.country_of_place", Band.GUESS)
        if person.side == WORLD:
            return Value(NONE, None, "people.country_of_side", Band.CHECK)
        if person.side:
            return Value(person.side, None, "people.country_of_side", Band.CHECK)
        twin = self._same_office_abroad(person)
        if twin:
            first = self.titled[id(self.people[0])]
            code = first if first and first != twin else self.doc.home.country
            return Value(code, None, "people.country_of_home", Band.CHECK)
        royal = royal_country(self.doc, person)
        if royal:
            return Value(royal, None, "people.country_of_house", Band.CHECK)
        host = self.people[0]
        if self._serves_home(person):
            return Value(self.doc.home.country, None, "people.country_of_ministry", Band.CHECK)
        if person.cue == HOST and self.scope.kind == "visit" and self.place:
            return Value(self.place, None, "people.country_of_place", Band.CHECK)
        if person.cue == HOST and person is not host and self.place == self.doc.home.country:
            return Value(self.place, None, "people.country_of_place", Band.CHECK)
        if (
            person.cue == HOST
            and person is not host
            and _HOST_BEFORE.match(self.doc.fold, self.scope.trigger)
        ):
            return Value(self.doc.home.country, None, "people.country_of_home", Band.CHECK)
        if person.cue == HOST and person is not host and self._guest_arrives(host):
            return Value(self.doc.home.country, None, "people.country_of_home", Band.CHECK)
        if person.cue == HOST and person is not host:
            return self.country(host)._replace(evidence=None, rule="people.country_of_host", band=Band.CHECK)
        return Value(self.default, None, "people.country_default", Band.CHECK)

    def _guest_arrives(self, guest: Person) -> bool:
        """«وصل وزير خارجية مالطا …، وكان في استقباله وكيل الوزارة»: who received him is of the home country."""
        land = self.titled[id(guest)] or guest.side
        return self.scope.kind == "visit" and bool(land) and land != self.doc.home.country

    def _of_the_minister(self, person: Person) -> str | None:
        """«وكيل الوزارة»: of the ministry of the minister who takes part; at home if that is not said."""
        if person.role is None or not _OF_THE_MINISTRY.search(self.doc.fold, *person.role):
            return None
        if person.side:
            return None  # «وفد من وزارة النقل الأردنية برئاسة الأمين العام للوزارة»
        told = {
            self.titled[id(one)] or self.doc.home.country
            for one in self.people
            if one.role and _MINISTER.search(self.doc.fold, *one.role)
        }
        ministry = told.pop() if len(told) == 1 else None
        return ministry if ministry in (self.doc.home.country, self.place) else None

    def _posted_to_home(self, person: Person) -> str | None:
        """«الملحق التجاري بالسفارة»: of the state whose envoy was named before."""
        if person.role is None:
            return None
        title = self.doc.fold[slice(*person.role)]
        if "بالسفاره" not in title and not (person.kind == "envoy" and " في " in title):
            return None
        home = self.doc.home.country
        sent = [code for one in self.people if one.start < person.start and (code := self.titled[id(one)])]
        return next((code for code in reversed(sent) if code != home), None)

    def _same_office_abroad(self, person: Person) -> str | None:
        """The state whose minister of the same field takes part: this one is not of that state."""
        if person.role is None or person.stem not in ("وزير", "وزيره"):
            return None
        mine = _office(self.doc, person)
        known = (None, NONE, self.doc.home.country)
        others = [one for one in self.people if one is not person and self.titled[id(one)] not in known]
        twins = (
            one for one in others if one.role and one.stem == person.stem and _office(self.doc, one) == mine
        )
        return next((self.titled[id(one)] for one in twins), None)

    def _serves_home(self, person: Person) -> bool:
        """An official of the ministry whose minister is the home side's guest («مدير … بوزارة الخارجية»)."""
        if person.role is None or person.cue != HOST:
            return False
        start, end = person.role
        ministry = _MINISTRY.search(self.doc.fold, start, end)
        if ministry is None or ministry.start() == start:
            return False
        ministers = [
            one
            for one in self.people
            if one.stem == "وزير" and one.role and self.titled[id(one)] in (None, self.doc.home.country)
        ]
        return any(
            self.doc.fold[slice(*one.role or (0, 0))].startswith("وزير " + ministry[1]) for one in ministers
        )


def _office(doc: Document, person: Person) -> list[str]:
    """The first two words of a title without articles: «وزير الخارجية» and «وزير خارجية …» are one office."""
    return [word.removeprefix("ال") for word in doc.fold[slice(*person.role or (0, 0))].split()[:2]]
