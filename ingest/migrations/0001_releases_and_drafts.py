"""From upload to decision, at once. Who made the tables by the migrations named here has them already."""

from django.conf import settings
from django.db import migrations

from ingest.migrations.releases_and_drafts import drafts, matching, releases, review, written


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("ingest", "0001_initial"),
        ("ingest", "0002_triggers"),
        ("ingest", "0003_parse_run_warnings"),
        ("ingest", "0004_lanes_members_and_ways_in"),
        ("ingest", "0005_contained_files"),
        ("ingest", "0006_draft_merge"),
        ("ingest", "0007_fingerprints_and_verdicts"),
        ("ingest", "0008_what_a_passage_names"),
        ("ingest", "0009_fitted_bands"),
        ("ingest", "0010_a_verdict_is_on_one_pair"),
        ("ingest", "0011_versions_of_decoder_and_rules"),
        ("ingest", "0012_claims_postponing_second_approval"),
        ("ingest", "0013_guesses_and_likely_pairs"),
        ("ingest", "0014_the_form_as_it_was_left"),
        ("ingest", "0015_what_quality_is_counted_by"),
        ("ingest", "0016_likely_pairs_of_an_engagement"),
        ("ingest", "0017_count_the_queue_by_an_index"),
        ("ingest", "0018_propose_what_was_done"),
    ]
    dependencies = [
        ("engagements", "0001_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [*releases.TABLES, *drafts.TABLES, *review.TABLES, *matching.TABLES, written("trail")]
