-- The words of engagements, commitments and sources as tsvectors (docs/search.md).

CREATE FUNCTION sijill_lexemes(folded text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text;
    bare text;
    without_and text;
    without_letter text;
BEGIN
    words := translate(folded, U&'\000a\0009\002e\002c\003b\003a\0021\003f\0028\0029\005b\005d\007b\007d\0022\0027\00ab\00bb\060c\061b\061f\002d\002f\005c\2026\2013\2014\201c\201d\2018\2019\0025\002a\002b\003d\003c\003e\0026\0023\0040\007c\007e\005e\0060\0024\20ac\00a3\066a\066b\066c\00b7\2022', '                                                    ');
    bare := regexp_replace(words, '\m(?:وبال|وكال|فبال|ولل|فلل|وال|بال|كال|فال|لل|ال)(?=\w{3})', '', 'g');
    without_and := regexp_replace(bare, '\mو(?=\w{4})', '', 'g');
    without_letter := regexp_replace(without_and, '\m[بكل](?=\w{4})', '', 'g');
    RETURN setweight(to_tsvector('pg_catalog.simple', bare), weight) || strip(to_tsvector('pg_catalog.simple',
        concat_ws(' ', without_and, without_letter, regexp_replace(
            concat_ws(' ', bare, without_and, without_letter), '(?<=\w{3})(?:اتي|يات|ات|يه|يا|ي|ه|ا)\M', '', 'g'))));
END $$;

CREATE FUNCTION sijill_entries(ids bigint[]) RETURNS SETOF engagements_searchentry
LANGUAGE sql STABLE AS $$
    WITH e AS MATERIALIZED (
        SELECT * FROM engagements_engagement WHERE id = ANY (ids) AND merged_into_id IS NULL
    ), marks AS MATERIALIZED (
        SELECT engagement_id, array_agg(mark) AS said FROM (
            SELECT engagement_id, '=c' || country_id AS mark
            FROM engagements_engagement_partner_countries WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=p' || partner_id
            FROM engagements_engagement_partners WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=t' || topic_id
            FROM engagements_engagement_topics WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=q' || person_id
            FROM engagements_participation WHERE engagement_id = ANY (ids) AND person_id IS NOT NULL
            UNION ALL SELECT id, '=k' || kind FROM e
        ) one GROUP BY engagement_id
    ), c AS MATERIALIZED (
        SELECT id, engagement_id, text, owner FROM engagements_commitment WHERE engagement_id = ANY (ids)
    ), promised AS (
        SELECT engagement_id, string_agg(text, ' . ' ORDER BY id) AS said FROM c GROUP BY engagement_id
    ), met AS (
        SELECT engagement_id, string_agg(concat_ws(' ', name, role, organization), ' . ' ORDER BY id) AS said
        FROM engagements_participation WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), bodies AS (
        SELECT m.engagement_id, string_agg(concat_ws(' ', p.name_ar, p.name_en), ' . ' ORDER BY p.id) AS said
        FROM engagements_engagement_partners m JOIN engagements_partner p ON p.id = m.partner_id
        WHERE m.engagement_id = ANY (ids) GROUP BY m.engagement_id
    )
    SELECT 'e'::varchar(1), e.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        sijill_lexemes(sijill_fold(e.title), 'A')
        || sijill_lexemes(sijill_fold(concat_ws(' . ', e.city, bodies.said, met.said)), 'B')
        || sijill_lexemes(sijill_fold(concat_ws(' . ', e.summary, promised.said)), 'C')
        || array_to_tsvector(marks.said)
    FROM e JOIN marks ON marks.engagement_id = e.id LEFT JOIN promised ON promised.engagement_id = e.id
        LEFT JOIN met ON met.engagement_id = e.id LEFT JOIN bodies ON bodies.engagement_id = e.id
    UNION ALL
    SELECT 'c'::varchar(1), c.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        sijill_lexemes(sijill_fold(c.text), 'A') || sijill_lexemes(sijill_fold(c.owner), 'B')
        || array_to_tsvector(marks.said)
    FROM c JOIN e ON e.id = c.engagement_id JOIN marks ON marks.engagement_id = e.id
$$;

CREATE FUNCTION sijill_learn(words text[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO engagements_searchword (word)
        SELECT w FROM unnest(words) w WHERE length(w) BETWEEN 4 AND 40 AND w ~ '^[a-zء-يٱ-ۓ]+$'
            AND NOT EXISTS (SELECT FROM engagements_searchword known WHERE known.word = w)
$$;

CREATE FUNCTION sijill_index(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL OR ids = '{}' THEN
        RETURN;
    END IF;
    WITH fresh AS MATERIALIZED (
        SELECT * FROM sijill_entries(ids)
    ), gone AS (
        DELETE FROM engagements_searchentry s WHERE s.of = ANY (ids)
            AND NOT EXISTS (SELECT FROM fresh WHERE fresh.what = s.what AND fresh.number = s.number)
    )
    INSERT INTO engagements_searchentry AS s SELECT * FROM fresh
        ON CONFLICT (what, number) DO UPDATE
        SET of = excluded.of, day = excluded.day, hidden = excluded.hidden, words = excluded.words
        WHERE (s.of, s.day, s.hidden, s.words)
            IS DISTINCT FROM (excluded.of, excluded.day, excluded.hidden, excluded.words);
    PERFORM sijill_learn((SELECT array_agg(DISTINCT lexeme) FROM engagements_searchentry s, unnest(s.words)
        WHERE s.of = ANY (ids) AND s.what = 'e' AND NOT s.hidden AND positions IS NOT NULL));
END $$;

CREATE FUNCTION sijill_source_entry() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO engagements_searchentry AS s (what, number, of, day, hidden, words)
        VALUES ('s', NEW.id, NULL, coalesce(NEW.published_on, DATE '0001-01-01'), false,
            sijill_lexemes(sijill_fold(NEW.title), 'A') || sijill_lexemes(sijill_fold(NEW.outlet), 'B')
            || sijill_lexemes(sijill_fold(left(NEW.text, 200000)), 'C'))
        ON CONFLICT (what, number) DO UPDATE SET day = excluded.day, words = excluded.words;
    RETURN NULL;
END $$;

CREATE TRIGGER search_entry AFTER INSERT OR UPDATE OF title, outlet, text, published_on ON engagements_source
    FOR EACH ROW
    EXECUTE FUNCTION sijill_source_entry();

CREATE FUNCTION sijill_source_gone() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM engagements_searchentry WHERE what = 's' AND number = OLD.id;
    RETURN NULL;
END $$;

CREATE TRIGGER search_entry_gone AFTER DELETE ON engagements_source
    FOR EACH ROW
    EXECUTE FUNCTION sijill_source_gone();
