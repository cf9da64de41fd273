"""Which columns somebody wants in the files of a list."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnChoice(models.Model):
    """The columns that an account chose for files of the list `name`, in order. Names of columns that do not
    exist any more are ignored.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="column_choices"
    )
    name = models.CharField(_("list"), max_length=30)
    columns = ArrayField(models.CharField(max_length=30), verbose_name=_("columns"))

    class Meta:
        verbose_name = _("choice of columns")
        verbose_name_plural = _("choices of columns")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="column_choice_once_a_list")]

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"
