"""The search's entry of a source is as hidden as the source from its first moment, not only once it changes."""

from django.db import migrations

ENTRY = """
    CREATE OR REPLACE FUNCTION sijill_source_entry() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO engagements_searchentry AS s (what, number, of, day, hidden, words)
            VALUES ('s', NEW.id, NULL, coalesce(NEW.published_on, DATE '0001-01-01'), {hidden},
                sijill_lexemes(sijill_fold(NEW.title), 'A') || sijill_lexemes(sijill_fold(NEW.outlet), 'B')
                || sijill_lexemes(sijill_fold(left(NEW.text, 200000)), 'C'))
            ON CONFLICT (what, number) DO UPDATE SET day = excluded.day, words = excluded.words;
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0034_one_arabic_name_under_a_unit")]

    operations = [
        migrations.RunSQL(ENTRY.format(hidden="NEW.hidden"), ENTRY.format(hidden="false")),
    ]
