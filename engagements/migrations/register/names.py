"""Bodies, people, and own units."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import engagements.models.folded

TABLES = [
    migrations.CreateModel(
        name="Partner",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("ministry", "Ministry"),
                        ("embassy", "Embassy"),
                        ("agency", "Agency or authority"),
                        ("company", "Company"),
                        ("international", "International organisation"),
                        ("chamber", "Chamber or union"),
                        ("university", "University or centre"),
                        ("other", "Other"),
                    ],
                    default="other",
                    max_length=20,
                    verbose_name="kind",
                ),
            ),
            ("name_ar", models.CharField(blank=True, max_length=300, verbose_name="name in Arabic")),
            ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
            (
                "folded_ar",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("name_ar")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "folded_en",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("name_en")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "country",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="partners",
                    to="engagements.country",
                    verbose_name="country",
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
                    to="engagements.partner",
                ),
            ),
            (
                "sounds",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Sounds(
                        engagements.models.folded.Fold(
                            engagements.models.folded.Decompose(
                                django.db.models.functions.text.Concat(
                                    models.F("name_ar"),
                                    models.Value(" "),
                                    models.F("name_en"),
                                    models.Value(" "),
                                    output_field=models.TextField(),
                                )
                            )
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "verbose_name": "partner",
            "verbose_name_plural": "partners",
            "ordering": ["name_ar", "name_en", "id"],
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded_ar"],
                    name="partner_folded_ar_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded_en"],
                    name="partner_folded_en_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["sounds"],
                    name="partner_sounds_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True),
                    name="partner_has_a_name",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "ministry",
                                "embassy",
                                "agency",
                                "company",
                                "international",
                                "chamber",
                                "university",
                                "other",
                            ],
                        )
                    ),
                    name="partner_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into", None),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="partner_not_merged_into_itself",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Person",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name_ar", models.CharField(blank=True, max_length=300, verbose_name="name in Arabic")),
            ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
            (
                "folded_ar",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("name_ar")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "folded_en",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("name_en")),
                    output_field=models.TextField(),
                ),
            ),
            (
                "country",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="people",
                    to="engagements.country",
                    verbose_name="country",
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
                    to="engagements.person",
                ),
            ),
            (
                "sounds",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Sounds(
                        engagements.models.folded.Fold(
                            engagements.models.folded.Decompose(
                                django.db.models.functions.text.Concat(
                                    models.F("name_ar"),
                                    models.Value(" "),
                                    models.F("name_en"),
                                    models.Value(" "),
                                    output_field=models.TextField(),
                                )
                            )
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "verbose_name": "person",
            "verbose_name_plural": "people",
            "ordering": ["name_ar", "name_en", "id"],
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded_ar"],
                    name="person_folded_ar_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False,
                    fields=["folded_en"],
                    name="person_folded_en_trgm",
                    opclasses=["gin_trgm_ops"],
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False, fields=["sounds"], name="person_sounds_trgm", opclasses=["gin_trgm_ops"]
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name_ar", ""), ("name_en", ""), _negated=True),
                    name="person_has_a_name",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into", None),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="person_not_merged_into_itself",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Unit",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name_ar", models.CharField(max_length=200, verbose_name="name in Arabic")),
            ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
            ("closed", models.BooleanField(default=False, verbose_name="closed")),
            (
                "folded",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(
                        django.db.models.functions.text.Concat(
                            models.F("name_ar"),
                            models.Value(" "),
                            models.F("name_en"),
                            models.Value(" "),
                            output_field=models.TextField(),
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="children",
                    to="engagements.unit",
                    verbose_name="part of",
                ),
            ),
        ],
        options={
            "verbose_name": "unit",
            "verbose_name_plural": "units",
            "ordering": ["name_ar", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name_ar", ""), _negated=True), name="unit_has_a_name"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                    ),
                    name="unit_not_part_of_itself",
                ),
                models.UniqueConstraint(
                    fields=("parent", "folded"), name="unit_name_once_a_parent", nulls_distinct=False
                ),
            ],
        },
    ),
]
