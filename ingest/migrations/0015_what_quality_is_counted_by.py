"""What the quality of the reader is counted by stands on each event: its sort and month, the outlet, the rules."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

# Whoever writes an event need not know of these, nor can forget them.
FILL = r"""
    CREATE FUNCTION sijill_review_event_of_its_draft() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT source.outlet, coalesce(substring(run.reader_version FROM 'rules-(\S+)'), '')
          INTO STRICT NEW.outlet, NEW.rules
          FROM ingest_draft draft
          JOIN ingest_parserun run ON run.id = draft.run_id
          JOIN engagements_source source ON source.id = draft.release_id
         WHERE draft.id = NEW.draft_id;
        RETURN NEW;
    END $$;
    CREATE TRIGGER review_event_of_its_draft BEFORE INSERT ON ingest_reviewevent
        FOR EACH ROW EXECUTE FUNCTION sijill_review_event_of_its_draft();
    -- Checks put off to the end would stand in the way of the indexes.
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE ingest_reviewevent event
       SET outlet = source.outlet, rules = coalesce(substring(run.reader_version FROM 'rules-(\S+)'), '')
      FROM ingest_draft draft
      JOIN ingest_parserun run ON run.id = draft.run_id
      JOIN engagements_source source ON source.id = draft.release_id
     WHERE draft.id = event.draft_id;
    SET CONSTRAINTS ALL DEFERRED;
"""
EMPTY = """
    DROP TRIGGER review_event_of_its_draft ON ingest_reviewevent;
    DROP FUNCTION sijill_review_event_of_its_draft();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0014_the_form_as_it_was_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewevent",
            name="month",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    models.Func(
                        models.Value("month"),
                        models.Func(models.Value("Africa/Tripoli"), models.F("at"), function="timezone"),
                        function="date_trunc",
                    ),
                    models.DateField(),
                ),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="outlet",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="rules",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Func(
                        models.F("field"), models.Value(":.*$"), models.Value(""), function="regexp_replace"
                    ),
                    models.Value("\\.\\d+"),
                    models.Value(""),
                    models.Value("g"),
                    function="regexp_replace",
                ),
                output_field=models.CharField(max_length=320),
            ),
        ),
        migrations.RunSQL(FILL, EMPTY),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(
                fields=["sort", "rule", "band", "verdict", "month", "rules"], name="review_event_by_value"
            ),
        ),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(fields=["outlet", "verdict", "month", "rules"], name="review_event_by_outlet"),
        ),
    ]
