"""Finds the entries of the search index that match, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from arabic.lexemes import bare
from engagements.models import Searched
from engagements.permissions import Permission
from engagements.searching.expanding import Term, terms_of
from engagements.searching.newest import Newest, Wanted, newest

if TYPE_CHECKING:
    from engagements.models import User
    from engagements.searching.asking import Query

REGISTER = (Searched.ENGAGEMENT, Searched.COMMITMENT)
# Weights of the places of a word in an entry: D, C, B, A (A is the title, D are marks and other forms).
_WEIGHTS = "{0.1, 0.4, 0.6, 1.0}"
# The ranking: the typed form counts more than other forms, the title more than other places, adjacent words more than
# separate ones; of equal entries the newer comes first.
_RANKED = """
    SELECT number FROM engagements_searchentry WHERE what = %(what)s AND number = ANY (%(numbers)s)
    ORDER BY {coverage} + ts_rank(%(weights)s::real[], words, %(forms)s::tsquery)
        + 0.5 * ts_rank(%(weights)s::real[], words, %(every)s::tsquery) DESC, day DESC, number DESC
    LIMIT %(size)s OFFSET %(offset)s
"""
# Only releases that the register cites.
_CITED = (
    "EXISTS (SELECT FROM engagements_engagement_sources m JOIN engagements_engagement e ON e.id = m.engagement_id"
    " WHERE m.source_id = number AND e.merged_into_id IS NULL)"
)


class Search:
    """A search, to be run for one kind of entries after another."""

    def __init__(self, asked: Query, user: User) -> None:
        self.asked = asked
        self.everything = user.sees_restricted
        self.every_release = user.may(Permission.SEE_RELEASES)
        self.terms = terms_of(asked.words)
        self.phrases = [terms_of_phrase(phrase) for phrase in asked.phrases]
        self.some = False
        """Whether entries with only some of the words match too."""
        self._newest: dict[tuple[Searched, bool], Newest] = {}

    @property
    def corrected(self) -> list[Term]:
        """The words that the register does not contain and that were replaced by similar ones."""
        return [term for term in self.terms if term.corrections]

    def widened(self) -> Search:
        """Returns itself. If no record contains all words, entries with only some of them match from now on."""
        if len(self.terms) > 1 and not any(self.number(what) for what in REGISTER):
            self.some = True
        return self

    def number(self, what: Searched) -> int:
        """The number of matches of this kind, counted up to newest.COUNTED."""
        return self._found(what).total

    def best(self, what: Searched, *, size: int, offset: int = 0) -> list[int]:
        """The ids of the best `size` matches after the first `offset`; ranked are only the newest ones."""
        terms = [*self.terms, *(term for phrase in self.phrases for term in phrase)]
        forms = {form for term in terms for form in term.forms}
        every = {lexeme for term in terms for lexeme in _meant(term, what)}
        values: dict[str, Any] = {
            "what": what.value,
            "numbers": self._found(what).numbers,
            "weights": _WEIGHTS,
            "forms": _either(forms),
            "every": _either(every),
            "size": size,
            "offset": offset,
        }
        coverage = ["0"]
        for number, term in enumerate(self.terms):
            values |= {f"any{number}": _either(_meant(term, what)), f"own{number}": _either(term.forms)}
            coverage.append(f"(words @@ %(any{number})s::tsquery)::int * 2")
            coverage.append(f"(words @@ %(own{number})s::tsquery)::int * 0.5")
        if len(terms) > 1:
            values["row"] = " <-> ".join(f"({_either(term.forms)})" for term in terms)
            coverage.append("(words @@ %(row)s::tsquery)::int")
        with connection.cursor() as cursor:
            cursor.execute(_RANKED.format(coverage=" + ".join(coverage)), values)
            return [number for (number,) in cursor.fetchall()]

    def _found(self, what: Searched) -> Newest:
        asked = (what, self.some)
        if asked not in self._newest:
            self._newest[asked] = newest(self._wanted(what))
        return self._newest[asked]

    def _wanted(self, what: Searched) -> Wanted:
        """The SQL conditions of a match. What people typed is only in the values, as quoted lexemes."""
        asked = self.asked
        conditions: list[str] = []
        values: dict[str, Any] = {}
        queries = [_either(_meant(term, what)) for term in self.terms]
        wanted = [" | ".join(queries)] if self.some and queries else queries
        wanted += [" <-> ".join(_quoted(bare(word)) for word in phrase) for phrase in asked.phrases]
        wanted += ["!" + _quoted(bare(word)) for word in asked.without]
        if what == Searched.SOURCE and (asked.countries or asked.kinds):
            conditions.append("false")  # a release itself has no country and no kind
        wanted += [_either(f"={sign}{value}" for value in some) for sign, some in self._marks() if some]
        left_out = [f"=c{code}" for code in asked.not_countries] + [f"=k{kind}" for kind in asked.not_kinds]
        wanted += ["!" + _quoted(mark) for mark in left_out]
        if wanted:
            values["wanted"] = " & ".join(f"({one})" for one in wanted if one)
            conditions.append("words @@ %(wanted)s::tsquery")
        if not self.everything:
            conditions.append("NOT hidden")
        if what == Searched.SOURCE and not self.every_release:
            conditions.append(_CITED)
        for name, sign in (("since", ">="), ("until", "<=")):
            if day := getattr(asked, name):
                values[name] = day
                conditions.append(f"day {sign} %({name})s AND day > '0001-01-01'")
        said = any(not one.startswith("!") for one in wanted)
        return Wanted(what, conditions, values, said, asked.since, asked.until)

    def _marks(self) -> Sequence[tuple[str, list[str]]]:
        return (("c", self.asked.countries), ("k", self.asked.kinds))


def terms_of_phrase(words: Iterable[str]) -> list[Term]:
    """The terms of a phrase; its words are not expanded."""
    return [Term(word, {bare(word)}, set()) for word in words]


def _meant(term: Term, what: Searched) -> set[str]:
    """The lexemes of a term for this kind of entry. Topics are left out for follow-ups: the topic of an engagement
    is not that of each of its follow-ups.
    """
    if what != Searched.COMMITMENT:
        return term.lexemes
    return {lexeme for lexeme in term.lexemes if not lexeme.startswith("=t")}


def _either(lexemes: Iterable[str]) -> str:
    return " | ".join(_quoted(lexeme) for lexeme in sorted(lexemes))


def _quoted(lexeme: str) -> str:
    """The lexeme quoted for a tsquery, whatever characters it has."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
