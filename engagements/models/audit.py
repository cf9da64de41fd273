"""The audit trail: who changed what, when, from which value to which."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.origin import Via


def fields_of_changes() -> models.Func:
    """SQL for the names of the changed fields, as a JSON array; the same expression as the index uses."""
    return models.Func(
        "changes",
        template="jsonb_path_query_array(%(expressions)s, '$.keyvalue().key')",
        output_field=models.JSONField(),
    )


def words_of_entry() -> models.Func:
    """SQL for the folded words of record and note; the same expression as the index uses."""
    return models.Func(
        "subject_label",
        "note",
        arg_joiner=" || ' ' || ",
        template="to_tsvector('simple'::regconfig, sijill_fold(%(expressions)s))",
        output_field=SearchVectorField(),
    )


def words_of_record() -> models.Func:
    """SQL for the folded words of the record alone."""
    return models.Func(
        "subject_label",
        template="to_tsvector('simple'::regconfig, sijill_fold(%(expressions)s))",
        output_field=SearchVectorField(),
    )


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
    DELETED = "deleted", _("deleted")
    DOWNLOADED = "downloaded", _("downloaded")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    LOCKED_OUT = "locked_out", _("was locked out")
    UNLOCKED = "unlocked", _("unlocked")
    SECOND_FACTOR_ADDED = "second_factor_added", _("added a second factor")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("removed a second factor")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("made recovery codes")
    PASSWORD_CHANGED = "password_changed", _("changed a password")
    PASSWORD_RESET = "password_reset", _("asked for a new password")
    PROVIDER_LINKED = "provider_linked", _("linked a sign-in provider")
    PROVIDER_UNLINKED = "provider_unlinked", _("unlinked a sign-in provider")
    SESSION_ENDED = "session_ended", _("ended a session")
    INVITED = "invited", _("invited")
    JOINED_REGISTER = "joined_register", _("took up an invitation")
    DEACTIVATED = "deactivated", _("deactivated")
    REACTIVATED = "reactivated", _("reactivated")
    HANDED_OVER = "handed_over", _("handed over")
    ROLE_CHANGED = "role_changed", _("changed a role")
    GROUP_CHANGED = "group_changed", _("changed the restricted group")
    BACKED_UP = "backed_up", _("made a backup")
    RESTORED = "restored", _("put a backup back")


class AuditEntry(models.Model):
    """One entry of the trail. A trigger refuses to change or delete it.

    `changes` is `{field: [before, after]}`, both as text or null. The actor's name is stored beside the account, so
    that the entry can be read after the account is gone; if nobody was signed in, it is the name that was given.
    `address`, `request_id` and `via` say where the change came from (`engagements.origin`); they are empty in entries
    of versions that did not record it.
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
    action = models.CharField(_("action"), max_length=30, choices=Action.choices)
    subject_type = models.CharField(_("record"), max_length=50)
    subject_id = models.BigIntegerField(_("number of the record"), null=True)
    subject_label = models.CharField(_("record"), max_length=500)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True, default="", db_default="")
    via = models.CharField(
        _("by way of"), max_length=10, choices=Via.choices, blank=True, default="", db_default=""
    )

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
            models.Index(fields=["subject_type", "-at", "-id"], name="audit_by_kind"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["actor_name", "-at", "-id"], name="audit_by_name"),
            models.Index(
                fields=["address", "-at", "-id"],
                name="audit_by_address",
                condition=models.Q(address__isnull=False),
            ),
            GinIndex(fields_of_changes(), name="audit_by_field"),
            GinIndex(words_of_entry(), name="audit_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject_label}"
