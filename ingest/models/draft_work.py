"""What an editor typed into a draft and has not decided yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.models.draft import Draft


class DraftWork(models.Model):
    """The unfinished form of one editor over one draft, kept while it is typed: nothing typed is ever lost.

    `fields` is the form as the browser would send it: `{name: [value, ...]}`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="work")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(_("fields"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("unfinished review")
        verbose_name_plural = _("unfinished reviews")
        constraints = [models.UniqueConstraint(fields=["draft", "by"], name="draft_work_once_per_editor")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.by_id}"
