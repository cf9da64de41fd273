"""What comes and goes of the follow-ups by month is read from indexes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0023_places_of_everything_and_kept_shelves"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["made_on"], include=["status", "hidden"], name="commitment_by_making"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)),
                fields=["closed_on"],
                include=["status", "hidden", "made_on"],
                name="commitment_by_closing",
            ),
        ),
    ]
