"""What was proposed, and what was decided."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Draft",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("index", models.PositiveSmallIntegerField(verbose_name="number in the release")),
            ("proposal", models.JSONField(verbose_name="proposal")),
            ("title", models.CharField(max_length=500, verbose_name="title")),
            ("date", models.DateField(blank=True, null=True, verbose_name="date")),
            (
                "countries",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=2),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="countries",
                ),
            ),
            ("to_check", models.PositiveSmallIntegerField(default=0, verbose_name="values to check")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("pending", "Waiting for review"),
                        ("endorsed", "Waiting for a second person"),
                        ("approved", "Approved"),
                        ("rejected", "Rejected"),
                        ("merged", "Merged"),
                        ("replaced", "Split or joined"),
                    ],
                    default="pending",
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("created_at", models.DateTimeField(verbose_name="drafted at")),
            ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
            (
                "reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("not_an_engagement", "Not an engagement"),
                        ("duplicate", "Already in the register"),
                        ("not_ours", "Not the ministry's concern"),
                        ("unreadable", "The text is damaged or incomplete"),
                        ("other", "Another reason"),
                    ],
                    max_length=20,
                    verbose_name="reason",
                ),
            ),
            ("note", models.TextField(blank=True, verbose_name="note")),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="decided by",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="drafts",
                    to="engagements.engagement",
                ),
            ),
            (
                "run",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="ingest.parserun"
                ),
            ),
            (
                "release",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="ingest.release"
                ),
            ),
            (
                "merge",
                models.OneToOneField(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="draft",
                    to="engagements.merge",
                ),
            ),
            (
                "claimed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="open at",
                ),
            ),
            ("claimed_until", models.DateTimeField(blank=True, null=True, verbose_name="open until")),
            ("endorsed_at", models.DateTimeField(blank=True, null=True, verbose_name="first approved at")),
            (
                "endorsed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="first approved by",
                ),
            ),
            ("postponed_until", models.DateField(blank=True, null=True, verbose_name="put off until")),
            ("guesses", models.PositiveSmallIntegerField(default=0, verbose_name="guesses among them")),
            (
                "left_form",
                models.JSONField(blank=True, editable=False, null=True, verbose_name="form as it was left"),
            ),
            (
                "made_from",
                models.ManyToManyField(
                    blank=True, related_name="made_into", to="ingest.draft", verbose_name="made from"
                ),
            ),
        ],
        options={
            "verbose_name": "draft",
            "verbose_name_plural": "drafts",
            "ordering": ["created_at", "id"],
            "indexes": [
                models.Index(fields=["status", "created_at", "id"], name="draft_queue"),
                django.contrib.postgres.indexes.GinIndex(fields=["countries"], name="draft_countries"),
                models.Index(
                    condition=models.Q(("status", "pending")),
                    fields=["guesses", "to_check", "created_at", "id"],
                    name="draft_queue_easiest",
                ),
                models.Index(
                    condition=models.Q(("status", "pending")),
                    fields=["date", "id"],
                    name="draft_queue_by_date",
                ),
                models.Index(fields=["decided_by", "decided_at", "id"], name="draft_decided_lately"),
                models.Index(
                    condition=models.Q(("status", "pending")),
                    fields=["created_at", "id"],
                    include=(
                        "status",
                        "postponed_until",
                        "to_check",
                        "guesses",
                        "date",
                        "countries",
                        "release",
                    ),
                    name="draft_awake",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("release", "index"), name="draft_once_per_release_and_number"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "rejected"), models.Q(("reason", ""), _negated=True)),
                        models.Q(models.Q(("status", "rejected"), _negated=True), ("reason", "")),
                        _connector="OR",
                    ),
                    name="draft_rejected_for_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("merge__isnull", False), ("status", "merged")),
                        models.Q(models.Q(("status", "merged"), _negated=True), ("merge", None)),
                        _connector="OR",
                    ),
                    name="draft_merged_by_a_merge",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["pending", "endorsed", "approved", "rejected", "merged", "replaced"])
                    ),
                    name="draft_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at", None),
                            ("decided_by", None),
                            ("engagement", None),
                            ("status", "pending"),
                        ),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("engagement__isnull", False),
                            ("status__in", ["approved", "merged"]),
                        ),
                        models.Q(
                            ("decided_at", None),
                            ("decided_by", None),
                            ("endorsed_by__isnull", False),
                            ("engagement", None),
                            ("status", "endorsed"),
                        ),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("engagement", None),
                            ("status__in", ["rejected", "replaced"]),
                        ),
                        _connector="OR",
                    ),
                    name="draft_decision_complete",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("endorsed_at", None), ("endorsed_by", None)),
                        models.Q(
                            ("endorsed_at__isnull", False),
                            ("endorsed_by__isnull", False),
                            ("status__in", ["endorsed", "approved"]),
                        ),
                        _connector="OR",
                    ),
                    name="draft_endorsement_complete",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("endorsed_by", None),
                        ("decided_by", None),
                        models.Q(("endorsed_by", models.F("decided_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="draft_approved_by_a_second_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("claimed_until", None), ("status__in", ["pending", "endorsed"]), _connector="OR"
                    ),
                    name="draft_claimed_while_it_waits",
                ),
                models.CheckConstraint(
                    condition=models.Q(("postponed_until", None), ("status", "pending"), _connector="OR"),
                    name="draft_postponed_while_it_waits",
                ),
                models.CheckConstraint(
                    condition=models.Q(("guesses__lte", models.F("to_check"))),
                    name="draft_guesses_are_to_check",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("left_form__isnull", True),
                        ("status__in", ["endorsed", "approved", "merged"]),
                        _connector="OR",
                    ),
                    name="draft_form_left_by_a_decision",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "endorsed"), _negated=True),
                        ("left_form__isnull", False),
                        _connector="OR",
                    ),
                    name="draft_endorsed_as_it_was_left",
                ),
            ],
        },
    ),
]
