import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from engagements.follow_ups import about_sql


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0018_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("changes", models.JSONField(default=list, verbose_name="changes")),
                ("refused", models.JSONField(default=list, verbose_name="refused")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                (
                    "left",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "change of many follow-ups",
                "verbose_name_plural": "changes of many follow-ups",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="about",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="made_on",
            field=models.DateField(editable=False, null=True, verbose_name="date of the engagement"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="owner_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        owner_unit__isnull=False,
                        then=django.db.models.functions.text.Concat(
                            models.Value("1:"),
                            django.db.models.functions.comparison.Cast("owner_unit", models.TextField()),
                        ),
                    ),
                    models.When(
                        owner_partner__isnull=False,
                        then=django.db.models.functions.text.Concat(
                            models.Value("2:"),
                            django.db.models.functions.comparison.Cast("owner_partner", models.TextField()),
                        ),
                    ),
                    models.When(
                        owner_person__isnull=False,
                        then=django.db.models.functions.text.Concat(
                            models.Value("3:"),
                            django.db.models.functions.comparison.Cast("owner_person", models.TextField()),
                        ),
                    ),
                    models.When(owner="", then=models.Value("5:")),
                    default=django.db.models.functions.text.Concat(
                        models.Value("4:"), "owner", output_field=models.TextField()
                    ),
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="first_country",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        about__0__startswith="country=",
                        then=django.db.models.functions.text.Substr("about__0", 9),
                    ),
                    default=models.Value(""),
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="bulk_change_undone_by_somebody",
            ),
        ),
        migrations.RunSQL(about_sql.create(), about_sql.drop()),
        migrations.AddIndex(
            model_name="commitment",
            index=django.contrib.postgres.indexes.GinIndex(fields=["about"], name="commitment_about"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "in_progress"])),
                fields=["made_on", "id"],
                include=("hidden",),
                name="commitment_open_by_making",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "in_progress"])),
                fields=["first_country"],
                include=("hidden",),
                name="commitment_open_by_country",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                fields=["owner_key"], include=("status", "hidden"), name="commitment_by_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("status", "done")),
                fields=["closed_on"],
                include=("hidden",),
                name="commitment_done_by_day",
            ),
        ),
    ]
