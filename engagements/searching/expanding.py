"""Expands each word of a search to the words and marks of the index that it may stand for (marks:
migrations/register/search.sql).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.db.models import Q
from rapidfuzz import fuzz, process

from arabic.folding import fold
from arabic.lexemes import bare, split, stem, unsure
from arabic.sounds import sounds
from engagements.models import Country, SearchWord, Topic
from engagements.tables import rows

_SURE_LENGTH = 4
"""Shorter words are not corrected: too many other words differ from them by one letter."""
_LEAST_SOUND = 2
_NAMES = 50
_NEAR_WORDS = 3
_NEAR = 72
_VERY_NEAR = 85
_LATIN = re.compile(r"[a-z]")


@dataclass(slots=True)
class Term:
    """One word of a search. `forms` are the word itself, `others` its other forms and synonyms.

    `marks` stand for countries, topics, people and organisations with this name. `sound` is the sound of the word, if
    names of that sound are searched too. `unknown`: the register does not contain it in any form; then `corrections`
    are the most similar words of the register. `may_be_name`: it may be a name that the register writes differently.
    """

    word: str
    forms: set[str]
    others: set[str]
    marks: set[str] = field(default_factory=set)
    sound: str = ""
    corrections: list[str] = field(default_factory=list)
    unknown: bool = False
    may_be_name: bool = False

    @property
    def lexemes(self) -> set[str]:
        near = {form for word in self.corrections for form in (word, stem(word))}
        return self.forms | self.others | self.marks | near

    @property
    def means_country(self) -> bool:
        """Whether it is the mistyped name of a country."""
        return bool(self.corrections) and any(mark.startswith("=c") for mark in self.marks)

    def says(self, word: str) -> bool:
        """Whether this folded word of a text matches the term."""
        own = bare(word)
        forms = {own, *unsure(own)}
        if self.lexemes & (forms | {stem(form) for form in forms}):
            return True
        return bool(self.sound) and self.sound in sounds(word)


def terms_of(words: Iterable[str]) -> list[Term]:
    """The terms of these folded words. At most ten queries, however many words."""
    terms = [_term(word) for word in words]
    if not terms:
        return []
    _mark_countries(terms)
    _mark_topics(terms)
    for term in terms:
        term.others |= _other_words().get(stem(min(term.forms)), frozenset())
    said = _said(terms)
    for term in terms:
        term.unknown = not term.marks and not said & _stems(term)
        # A word that names a country or topic, or occurs in the register, means just that: names that sound alike
        # would add others (Japan, Gabon). Only a Latin word may always be a name that is written in Arabic elsewhere.
        term.may_be_name = term.unknown or (not term.marks and bool(_LATIN.search(term.word)))
        if term.unknown and _sounds_like_many(term):
            term.corrections = _near(term, _names_of(Country), _VERY_NEAR)
    _mark_names([term for term in terms if term.may_be_name and not term.corrections])
    for term in terms:
        if term.unknown and not term.marks and not term.corrections and len(term.word) >= _SURE_LENGTH:
            term.corrections = _nearest(term)
    _mark_corrected([term for term in terms if term.corrections])
    return terms


def _sounds_like_many(term: Term) -> bool:
    """Whether so little is heard of an Arabic word that a wrong letter is likelier than a name: اليابن is not Ben."""
    sound = "".join(sounds(term.word))
    return len(sound) <= _LEAST_SOUND and len(term.word) >= _SURE_LENGTH and not _LATIN.search(term.word)


def _mark_corrected(terms: list[Term]) -> None:
    """A country whose name was mistyped is meant with all that it has, whatever the text calls it."""
    stands = [_term(term.corrections[0]) for term in terms]
    if stands:
        _mark_countries(stands)
    for term, one in zip(terms, stands, strict=True):
        term.marks |= one.marks


def _stems(term: Term) -> set[str]:
    return {stem(form) for form in term.forms} | term.others


def _term(word: str) -> Term:
    plain = bare(word)
    return Term(word, {plain}, {stem(plain)} | {form for form in unsure(plain) if len(form) >= _SURE_LENGTH})


def _said(terms: list[Term]) -> set[str]:
    """The stems of the terms and their synonyms that occur in the register; of short words all of them."""
    begins = Q(pk__in=[])
    for one in {one for term in terms for one in _stems(term)}:
        begins |= Q(word__startswith=one)
    words = set(SearchWord.objects.filter(begins).values_list("word", flat=True))
    return (
        words
        | {stem(word) for word in words}
        | {stem(form) for term in terms for form in term.forms if len(form) < _SURE_LENGTH}
    )


@cache
def _demonyms() -> dict[str, frozenset[str]]:
    """The stems of demonyms, by code of the country."""
    return {
        code: frozenset(stem(bare(fold(word))) for word in words.split())
        for code, words in rows("demonyms.tsv")
    }


@cache
def _other_words() -> dict[str, frozenset[str]]:
    """The synonyms of a word, in either language, by its stem."""
    found: dict[str, set[str]] = {}
    for line in rows("in_other_words.tsv"):
        forms = {bare(fold(word)) for word in line}
        for form in forms:
            found.setdefault(stem(form), set()).update(forms | {stem(one) for one in forms})
    return {word: frozenset(others) for word, others in found.items()}


def _mark_countries(terms: list[Term]) -> None:
    stems = {stem(form) for term in terms for form in term.forms if len(form) > 1}
    likely = Q(pk__in=[code for code, words in _demonyms().items() if words & stems])
    for one in stems:
        likely |= Q(folded__contains=one)
    for country in Country.objects.filter(likely):
        names = {stem(bare(word)) for word in split(country.folded) if word not in {"and", "of", "the"}}
        names |= _demonyms().get(country.code, frozenset())
        for term in terms:
            if names & {stem(form) for form in term.forms}:
                term.marks.add(f"=c{country.code}")


def _mark_topics(terms: list[Term]) -> None:
    for topic in Topic.objects.all():
        names = {stem(bare(word)) for word in split(fold(f"{topic.name_ar} {topic.name_en}"))}
        for term in terms:
            if len(term.word) > _SURE_LENGTH - 1 and names & {stem(form) for form in term.forms}:
                term.marks.add(f"=t{topic.code}")


_SOUNDING = """
    SELECT asked.number, '=' || %s || found.id FROM unnest(%s::integer[], %s::text[]) AS asked (number, pattern)
    CROSS JOIN LATERAL (
        (SELECT id FROM engagements_{known} k WHERE k.merged_into_id IS NULL AND k.sounds ~ asked.pattern LIMIT %s)
        UNION
        (SELECT {known}_id FROM engagements_{known}alias a WHERE a.sounds ~ asked.pattern LIMIT %s)
    ) found
"""


def _mark_names(terms: list[Term]) -> None:
    """Adds the marks of people and organisations in whose names a word sounds like the term."""
    asked = []
    for number, term in enumerate(terms):
        sound = "".join(sounds(term.word))
        if len(sound) >= _LEAST_SOUND:
            asked.append((number, sound))
    if not asked:
        return
    numbers = [number for number, _sound in asked]
    patterns = [f"(^| ){re.escape(sound)}( |$)" for _number, sound in asked]
    by_number = dict(asked)
    with connection.cursor() as cursor:
        for mark, known in (("p", "partner"), ("q", "person")):
            cursor.execute(_SOUNDING.format(known=known), [mark, numbers, patterns, _NAMES, _NAMES])
            for number, found in cursor.fetchall():
                terms[number].marks.add(found)
                terms[number].sound = by_number[number]


def _nearest(term: Term) -> list[str]:
    """The words of the register, countries and topics that are most similar to the term (one or two wrong letters)."""
    like = SearchWord.objects.filter(word__trigram_similar=min(term.forms, key=len))
    choices = set(like.values_list("word", flat=True)[:200])
    return _near(term, choices | _names_of(Country) | _names_of(Topic), _NEAR)


def _names_of(model: type[Country] | type[Topic]) -> set[str]:
    return {
        bare(one)
        for names in model._default_manager.values_list("name_ar", "name_en")
        for one in split(fold(" ".join(names)))
        if len(one) >= _SURE_LENGTH
    }


def _near(term: Term, choices: set[str], least: int) -> list[str]:
    """The choices most similar to the term, with a similarity of at least `least` (0 to 100)."""
    word = min(term.forms, key=len)
    found = process.extract(word, sorted(choices), scorer=fuzz.ratio, limit=_NEAR_WORDS, score_cutoff=least)
    best = found[0][1] if found else 0
    return [one for one, score, _number in found if score >= best - 5]
