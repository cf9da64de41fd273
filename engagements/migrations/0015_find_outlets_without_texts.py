from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagements", "0014_saved_filters")]

    operations = [
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["id", "outlet"], name="source_outlet"),
        ),
    ]
