"""A condition on many numbers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Func, Value

if TYPE_CHECKING:
    from collections.abc import Iterable


def among(column: str, numbers: Iterable[int]) -> Func:
    """Whether `column` is one of `numbers`. For hundreds and thousands of them.

    They are one parameter: with `column__in` each is adapted by itself, and the statement is taken apart anew.
    """
    array = Value(f"{{{','.join(map(str, numbers))}}}")
    return Func(
        column,
        array,
        template="%(expressions)s::bigint[])",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
