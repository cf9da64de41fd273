"""Who changed what, when, from what to what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    APPROVED = "approved", _("approved")
    ENDORSED = "endorsed", _("approved first")
    REJECTED = "rejected", _("rejected")
    POSTPONED = "postponed", _("put off")
    SPLIT = "split", _("split")
    JOINED = "joined", _("joined")
    SUBMITTED = "submitted", _("submitted")
    RETRIED = "retried", _("retried")
    ADDED = "added", _("added")
    REPORTED = "reported", _("reported progress")
    CHANGED = "changed", _("changed")
    EXPORTED = "exported", _("exported")
    MERGED = "merged", _("merged")
    UNDONE = "undone", _("undid")
    SETTLED = "settled", _("settled")
    REOPENED = "reopened", _("opened again")
    ISSUED = "issued", _("issued")
    REVOKED = "revoked", _("revoked")


class AuditEntry(models.Model):
    """One line of the trail. The database refuses to change or delete it (a trigger).

    `changes` is `{field: [before, after]}`, both as text or null. The actor's name is kept beside the
    account, so that the line can be read after the account is gone.
    """

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("by"),
    )
    actor_name = models.CharField(_("by"), max_length=200)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    subject_type = models.CharField(_("record"), max_length=50)
    subject_id = models.BigIntegerField(_("number of the record"), null=True)
    subject_label = models.CharField(_("record"), max_length=500)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(action__in=Action.values), name="audit_action_known")
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject_label}"
