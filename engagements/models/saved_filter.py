"""A filtered list that an account saved under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A list with its filters: the address `path`?`query`.

    What was recorded after `seen_at` is new to the owner. While the owner looks at it, what was recorded after
    `seen_before` is marked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(_("list"), max_length=200)
    query = models.TextField(_("filter"), blank=True)
    seen_at = models.DateTimeField(_("last visit"))
    seen_before = models.DateTimeField(_("visit before the last"))

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once_a_user"),
            models.UniqueConstraint("user", "path", MD5("query"), name="saved_filter_once_a_user"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
            models.CheckConstraint(
                condition=Q(seen_before__lte=F("seen_at")), name="saved_filter_visits_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address that marks the list as seen and redirects to it."""
        return reverse("saved_filter", args=[self.pk])

    @property
    def address(self) -> str:
        """The address of the list itself."""
        return f"{self.path}?{self.query}" if self.query else self.path
