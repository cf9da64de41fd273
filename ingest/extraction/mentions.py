"""Finds the people of a release: which title belongs to which name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.cues import linking_words
from ingest.extraction.items import Item
from ingest.extraction.line import Line, line_of
from ingest.extraction.name_spans import FOREIGN, QUOTED
from ingest.extraction.scanning import Scanner
from ingest.extraction.words import COMMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document
    from ingest.extraction.words import Phrase

_SHORT = 3  # letters of a word of which و is a part
_SENT = ("سفيرا", "ممثلا")  # with the ending of the accusative


class Person(NamedTuple):
    """One mention of a person, in folded offsets.

    stem: the head of the title; kind: of that head; bare: a title with no complement.
    """

    start: int
    end: int
    sentence: int
    name: tuple[int, int] | None = None
    role: tuple[int, int] | None = None
    stem: str = ""
    kind: str = ""
    bare: bool = False
    courtesy: str = ""
    cue: str = ""
    side: str = ""
    owned: bool = False
    here: bool = False  # the sentence speaks of the encounter: «خلال اللقاء», «من جانبه»
    rule: str = ""


def find_persons(doc: Document) -> None:
    """Fills `doc.persons` with every mention of a person in title, dateline and body."""
    found: list[Person] = []
    for sentence in doc.sentences:
        line = line_of(doc, sentence)
        here = not linking_words("here").isdisjoint(line.texts)
        for person in _pair(line, Scanner(line).scan(), sentence.index):
            found.append(person._replace(here=True) if here else person)
    doc.persons = tuple(found)


def _pair(line: Line, items: list[Item], sentence: int) -> Iterator[Person]:
    """Joins names with the titles that belong to them."""
    items = list(_part_titles(line, items))
    at = 0
    while at < len(items):
        item, after = items[at], items[at + 1] if at + 1 < len(items) else None
        if item.kind == "title":
            if after and after.kind == "name" and not after.gap and not after.joined:
                person = _person(line, sentence, after, item, "people.title_before_name")
                at += 2
                while item.head and item.head.kind == "dual" and at < len(items) and _shares(items[at]):
                    yield person
                    person = _person(line, sentence, items[at], item, "people.title_before_name")
                    at += 1
                at = _skip_apposition(items, at)
            elif (
                (item.head and item.head.kind == "dual")
                or _of_session(line, item, after)
                or _in_apposition(item, after)
            ):
                at += 1
                continue
            else:
                person = _office(line, sentence, item)
                at += 1
        elif after and after.kind == "title" and _belongs(items, at):
            person = _person(line, sentence, item, _in_accusative(after), "people.name_before_title")
            at += 2
        else:
            person = _person(
                line, sentence, item, None, "people.courtesy" if item.courtesy else "people.bare_name"
            )
            at += 1
        yield person


def _in_accusative(title: Item) -> Item:
    """«فلان سفيرا لبلاده»: after a name the form of a dual is the accusative of one."""
    head = title.head
    if head is None or head.kind != "dual" or not head.stem.endswith("ا"):
        return title
    kind = "envoy" if head.stem in _SENT else "office"
    return replace(title, head=replace(head, stem=head.stem[:-1], kind=kind))


def _part_titles(line: Line, items: list[Item]) -> Iterator[Item]:
    """Parts two offices between two names: «فلان مدير كذا رئيس كذا فلان» are two people."""
    for at, item in enumerate(items):
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        between = before and before.kind == "name" and not (item.gap or item.joined)
        follows = after and after.kind == "name" and not (after.gap or after.joined or after.comma)
        titled = at >= 2 and items[at - 2].kind == "title" and not (before and before.gap)
        if item.joint and between and follows and not titled:
            yield replace(item, after=item.joint, joint=0)
            head = line.head(item.joint)
            yield replace(item, first=item.joint, joint=0, head=head, comma=False, gap=True)
        else:
            yield item


def _in_apposition(title: Item, after: Item | None) -> bool:
    """«الوزير الأمين العام لرئاسة الجمهورية فلان»: a bare office before a fuller one of the same person."""
    if after is None or after.kind != "title" or after.gap or after.joined or after.comma or after.courtesy:
        return False
    bare, full = title.head, after.head
    if bare is None or full is None or not (bare.definite and full.definite):
        return False
    return bare.kind == "office" and title.after - title.first == bare.length


def _of_session(line: Line, title: Item, after: Item | None) -> bool:
    """«رئيس الدورة السابقة معالي وزير …»: a part played in the session by the bearer of the next title."""
    if (
        after is None
        or after.kind != "title"
        or not after.courtesy
        or after.gap
        or after.joined
        or after.comma
    ):
        return False
    return line.text(title.first + 1) in linking_words("session")


def _shares(name: Item) -> bool:
    """Whether a name is one more bearer of a dual title («عضوا اللجنة فلان وفلان»)."""
    return name.kind == "name" and name.joined and not name.gap


def _belongs(items: list[Item], at: int) -> bool:
    """Whether the title after the name at `at` is that name's."""
    title = items[at + 1]
    if title.gap or title.joined or (title.head and title.head.prefix.endswith("ب")):
        return False  # «التقى الوزير فلان بمدير …»: whom he met
    after = items[at + 2] if at + 2 < len(items) else None
    if items[at].office and after and after.kind == "name" and not (after.gap or after.joined or after.comma):
        return False  # «استقبل الوزير فلان رئيس الشركة فلان»
    if after and after.kind == "name" and not after.gap and not after.joined:
        return title.comma == after.comma or after.comma
    return True


def _skip_apposition(items: list[Item], at: int) -> int:
    """Passes over a second title of a person who had one before the name («… الوزير المرافق»)."""
    if at < len(items) and items[at].kind == "title":
        title = items[at]
        following = items[at + 1] if at + 1 < len(items) else None
        taken = following and following.kind == "name" and not following.gap and not following.joined
        if not (title.gap or title.joined or title.comma or taken):
            return at + 1
    return at


def _person(line: Line, sentence: int, name: Item, title: Item | None, rule: str) -> Person:
    words = line.words
    role = (words[title.first].start + _prefix(title.head), words[title.after - 1].end) if title else None
    head = title.head if title else None
    if name.office and not role:
        first, last = name.office
        role = (words[first].start + _prefix(line.courtesy(first)), words[last - 1].end)
    begin, end = words[name.first].start + _conjunction(line, name), words[name.after - 1].end
    start = min(begin, role[0]) if role else begin
    lead = title if title and title.first < name.first else name
    return Person(
        start,
        max(end, role[1]) if role else end,
        sentence,
        name=(begin, end),
        role=role,
        stem=head.stem if head else "",
        kind=head.kind if head else "",
        bare=False,
        courtesy=name.courtesy or (title.courtesy if title else ""),
        cue=lead.cue,
        side=lead.side or name.side,
        owned=lead.owned,
        rule=rule if name.mode != QUOTED else "people.quoted_name",
    )


def _conjunction(line: Line, name: Item) -> int:
    """«، ونورلان عليمجانوف الرئيس التنفيذي»: the letter by which an unknown name is joined to what precedes."""
    word = line.text(name.first)
    joined = word[0] == "و" and len(word) > _SHORT and line.text(name.first - 1) in COMMAS
    return int(joined and name.mode == FOREIGN)


def _office(line: Line, sentence: int, title: Item) -> Person:
    words = line.words
    begin, end = words[title.first].start + _prefix(title.head), words[title.after - 1].end
    head = title.head
    length = head.length if head else 1
    return Person(
        begin,
        end,
        sentence,
        role=(begin, end),
        stem=head.stem if head else "",
        kind=head.kind if head else "",
        bare=title.after - title.first <= length,
        courtesy=title.courtesy,
        cue=title.cue,
        side=title.side,
        owned=title.owned,
        rule="people.office",
    )


def _prefix(phrase: Phrase | None) -> int:
    """Letters of a clitic to cut from the first word; لل keeps its second ل, which stands for the article."""
    return phrase.cut if phrase else 0
