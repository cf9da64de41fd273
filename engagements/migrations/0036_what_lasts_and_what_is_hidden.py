"""Indexes of what lasts longer than a day, and of hidden sources, made while people work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("engagements", "0035_entries_of_hidden_sources")]

    operations = [
        AddIndexConcurrently(
            model_name="engagement",
            index=models.Index(
                fields=["date_end"],
                condition=models.Q(("date_end__isnull", False)),
                name="engagement_lasts",
            ),
        ),
        AddIndexConcurrently(
            model_name="source",
            index=models.Index(fields=["id"], condition=models.Q(("hidden", True)), name="source_hidden"),
        ),
    ]
