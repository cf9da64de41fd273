-- What a follow-up's engagement is about, on its own row; revisions of what calendars show; notices go with it.

CREATE FUNCTION sijill_about(ids bigint[]) RETURNS TABLE(engagement_id bigint, about text[])
LANGUAGE sql STABLE AS $$
    SELECT f.engagement_id, array_agg(f.fact ORDER BY f.fact COLLATE "C") FROM (
        SELECT c.engagement_id, 'country=' || country_id FROM engagements_engagement_partner_countries c
            WHERE c.engagement_id = ANY (ids)
        UNION ALL
        SELECT p.engagement_id, 'partner=' || partner_id FROM engagements_engagement_partners p
            WHERE p.engagement_id = ANY (ids)
        UNION ALL
        SELECT t.engagement_id, 'topic=' || topic_id FROM engagements_engagement_topics t
            WHERE t.engagement_id = ANY (ids)
    ) f (engagement_id, fact) GROUP BY 1
$$;

CREATE FUNCTION sijill_commitment_about() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.about := coalesce((SELECT a.about FROM sijill_about(ARRAY[NEW.engagement_id]) a), '{}');
    NEW.made_on := (SELECT date FROM engagements_engagement WHERE id = NEW.engagement_id);
    RETURN NEW;
END $$;

CREATE TRIGGER commitment_about BEFORE INSERT OR UPDATE OF engagement_id, about, made_on ON engagements_commitment
    FOR EACH ROW
    EXECUTE FUNCTION sijill_commitment_about();

CREATE FUNCTION sijill_about_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO ids;
    UPDATE engagements_commitment c SET about = coalesce(a.about, '{}'), made_on = e.date
        FROM engagements_engagement e LEFT JOIN sijill_about(ids) a ON a.engagement_id = e.id
        WHERE c.engagement_id = ANY (ids) AND e.id = c.engagement_id
            AND (c.about, c.made_on) IS DISTINCT FROM (coalesce(a.about, '{}'), e.date);
    RETURN NULL;
END $$;

CREATE TRIGGER about_after_update AFTER UPDATE ON engagements_engagement
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(id) FROM (SELECT id FROM came UNION SELECT id FROM gone) touched');

CREATE TRIGGER about_after_delete AFTER DELETE ON engagements_engagement_partner_countries
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM gone) touched');

CREATE TRIGGER about_after_insert AFTER INSERT ON engagements_engagement_partner_countries
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came) touched');

CREATE TRIGGER about_after_update AFTER UPDATE ON engagements_engagement_partner_countries
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came UNION SELECT engagement_id FROM gone) touched');

CREATE TRIGGER about_after_delete AFTER DELETE ON engagements_engagement_partners
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM gone) touched');

CREATE TRIGGER about_after_insert AFTER INSERT ON engagements_engagement_partners
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came) touched');

CREATE TRIGGER about_after_update AFTER UPDATE ON engagements_engagement_partners
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came UNION SELECT engagement_id FROM gone) touched');

CREATE TRIGGER about_after_delete AFTER DELETE ON engagements_engagement_topics
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM gone) touched');

CREATE TRIGGER about_after_insert AFTER INSERT ON engagements_engagement_topics
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came) touched');

CREATE TRIGGER about_after_update AFTER UPDATE ON engagements_engagement_topics
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_about_changed('SELECT array_agg(engagement_id) FROM (SELECT engagement_id FROM came UNION SELECT engagement_id FROM gone) touched');

CREATE FUNCTION sijill_revise() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO engagements_revision (kind, number, revision, changed_at)
        VALUES (TG_ARGV[0], NEW.id, 1, now())
        ON CONFLICT (kind, number) DO UPDATE
        SET revision = engagements_revision.revision + 1, changed_at = EXCLUDED.changed_at;
        RETURN NULL;
    END $$;

CREATE TRIGGER commitment_revised AFTER UPDATE ON engagements_commitment
    FOR EACH ROW
    WHEN (
        (OLD.engagement_id, OLD.kind, OLD.text, OLD.status, OLD.due_on, OLD.closed_on, OLD.owner,
            OLD.owner_unit_id, OLD.owner_partner_id, OLD.owner_person_id, OLD.assignee_id)
        IS DISTINCT FROM
        (NEW.engagement_id, NEW.kind, NEW.text, NEW.status, NEW.due_on, NEW.closed_on, NEW.owner,
            NEW.owner_unit_id, NEW.owner_partner_id, NEW.owner_person_id, NEW.assignee_id)
    )
    EXECUTE FUNCTION sijill_revise('commitment');

CREATE TRIGGER engagement_revised AFTER UPDATE ON engagements_engagement
    FOR EACH ROW
    WHEN (
        (OLD.kind, OLD.status, OLD.title, OLD.summary, OLD.date, OLD.date_precision, OLD.date_end,
            OLD.city, OLD.country_id, OLD.confidentiality, OLD.merged_into_id)
        IS DISTINCT FROM
        (NEW.kind, NEW.status, NEW.title, NEW.summary, NEW.date, NEW.date_precision, NEW.date_end,
            NEW.city, NEW.country_id, NEW.confidentiality, NEW.merged_into_id)
    )
    EXECUTE FUNCTION sijill_revise('engagement');

CREATE FUNCTION sijill_forget_notices() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM engagements_notice n USING gone WHERE n.commitment_id = gone.id;
    DELETE FROM engagements_following f USING gone WHERE f.commitment_id = gone.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER commitment_forget_notices AFTER DELETE ON engagements_commitment
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_forget_notices();
