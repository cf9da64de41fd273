"""Two units of one Arabic name under the same one were possible where their English names differed."""

import django.db.models
from django.db import migrations, models

import engagements.models.folded

# The later of two keep their number behind the name, so that the registrar sees and settles it.
APART = """
    UPDATE engagements_unit u SET name_ar = left(u.name_ar, 180) || ' (' || u.id || ')'
    WHERE EXISTS (
        SELECT FROM engagements_unit o WHERE o.id < u.id AND o.parent_id IS NOT DISTINCT FROM u.parent_id
            AND sijill_fold(o.name_ar) = sijill_fold(u.name_ar)
    )
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0033_the_trail_by_what_is_asked")]

    operations = [
        migrations.RunSQL(APART, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                engagements.models.folded.Fold("name_ar"),
                django.db.models.F("parent"),
                name="unit_arabic_name_once_a_parent",
                nulls_distinct=False,
            ),
        ),
    ]
