"""Who sees no restricted engagements counts what is assigned, and what is not, from the index alone, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0025_open_follow_ups_by_owner"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "in_progress"])),
                fields=["assignee", "id"],
                include=["hidden"],
                name="commitment_open_by_assignee",
            ),
        ),
        migrations.RemoveIndex(model_name="commitment", name="commitment_open_of_somebody"),
    ]
