"""What an engagement was about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.wording import in_page_language


class Topic(models.Model):
    """One entry of the vocabulary of topics, loaded by `load_vocabularies`. The reader writes its `code`."""

    code = models.SlugField(_("code"), primary_key=True, max_length=30)
    name_ar = models.CharField(_("name in Arabic"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page."""
        return in_page_language(self.name_ar, self.name_en)
