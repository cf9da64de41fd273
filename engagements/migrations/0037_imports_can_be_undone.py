"""An import of follow-ups keeps what it wrote, by which it can be taken back; those before it have kept nothing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagements", "0036_what_lasts_and_what_is_hidden"),
    ]

    operations = [
        migrations.AddField(
            model_name="followupimport",
            name="changes",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="followupimport",
            name="left",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="followupimport",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
        ),
        migrations.AddField(
            model_name="followupimport",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("undone_at", None), ("undone_by", None))
                | models.Q(
                    ("carried_out_at__isnull", False),
                    ("undone_at__isnull", False),
                    ("undone_by__isnull", False),
                ),
                name="follow_up_import_undone_by_somebody",
            ),
        ),
    ]
