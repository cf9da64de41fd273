"""What was promised in an engagement, by whom, by when, and whether it was done."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext_lazy as _

from engagements.addresses import by_number
from engagements.models.commitment_queries import CommitmentQuerySet
from engagements.models.engagement import Engagement
from engagements.models.folded import folded
from engagements.models.partner import Partner
from engagements.models.person import Person
from engagements.models.terms import OPEN, CommitmentKind, CommitmentStatus, DueBasis, Rating
from engagements.models.unit import Unit

if TYPE_CHECKING:
    from datetime import date


_OPEN = Q(status__in=list(OPEN))


class Commitment(models.Model):
    """A follow-up. `transitions` says which statuses may follow which:

    open -> in progress, done, dropped; in progress -> open, done, dropped; done, dropped -> open (reopened).
    """

    TRANSITIONS: dict[str, frozenset[str]] = {
        CommitmentStatus.OPEN: frozenset(
            {CommitmentStatus.IN_PROGRESS, CommitmentStatus.DONE, CommitmentStatus.DROPPED}
        ),
        CommitmentStatus.IN_PROGRESS: frozenset(
            {CommitmentStatus.OPEN, CommitmentStatus.DONE, CommitmentStatus.DROPPED}
        ),
        CommitmentStatus.DONE: frozenset({CommitmentStatus.OPEN}),
        CommitmentStatus.DROPPED: frozenset({CommitmentStatus.OPEN}),
    }

    CHANGEABLE = (
        "status",
        "owner",
        "owner_unit_id",
        "owner_partner_id",
        "owner_person_id",
        "assignee_id",
        "due_on",
    )

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(_("kind"), max_length=20, choices=CommitmentKind.choices)
    text = models.TextField(_("text"))
    owner = models.CharField(_("owner as written"), max_length=300, blank=True)
    owner_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("own unit that must act"),
    )
    owner_partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("partner who must act"),
    )
    owner_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("person who must act"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_basis = models.CharField(
        _("where the due date comes from"), max_length=10, choices=DueBasis.choices, default=DueBasis.NONE
    )
    status = models.CharField(
        _("status"), max_length=20, choices=CommitmentStatus.choices, default=CommitmentStatus.OPEN
    )
    rating = models.CharField(
        _("rating"),
        max_length=10,
        choices=Rating.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    """That of the last progress update."""
    reference = models.CharField(
        _("number in the ministry's own list"), max_length=60, blank=True, default="", db_default=""
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    hidden = models.BooleanField(_("of a restricted engagement"), default=False, editable=False)
    """As its engagement's confidentiality has it; the database writes it, whatever is given."""
    about = ArrayField(models.TextField(), default=list, db_default=[], editable=False)
    """What its engagement is about, sorted: `country=JP`, `partner=12`, `topic=mining`; `made_on` is that one's date.
    The database writes both, whatever is given (migrations/register/follow_ups.sql)."""
    made_on = models.DateField(_("date of the engagement"), null=True, editable=False)
    first_country = models.GeneratedField(
        expression=Case(
            When(about__0__startswith="country=", then=Substr("about__0", len("country=") + 1)),
            default=Value(""),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    """By code; empty if none but the home country took part."""
    owner_key = models.GeneratedField(
        expression=Case(
            When(owner_unit__isnull=False, then=Concat(Value("1:"), Cast("owner_unit", models.TextField()))),
            When(
                owner_partner__isnull=False,
                then=Concat(Value("2:"), Cast("owner_partner", models.TextField())),
            ),
            When(
                owner_person__isnull=False, then=Concat(Value("3:"), Cast("owner_person", models.TextField()))
            ),
            When(owner="", then=Value("5:")),
            default=Concat(Value("4:"), "owner", output_field=models.TextField()),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    """Who must act, for putting together what the same must do: own units, partners, persons, words, nobody."""
    folded = folded("text", "owner")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CommitmentKind.values), name="commitment_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=CommitmentStatus.values), name="commitment_status_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_has_a_text"),
            models.CheckConstraint(
                condition=Q(due_on=None, due_basis=DueBasis.NONE)
                | Q(due_on__isnull=False, due_basis__in=[DueBasis.STATED, DueBasis.SET, DueBasis.DEFAULT]),
                name="commitment_due_date_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(owner_unit=None, owner_partner=None)
                | Q(owner_unit=None, owner_person=None)
                | Q(owner_partner=None, owner_person=None),
                name="commitment_has_one_linked_owner",
            ),
            models.CheckConstraint(
                condition=Q(rating__in=["", *Rating.values]), name="commitment_rating_known"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="commitment_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, status__in=list(OPEN))
                | Q(closed_on__isnull=False, status__in=[CommitmentStatus.DONE, CommitmentStatus.DROPPED]),
                name="commitment_closed_when_done_or_dropped",
            ),
        ]
        indexes = [
            models.Index(models.F("due_on").asc(nulls_last=True), "id", name="commitment_by_due_date"),
            models.Index(fields=["status", "due_on"], name="commitment_by_status"),
            models.Index(
                models.F("due_on").asc(nulls_last=True),
                "id",
                condition=_OPEN,
                include=["hidden"],
                name="commitment_open",
            ),
            models.Index(
                fields=["assignee", "id"],
                condition=_OPEN,
                include=["hidden"],
                name="commitment_open_by_assignee",
            ),
            models.Index(
                "owner_key",
                models.F("due_on").asc(nulls_last=True),
                "id",
                condition=_OPEN,
                include=["hidden"],
                name="commitment_open_by_owner",
            ),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="commitment_folded_trgm"),
            GinIndex(fields=["about"], name="commitment_about"),
            models.Index(
                fields=["made_on", "id"],
                condition=_OPEN,
                include=["hidden"],
                name="commitment_open_by_making",
            ),
            models.Index(
                fields=["first_country"],
                condition=_OPEN,
                include=["hidden"],
                name="commitment_open_by_country",
            ),
            models.Index(fields=["owner_key"], include=["status", "hidden"], name="commitment_by_owner"),
            models.Index(
                fields=["closed_on"],
                condition=Q(status=CommitmentStatus.DONE),
                include=["hidden"],
                name="commitment_done_by_day",
            ),
            # Covers the figures by month (follow_ups.dashboard), so that they are counted without reading rows.
            models.Index(fields=["made_on"], include=["status", "hidden"], name="commitment_by_making"),
            models.Index(
                fields=["closed_on"],
                condition=Q(closed_on__isnull=False),
                include=["status", "hidden", "made_on"],
                name="commitment_by_closing",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return by_number("follow_up") % self.pk

    @property
    def version(self) -> str:
        """A digest of everything a person can change here. A form carries it along, so that a change made
        meanwhile is noticed.
        """
        seen = "\x1f".join(str(getattr(self, name)) for name in self.CHANGEABLE)
        return sha256(seen.encode()).hexdigest()[:16]

    @property
    def country_codes(self) -> list[str]:
        """Codes of the engagement's countries without the home country, sorted."""
        return [fact.removeprefix("country=") for fact in self.about if fact.startswith("country=")]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def due_is_decided(self) -> bool:
        """Whether a person stated or set the due date. False for a date that was given by default."""
        return self.due_on is not None and self.due_basis != DueBasis.DEFAULT

    def days_late(self, today: date) -> int:
        """Days since the due date; negative before it; 0 without a due date or for a closed follow-up."""
        return (today - self.due_on).days if self.due_on and self.is_open else 0
