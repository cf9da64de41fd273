from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0016_likely_pairs_of_an_engagement")]

    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("status", "pending")),
                fields=["created_at", "id"],
                include=("status", "postponed_until", "to_check", "guesses", "date", "countries", "release"),
                name="draft_awake",
            ),
        ),
    ]
