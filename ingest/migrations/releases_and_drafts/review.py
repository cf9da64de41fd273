"""The form as it was left, what became of each value, and what the bands were fitted to."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="DraftWork",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("fields", models.JSONField(verbose_name="fields")),
            ("saved_at", models.DateTimeField(verbose_name="saved at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="work", to="ingest.draft"
                ),
            ),
        ],
        options={
            "verbose_name": "unfinished review",
            "verbose_name_plural": "unfinished reviews",
            "constraints": [
                models.UniqueConstraint(fields=("draft", "by"), name="draft_work_once_per_editor")
            ],
        },
    ),
    migrations.CreateModel(
        name="ReviewEvent",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("field", models.CharField(max_length=320, verbose_name="field")),
            (
                "verdict",
                models.CharField(
                    choices=[
                        ("accepted", "Accepted"),
                        ("corrected", "Corrected"),
                        ("removed", "Removed"),
                        ("added", "Added"),
                    ],
                    max_length=10,
                    verbose_name="verdict",
                ),
            ),
            ("proposed", models.TextField(blank=True, verbose_name="proposed")),
            ("decided", models.TextField(blank=True, verbose_name="decided")),
            ("rule", models.CharField(blank=True, max_length=80, verbose_name="rule")),
            ("band", models.CharField(blank=True, max_length=10, verbose_name="confidence")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="review_events",
                    to="ingest.draft",
                ),
            ),
            (
                "month",
                models.GeneratedField(
                    db_persist=True,
                    expression=django.db.models.functions.comparison.Cast(
                        models.Func(
                            models.Value("month"),
                            models.Func(models.Value("Africa/Tripoli"), models.F("at"), function="timezone"),
                            function="date_trunc",
                        ),
                        models.DateField(),
                    ),
                    output_field=models.DateField(),
                ),
            ),
            ("outlet", models.CharField(blank=True, editable=False, max_length=200)),
            ("rules", models.CharField(blank=True, editable=False, max_length=60)),
            (
                "sort",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        models.Func(
                            models.F("field"),
                            models.Value(":.*$"),
                            models.Value(""),
                            function="regexp_replace",
                        ),
                        models.Value("\\.\\d+"),
                        models.Value(""),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                    output_field=models.CharField(max_length=320),
                ),
            ),
        ],
        options={
            "verbose_name": "review event",
            "verbose_name_plural": "review events",
            "ordering": ["at", "id"],
            "indexes": [
                models.Index(fields=["rule", "verdict"], name="review_event_by_rule"),
                models.Index(
                    fields=["sort", "rule", "band", "verdict", "month", "rules"], name="review_event_by_value"
                ),
                models.Index(fields=["outlet", "verdict", "month", "rules"], name="review_event_by_outlet"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("verdict__in", ["accepted", "corrected", "removed", "added"])),
                    name="review_event_verdict_known",
                ),
                models.UniqueConstraint(fields=("draft", "field"), name="review_event_once_per_field"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RuleBand",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("rule", models.CharField(max_length=80, unique=True, verbose_name="rule")),
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
            ("right", models.PositiveIntegerField(verbose_name="accepted")),
            ("total", models.PositiveIntegerField(verbose_name="decided")),
            ("fitted_at", models.DateTimeField(verbose_name="fitted at")),
        ],
        options={
            "verbose_name": "fitted confidence",
            "verbose_name_plural": "fitted confidences",
            "ordering": ["rule"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("right__lte", models.F("total"))), name="rule_band_right_of_total"
                ),
                models.CheckConstraint(
                    condition=models.Q(("band__in", ["sure", "check", "guess"])), name="rule_band_known"
                ),
            ],
        },
    ),
]
