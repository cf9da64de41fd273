"""The search page over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.querystring import changed
from engagements.models import Searched
from engagements.names.ranking import BEGINS
from engagements.names.suggesting import SuggestedKind, suggest, surest
from engagements.permissions import Permission, require
from engagements.searching import showing
from engagements.searching.asking import asked_of
from engagements.searching.finding import Search
from engagements.searching.newest import RANKED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.models import User
    from engagements.searching.expanding import Term

LONGEST = 200
FEW, MANY = 5, 20
"""Results of one kind on the page of all kinds, and on a page of that kind alone."""
NAMED = 3
"""The most words of a query that are looked up among names."""
_SHOW = {
    Searched.ENGAGEMENT: ("engagements", showing.engagements),
    Searched.COMMITMENT: ("follow_ups", showing.commitments),
    Searched.SOURCE: ("releases", showing.sources),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches all of `q`: names, and engagements, follow-ups and releases; with `in` only one kind.

    If nothing matches all words, what matches some of them; words that the register does not contain are replaced by
    similar ones.
    """
    user = require(request, Permission.READ)
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    asked = asked_of(text)
    context: dict[str, Any] = {"text": text, "today": timezone.localdate(), "problems": asked.problems}
    context["asked"] = asked.anything
    if asked.anything:
        looked = Search(asked, user)
        context |= _found(looked, request.GET) | _names(asked.text, looked.terms, user)
        context["found"] = bool(
            context["total"] or context["countries"] or context["partners"] or context["people"]
        )
        if context["total"]:
            context["corrected"] = [(term.word, term.corrections[0]) for term in looked.corrected]
            context["some"] = looked.some
    return render(request, "engagements/search.html", context)


def _found(looked: Search, query: QueryDict) -> dict[str, Any]:
    looked.widened()
    numbers = {what: looked.number(what) for what in Searched}
    chosen = query.get("in", "")
    only = Searched(chosen) if chosen in Searched.values else None
    page = _page(query.get("page", "")) if only else 1
    found: dict[str, Any] = {
        "total": sum(numbers.values()),
        "tabs": _tabs(query, numbers, only),
        "only": only,
    }
    for what, (name, show) in _SHOW.items():
        found[f"{name}_total"] = numbers[what]
        found[name] = []
        if numbers[what] and only in {None, what}:
            few = MANY if only else FEW * (2 if what == Searched.ENGAGEMENT else 1)
            best = looked.best(what, size=few, offset=(page - 1) * MANY)
            found[name] = show(best, [*looked.terms, *(term for one in looked.phrases for term in one)])
            found[f"{name}_more"] = changed(query, **{"in": what.value, "page": None})
    if only:
        last = -(-min(numbers[only], RANKED) // MANY)
        found |= {"page": page, "last": last, "capped": numbers[only] > RANKED and page == last}
        found["newer"] = changed(query, page=str(page - 1) if page > 2 else None) if page > 1 else ""
        found["older"] = changed(query, page=str(page + 1)) if page < last else ""
    return found


def _page(number: str) -> int:
    highest = RANKED // MANY
    return (
        min(max(int(number), 1), highest) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    )


def _tabs(query: QueryDict, numbers: dict[Searched, int], only: Searched | None) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = [
        {"label": "", "n": None, "href": changed(query, **{"in": None, "page": None}), "current": not only}
    ]
    for what, number in numbers.items():
        href = changed(query, **{"in": what.value, "page": None})
        tabs.append({"label": what.label, "n": number, "href": href, "current": what == only})
    return tabs


def _names(text: str, terms: list[Term], user: User) -> dict[str, Any]:
    """Countries, organisations and people with the whole text as a name, or else one of its words.

    Names that are only similar are proposed only for words that the register does not contain: صناع is not الصين.
    """
    words = text.split()
    guess = not terms or any(term.may_be_name and not term.means_country for term in terms)
    if len(terms) == 1 and terms[0].means_country:
        text = terms[0].corrections[0]
    found: dict[str, Any] = {}
    kinds = (SuggestedKind.COUNTRY, SuggestedKind.PARTNER, SuggestedKind.PERSON)
    names = (("countries", "=c"), ("partners", "=p"), ("people", "=q"))
    for (name, sign), kind in zip(names, kinds, strict=True):
        whole = suggest(kind, text, user, limit=FEW, guess=guess)
        if not whole and len(words) > 1:
            # Only words that are, or sound like, names are looked up: looking up every word would take longest of all.
            named = [term.word for term in terms if any(one.startswith(sign) for one in term.marks)]
            each = (suggest(kind, word, user, limit=2, guess=guess) for word in named[:NAMED])
            whole = list({one.value: one for some in each for one in some if one.score >= 84}.values())
        # Similar words are too often taken for a country: صناعة, الصين.
        found[name] = [one for one in whole if kind is not SuggestedKind.COUNTRY or one.score >= BEGINS]
    sure = set(map(id, surest(one for some in found.values() for one in some)))
    return {name: [one for one in some if id(one) in sure] for name, some in found.items()}
