"""What hangs on a follow-up, and changes of many at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="ProgressUpdate",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "rating",
                models.CharField(
                    choices=[("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late")],
                    max_length=10,
                    verbose_name="rating",
                ),
            ),
            ("words", models.TextField(verbose_name="what was done")),
            ("next_step", models.CharField(blank=True, max_length=500, verbose_name="next step")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="progress",
                    to="engagements.commitment",
                ),
            ),
        ],
        options={
            "verbose_name": "progress update",
            "verbose_name_plural": "progress updates",
            "ordering": ["-at", "-id"],
            "indexes": [models.Index(fields=["commitment", "-at", "-id"], name="progress_of_a_follow_up")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("rating__in", ["on_track", "at_risk", "late"])),
                    name="progress_rating_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("words", ""), _negated=True), name="progress_has_words"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Proof",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="first character")),
            (
                "end",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="after the last character"),
            ),
            ("quote", models.TextField(blank=True, verbose_name="quotation")),
            (
                "file",
                models.FileField(blank=True, max_length=300, upload_to="proofs/%Y/%m", verbose_name="file"),
            ),
            ("filename", models.CharField(blank=True, max_length=255, verbose_name="file name")),
            ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
            ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
            ("words", models.TextField(blank=True, verbose_name="what it shows")),
            ("at", models.DateTimeField(verbose_name="at")),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="proofs",
                    to="engagements.commitment",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="proofs",
                    to="engagements.source",
                    verbose_name="source",
                ),
            ),
            (
                "withdrawn_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="withdrawn by",
                ),
            ),
        ],
        options={
            "verbose_name": "proof",
            "verbose_name_plural": "proofs",
            "ordering": ["at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("file", ""), ("filename", ""), ("sha256", ""), ("source__isnull", False)),
                        models.Q(
                            ("quote", ""),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            ("source", None),
                            models.Q(("file", ""), _negated=True),
                            models.Q(("filename", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="proof_is_a_source_or_a_file",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end", None), ("quote", ""), ("start", None)),
                        models.Q(models.Q(("quote", ""), _negated=True), ("end__gt", models.F("start"))),
                        _connector="OR",
                    ),
                    name="proof_quotes_a_place",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                        models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="proof_withdrawn_by_somebody",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Step",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("text", models.CharField(max_length=500, verbose_name="step")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
            ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            (
                "assignee",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="steps",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="assigned to",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="steps",
                    to="engagements.commitment",
                ),
            ),
        ],
        options={
            "verbose_name": "step",
            "verbose_name_plural": "steps",
            "ordering": ["position", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="step_has_a_text"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="BulkChange",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(verbose_name="at")),
            ("changes", models.JSONField(default=list, verbose_name="changes")),
            ("refused", models.JSONField(default=list, verbose_name="refused")),
            ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            (
                "left",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(), blank=True, default=list, size=None
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "undone_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="undone by",
                ),
            ),
        ],
        options={
            "verbose_name": "change of many follow-ups",
            "verbose_name_plural": "changes of many follow-ups",
            "ordering": ["-at", "-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("undone_at", None), ("undone_by", None)),
                        models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="bulk_change_undone_by_somebody",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="FollowUpImport",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(verbose_name="at")),
            ("file_name", models.CharField(max_length=255, verbose_name="file")),
            ("headers", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ("rows", models.JSONField()),
            (
                "numbers",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveIntegerField(), size=None
                ),
            ),
            ("mapping", models.JSONField(blank=True, default=dict)),
            ("reason", models.TextField(blank=True, verbose_name="reason")),
            ("carried_out_at", models.DateTimeField(blank=True, null=True, verbose_name="carried out at")),
            ("created", models.PositiveIntegerField(default=0, verbose_name="created")),
            ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            ("results", models.JSONField(blank=True, default=list)),
        ],
        options={
            "verbose_name": "import of follow-ups",
            "verbose_name_plural": "imports of follow-ups",
            "ordering": ["-pk"],
            "indexes": [models.Index(fields=["by", "-id"], name="follow_up_import_of_somebody")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("carried_out_at__isnull", False),
                        models.Q(("changed", 0), ("created", 0)),
                        _connector="OR",
                    ),
                    name="follow_up_import_counts_when_carried_out",
                )
            ],
        },
    ),
]
