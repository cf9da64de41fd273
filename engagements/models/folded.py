"""Columns that the database folds by itself, so that no writer can forget to."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Concat


class Fold(models.Func):
    """`sijill_fold(text)`: the database's twin of `arabic.folding.fold` (a test compares the two)."""

    function = "sijill_fold"
    output_field = models.TextField()


def folded(*columns: str) -> models.GeneratedField:
    """A stored column with the folded text of `columns`, a blank between them, for comparing, searching."""
    parts: list[models.F | models.Value] = []
    for column in columns:
        parts += [models.F(column), models.Value(" ")] if len(columns) > 1 else [models.F(column)]
    text = Concat(*parts, output_field=models.TextField()) if len(parts) > 1 else parts[0]
    return models.GeneratedField(expression=Fold(text), output_field=models.TextField(), db_persist=True)
