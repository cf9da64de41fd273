"""Names that may mean the same partner or person: what the search proposes, and what somebody decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.partner import Partner
from engagements.models.person import Person


class Reason(models.TextChoices):
    """Why two names are proposed."""

    SAME = "same", _("the same name")
    LETTERS = "letters", _("the same letters, written otherwise")
    SPELLING = "spelling", _("nearly the same letters")
    SOUNDS = "sounds", _("the same sounds in the other script")
    PART = "part", _("one is a part of the other")


class PairVerdict(models.TextChoices):
    """What was decided about a pair. If the two are the same, they are merged, so there is no verdict for that."""

    DIFFERENT = "different", _("They differ")
    LATER = "later", _("Later")


class Pair(models.Model):
    """Two names of one kind, the lower number first. Subclasses define `first` and `second`."""

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="%(class)s_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="%(class)s_in_order"),
        ]


class Likeness(Pair):
    """A pair that the search proposes: a `score` from 0 to 100, the reason, and the two spellings that were compared.

    Every search replaces these rows. There is no foreign key constraint, so that a proposal never keeps a name from
    being deleted.
    """

    score = models.PositiveSmallIntegerField(_("likeness"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    first_spelling = models.CharField(max_length=300)
    second_spelling = models.CharField(max_length=300)

    class Meta(Pair.Meta):
        abstract = True
        ordering = ["-score", "-id"]
        indexes = [models.Index(fields=["-score", "-id"], name="%(class)s_likest")]


class Ruling(Pair):
    """What somebody decided about a pair of names, for good or until a day."""

    verdict = models.CharField(_("decision"), max_length=10, choices=PairVerdict.choices)
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta(Pair.Meta):
        abstract = True
        ordering = ["-at", "-id"]
        constraints = [
            *Pair.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verdict=PairVerdict.DIFFERENT, until=None)
                | Q(verdict=PairVerdict.LATER, until__isnull=False),
                name="%(class)s_later_until_a_day",
            ),
        ]


class PartnerLikeness(Likeness):
    first = models.ForeignKey(
        Partner, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    second = models.ForeignKey(Partner, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    class Meta(Likeness.Meta):
        verbose_name = _("likeness of partners")
        verbose_name_plural = _("likenesses of partners")

    def __str__(self) -> str:
        return f"{self.first_spelling} = {self.second_spelling}"


class PersonLikeness(Likeness):
    first = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    second = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    class Meta(Likeness.Meta):
        verbose_name = _("likeness of people")
        verbose_name_plural = _("likenesses of people")

    def __str__(self) -> str:
        return f"{self.first_spelling} = {self.second_spelling}"


class PartnerRuling(Ruling):
    first = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    class Meta(Ruling.Meta):
        verbose_name = _("decision about two partners")
        verbose_name_plural = _("decisions about two partners")

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class PersonRuling(Ruling):
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Ruling.Meta):
        verbose_name = _("decision about two people")
        verbose_name_plural = _("decisions about two people")

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class DuplicateSearch(models.Model):
    """The last search for duplicates among people or among partners: when it ran and what it looked at.

    `seen` is a digest of all names as they were then. While it is unchanged, a new search would find nothing new.
    """

    kind = models.CharField(_("kind"), max_length=10, primary_key=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    names = models.PositiveIntegerField(_("names"), default=0)
    pairs = models.PositiveIntegerField(_("pairs"), default=0)
    seen = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("search for duplicates")
        verbose_name_plural = _("searches for duplicates")

    def __str__(self) -> str:
        return self.kind

    @property
    def under_way(self) -> bool:
        """Whether the search was asked for and has not ended since."""
        return self.asked_at is not None and (self.ended_at is None or self.ended_at < self.asked_at)
