"""What hangs on an engagement, and what a merge does with it. A relation without a rule stops every merge."""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import Commitment, Engagement, Participation, ProgressUpdate, Proof, Step
from engagements.services.journal import Snapshot, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet


class Rule(Enum):
    UNITE = "the survivor has what either had"
    PAIR = "moves; what is the same in both becomes one"
    MOVE = "moves as it is"
    SETTLED = "moves with its participant or commitment; what was settled of the engagement itself is dropped"
    STAY = "stays with the engagement that it names"
    DERIVED = "is worked out by the database"


RULES: dict[str, Rule] = {
    "partner_countries": Rule.UNITE,
    "partners": Rule.UNITE,
    "topics": Rule.UNITE,
    "sources": Rule.UNITE,
    "participations": Rule.PAIR,
    "commitments": Rule.PAIR,
    "evidence": Rule.MOVE,
    "drafts": Rule.MOVE,
    "settlements": Rule.SETTLED,
    "merges": Rule.STAY,
    "merge": Rule.STAY,
    "merged": Rule.STAY,
    "match_verdicts": Rule.STAY,
    "suggested_pairs": Rule.STAY,
    "approval": Rule.STAY,
    "appearances": Rule.DERIVED,
    "wording": Rule.DERIVED,
}
PART_RELATIONS: dict[type[Model], frozenset[str]] = {
    Participation: frozenset({"evidence", "settlements"}),
    Commitment: frozenset(
        {"evidence", "settlements", "progress", "proofs", "steps", "notices", "followed_by", "done_reports"}
    ),
}
"""What hangs on a part, and so goes to the part that it becomes one with."""
OF_COMMITMENTS: tuple[type[Model], ...] = (ProgressUpdate, Proof, Step)
"""What hangs on a follow-up alone, and goes wherever it goes."""


_NOTHING: Mapping[str, Iterable[Model]] = MappingProxyType({})


@cache
def relations(model: type[Model]) -> Mapping[str, Any]:
    """Every relation by which rows hang on a row of `model`, by its name there. Foreign keys of the row itself
    are not among them.
    """
    found: dict[str, Any] = {}
    field: Any
    for field in model._meta.get_fields(include_hidden=True):
        if not field.is_relation or getattr(field.related_model, "_meta", None) is None:
            continue
        if field.auto_created and not field.concrete:
            # Tables of many-to-many fields are listed under the field itself, below.
            if field.related_model._meta.auto_created is not False:
                continue
            hidden = f"{field.related_model._meta.model_name}.{field.field.name}"
            found[hidden if field.hidden else field.get_accessor_name() or hidden] = field
        elif field.many_to_many:
            found[field.name] = field
    return MappingProxyType(found)


def refuse_unknown() -> None:
    """Raises Refusal if a relation has no rule: a merge would leave its rows behind."""
    unknown = sorted(relations(Engagement).keys() - RULES)
    for model, known in PART_RELATIONS.items():
        unknown += sorted(f"{model._meta.model_name}.{name}" for name in relations(model).keys() - known)
    if unknown:
        message = _("Merging is not prepared for a part of the record: %(parts)s. Tell the administrator.")
        raise Refusal(message % {"parts": ", ".join(unknown)})


def rows(name: str, number: int) -> QuerySet[Any]:
    """The rows that hang on engagement `number` by this relation; for many-to-many, rows of the table in between."""
    return rows_by(Engagement, name, number)


def rows_by(model: type[Model], name: str, number: int) -> QuerySet[Any]:
    """As `rows`, for a record of any `model`."""
    table, column = place_of(relations(model)[name])
    found: QuerySet[Any] = table._base_manager.filter(**{column: number})
    return found


def place_of(field: Any) -> tuple[Any, str]:
    """The model whose rows a relation gives, and the column by which these refer to the record."""
    if not field.many_to_many:
        return field.related_model, field.field.attname
    if field.concrete:
        return field.remote_field.through, f"{field.m2m_field_name()}_id"
    return field.through, f"{field.field.m2m_reverse_field_name()}_id"


def closure(*numbers: int, at_hand: Mapping[str, Iterable[Model]] = _NOTHING) -> Snapshot:
    """The engagements with everything that a merge may move, as it is now.

    `at_hand` has the rows of relations that were just written and so need not be read.
    """
    found = rows_of(Engagement._base_manager.filter(pk__in=numbers))
    for name, rule in RULES.items():
        if name in at_hand:
            found |= rows_of(at_hand[name])
        elif rule not in {Rule.STAY, Rule.DERIVED}:
            for number in numbers:
                found |= rows_of(rows(name, number))
    if "commitments" not in at_hand:
        for model in OF_COMMITMENTS:
            found |= rows_of(model._base_manager.filter(commitment__engagement__in=numbers))
    return found
