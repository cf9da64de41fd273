"""Looks at the lines of the trail that are there; nobody waits for it."""

import django.contrib.postgres.operations
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("engagements", "0038_actions_that_nobody_takes")]

    operations = [
        django.contrib.postgres.operations.ValidateConstraint(
            model_name="auditentry", name="audit_action_known"
        ),
    ]
