"""What no constraint can say: the trail is append-only, and a decoded text never changes."""

from django.db import migrations

APPEND_ONLY = """
    CREATE FUNCTION sijill_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON engagements_auditentry
        FOR EACH ROW EXECUTE FUNCTION sijill_append_only();
"""
TEXT_ONCE = """
    CREATE FUNCTION sijill_text_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the text of a source is written once' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER source_text_once BEFORE UPDATE OF text ON engagements_source
        FOR EACH ROW WHEN (OLD.text <> '' AND NEW.text IS DISTINCT FROM OLD.text)
        EXECUTE FUNCTION sijill_text_once();
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0001_initial")]
    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER audit_append_only ON engagements_auditentry; DROP FUNCTION sijill_append_only();",
        ),
        migrations.RunSQL(
            TEXT_ONCE,
            "DROP TRIGGER source_text_once ON engagements_source; DROP FUNCTION sijill_text_once();",
        ),
    ]
