"""The index of the search's words knows the year and the month of each entry, so that the newest are found by it."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from engagements.search_sql import PERIODS


def _said(what: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="searchentry",
        index=django.contrib.postgres.indexes.GinIndex(
            models.F("words"),
            models.Func(
                "day",
                function="sijill_periods",
                output_field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.IntegerField(), size=None
                ),
            ),
            condition=models.Q(("what", what)),
            fastupdate=False,
            name=f"search_said_{what}",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0019_follow_ups_by_what_they_are_about"),
    ]

    operations = [
        migrations.RunSQL(PERIODS, "DROP FUNCTION sijill_periods(date)"),
        *(_said(what) for what in "ecs"),
        *(migrations.RemoveIndex(model_name="searchentry", name=f"search_words_{what}") for what in "ecs"),
    ]
