-- Places, figures and wordings of engagements, kept right after every statement, whoever writes (docs/decisions/0009).
-- Who writes very many rows says `SET LOCAL sijill.derive = 'later'` and calls `sijill_derive(ids)` himself.

CREATE FUNCTION sijill_appearances(ids bigint[]) RETURNS SETOF engagements_appearance
LANGUAGE sql STABLE AS $$
    WITH e AS MATERIALIZED (
        SELECT id, coalesce(date, DATE '0001-01-01') AS day, kind, status = 'held' AS held,
            confidentiality <> 'open' AS hidden,
            CASE date_precision WHEN 'none' THEN '' WHEN 'year' THEN to_char(date, 'YYYY')
                ELSE to_char(date, 'YYYY-MM') END AS month
        FROM engagements_engagement WHERE id = ANY (ids) AND merged_into_id IS NULL
    ), c AS MATERIALIZED (
        SELECT engagement_id, least(count(*), 32767) AS promises,
            string_agg(DISTINCT 'promise=' || status || ' ', '') AS told,
            coalesce(array_agg(coalesce(due_on, DATE '9999-12-31') ORDER BY due_on)
                FILTER (WHERE status IN ('open', 'in_progress')), '{}') AS dues
        FROM engagements_commitment WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), t AS MATERIALIZED (
        SELECT engagement_id, string_agg('topic=' || topic_id || ' ', '' ORDER BY topic_id) AS told
        FROM engagements_engagement_topics WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), places AS (
        SELECT engagement_id, 'c' || country_id AS shelf
        FROM engagements_engagement_partner_countries WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT id, 'c' FROM e WHERE NOT EXISTS (
            SELECT FROM engagements_engagement_partner_countries p WHERE p.engagement_id = e.id)
        UNION ALL
        SELECT id, '*' FROM e
    ), others AS (
        SELECT engagement_id, 'p' || partner_id AS shelf, '' AS facts
        FROM engagements_engagement_partners WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT engagement_id, 't' || topic_id, ''
        FROM engagements_engagement_topics WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT engagement_id, 'q' || person_id, side
        FROM engagements_participation WHERE engagement_id = ANY (ids) AND person_id IS NOT NULL
        UNION ALL
        SELECT engagement_id, 's' || source_id, ''
        FROM engagements_engagement_sources WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT DISTINCT m.engagement_id, 'o' || s.outlet, ''
        FROM engagements_engagement_sources m JOIN engagements_source s ON s.id = m.source_id
        WHERE m.engagement_id = ANY (ids) AND s.outlet <> ''
    )
    SELECT e.id, p.shelf, e.day, e.month, e.hidden, e.held, coalesce(c.promises, 0)::smallint,
        ' kind=' || e.kind || ' ' || coalesce(t.told, '') || coalesce(c.told, ''), coalesce(c.dues, '{}')
    FROM places p JOIN e ON e.id = p.engagement_id
        LEFT JOIN c ON c.engagement_id = e.id LEFT JOIN t ON t.engagement_id = e.id
    UNION ALL
    SELECT e.id, o.shelf, e.day, e.month, e.hidden, e.held, coalesce(c.promises, 0)::smallint, o.facts, '{}'
    FROM others o JOIN e ON e.id = o.engagement_id LEFT JOIN c ON c.engagement_id = e.id
$$;

CREATE FUNCTION sijill_contributions(ids bigint[]) RETURNS TABLE(shelf text, what text, key text, hidden boolean, n integer)
LANGUAGE sql STABLE AS $$

    WITH a AS MATERIALIZED (SELECT * FROM engagements_appearance x WHERE x.engagement_id = ANY (ids)), told AS MATERIALIZED (
        SELECT DISTINCT ON (engagement_id) engagement_id, facts, dues FROM a WHERE left(a.shelf, 1) IN ('c', '*')
    ), places AS MATERIALIZED (
        SELECT engagement_id, a.shelf, a.hidden, month, promises, told.facts, told.dues
        FROM a JOIN told USING (engagement_id) WHERE left(a.shelf, 1) IN ('c', '*') OR a.shelf IN (SELECT k.shelf FROM engagements_keptshelf k)
    ), due AS (
        SELECT places.shelf, places.hidden, unnest(dues)::text AS day FROM places WHERE dues <> '{}'
    ), one AS (
        SELECT places.shelf, 'all' AS what, '' AS key, places.hidden, 1 AS n FROM places
        UNION ALL SELECT places.shelf, 'month', month, places.hidden, 1 FROM places
        UNION ALL SELECT places.shelf, 'facts', facts, places.hidden, 1 FROM places
        UNION ALL SELECT a.shelf, 'promised', '', a.hidden, a.promises FROM places a
            WHERE promises > 0 AND left(a.shelf, 1) IN ('c', '*')
        UNION ALL SELECT places.shelf, 'fact', unnest(string_to_array(trim(facts), ' ')), places.hidden, 1 FROM places
        UNION ALL SELECT due.shelf, 'open-year', left(day, 4), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-month', left(day, 7), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-day', day, due.hidden, 1 FROM due
        UNION ALL SELECT p.shelf, CASE left(a.shelf, 1) WHEN 'p' THEN 'partner' WHEN 'q' THEN 'person'
                WHEN 's' THEN 'source' ELSE 'outlet' END, substr(a.shelf, 2), p.hidden, 1
            FROM places p JOIN a USING (engagement_id)
            WHERE left(a.shelf, 1) IN ('p', 'q', 's', 'o') AND (left(a.shelf, 1) <> 's' OR p.shelf <> '*')
                AND (left(a.shelf, 1) <> 'q' OR p.shelf = '*' OR a.facts = 'partner') AND a.shelf <> p.shelf
    )
    SELECT one.shelf, one.what, one.key, one.hidden, sum(one.n)::integer FROM one GROUP BY 1, 2, 3, 4
$$;

CREATE FUNCTION sijill_figures(wanted text) RETURNS TABLE(shelf text, what text, key text, hidden boolean, n integer)
LANGUAGE sql STABLE AS $$

    WITH a AS MATERIALIZED (SELECT x.* FROM engagements_appearance x WHERE x.engagement_id IN (SELECT m.engagement_id FROM engagements_appearance m WHERE m.shelf = wanted)), told AS MATERIALIZED (
        SELECT DISTINCT ON (engagement_id) engagement_id, facts, dues FROM a WHERE left(a.shelf, 1) IN ('c', '*')
    ), places AS MATERIALIZED (
        SELECT engagement_id, a.shelf, a.hidden, month, promises, told.facts, told.dues
        FROM a JOIN told USING (engagement_id) WHERE a.shelf = wanted
    ), due AS (
        SELECT places.shelf, places.hidden, unnest(dues)::text AS day FROM places WHERE dues <> '{}'
    ), one AS (
        SELECT places.shelf, 'all' AS what, '' AS key, places.hidden, 1 AS n FROM places
        UNION ALL SELECT places.shelf, 'month', month, places.hidden, 1 FROM places
        UNION ALL SELECT places.shelf, 'facts', facts, places.hidden, 1 FROM places
        UNION ALL SELECT a.shelf, 'promised', '', a.hidden, a.promises FROM places a
            WHERE promises > 0 AND left(a.shelf, 1) IN ('c', '*')
        UNION ALL SELECT places.shelf, 'fact', unnest(string_to_array(trim(facts), ' ')), places.hidden, 1 FROM places
        UNION ALL SELECT due.shelf, 'open-year', left(day, 4), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-month', left(day, 7), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-day', day, due.hidden, 1 FROM due
        UNION ALL SELECT p.shelf, CASE left(a.shelf, 1) WHEN 'p' THEN 'partner' WHEN 'q' THEN 'person'
                WHEN 's' THEN 'source' ELSE 'outlet' END, substr(a.shelf, 2), p.hidden, 1
            FROM places p JOIN a USING (engagement_id)
            WHERE left(a.shelf, 1) IN ('p', 'q', 's', 'o') AND (left(a.shelf, 1) <> 's' OR p.shelf <> '*')
                AND (left(a.shelf, 1) <> 'q' OR p.shelf = '*' OR a.facts = 'partner') AND a.shelf <> p.shelf
    )
    SELECT one.shelf, one.what, one.key, one.hidden, sum(one.n)::integer FROM one GROUP BY 1, 2, 3, 4
$$;

CREATE FUNCTION sijill_wordings(ids bigint[]) RETURNS SETOF engagements_wording
LANGUAGE sql STABLE AS $$
    SELECT e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        concat_ws(E'\n', e.folded, c.told, p.told)
    FROM engagements_engagement e
    LEFT JOIN (
        SELECT engagement_id, string_agg(folded, E'\n' ORDER BY id) AS told
        FROM engagements_commitment WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ) c ON c.engagement_id = e.id
    LEFT JOIN (
        SELECT m.engagement_id, string_agg(concat_ws(E'\n', q.folded_ar, q.folded_en), E'\n' ORDER BY m.id) AS told
        FROM engagements_participation m JOIN engagements_person q ON q.id = m.person_id
        WHERE m.engagement_id = ANY (ids) GROUP BY m.engagement_id
    ) p ON p.engagement_id = e.id
    WHERE e.id = ANY (ids) AND e.merged_into_id IS NULL
$$;

CREATE FUNCTION sijill_derive(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    before jsonb;
BEGIN
    IF ids IS NULL OR ids = '{}' THEN
        RETURN;
    END IF;
    -- Until this transaction ends, the same shelves are kept (kept_sql).
    PERFORM pg_advisory_xact_lock_shared(7453018);
    -- Of two that write parts of one engagement, the second waits here and then sees what the first wrote.
    PERFORM 1 FROM engagements_engagement WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;

    SELECT jsonb_agg(c) INTO before FROM sijill_contributions(ids) c;
    DELETE FROM engagements_appearance a WHERE a.engagement_id = ANY (ids)
        AND NOT EXISTS (SELECT FROM sijill_appearances(ids) f
            WHERE f.engagement_id = a.engagement_id AND f.shelf = a.shelf AND f IS NOT DISTINCT FROM a);
    INSERT INTO engagements_appearance SELECT * FROM sijill_appearances(ids) ON CONFLICT DO NOTHING;
    INSERT INTO engagements_tally (shelf, what, key, hidden, n)
        SELECT shelf, what, key, hidden, sum(n) FROM (
            SELECT * FROM sijill_contributions(ids)
            UNION ALL
            SELECT b.shelf, b.what, b.key, b.hidden, -b.n FROM jsonb_to_recordset(before)
                AS b (shelf text, what text, key text, hidden boolean, n integer)
        ) changed GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;

    INSERT INTO engagements_wording AS w SELECT * FROM sijill_wordings(ids)
        ON CONFLICT (engagement_id) DO UPDATE SET day = excluded.day, hidden = excluded.hidden, text = excluded.text
        WHERE (w.day, w.hidden, w.text) IS DISTINCT FROM (excluded.day, excluded.hidden, excluded.text);
    DELETE FROM engagements_wording w WHERE w.engagement_id = ANY (ids) AND NOT EXISTS (
        SELECT FROM engagements_engagement e WHERE e.id = w.engagement_id AND e.merged_into_id IS NULL);

    UPDATE engagements_commitment c SET hidden = e.confidentiality <> 'open' FROM engagements_engagement e
        WHERE e.id = c.engagement_id AND e.id = ANY (ids) AND c.hidden <> (e.confidentiality <> 'open');
END $$;

CREATE FUNCTION sijill_keep(wanted text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(7453018) THEN
        RETURN false;
    END IF;
    INSERT INTO engagements_keptshelf (shelf) VALUES (wanted) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        -- Planned for this shelf: of one in general the planner believes that it is short.
        EXECUTE 'INSERT INTO engagements_tally (shelf, what, key, hidden, n) SELECT * FROM sijill_figures($1)'
            USING wanted;
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION sijill_leave(unwanted text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(7453018) THEN
        RETURN false;
    END IF;
    DELETE FROM engagements_tally WHERE shelf IN (SELECT shelf FROM engagements_keptshelf WHERE shelf = unwanted);
    DELETE FROM engagements_keptshelf WHERE shelf = unwanted;
    RETURN true;
END $$;

CREATE FUNCTION sijill_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF coalesce(current_setting('sijill.derive', true), '') <> 'later' THEN
        EXECUTE TG_ARGV[0] INTO ids;
        PERFORM sijill_derive(ids);
        PERFORM sijill_index(ids);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_commitment
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_commitment
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_commitment
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_engagement
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT id AS engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_engagement
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT id AS engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_engagement
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT id AS engagement_id FROM came UNION SELECT id AS engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_engagement_partner_countries
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_engagement_partner_countries
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_engagement_partner_countries
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_engagement_partners
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_engagement_partners
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_engagement_partners
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_engagement_sources
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_engagement_sources
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_engagement_sources
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_engagement_topics
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_engagement_topics
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_engagement_topics
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_delete AFTER DELETE ON engagements_participation
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_insert AFTER INSERT ON engagements_participation
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_participation
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT engagement_id FROM came UNION SELECT DISTINCT engagement_id FROM gone) touched');

CREATE TRIGGER derive_after_renaming AFTER UPDATE ON engagements_partner
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (
        SELECT DISTINCT p.engagement_id FROM engagements_engagement_partners p
        JOIN came ON came.id = p.partner_id JOIN gone ON gone.id = came.id
        WHERE (came.name_ar, came.name_en) IS DISTINCT FROM (gone.name_ar, gone.name_en)) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_person
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT p.engagement_id FROM engagements_participation p JOIN came r ON r.id = p.person_id UNION SELECT DISTINCT p.engagement_id FROM engagements_participation p JOIN gone r ON r.id = p.person_id) touched');

CREATE TRIGGER derive_after_update AFTER UPDATE ON engagements_source
    REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT
    EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM (SELECT DISTINCT m.engagement_id FROM engagements_engagement_sources m JOIN came r ON r.id = m.source_id UNION SELECT DISTINCT m.engagement_id FROM engagements_engagement_sources m JOIN gone r ON r.id = m.source_id) touched');

CREATE FUNCTION sijill_commitment_hidden() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.hidden := coalesce(
        (SELECT confidentiality <> 'open' FROM engagements_engagement WHERE id = NEW.engagement_id), false);
    RETURN NEW;
END $$;

CREATE TRIGGER commitment_hidden BEFORE INSERT OR UPDATE ON engagements_commitment
    FOR EACH ROW
    EXECUTE FUNCTION sijill_commitment_hidden();

-- Of long texts the planner keeps more samples.
ALTER TABLE engagements_wording ALTER COLUMN text SET STATISTICS 1000;
