"""A file in which there is a restricted one is as restricted: the search finds nothing of it, nor does any list."""

from django.db import migrations

BOTH = """
    CREATE OR REPLACE FUNCTION sijill_hide_sources(ids bigint[]) RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
        derive text := coalesce(current_setting('sijill.derive', true), '');
        changed bigint[];
    BEGIN
        SELECT array_agg(id) INTO changed FROM (
            SELECT s.id FROM engagements_source s WHERE s.id = ANY (ids) AND s.hidden <> (EXISTS (
                SELECT FROM engagements_engagement_sources m JOIN engagements_engagement e ON e.id = m.engagement_id
                WHERE m.source_id = s.id AND e.confidentiality <> 'open' AND e.merged_into_id IS NULL)
            OR EXISTS (
                SELECT FROM ingest_containedfile f JOIN engagements_source inside ON inside.id = f.release_id
                WHERE f.container_id = s.id AND inside.hidden))
            ORDER BY s.id FOR NO KEY UPDATE
        ) one;
        IF changed IS NULL THEN
            RETURN;
        END IF;
        -- No list and no figure of an engagement depends on it.
        PERFORM set_config('sijill.derive', 'later', true);
        UPDATE engagements_source SET hidden = NOT hidden WHERE id = ANY (changed);
        PERFORM set_config('sijill.derive', derive, true);
        UPDATE engagements_searchentry e SET hidden = s.hidden FROM engagements_source s
            WHERE e.what = 's' AND e.number = s.id AND s.id = ANY (changed);
        PERFORM sijill_hide_sources(ARRAY(
            SELECT DISTINCT container_id FROM ingest_containedfile WHERE release_id = ANY (changed)));
    END $$;

    CREATE TRIGGER hide_after_insert AFTER INSERT ON ingest_containedfile
        REFERENCING NEW TABLE AS came
        FOR EACH STATEMENT
        EXECUTE FUNCTION sijill_sources_changed('SELECT array_agg(DISTINCT container_id) FROM came');

    SELECT sijill_hide_sources(ARRAY(
        SELECT DISTINCT f.container_id FROM ingest_containedfile f JOIN engagements_source s ON s.id = f.release_id
        WHERE s.hidden));
"""
ALONE = """
    DROP TRIGGER hide_after_insert ON ingest_containedfile;

    CREATE OR REPLACE FUNCTION sijill_hide_sources(ids bigint[]) RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
        derive text := coalesce(current_setting('sijill.derive', true), '');
        changed bigint[];
    BEGIN
        SELECT array_agg(id) INTO changed FROM (
            SELECT s.id FROM engagements_source s WHERE s.id = ANY (ids) AND s.hidden <> EXISTS (
                SELECT FROM engagements_engagement_sources m JOIN engagements_engagement e ON e.id = m.engagement_id
                WHERE m.source_id = s.id AND e.confidentiality <> 'open' AND e.merged_into_id IS NULL)
            ORDER BY s.id FOR NO KEY UPDATE
        ) one;
        IF changed IS NULL THEN
            RETURN;
        END IF;
        -- No list and no figure of an engagement depends on it.
        PERFORM set_config('sijill.derive', 'later', true);
        UPDATE engagements_source SET hidden = NOT hidden WHERE id = ANY (changed);
        PERFORM set_config('sijill.derive', derive, true);
        UPDATE engagements_searchentry e SET hidden = s.hidden FROM engagements_source s
            WHERE e.what = 's' AND e.number = s.id AND s.id = ANY (changed);
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0001_releases_and_drafts"),
        ("engagements", "0032_sources_of_restricted_engagements"),
    ]

    operations = [migrations.RunSQL(BOTH, ALONE)]
