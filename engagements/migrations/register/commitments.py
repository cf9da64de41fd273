"""What was promised."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import engagements.models.folded

TABLES = [
    migrations.CreateModel(
        name="Commitment",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("agreed", "Agreed"),
                        ("signed", "Signed"),
                        ("directed", "Directed"),
                        ("pledged", "Pledged"),
                        ("requested", "Requested"),
                    ],
                    max_length=20,
                    verbose_name="kind",
                ),
            ),
            ("text", models.TextField(verbose_name="text")),
            ("owner", models.CharField(blank=True, max_length=300, verbose_name="owner as written")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
            (
                "due_basis",
                models.CharField(
                    choices=[
                        ("stated", "Stated in the release"),
                        ("set", "Set by the ministry"),
                        ("default", "By default"),
                        ("none", "No due date"),
                    ],
                    default="none",
                    max_length=10,
                    verbose_name="where the due date comes from",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("open", "Open"),
                        ("in_progress", "In progress"),
                        ("done", "Done"),
                        ("dropped", "Dropped"),
                    ],
                    default="open",
                    max_length=20,
                    verbose_name="status",
                ),
            ),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(
                        django.db.models.functions.text.Concat(
                            models.F("text"),
                            models.Value(" "),
                            models.F("owner"),
                            models.Value(" "),
                            output_field=models.TextField(),
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
            (
                "assignee",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="commitments",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="assigned to",
                ),
            ),
            (
                "engagement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="commitments",
                    to="engagements.engagement",
                ),
            ),
            (
                "owner_partner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="commitments",
                    to="engagements.partner",
                    verbose_name="partner who must act",
                ),
            ),
            (
                "owner_person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="commitments",
                    to="engagements.person",
                    verbose_name="person who must act",
                ),
            ),
            (
                "hidden",
                models.BooleanField(default=False, editable=False, verbose_name="of a restricted engagement"),
            ),
            (
                "rating",
                models.CharField(
                    blank=True,
                    choices=[("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late")],
                    db_default="",
                    default="",
                    editable=False,
                    max_length=10,
                    verbose_name="rating",
                ),
            ),
            (
                "reference",
                models.CharField(
                    blank=True,
                    db_default="",
                    default="",
                    max_length=60,
                    verbose_name="number in the ministry's own list",
                ),
            ),
            (
                "owner_unit",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="commitments",
                    to="engagements.unit",
                    verbose_name="own unit that must act",
                ),
            ),
            (
                "about",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), db_default=[], default=list, editable=False, size=None
                ),
            ),
            ("made_on", models.DateField(editable=False, null=True, verbose_name="date of the engagement")),
            (
                "owner_key",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(
                            owner_unit__isnull=False,
                            then=django.db.models.functions.text.Concat(
                                models.Value("1:"),
                                django.db.models.functions.comparison.Cast("owner_unit", models.TextField()),
                            ),
                        ),
                        models.When(
                            owner_partner__isnull=False,
                            then=django.db.models.functions.text.Concat(
                                models.Value("2:"),
                                django.db.models.functions.comparison.Cast(
                                    "owner_partner", models.TextField()
                                ),
                            ),
                        ),
                        models.When(
                            owner_person__isnull=False,
                            then=django.db.models.functions.text.Concat(
                                models.Value("3:"),
                                django.db.models.functions.comparison.Cast(
                                    "owner_person", models.TextField()
                                ),
                            ),
                        ),
                        models.When(owner="", then=models.Value("5:")),
                        default=django.db.models.functions.text.Concat(
                            models.Value("4:"), "owner", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    ),
                    output_field=models.TextField(),
                ),
            ),
            (
                "first_country",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(
                            about__0__startswith="country=",
                            then=django.db.models.functions.text.Substr("about__0", 9),
                        ),
                        default=models.Value(""),
                    ),
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "verbose_name": "commitment",
            "verbose_name_plural": "commitments",
            "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("due_on"), nulls_last=True),
                    models.F("id"),
                    name="commitment_by_due_date",
                ),
                models.Index(fields=["status", "due_on"], name="commitment_by_status"),
                django.contrib.postgres.indexes.GinIndex(
                    fields=["folded"], name="commitment_folded_trgm", opclasses=["gin_trgm_ops"]
                ),
                models.Index(
                    models.OrderBy(models.F("due_on"), nulls_last=True),
                    models.F("id"),
                    condition=models.Q(("status__in", ["open", "in_progress"])),
                    include=("hidden",),
                    name="commitment_open",
                ),
                django.contrib.postgres.indexes.GinIndex(fields=["about"], name="commitment_about"),
                models.Index(
                    condition=models.Q(("status__in", ["open", "in_progress"])),
                    fields=["made_on", "id"],
                    include=("hidden",),
                    name="commitment_open_by_making",
                ),
                models.Index(
                    condition=models.Q(("status__in", ["open", "in_progress"])),
                    fields=["first_country"],
                    include=("hidden",),
                    name="commitment_open_by_country",
                ),
                models.Index(fields=["owner_key"], include=("status", "hidden"), name="commitment_by_owner"),
                models.Index(
                    condition=models.Q(("status", "done")),
                    fields=["closed_on"],
                    include=("hidden",),
                    name="commitment_done_by_day",
                ),
                models.Index(fields=["made_on"], include=("status", "hidden"), name="commitment_by_making"),
                models.Index(
                    condition=models.Q(("closed_on__isnull", False)),
                    fields=["closed_on"],
                    include=("status", "hidden", "made_on"),
                    name="commitment_by_closing",
                ),
                models.Index(
                    models.F("owner_key"),
                    models.OrderBy(models.F("due_on"), nulls_last=True),
                    models.F("id"),
                    condition=models.Q(("status__in", ["open", "in_progress"])),
                    include=("hidden",),
                    name="commitment_open_by_owner",
                ),
                models.Index(
                    condition=models.Q(("status__in", ["open", "in_progress"])),
                    fields=["assignee", "id"],
                    include=("hidden",),
                    name="commitment_open_by_assignee",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["agreed", "signed", "directed", "pledged", "requested"])
                    ),
                    name="commitment_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["open", "in_progress", "done", "dropped"])),
                    name="commitment_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="commitment_has_a_text"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_on", None), ("status__in", ["open", "in_progress"])),
                        models.Q(("closed_on__isnull", False), ("status__in", ["done", "dropped"])),
                        _connector="OR",
                    ),
                    name="commitment_closed_when_done_or_dropped",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("due_basis", "none"), ("due_on", None)),
                        models.Q(("due_basis__in", ["stated", "set", "default"]), ("due_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="commitment_due_date_has_a_basis",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("owner_partner", None), ("owner_unit", None)),
                        models.Q(("owner_person", None), ("owner_unit", None)),
                        models.Q(("owner_partner", None), ("owner_person", None)),
                        _connector="OR",
                    ),
                    name="commitment_has_one_linked_owner",
                ),
                models.CheckConstraint(
                    condition=models.Q(("rating__in", ["", "on_track", "at_risk", "late"])),
                    name="commitment_rating_known",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("reference", ""), _negated=True),
                    fields=("reference",),
                    name="commitment_reference_once",
                ),
            ],
        },
    ),
]
