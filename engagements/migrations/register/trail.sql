-- What no constraint can say: what is append-only, written once, or part of itself.

CREATE FUNCTION sijill_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON engagements_auditentry
    FOR EACH ROW
    EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER progress_append_only BEFORE UPDATE ON engagements_progressupdate
    FOR EACH ROW
    WHEN (
        (OLD.id, OLD.by_id, OLD.at, OLD.rating, OLD.words, OLD.next_step)
        IS DISTINCT FROM
        (NEW.id, NEW.by_id, NEW.at, NEW.rating, NEW.words, NEW.next_step)
    )
    EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER progress_stays BEFORE DELETE ON engagements_progressupdate
    FOR EACH ROW
    EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER proof_append_only BEFORE UPDATE ON engagements_proof
    FOR EACH ROW
    WHEN (
        (OLD.id, OLD.source_id, OLD.start, OLD."end", OLD.quote, OLD.file, OLD.filename, OLD.size,
            OLD.sha256, OLD.words, OLD.by_id, OLD.at)
        IS DISTINCT FROM
        (NEW.id, NEW.source_id, NEW.start, NEW."end", NEW.quote, NEW.file, NEW.filename, NEW.size,
            NEW.sha256, NEW.words, NEW.by_id, NEW.at)
        OR OLD.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at
    )
    EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER proof_stays BEFORE DELETE ON engagements_proof
    FOR EACH ROW
    EXECUTE FUNCTION sijill_append_only();

CREATE FUNCTION sijill_text_once() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the text of a source is written once' USING ERRCODE = 'restrict_violation';
    END $$;

CREATE TRIGGER source_text_once BEFORE UPDATE OF text ON engagements_source
    FOR EACH ROW
    WHEN (OLD.text <> '' AND NEW.text IS DISTINCT FROM OLD.text)
    EXECUTE FUNCTION sijill_text_once();

CREATE FUNCTION sijill_unit_tree() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(7453002);
        IF EXISTS (
            WITH RECURSIVE above (id) AS (
                SELECT NEW.parent_id
                UNION
                SELECT unit.parent_id FROM engagements_unit AS unit JOIN above ON unit.id = above.id
                WHERE unit.parent_id IS NOT NULL
            )
            SELECT FROM above WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'a unit cannot be part of itself' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;

CREATE TRIGGER unit_tree BEFORE INSERT OR UPDATE OF parent_id ON engagements_unit
    FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION sijill_unit_tree();
