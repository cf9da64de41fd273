"""Countries, topics, and the texts that everything is taken from."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

import engagements.models.folded

TABLES = [
    migrations.CreateModel(
        name="Country",
        fields=[
            ("code", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code")),
            ("name_ar", models.CharField(max_length=120, verbose_name="name in Arabic")),
            ("name_en", models.CharField(max_length=120, verbose_name="name in English")),
            (
                "region",
                models.CharField(
                    choices=[
                        ("north_africa", "North Africa"),
                        ("sub_saharan_africa", "Sub-Saharan Africa"),
                        ("west_asia", "West Asia"),
                        ("central_asia", "Central Asia"),
                        ("south_asia", "South Asia"),
                        ("east_asia", "East Asia"),
                        ("south_east_asia", "South-East Asia"),
                        ("north_europe", "Northern Europe"),
                        ("west_europe", "Western Europe"),
                        ("east_europe", "Eastern Europe"),
                        ("south_europe", "Southern Europe"),
                        ("north_america", "North America"),
                        ("latin_america", "Latin America and the Caribbean"),
                        ("oceania", "Oceania"),
                        ("antarctica", "Antarctica"),
                    ],
                    max_length=30,
                    verbose_name="region",
                ),
            ),
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
                            models.F("code"),
                            models.Value(" "),
                            output_field=models.TextField(),
                        )
                    ),
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "verbose_name": "country",
            "verbose_name_plural": "countries",
            "ordering": ["code"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("code__regex", "^[A-Z]{2}$")), name="country_code_iso"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "region__in",
                            [
                                "north_africa",
                                "sub_saharan_africa",
                                "west_asia",
                                "central_asia",
                                "south_asia",
                                "east_asia",
                                "south_east_asia",
                                "north_europe",
                                "west_europe",
                                "east_europe",
                                "south_europe",
                                "north_america",
                                "latin_america",
                                "oceania",
                                "antarctica",
                            ],
                        )
                    ),
                    name="country_region_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Topic",
        fields=[
            ("code", models.SlugField(max_length=30, primary_key=True, serialize=False, verbose_name="code")),
            ("name_ar", models.CharField(max_length=80, verbose_name="name in Arabic")),
            ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
        ],
        options={
            "verbose_name": "topic",
            "verbose_name_plural": "topics",
            "ordering": ["code"],
        },
    ),
    migrations.CreateModel(
        name="Source",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("outlet", models.CharField(blank=True, max_length=200, verbose_name="outlet")),
            ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
            ("url", models.URLField(blank=True, max_length=1000, verbose_name="address")),
            ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
            (
                "language",
                models.CharField(
                    choices=[("ar", "Arabic"), ("en", "English"), ("und", "Unknown")],
                    default="und",
                    max_length=3,
                    verbose_name="language",
                ),
            ),
            ("text", models.TextField(blank=True, verbose_name="text")),
            (
                "folded_title",
                models.GeneratedField(
                    db_persist=True,
                    expression=engagements.models.folded.Fold(models.F("title")),
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "verbose_name": "source",
            "verbose_name_plural": "sources",
            "ordering": ["-published_on", "-id"],
            "indexes": [
                models.Index(fields=["-published_on", "-id"], name="source_by_date"),
                django.contrib.postgres.indexes.GinIndex(
                    fields=["folded_title"], name="source_title_trgm", opclasses=["gin_trgm_ops"]
                ),
                models.Index(fields=["id", "outlet"], name="source_outlet"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("language__in", ["ar", "en", "und"])), name="source_language_known"
                )
            ],
        },
    ),
]
