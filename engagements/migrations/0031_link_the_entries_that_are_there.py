"""The entries from before the chain follow those that came since, a few thousand at a time, so that nobody waits long."""

from django.db import migrations

BATCH = 5000
NEXT = """
    SELECT max(id) FROM (
        SELECT id FROM engagements_auditentry e WHERE id > %s
            AND NOT EXISTS (SELECT FROM engagements_auditlink WHERE entry_id = e.id)
        ORDER BY id LIMIT %s
    ) AS batch
"""
LINK = """
    DO $$
    DECLARE
        last_position bigint;
        last_hash text;
        entry engagements_auditentry;
    BEGIN
        PERFORM pg_advisory_xact_lock(1398032202);
        SELECT position, hash INTO last_position, last_hash
            FROM engagements_auditlink ORDER BY position DESC LIMIT 1;
        last_position := coalesce(last_position, 0);
        last_hash := coalesce(last_hash, '');
        FOR entry IN
            SELECT * FROM engagements_auditentry e WHERE id > {after} AND id <= {until}
                AND NOT EXISTS (SELECT FROM engagements_auditlink WHERE entry_id = e.id)
            ORDER BY id
        LOOP
            last_position := last_position + 1;
            last_hash := encode(
                sha256(convert_to(last_hash || E'\\n' || sijill_audit_line(entry), 'UTF8')), 'hex');
            INSERT INTO engagements_auditlink (position, entry_id, hash)
                VALUES (last_position, entry.id, last_hash);
        END LOOP;
    END $$;
"""


def link(apps, schema_editor):
    after = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [after, BATCH])
            (until,) = cursor.fetchone()
            if until is None:
                return
            cursor.execute(LINK.replace("{after}", str(after)).replace("{until}", str(until)))
            after = until


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("engagements", "0030_a_chain_through_the_trail")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop)]
