"""Each entry of the trail becomes a link of a chain when its transaction commits; neither can be truncated.

The lock is taken at the commit only, so the order of the chain is the order of commits. A transaction with a snapshot
older than the chain's end cannot see where to go on; it fails with a serialization failure, as it would anywhere else.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

LINE = """
    CREATE FUNCTION sijill_audit_line(e engagements_auditentry) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_array(
            e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.actor_name, e.action, e.subject_type,
            e.subject_id, e.subject_label, e.note, e.changes, host(e.address), e.request_id, e.via
        )::text
    $$;
"""
CHAIN = """
    CREATE FUNCTION sijill_audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, {schema}, pg_temp AS $$
    DECLARE
        last_position bigint;
        last_hash text;
    BEGIN
        PERFORM pg_advisory_xact_lock(1398032202);
        SELECT position, hash INTO last_position, last_hash
            FROM engagements_auditlink ORDER BY position DESC LIMIT 1;
        INSERT INTO engagements_auditlink (position, entry_id, hash) VALUES (
            coalesce(last_position, 0) + 1,
            NEW.id,
            encode(sha256(convert_to(coalesce(last_hash, '') || E'\\n' || sijill_audit_line(NEW), 'UTF8')), 'hex')
        ) ON CONFLICT (position) DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'another entry of the trail came first' USING ERRCODE = 'serialization_failure';
        END IF;
        RETURN NULL;
    END $$;
"""
TRIGGERS = """
    CREATE CONSTRAINT TRIGGER audit_chained AFTER INSERT ON engagements_auditentry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sijill_audit_chain();
    CREATE TRIGGER audit_not_truncated BEFORE TRUNCATE ON engagements_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();
    CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON engagements_auditlink
        FOR EACH ROW EXECUTE FUNCTION sijill_append_only();
    CREATE TRIGGER audit_link_not_truncated BEFORE TRUNCATE ON engagements_auditlink
        FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();
"""
BACK = """
    DROP TRIGGER audit_chained ON engagements_auditentry;
    DROP TRIGGER audit_not_truncated ON engagements_auditentry;
    DROP FUNCTION sijill_audit_chain();
    DROP FUNCTION sijill_audit_line(engagements_auditentry);
"""


def chain(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = schema_editor.quote_name(cursor.fetchone()[0])
        cursor.execute(LINE + CHAIN.replace("{schema}", schema) + TRIGGERS)


def unchain(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(BACK)


class Migration(migrations.Migration):
    dependencies = [("engagements", "0029_where_an_entry_comes_from")]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                (
                    "position",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="position"),
                ),
                ("entry_id", models.BigIntegerField(unique=True, verbose_name="audit entry")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
            ],
            options={
                "verbose_name": "link of the trail",
                "verbose_name_plural": "links of the trail",
            },
        ),
        migrations.RunPython(chain, unchain),
        ValidateConstraint(model_name="auditentry", name="audit_action_known"),
    ]
