"""Engagements, who took part, and which were merged."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import engagements.models.folded

TABLES = [
    migrations.CreateModel(
        name="Engagement",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("meeting", "Meeting"),
                        ("internal", "Internal meeting"),
                        ("call", "Call"),
                        ("visit", "Visit"),
                        ("conference", "Conference"),
                        ("signing", "Signing"),
                    ],
                    max_length=20,
                    verbose_name="kind",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                    default="held",
                    max_length=20,
                    verbose_name="status",
                ),
            ),
            ("title", models.CharField(max_length=500, verbose_name="title")),
            ("summary", models.TextField(blank=True, verbose_name="summary")),
            ("date", models.DateField(blank=True, null=True, verbose_name="date")),
            (
                "date_precision",
                models.CharField(
                    choices=[("day", "Day"), ("month", "Month"), ("year", "Year"), ("none", "Unknown")],
                    default="day",
                    max_length=10,
                    verbose_name="precision of the date",
                ),
            ),
            ("date_end", models.DateField(blank=True, null=True, verbose_name="last day")),
            ("date_as_written", models.CharField(blank=True, max_length=200, verbose_name="date as written")),
            ("city", models.CharField(blank=True, max_length=120, verbose_name="city")),
            (
                "confidentiality",
                models.CharField(
                    choices=[("open", "Open to all staff"), ("restricted", "Restricted")],
                    default="open",
                    max_length=20,
                    verbose_name="confidentiality",
                ),
            ),
            ("approved_at", models.DateTimeField(verbose_name="approved at")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(
                        django.db.models.functions.text.Concat(
                            models.F("title"),
                            models.Value(" "),
                            models.F("summary"),
                            models.Value(" "),
                            models.F("city"),
                            models.Value(" "),
                            output_field=models.TextField(),
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
            (
                "approved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="approved by",
                ),
            ),
            (
                "country",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="hosted",
                    to="engagements.country",
                    verbose_name="country",
                ),
            ),
            (
                "disputed",
                models.PositiveSmallIntegerField(
                    default=0, editable=False, verbose_name="unsettled disagreements"
                ),
            ),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged",
                    to="engagements.engagement",
                    verbose_name="merged into",
                ),
            ),
            (
                "partner_countries",
                models.ManyToManyField(
                    blank=True,
                    related_name="engagements",
                    to="engagements.country",
                    verbose_name="partner countries",
                ),
            ),
            (
                "partners",
                models.ManyToManyField(
                    blank=True, related_name="engagements", to="engagements.partner", verbose_name="partners"
                ),
            ),
            (
                "sources",
                models.ManyToManyField(
                    blank=True, related_name="engagements", to="engagements.source", verbose_name="sources"
                ),
            ),
            (
                "topics",
                models.ManyToManyField(
                    blank=True, related_name="engagements", to="engagements.topic", verbose_name="topics"
                ),
            ),
        ],
        options={
            "verbose_name": "engagement",
            "verbose_name_plural": "engagements",
            "ordering": [models.OrderBy(models.F("date"), descending=True, nulls_last=True), "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("date"), descending=True, nulls_last=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="engagement_timeline",
                ),
                models.Index(
                    condition=models.Q(("disputed__gt", 0)), fields=["id"], name="engagement_disputed"
                ),
                models.Index(fields=["approved_at"], name="engagement_recorded"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["meeting", "internal", "call", "visit", "conference", "signing"])
                    ),
                    name="engagement_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["planned", "held", "cancelled"])),
                    name="engagement_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("confidentiality__in", ["open", "restricted"])),
                    name="engagement_confidentiality_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("title", ""), _negated=True), name="engagement_has_a_title"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("date", None), ("date_precision", "none")),
                        models.Q(("date__isnull", False), ("date_precision", "day")),
                        models.Q(("date__day", 1), ("date__isnull", False), ("date_precision", "month")),
                        models.Q(
                            ("date__day", 1),
                            ("date__isnull", False),
                            ("date__month", 1),
                            ("date_precision", "year"),
                        ),
                        _connector="OR",
                    ),
                    name="engagement_date_fits_its_precision",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("date_end", None),
                        models.Q(("date_end__gte", models.F("date")), ("date_precision", "day")),
                        _connector="OR",
                    ),
                    name="engagement_ends_after_it_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into", None),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="engagement_not_merged_into_itself",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Participation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(blank=True, max_length=200, verbose_name="name as written")),
            ("role", models.CharField(blank=True, max_length=300, verbose_name="office as written")),
            (
                "organization",
                models.CharField(blank=True, max_length=300, verbose_name="organisation as written"),
            ),
            (
                "side",
                models.CharField(
                    choices=[("home", "Home side"), ("partner", "Partner side")],
                    max_length=10,
                    verbose_name="side",
                ),
            ),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            (
                "country",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="engagements.country",
                    verbose_name="country",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="participations",
                    to="engagements.engagement",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="participations",
                    to="engagements.person",
                ),
            ),
        ],
        options={
            "verbose_name": "participant",
            "verbose_name_plural": "participants",
            "ordering": ["engagement_id", "position", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name", ""), ("role", ""), _negated=True),
                    name="participation_has_name_or_office",
                ),
                models.CheckConstraint(
                    condition=models.Q(("side__in", ["home", "partner"])), name="participation_side_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("person", None), models.Q(("name", ""), _negated=True), _connector="OR"
                    ),
                    name="participation_of_a_person_has_a_name",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("person__isnull", False)),
                    fields=("engagement", "person"),
                    name="participation_once_per_person",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Approval",
        fields=[
            (
                "engagement",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="approval",
                    serialize=False,
                    to="engagements.engagement",
                ),
            ),
            ("changes", models.JSONField(default=list, verbose_name="changes")),
        ],
        options={
            "verbose_name": "approval",
            "verbose_name_plural": "approvals",
        },
    ),
    migrations.CreateModel(
        name="Merge",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "unified",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(), blank=True, default=list, size=None
                ),
            ),
            ("changes", models.JSONField(default=list, verbose_name="changes")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merges",
                    to="engagements.engagement",
                ),
            ),
            (
                "merged",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merge",
                    to="engagements.engagement",
                    verbose_name="merged engagement",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merges",
                    to="engagements.source",
                    verbose_name="source",
                ),
            ),
        ],
        options={
            "verbose_name": "merge",
            "verbose_name_plural": "merges",
            "ordering": ["-at", "-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("merged__isnull", False), ("source", None)),
                        models.Q(("merged", None), ("source__isnull", False)),
                        _connector="OR",
                    ),
                    name="merge_of_a_source_or_an_engagement",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged", None),
                        models.Q(("merged", models.F("engagement")), _negated=True),
                        _connector="OR",
                    ),
                    name="merge_of_two_engagements",
                ),
            ],
        },
    ),
]
