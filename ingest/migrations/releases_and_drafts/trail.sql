-- What came in and what the machine proposed never changes; a review event carries what it is counted by.

CREATE FUNCTION sijill_proposal_unchanged() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the proposal of a draft never changes' USING ERRCODE = 'restrict_violation';
    END $$;

CREATE TRIGGER draft_proposal_unchanged BEFORE UPDATE OF proposal ON ingest_draft
    FOR EACH ROW
    WHEN (NEW.proposal IS DISTINCT FROM OLD.proposal)
    EXECUTE FUNCTION sijill_proposal_unchanged();

CREATE FUNCTION sijill_original_unchanged() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the original of a release never changes' USING ERRCODE = 'restrict_violation';
    END $$;

CREATE TRIGGER release_original_unchanged BEFORE UPDATE OF file, sha256, size ON ingest_release
    FOR EACH ROW
    WHEN (ROW(NEW.file, NEW.sha256, NEW.size) IS DISTINCT FROM ROW(OLD.file, OLD.sha256, OLD.size))
    EXECUTE FUNCTION sijill_original_unchanged();

CREATE FUNCTION sijill_review_event_of_its_draft() RETURNS trigger
LANGUAGE plpgsql AS $$
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
    FOR EACH ROW
    EXECUTE FUNCTION sijill_review_event_of_its_draft();
