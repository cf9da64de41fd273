"""What the machine proposed never changes, and neither does what came in."""

from django.db import migrations

PROPOSAL = """
    CREATE FUNCTION sijill_proposal_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the proposal of a draft never changes' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER draft_proposal_unchanged BEFORE UPDATE OF proposal ON ingest_draft
        FOR EACH ROW WHEN (NEW.proposal IS DISTINCT FROM OLD.proposal)
        EXECUTE FUNCTION sijill_proposal_unchanged();
"""
ORIGINAL = """
    CREATE FUNCTION sijill_original_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the original of a release never changes' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER release_original_unchanged BEFORE UPDATE OF file, sha256, size ON ingest_release
        FOR EACH ROW WHEN (ROW(NEW.file, NEW.sha256, NEW.size) IS DISTINCT FROM ROW(OLD.file, OLD.sha256, OLD.size))
        EXECUTE FUNCTION sijill_original_unchanged();
"""


class Migration(migrations.Migration):
    dependencies = [("ingest", "0001_initial")]
    operations = [
        migrations.RunSQL(
            PROPOSAL,
            "DROP TRIGGER draft_proposal_unchanged ON ingest_draft; DROP FUNCTION sijill_proposal_unchanged();",
        ),
        migrations.RunSQL(
            ORIGINAL,
            "DROP TRIGGER release_original_unchanged ON ingest_release; DROP FUNCTION sijill_original_unchanged();",
        ),
    ]
