"""Columns that the database folds by itself (generated columns), so that no writer can forget to."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Concat


class Fold(models.Func):
    """SQL `sijill_fold(text)`, the counterpart of `arabic.folding.fold` in the database; a test compares the two."""

    function = "sijill_fold"
    output_field = models.TextField()


class Sounds(models.Func):
    """SQL `sijill_sounds(folded)`, the counterpart of `arabic.sounds.sounds` in the database; a test compares the
    two.
    """

    function = "sijill_sounds"
    output_field = models.TextField()


class Decompose(models.Func):
    """The text with letters and their marks separated (Unicode NFKD)."""

    template = "normalize(%(expressions)s, NFKD)"
    output_field = models.TextField()


def folded(*columns: str) -> models.GeneratedField:
    """A generated column with the folded text of `columns`, separated by spaces, for comparing and searching."""
    return _stored(Fold(_joined(columns)))


def sounding(*columns: str) -> models.GeneratedField:
    """A generated column with the sounds of the words in `columns`, which are the same for Arabic and Latin
    spellings.
    """
    return _stored(Sounds(Fold(Decompose(_joined(columns)))))


def _joined(columns: tuple[str, ...]) -> models.F | Concat:
    parts: list[models.F | models.Value] = []
    for column in columns:
        parts += [models.F(column), models.Value(" ")] if len(columns) > 1 else [models.F(column)]
    return Concat(*parts, output_field=models.TextField()) if len(columns) > 1 else models.F(columns[0])


def _stored(expression: models.Func) -> models.GeneratedField:
    return models.GeneratedField(expression=expression, output_field=models.TextField(), db_persist=True)
