"""What hangs on a partner or a person, and what a merge does with it. A relation without a rule stops every merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import Participation, Partner, Person
from engagements.services.relations import PART_RELATIONS, Rule, place_of, relations, rows_by

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

NAME_RULES: dict[type[Model], dict[str, Rule]] = {
    Person: {
        "aliases": Rule.UNITE,
        "participations": Rule.PAIR,
        "commitments": Rule.MOVE,
        "personruling.first": Rule.UNITE,
        "personruling.second": Rule.UNITE,
        "personlikeness.first": Rule.DERIVED,
        "personlikeness.second": Rule.DERIVED,
        "merged": Rule.STAY,
        "merges": Rule.STAY,
        "merge": Rule.STAY,
    },
    Partner: {
        "aliases": Rule.UNITE,
        "engagements": Rule.UNITE,
        "commitments": Rule.MOVE,
        "partnerruling.first": Rule.UNITE,
        "partnerruling.second": Rule.UNITE,
        "partnerlikeness.first": Rule.DERIVED,
        "partnerlikeness.second": Rule.DERIVED,
        "merged": Rule.STAY,
        "merges": Rule.STAY,
        "merge": Rule.STAY,
    },
}


def refuse_unknown(model: type[Model]) -> None:
    """Raises Refusal if a relation of `model`, of whichever app, has no rule: a merge would leave its rows behind."""
    unknown = sorted(relations(model).keys() - NAME_RULES[model])
    unknown += sorted(
        f"participation.{name}"
        for name in relations(Participation).keys() - PART_RELATIONS[Participation]
        if model is Person
    )
    if unknown:
        message = _("Merging is not prepared for a part of the record: %(parts)s. Tell the administrator.")
        raise Refusal(message % {"parts": ", ".join(unknown)})


def named(model: type[Model], number: int, *rules: Rule) -> dict[str, QuerySet[Any]]:
    """The rows that hang on name `number`, by relation, for the relations that have one of these rules."""
    return {name: rows_by(model, name, number) for name, rule in NAME_RULES[model].items() if rule in rules}


def column_of(model: type[Model], name: str) -> str:
    """The column by which the rows of a relation refer to the name."""
    return place_of(relations(model)[name])[1]
