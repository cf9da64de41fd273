"""What became of each row of a list stays with the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0026_open_follow_ups_by_assignee"),
    ]

    operations = [
        migrations.AddField(
            model_name="followupimport",
            name="results",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
