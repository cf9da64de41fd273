"""Which entries of the search say what is asked for, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from arabic.lexemes import bare
from engagements.models import Searched
from engagements.paging import AtLeast
from engagements.permissions import Permission
from engagements.searching.expanding import Term, terms_of

if TYPE_CHECKING:
    from engagements.models import User
    from engagements.searching.asking import Asked

RANKED = 500
"""So many of the newest that say it are put in order; a search that finds more is better asked more closely."""
REGISTER = (Searched.ENGAGEMENT, Searched.COMMITMENT)
COUNTED = 1000
"""Entries are counted up to here."""
SAMPLED, WALKED = 2000, 40_000
"""Of so many of the newest it is seen whether what is asked is frequent; then so many are walked through at most."""
# Of a word's place, from the marks and forms without one to the title: D, C, B, A.
_WEIGHTS = "{0.1, 0.4, 0.6, 1.0}"
# The word as it was typed counts more than another form of it, in a title more than elsewhere, words in a row more than
# apart; of two that say it alike the newer one comes first.
_RANKED = """
    WITH found AS ({found})
    SELECT number, count(*) OVER () FROM found
    ORDER BY {coverage} + ts_rank(%(weights)s::real[], words, %(forms)s::tsquery)
        + 0.5 * ts_rank(%(weights)s::real[], words, %(every)s::tsquery) DESC, day DESC, number DESC
    LIMIT %(size)s OFFSET %(offset)s
"""
_FOUND = f"""
    SELECT number, day, words FROM engagements_searchentry
    WHERE what = %(what)s AND {{where}} AND {{wanted}} ORDER BY day DESC, number DESC LIMIT {RANKED}
"""  # noqa: S608 - a number of ours
# The newest are walked through, whatever they say, until enough of them say it: without OFFSET 0 the planner would
# collect all that say it and sort them, for it takes words in a row for rare.
_WALKED = f"""
    SELECT number, day, words FROM (
        SELECT number, day, words FROM engagements_searchentry
        WHERE what = %(what)s AND {{where}} ORDER BY day DESC, number DESC LIMIT {{walk}} OFFSET 0
    ) newest WHERE {{wanted}} LIMIT {RANKED}
"""  # noqa: S608 - a number of ours
_SAMPLE = f"SELECT count(*) FROM ({_WALKED}) one"  # noqa: S608 - our own statement


class Search:
    """What was asked, ready to be looked for in one kind of entries after another."""

    def __init__(self, asked: Asked, user: User) -> None:
        self.asked = asked
        self.everything = user.may(Permission.SEE_RESTRICTED)
        self.terms = terms_of(asked.words)
        self.phrases = [terms_of_phrase(phrase) for phrase in asked.phrases]
        self.some = False
        """Whether entries that say only some of the words count, too."""
        self._numbers: dict[tuple[Searched, bool], int] = {}

    @property
    def corrected(self) -> list[Term]:
        """The words that nothing says, which stand for others that are near to them."""
        return [term for term in self.terms if term.meant]

    def widened(self) -> Search:
        """Itself, counting what says only some of the words if nothing of the register says all of them."""
        if len(self.terms) > 1 and not any(self.number(what) for what in REGISTER):
            self.some = True
        return self

    def number(self, what: Searched) -> int:
        """How many entries there are, counted up to COUNTED."""
        asked = (what, self.some)
        if asked not in self._numbers:
            where, wanted, values = self._where(what)
            sql = f"SELECT count(*) FROM (SELECT 1 FROM engagements_searchentry WHERE what = %(what)s AND {where} AND {wanted} LIMIT {COUNTED + 1}) one"  # noqa: S608, E501
            ((number,),) = _rows(sql, what, values)
            self._numbers[asked] = AtLeast(COUNTED) if number > COUNTED else number
        return self._numbers[asked]

    def best(self, what: Searched, *, size: int, offset: int = 0) -> list[int]:
        """The numbers of `size` rows behind the first `offset`, of the RANKED newest that say it."""
        where, wanted, values = self._where(what)
        terms = [*self.terms, *(term for phrase in self.phrases for term in phrase)]
        forms = {form for term in terms for form in term.forms}
        every = {lexeme for term in terms for lexeme in _meant(term, what)}
        coverage = ["0"]
        for number, term in enumerate(self.terms):
            values |= {f"any{number}": _either(_meant(term, what)), f"own{number}": _either(term.forms)}
            coverage.append(f"(words @@ %(any{number})s::tsquery)::int * 2")
            coverage.append(f"(words @@ %(own{number})s::tsquery)::int * 0.5")
        if len(terms) > 1:
            values["row"] = " <-> ".join(f"({_either(term.forms)})" for term in terms)
            coverage.append("(words @@ %(row)s::tsquery)::int")
        values |= {
            "weights": _WEIGHTS,
            "forms": _either(forms),
            "every": _either(every),
            "size": size,
            "offset": offset,
        }
        ways = [_FOUND.format(where=where, wanted=wanted)]
        if self._frequent(what):
            ways.insert(0, _WALKED.format(where=where, wanted=wanted, walk=WALKED))
        rows: list[tuple[int, int]] = []
        for found in ways:
            rows = _rows(_RANKED.format(found=found, coverage=" + ".join(coverage)), what, values)
            if rows and rows[0][1] == RANKED:
                break
        return [number for number, _found in rows]

    def _frequent(self, what: Searched) -> bool:
        """Whether RANKED of them are sure to be among the newest, as far as a sample of those tells."""
        if not isinstance(self.number(what), AtLeast):
            return False
        where, wanted, values = self._where(what)
        ((number,),) = _rows(_SAMPLE.format(where=where, wanted=wanted, walk=SAMPLED), what, values)
        return int(number) * WALKED > 2 * RANKED * SAMPLED

    def _where(self, what: Searched) -> tuple[str, str, dict[str, Any]]:
        """What an entry must be, what it must say, and the values of both.

        All that people typed is in the values, as quoted lexemes.
        """
        asked = self.asked
        parts, values = [], {"what": what.value}
        queries = [_either(_meant(term, what)) for term in self.terms]
        wanted = [" | ".join(queries)] if self.some and queries else queries
        wanted += [" <-> ".join(_quoted(bare(word)) for word in phrase) for phrase in asked.phrases]
        wanted += ["!" + _quoted(bare(word)) for word in asked.without]
        if what == Searched.SOURCE and (asked.countries or asked.kinds):
            parts.append("false")  # a release as such is of no country and no kind
        wanted += [_either(f"={sign}{value}" for value in some) for sign, some in self._marks() if some]
        left_out = [f"=c{code}" for code in asked.not_countries] + [f"=k{kind}" for kind in asked.not_kinds]
        wanted += ["!" + _quoted(mark) for mark in left_out]
        if wanted:
            values["wanted"] = " & ".join(f"({one})" for one in wanted if one)
        if not self.everything:
            parts.append("NOT hidden")
        for name, sign in (("since", ">="), ("until", "<=")):
            if day := getattr(asked, name):
                values[name] = day
                parts.append(f"day {sign} %({name})s AND day > '0001-01-01'")
        return " AND ".join(parts) or "true", "words @@ %(wanted)s::tsquery" if wanted else "true", values

    def _marks(self) -> Sequence[tuple[str, list[str]]]:
        return (("c", self.asked.countries), ("k", self.asked.kinds))


def terms_of_phrase(words: Iterable[str]) -> list[Term]:
    """The words of a phrase are looked for as they are."""
    return [Term(word, {bare(word)}, set()) for word in words]


def _meant(term: Term, what: Searched) -> set[str]:
    """What the term is looked for by. That an engagement is about something does not say it of each follow-up."""
    if what != Searched.COMMITMENT:
        return term.lexemes
    return {lexeme for lexeme in term.lexemes if not lexeme.startswith("=t")}


def _rows(sql: str, what: Searched, values: dict[str, Any]) -> list[Any]:
    """With the kind of entry written out, by which the planner finds its index."""
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("what = %(what)s", f"what = '{what.value}'"), values)
        found: list[Any] = cursor.fetchall()
    return found


def _either(lexemes: Iterable[str]) -> str:
    return " | ".join(_quoted(lexeme) for lexeme in sorted(lexemes))


def _quoted(lexeme: str) -> str:
    """As a lexeme of a tsquery, whatever characters it has."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
