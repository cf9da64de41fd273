from __future__ import annotations

from django.db import migrations, models

from engagements import derived_sql, kept_sql


class Migration(migrations.Migration):
    """On a million engagements some minutes: each gets its place among all, and what is long is counted once."""

    dependencies = [("engagements", "0022_calendar_addresses_and_revisions")]

    operations = [
        migrations.CreateModel(
            name="KeptShelf",
            fields=[("shelf", models.TextField(primary_key=True, serialize=False))],
            options={
                "verbose_name": "shelf whose figures are kept",
                "verbose_name_plural": "shelves whose figures are kept",
            },
        ),
        migrations.RunSQL(
            [
                "SET LOCAL work_mem = '128MB'",
                kept_sql.PLACES_OF_EVERYTHING,
                derived_sql.APPEARANCES,
                kept_sql.CONTRIBUTIONS_OF_KEPT,
                kept_sql.FIGURES,
                kept_sql.KEEP,
                derived_sql.DERIVE,
                kept_sql.KEEP_LONG,
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex(model_name="tally", name="tally_of_all_shelves"),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(
                fields=["what", "key", "shelf"],
                include=("hidden", "n"),
                name="tally_of_countries",
                condition=models.Q(("shelf__gte", "c"), ("shelf__lt", "d")),
            ),
        ),
    ]
