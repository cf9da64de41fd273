"""Two more roles, and the restricted group: whoever saw restricted engagements by their role goes on seeing them."""

from django.db import migrations, models

ROLES = [
    ("viewer", "Viewer"),
    ("contributor", "Contributor"),
    ("editor", "Editor"),
    ("approver", "Approver"),
    ("manager", "Manager"),
    ("registrar", "Registrar"),
    ("admin", "Administrator"),
]


class Migration(migrations.Migration):
    dependencies = [("engagements", "0001_register")]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_role_known"),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(choices=ROLES, default="viewer", max_length=20, verbose_name="role"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=[value for value, _ in ROLES]), name="user_role_known"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="in_restricted_group",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="in the restricted group"
            ),
        ),
        migrations.RunSQL(
            "UPDATE engagements_user SET in_restricted_group = true WHERE role IN ('manager', 'admin')",
            migrations.RunSQL.noop,
        ),
    ]
