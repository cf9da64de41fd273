"""Open follow-ups are counted, grouped and paged by who must act from one index; what nobody must do is one of its keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0024_follow_ups_by_making_and_closing"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                models.F("owner_key"),
                models.OrderBy(models.F("due_on"), nulls_last=True),
                models.F("id"),
                condition=models.Q(("status__in", ["open", "in_progress"])),
                include=("hidden",),
                name="commitment_open_by_owner",
            ),
        ),
        migrations.RemoveIndex(model_name="commitment", name="commitment_open_of_nobody"),
    ]
