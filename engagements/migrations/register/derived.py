"""What the database works out by itself: places, figures, words to be found, revisions."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Appearance",
        fields=[
            (
                "engagement",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="appearances",
                    to="engagements.engagement",
                ),
            ),
            ("shelf", models.TextField()),
            ("day", models.DateField()),
            ("month", models.TextField()),
            ("hidden", models.BooleanField()),
            ("held", models.BooleanField()),
            ("promises", models.PositiveSmallIntegerField()),
            ("facts", models.TextField()),
            ("dues", django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
            (
                "pk",
                models.CompositePrimaryKey(
                    "engagement_id", "shelf", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
        ],
        options={
            "verbose_name": "place in a list",
            "verbose_name_plural": "places in lists",
            "indexes": [
                models.Index(
                    fields=["shelf", "day", "engagement_id"],
                    include=("hidden", "promises", "facts"),
                    name="appearance_in_order",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Tally",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("shelf", models.TextField()),
            ("what", models.TextField()),
            ("key", models.TextField()),
            ("hidden", models.BooleanField()),
            ("n", models.IntegerField()),
        ],
        options={
            "verbose_name": "tally",
            "verbose_name_plural": "tallies",
            "indexes": [
                models.Index(
                    fields=["shelf", "what", "key"], include=("hidden", "n"), name="tally_of_a_shelf"
                ),
                models.Index(
                    fields=["shelf", "what", "-n"], include=("hidden", "key"), name="tally_largest_first"
                ),
                models.Index(
                    condition=models.Q(("shelf__gte", "c"), ("shelf__lt", "d")),
                    fields=["what", "key", "shelf"],
                    include=("hidden", "n"),
                    name="tally_of_countries",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="KeptShelf",
        fields=[
            ("shelf", models.TextField(primary_key=True, serialize=False)),
        ],
        options={
            "verbose_name": "shelf whose figures are kept",
            "verbose_name_plural": "shelves whose figures are kept",
        },
    ),
    migrations.CreateModel(
        name="Wording",
        fields=[
            (
                "engagement",
                models.OneToOneField(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    primary_key=True,
                    related_name="wording",
                    serialize=False,
                    to="engagements.engagement",
                ),
            ),
            ("day", models.DateField()),
            ("hidden", models.BooleanField()),
            ("text", models.TextField()),
        ],
        options={
            "verbose_name": "wording",
            "verbose_name_plural": "wordings",
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fields=["text"], name="wording_trgm", opclasses=["gin_trgm_ops"]
                ),
                models.Index(fields=["day", "engagement"], name="wording_in_order"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SearchEntry",
        fields=[
            (
                "what",
                models.CharField(
                    choices=[("e", "Engagements"), ("c", "Follow-ups"), ("s", "Releases")], max_length=1
                ),
            ),
            ("number", models.BigIntegerField()),
            ("of", models.BigIntegerField(db_index=True, null=True)),
            ("day", models.DateField()),
            ("hidden", models.BooleanField()),
            ("words", django.contrib.postgres.search.SearchVectorField()),
            (
                "pk",
                models.CompositePrimaryKey(
                    "what", "number", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
        ],
        options={
            "verbose_name": "entry of the search",
            "verbose_name_plural": "entries of the search",
            "indexes": [
                models.Index(fields=["what", "-day", "-number"], name="search_newest"),
                django.contrib.postgres.indexes.GinIndex(
                    models.F("words"),
                    models.Func(
                        "day",
                        function="sijill_periods",
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.IntegerField(), size=None
                        ),
                    ),
                    condition=models.Q(("what", "e")),
                    fastupdate=False,
                    name="search_said_e",
                ),
                django.contrib.postgres.indexes.GinIndex(
                    models.F("words"),
                    models.Func(
                        "day",
                        function="sijill_periods",
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.IntegerField(), size=None
                        ),
                    ),
                    condition=models.Q(("what", "c")),
                    fastupdate=False,
                    name="search_said_c",
                ),
                django.contrib.postgres.indexes.GinIndex(
                    models.F("words"),
                    models.Func(
                        "day",
                        function="sijill_periods",
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.IntegerField(), size=None
                        ),
                    ),
                    condition=models.Q(("what", "s")),
                    fastupdate=False,
                    name="search_said_s",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SearchWord",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("word", models.TextField()),
        ],
        options={
            "verbose_name": "word of the search",
            "verbose_name_plural": "words of the search",
            "indexes": [
                models.Index(fields=["word"], name="search_word"),
                django.contrib.postgres.indexes.GinIndex(
                    fastupdate=False, fields=["word"], name="search_word_trgm", opclasses=["gin_trgm_ops"]
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Revision",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("kind", models.CharField(editable=False, max_length=10, verbose_name="kind")),
            ("number", models.BigIntegerField(editable=False, verbose_name="number")),
            ("revision", models.PositiveIntegerField(editable=False, verbose_name="revision")),
            ("changed_at", models.DateTimeField(editable=False, verbose_name="changed at")),
        ],
        options={
            "verbose_name": "revision",
            "verbose_name_plural": "revisions",
            "indexes": [models.Index(fields=["kind", "-changed_at"], name="revision_by_time")],
            "constraints": [
                models.UniqueConstraint(fields=("kind", "number"), name="revision_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["engagement", "commitment"])), name="revision_kind_known"
                ),
            ],
        },
    ),
]
