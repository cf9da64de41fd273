"""The whole register at once. One that made its tables by the migrations named here has them already."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from engagements.migrations.register import (
    commitments,
    derived,
    duplicates,
    engagements,
    evidence,
    follow_ups,
    names,
    people,
    reminders,
    sources,
    spellings,
    written,
)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("engagements", "0001_initial"),
        ("engagements", "0002_triggers"),
        ("engagements", "0003_merges_and_settlements"),
        ("engagements", "0004_actions_of_the_review_page"),
        ("engagements", "0005_what_an_approval_wrote"),
        ("engagements", "0006_names_by_their_sounds"),
        ("engagements", "0007_shelves_tallies_and_wordings"),
        ("engagements", "0008_names_indexed_at_once"),
        ("engagements", "0009_faster_folding_and_one_index_less"),
        ("engagements", "0010_figures_by_their_size"),
        ("engagements", "0011_search_entries"),
        ("engagements", "0012_merges_of_names_origins_of_aliases_duplicates"),
        ("engagements", "0013_tokens_of_the_api"),
        ("engagements", "0014_saved_filters"),
        ("engagements", "0015_find_outlets_without_texts"),
        ("engagements", "0016_weekly_letters"),
        ("engagements", "0017_units_progress_proofs_steps"),
        ("engagements", "0018_reminders"),
        ("engagements", "0019_follow_ups_by_what_they_are_about"),
        ("engagements", "0020_search_by_periods"),
        ("engagements", "0021_columns_of_files_and_imports"),
        ("engagements", "0022_calendar_addresses_and_revisions"),
        ("engagements", "0023_places_of_everything_and_kept_shelves"),
        ("engagements", "0024_follow_ups_by_making_and_closing"),
        ("engagements", "0025_open_follow_ups_by_owner"),
        ("engagements", "0026_open_follow_ups_by_assignee"),
        ("engagements", "0027_results_of_imports"),
    ]
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        TrigramExtension(),
        written("texts"),
        *people.TABLES,
        *sources.TABLES,
        *names.TABLES,
        *spellings.TABLES,
        *duplicates.TABLES,
        *engagements.TABLES,
        *commitments.TABLES,
        *evidence.TABLES,
        *follow_ups.TABLES,
        *reminders.TABLES,
        *derived.TABLES,
        *(written(name) for name in ("trail", "derived", "search", "follow_ups")),
    ]
