"""The evidence of each value, what settled a disagreement, and the trail."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Evidence",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("field", models.CharField(max_length=320, verbose_name="field")),
            ("start", models.PositiveIntegerField(verbose_name="first character")),
            ("end", models.PositiveIntegerField(verbose_name="after the last character")),
            ("quote", models.TextField(verbose_name="quotation")),
            ("value", models.TextField(blank=True, verbose_name="value as this source has it")),
            ("rule", models.CharField(blank=True, max_length=80, verbose_name="rule")),
            (
                "band",
                models.CharField(
                    choices=[
                        ("sure", "Sure"),
                        ("check", "To check"),
                        ("guess", "Not sure"),
                        ("hand", "By hand"),
                    ],
                    max_length=10,
                    verbose_name="confidence",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("accepted", "Accepted"),
                        ("corrected", "Corrected"),
                        ("added", "Added by hand"),
                    ],
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="evidence",
                    to="engagements.commitment",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="evidence",
                    to="engagements.engagement",
                ),
            ),
            (
                "participation",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="evidence",
                    to="engagements.participation",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="evidence",
                    to="engagements.source",
                ),
            ),
        ],
        options={
            "verbose_name": "evidence",
            "verbose_name_plural": "evidence",
            "ordering": ["engagement_id", "source_id", "start", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("end__gt", models.F("start"))), name="evidence_quotes_something"
                ),
                models.CheckConstraint(
                    condition=models.Q(("quote", ""), _negated=True), name="evidence_has_a_quotation"
                ),
                models.CheckConstraint(
                    condition=models.Q(("band__in", ["sure", "check", "guess", "hand"])),
                    name="evidence_band_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["accepted", "corrected", "added"])),
                    name="evidence_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("participation", None), ("commitment", None), _connector="OR"),
                    name="evidence_of_one_part",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Settlement",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("field", models.CharField(max_length=30, verbose_name="field")),
            ("value", models.TextField(blank=True, verbose_name="value")),
            (
                "values",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), size=None, verbose_name="values weighed"
                ),
            ),
            ("before", models.JSONField(default=dict, verbose_name="before")),
            ("note", models.TextField(blank=True, verbose_name="note")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="settlements",
                    to="engagements.commitment",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="settlements",
                    to="engagements.engagement",
                ),
            ),
            (
                "participation",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="settlements",
                    to="engagements.participation",
                ),
            ),
        ],
        options={
            "verbose_name": "settled disagreement",
            "verbose_name_plural": "settled disagreements",
            "ordering": ["at", "id"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("engagement", "participation", "commitment", "field"),
                    name="settlement_once_per_field",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(("participation", None), ("commitment", None), _connector="OR"),
                    name="settlement_of_one_part",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AuditEntry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(verbose_name="at")),
            ("actor_name", models.CharField(max_length=200, verbose_name="by")),
            (
                "action",
                models.CharField(
                    choices=[
                        ("approved", "approved"),
                        ("endorsed", "approved first"),
                        ("rejected", "rejected"),
                        ("postponed", "put off"),
                        ("split", "split"),
                        ("joined", "joined"),
                        ("submitted", "submitted"),
                        ("retried", "retried"),
                        ("added", "added"),
                        ("reported", "reported progress"),
                        ("changed", "changed"),
                        ("exported", "exported"),
                        ("merged", "merged"),
                        ("undone", "undid"),
                        ("settled", "settled"),
                        ("reopened", "opened again"),
                        ("issued", "issued"),
                        ("revoked", "revoked"),
                    ],
                    max_length=20,
                    verbose_name="action",
                ),
            ),
            ("subject_type", models.CharField(max_length=50, verbose_name="record")),
            ("subject_id", models.BigIntegerField(null=True, verbose_name="number of the record")),
            ("subject_label", models.CharField(max_length=500, verbose_name="record")),
            ("note", models.TextField(blank=True, verbose_name="note")),
            ("changes", models.JSONField(default=dict, verbose_name="changes")),
            (
                "actor",
                models.ForeignKey(
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
        ],
        options={
            "verbose_name": "audit entry",
            "verbose_name_plural": "audit entries",
            "ordering": ["-at", "-id"],
            "indexes": [
                models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"),
                models.Index(fields=["-at", "-id"], name="audit_by_time"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "action__in",
                            [
                                "approved",
                                "endorsed",
                                "rejected",
                                "postponed",
                                "split",
                                "joined",
                                "submitted",
                                "retried",
                                "added",
                                "reported",
                                "changed",
                                "exported",
                                "merged",
                                "undone",
                                "settled",
                                "reopened",
                                "issued",
                                "revoked",
                            ],
                        )
                    ),
                    name="audit_action_known",
                )
            ],
        },
    ),
]
