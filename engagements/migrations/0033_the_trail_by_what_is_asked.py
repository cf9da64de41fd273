"""An index for each filter of the page of the trail, made while the trail is written."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def by(name, *fields, **options):
    index = models.Index(fields=[*fields, "-at", "-id"], name=name, **options)
    return AddIndexConcurrently(model_name="auditentry", index=index)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("engagements", "0032_sources_of_restricted_engagements")]

    operations = [
        by("audit_by_kind", "subject_type"),
        by("audit_by_action", "action"),
        by("audit_by_actor", "actor"),
        by("audit_by_name", "actor_name"),
        by("audit_by_address", "address", condition=models.Q(("address__isnull", False))),
        AddIndexConcurrently(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "changes",
                    output_field=models.JSONField(),
                    template="jsonb_path_query_array(%(expressions)s, '$.keyvalue().key')",
                ),
                name="audit_by_field",
            ),
        ),
        AddIndexConcurrently(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "subject_label",
                    "note",
                    arg_joiner=" || ' ' || ",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                    template="to_tsvector('simple'::regconfig, sijill_fold(%(expressions)s))",
                ),
                name="audit_by_words",
            ),
        ),
    ]
