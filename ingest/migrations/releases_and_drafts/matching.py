"""What tells copies and accounts of one event, and what was judged of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="DraftPrint",
        fields=[
            (
                "draft",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="fingerprint",
                    serialize=False,
                    to="ingest.draft",
                ),
            ),
            ("version", models.PositiveSmallIntegerField()),
            ("days", django.contrib.postgres.fields.ranges.DateRangeField(null=True)),
            (
                "people",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), default=list, size=None
                ),
            ),
            ("facts", models.JSONField()),
            (
                "shingles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.IntegerField(), default=list, size=None
                ),
            ),
            (
                "bands",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.IntegerField(), default=list, size=None
                ),
            ),
            ("heard", models.JSONField(default=dict)),
            ("paired", models.PositiveSmallIntegerField(default=0)),
        ],
        options={
            "indexes": [
                django.contrib.postgres.indexes.GistIndex(fields=["days"], name="draft_print_days"),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False, fields=["people"], name="draft_print_people"
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False, fields=["bands"], name="draft_print_bands"
                ),
                models.Index(fields=["paired"], name="draft_print_paired"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReleasePrint",
        fields=[
            (
                "release",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="fingerprint",
                    serialize=False,
                    to="ingest.release",
                ),
            ),
            ("version", models.PositiveSmallIntegerField()),
            ("letters_sha256", models.CharField(blank=True, max_length=64)),
            (
                "shingles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.IntegerField(), default=list, size=None
                ),
            ),
            (
                "bands",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.IntegerField(), default=list, size=None
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("letters_sha256", ""), _negated=True),
                    fields=["letters_sha256"],
                    name="release_print_letters",
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False, fields=["bands"], name="release_print_bands"
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("letters_sha256__regex", "^([0-9a-f]{64})?$")),
                    name="release_print_letters_hex",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="MatchVerdict",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "judgement",
                models.CharField(
                    choices=[("same", "The same"), ("different", "Not the same"), ("later", "Put off")],
                    max_length=10,
                    verbose_name="verdict",
                ),
            ),
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
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="match_verdicts",
                    to="ingest.draft",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="match_verdicts",
                    to="engagements.engagement",
                ),
            ),
            (
                "other_draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="ingest.draft",
                ),
            ),
            (
                "other_release",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="ingest.release",
                ),
            ),
            (
                "release",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="match_verdicts",
                    to="ingest.release",
                ),
            ),
        ],
        options={
            "verbose_name": "verdict on a suggestion",
            "verbose_name_plural": "verdicts on suggestions",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("judgement__in", ["same", "different", "later"])),
                    name="match_verdict_judgement_known",
                ),
                models.UniqueConstraint(
                    fields=("draft", "other_draft", "engagement", "release", "other_release"),
                    name="match_verdict_once",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("draft__isnull", False),
                            ("engagement", None),
                            ("other_draft__gt", models.F("draft")),
                            ("other_draft__isnull", False),
                            ("other_release", None),
                            ("release", None),
                        ),
                        models.Q(
                            ("draft__isnull", False),
                            ("engagement__isnull", False),
                            ("other_draft", None),
                            ("other_release", None),
                            ("release", None),
                        ),
                        models.Q(
                            ("draft", None),
                            ("engagement", None),
                            ("other_draft", None),
                            ("other_release__gt", models.F("release")),
                            ("other_release__isnull", False),
                            ("release__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="match_verdict_on_one_pair",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SuggestedPair",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("score", models.FloatField(verbose_name="score")),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="pairs", to="ingest.draft"
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="suggested_pairs",
                    to="engagements.engagement",
                ),
            ),
            (
                "other_draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="ingest.draft",
                ),
            ),
        ],
        options={
            "verbose_name": "likely pair",
            "verbose_name_plural": "likely pairs",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("engagement", None), ("other_draft__isnull", False)),
                        models.Q(("engagement__isnull", False), ("other_draft", None)),
                        _connector="OR",
                    ),
                    name="suggested_pair_of_one_sort",
                ),
                models.UniqueConstraint(
                    fields=("draft", "other_draft", "engagement"),
                    name="suggested_pair_once",
                    nulls_distinct=False,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DoneReport",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("start", models.PositiveIntegerField(verbose_name="first character")),
            ("end", models.PositiveIntegerField(verbose_name="after the last character")),
            ("quote", models.TextField(verbose_name="quotation")),
            ("score", models.FloatField(verbose_name="score")),
            (
                "state",
                models.CharField(
                    choices=[("open", "Proposed"), ("accepted", "Accepted"), ("declined", "Declined")],
                    default="open",
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
            ("at", models.DateTimeField(blank=True, null=True, verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="done_reports",
                    to="engagements.commitment",
                ),
            ),
            (
                "release",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="done_reports",
                    to="ingest.release",
                ),
            ),
        ],
        options={
            "verbose_name": "report that something was done",
            "verbose_name_plural": "reports that something was done",
            "constraints": [
                models.UniqueConstraint(fields=("commitment", "release"), name="done_report_once"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "accepted", "declined"])),
                    name="done_report_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("end__gt", models.F("start")), models.Q(("quote", ""), _negated=True)
                    ),
                    name="done_report_quotes_a_place",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("at", None), ("by", None), ("state", "open")),
                        models.Q(
                            models.Q(("state", "open"), _negated=True),
                            ("at__isnull", False),
                            ("by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="done_report_decided_by_somebody",
                ),
            ],
        },
    ),
]
