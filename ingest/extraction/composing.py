"""Title and summary of an engagement, put together from its record: every word of fact is a value of the record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.tables import raw_rows

if TYPE_CHECKING:
    from ingest.extraction.schema import Engagement, Participant

_LONGEST_DOCUMENT = 14  # words of a signed document in a title
_MOST_TASKS = 3
_MONTHS_AR = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_KIND_AR = {
    "meeting": "لقاء",
    "internal": "اجتماع",
    "call": "اتصال",
    "visit": "زيارة",
    "conference": "مؤتمر",
    "signing": "توقيع",
}
_KIND_EN = {"internal": "Internal meeting", "call": "Call"}
_SESSIONS = (
    "لجن",
    "اللجن",
    "مجلس",
    "المجلس",
    "منتدى",
    "المنتدى",
    "مؤتمر",
    "المؤتمر",
    "قمة",
    "معرض",
    "المعرض",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What differs between the languages."""

    title: str
    when: str
    topics: str
    tasks: str


def compose(engagement: Engagement, language: str) -> tuple[str, str]:
    """(title, summary) in Arabic, or in English for an English release. Nothing is said that no field says."""
    english = language == "en"
    head = _english_head(engagement) if english else _arabic_head(engagement)
    city = engagement.city.value
    title = f"{head} – {city}" if city else head
    words = _english(engagement, title) if english else _arabic(engagement, title)
    return title, " ".join(part for part in (words.title, words.topics, words.tasks) if part)


def _arabic_head(engagement: Engagement) -> str:
    kind = _KIND_AR[engagement.kind.value]
    host, guest = _pair(engagement)
    document = _document(engagement)
    if engagement.kind.value == "signing" and document:
        return f"{kind} {document}"
    session = next((org.value for org in engagement.organizations if org.value.startswith(_SESSIONS)), None)
    if engagement.kind.value == "conference" and session:
        return f"اجتماع {session}" if "لجن" in session or "مجلس" in session else session
    if host is None:
        party = engagement.organizations[0].value if engagement.organizations else _country(engagement, 1)
        return f"{kind} {party}" if party else kind
    if guest is None:
        return (
            f"{kind} {_label(host)}"
            if engagement.kind.value != "conference"
            else f"{kind} بمشاركة {_label(host)}"
        )
    return _arabic_pair(engagement.kind.value, kind, _label(host), _label(guest))


def _arabic_pair(kind: str, noun: str, host: str, guest: str) -> str:
    if kind in ("call", "signing"):
        return f"{noun} بين {host} و{guest}"
    if kind == "conference":
        return f"{noun} بمشاركة {host} و{guest}"
    if kind == "internal" or not "\u0621" <= guest[0] <= "\u064a":
        return f"{noun} {host} مع {guest}"
    if kind == "visit":
        return f"{noun} جمعت {host} و{guest}"
    return f"{noun} {host} ب{guest}"


def _english_head(engagement: Engagement) -> str:
    kind = engagement.kind.value
    noun = _KIND_EN.get(kind, kind.capitalize())
    host, guest = _pair(engagement)
    document = _document(engagement)
    if kind == "signing" and document:
        return f"Signing of {document}"
    if host is None:
        party = engagement.organizations[0].value if engagement.organizations else _country(engagement, 4)
        return f"{noun}: {party}" if party else noun
    if guest is None:
        return f"{noun} of {_the(host)}"
    if kind == "visit":
        return f"{noun}: {_the(host)} and {_the(guest)}"
    join = "and" if kind in ("call", "signing", "conference") else "with"
    link = "between" if kind in ("call", "signing") else "of"
    return f"{noun} {link} {_the(host)} {join} {_the(guest)}"


def _the(person: Participant) -> str:
    """«the Minister of …», but «Libya's Minister of …» and a bare name as they are."""
    label = _label(person)
    first = label.split(" ", 1)[0]
    if (
        person.role.value is None
        or "'s" in first
        or "’s" in first
        or first.lower() in ("the", "his", "her", "its")
    ):
        return label
    return f"the {label}"


def _pair(engagement: Engagement) -> tuple[Participant | None, Participant | None]:
    """The first person, and the first of another side, else the second."""
    people = [person for person in engagement.participants if person.role.value or person.name.value]
    if not people:
        return None, None
    others = people[1:]
    foreign = [person for person in others if person.country.value != people[0].country.value]
    return people[0], next(iter(foreign or others), None)


def _label(person: Participant) -> str:
    if person.organization.value and person.name.value:
        return person.name.value  # «رئيسها التنفيذي» says nothing by itself
    return person.role.value or person.name.value or ""


def _document(engagement: Engagement) -> str:
    signed = next((task.text.value for task in engagement.commitments if task.kind.value == "signed"), "")
    words = signed.split()
    return " ".join(words[:_LONGEST_DOCUMENT]) + (" …" if len(words) > _LONGEST_DOCUMENT else "")


def _arabic(engagement: Engagement, title: str) -> _Words:
    when = _day(engagement.date.value, _MONTHS_AR)
    planned = "، مقرر" if engagement.status.value == "planned" else ""
    first = f"{title}{planned}{f'، {when}' if when else ''}."
    topics = "، ".join(_topics(engagement, 1))
    tasks = "؛ ".join(task.text.value for task in engagement.commitments[:_MOST_TASKS])
    return _Words(
        first, when, f"المجالات: {topics}." if topics else "", f"المتابعة: {tasks}." if tasks else ""
    )


def _english(engagement: Engagement, title: str) -> _Words:
    when = _day(engagement.date.value, _MONTHS_EN)
    planned = ", planned" if engagement.status.value == "planned" else ""
    first = f"{title}{planned}{f', {when}' if when else ''}."
    topics = ", ".join(_topics(engagement, 2))
    tasks = "; ".join(task.text.value for task in engagement.commitments[:_MOST_TASKS])
    return _Words(
        first, when, f"Topics: {topics}." if topics else "", f"Follow-up: {tasks}." if tasks else ""
    )


def _day(value: str | None, months: list[str]) -> str:
    """«10 ديسمبر 2024», «ديسمبر 2024», «2024»."""
    if not value:
        return ""
    year, *rest = value.split("-")
    month = f"{months[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def _topics(engagement: Engagement, column: int) -> list[str]:
    return [_topic_names()[topic.value][column] for topic in engagement.topics]


@cache
def _topic_names() -> dict[str, tuple[str, ...]]:
    return {row[0]: row for row in raw_rows("topic_names")}


def _country(engagement: Engagement, column: int) -> str:
    """The name of the first partner country, from the table of countries."""
    code = next((country.value for country in engagement.partner_countries), "")
    return next((row[column].split("|")[0] for row in raw_rows("countries") if row[0] == code), "")
