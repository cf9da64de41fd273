"""Under which other spellings names are known."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import engagements.models.folded

TABLES = [
    migrations.CreateModel(
        name="PartnerAlias",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("text", models.CharField(max_length=300, verbose_name="name")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("text")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "partner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="aliases",
                    to="engagements.partner",
                ),
            ),
            (
                "sounds",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Sounds(
                        engagements.models.folded.Fold(engagements.models.folded.Decompose(models.F("text")))
                    ),
                    output_field=models.TextField(),
                ),
            ),
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
                "origin",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "not known"),
                        ("review", "confirmed with a draft"),
                        ("hand", "written by hand"),
                        ("merge", "name of one that was merged"),
                    ],
                    db_default="",
                    default="",
                    max_length=10,
                    verbose_name="origin",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="engagements.source",
                    verbose_name="source",
                ),
            ),
        ],
        options={
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded"],
                    name="partneralias_folded_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["sounds"],
                    name="partneralias_sounds_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
            ],
            "constraints": [models.UniqueConstraint(fields=("partner", "folded"), name="partner_alias_once")],
        },
    ),
    migrations.CreateModel(
        name="PersonAlias",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("text", models.CharField(max_length=300, verbose_name="name")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("text")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="aliases",
                    to="engagements.person",
                ),
            ),
            (
                "sounds",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Sounds(
                        engagements.models.folded.Fold(engagements.models.folded.Decompose(models.F("text")))
                    ),
                    output_field=models.TextField(),
                ),
            ),
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
                "origin",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "not known"),
                        ("review", "confirmed with a draft"),
                        ("hand", "written by hand"),
                        ("merge", "name of one that was merged"),
                    ],
                    db_default="",
                    default="",
                    max_length=10,
                    verbose_name="origin",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="engagements.source",
                    verbose_name="source",
                ),
            ),
        ],
        options={
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded"],
                    name="personalias_folded_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["sounds"],
                    name="personalias_sounds_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
            ],
            "constraints": [models.UniqueConstraint(fields=("person", "folded"), name="person_alias_once")],
        },
    ),
    migrations.CreateModel(
        name="UnitAlias",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("text", models.CharField(max_length=300, verbose_name="name")),
            (
                "origin",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "not known"),
                        ("review", "confirmed with a draft"),
                        ("hand", "written by hand"),
                        ("merge", "name of one that was merged"),
                    ],
                    db_default="",
                    default="",
                    max_length=10,
                    verbose_name="origin",
                ),
            ),
            ("at", models.DateTimeField(blank=True, null=True, verbose_name="at")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("text")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "sounds",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Sounds(
                        engagements.models.folded.Fold(engagements.models.folded.Decompose(models.F("text")))
                    ),
                    output_field=models.TextField(),
                ),
            ),
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
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="engagements.source",
                    verbose_name="source",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="engagements.unit"
                ),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded"],
                    name="unitalias_folded_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["sounds"],
                    name="unitalias_sounds_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
            ],
            "constraints": [models.UniqueConstraint(fields=("folded",), name="unit_alias_means_one_unit")],
        },
    ),
]
