"""What a source tells of a restricted engagement is as restricted: the database marks it, for lists and the search.

And of the words that only open engagements may teach the search, those go that are told by none any more.
"""

from django.db import migrations, models

HIDE = """
    CREATE FUNCTION sijill_hide_sources(ids bigint[]) RETURNS void
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

    CREATE FUNCTION sijill_forget(ids bigint[]) RETURNS void
    LANGUAGE sql AS $$
        DELETE FROM engagements_searchword w USING (
            SELECT DISTINCT lexeme FROM sijill_entries(ids) e, unnest(e.words)
            WHERE e.what = 'e' AND positions IS NOT NULL
        ) own
        WHERE w.word = own.lexeme AND NOT EXISTS (
            SELECT FROM engagements_searchentry s WHERE s.what = 'e' AND NOT s.hidden AND s.of <> ALL (ids)
                AND s.words @@ ('''' || own.lexeme || '''')::tsquery)
    $$;

    CREATE FUNCTION sijill_sources_changed() RETURNS trigger
    LANGUAGE plpgsql AS $$
    DECLARE
        ids bigint[];
    BEGIN
        EXECUTE TG_ARGV[0] INTO ids;
        PERFORM sijill_hide_sources(ids);
        RETURN NULL;
    END $$;

    CREATE FUNCTION sijill_confidentiality_changed() RETURNS trigger
    LANGUAGE plpgsql AS $$
    DECLARE
        ids bigint[];
        closed bigint[];
    BEGIN
        SELECT array_agg(came.id), array_agg(came.id) FILTER (WHERE gone.confidentiality = 'open')
            INTO ids, closed FROM came JOIN gone ON gone.id = came.id
            WHERE (came.confidentiality, came.merged_into_id IS NULL)
                IS DISTINCT FROM (gone.confidentiality, gone.merged_into_id IS NULL);
        IF ids IS NOT NULL THEN
            PERFORM sijill_hide_sources(ARRAY(
                SELECT DISTINCT source_id FROM engagements_engagement_sources WHERE engagement_id = ANY (ids)));
        END IF;
        IF closed IS NOT NULL THEN
            PERFORM sijill_forget(closed);
        END IF;
        RETURN NULL;
    END $$;

    CREATE TRIGGER hide_after_insert AFTER INSERT ON engagements_engagement_sources
        REFERENCING NEW TABLE AS came
        FOR EACH STATEMENT
        EXECUTE FUNCTION sijill_sources_changed('SELECT array_agg(DISTINCT source_id) FROM came');

    CREATE TRIGGER hide_after_delete AFTER DELETE ON engagements_engagement_sources
        REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT
        EXECUTE FUNCTION sijill_sources_changed('SELECT array_agg(DISTINCT source_id) FROM gone');

    CREATE TRIGGER hide_after_update AFTER UPDATE ON engagements_engagement_sources
        REFERENCING OLD TABLE AS gone NEW TABLE AS came
        FOR EACH STATEMENT
        EXECUTE FUNCTION sijill_sources_changed('SELECT array_agg(DISTINCT source_id) FROM (SELECT source_id FROM came UNION SELECT source_id FROM gone) touched');

    CREATE TRIGGER hide_after_update AFTER UPDATE ON engagements_engagement
        REFERENCING OLD TABLE AS gone NEW TABLE AS came
        FOR EACH STATEMENT
        EXECUTE FUNCTION sijill_confidentiality_changed();

    SELECT sijill_hide_sources(ARRAY(
        SELECT DISTINCT m.source_id FROM engagements_engagement_sources m
        JOIN engagements_engagement e ON e.id = m.engagement_id
        WHERE e.confidentiality <> 'open' AND e.merged_into_id IS NULL));
"""

SHOW = """
    DROP TRIGGER hide_after_update ON engagements_engagement;
    DROP TRIGGER hide_after_update ON engagements_engagement_sources;
    DROP TRIGGER hide_after_delete ON engagements_engagement_sources;
    DROP TRIGGER hide_after_insert ON engagements_engagement_sources;
    DROP FUNCTION sijill_confidentiality_changed();
    DROP FUNCTION sijill_sources_changed();
    DROP FUNCTION sijill_forget(bigint[]);
    DROP FUNCTION sijill_hide_sources(bigint[]);
    UPDATE engagements_searchentry SET hidden = false WHERE what = 's' AND hidden;
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0031_link_the_entries_that_are_there")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="hidden",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(HIDE, SHOW),
    ]
