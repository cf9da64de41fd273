"""Who else has to know each standard term, where no constraint can say so."""

from __future__ import annotations

from engagements.models import CommitmentKind, CommitmentStatus, Kind
from engagements.tables import rows
from engagements.templatetags.sijill import KIND_ICONS
from ingest.extraction import composing
from ingest.extraction.plugins.port import COMMITMENT_KINDS


def test_each_kind_of_engagement_has_a_drawing_and_a_title() -> None:
    assert set(KIND_ICONS) == set(composing._KIND_AR) == set(Kind.values)


def test_the_reader_knows_the_kinds_of_follow_ups() -> None:
    assert set(COMMITMENT_KINDS) == set(CommitmentKind.values)


def test_imported_lists_have_words_for_each_kind_and_status() -> None:
    words = rows("import_words.tsv")
    assert {row[1] for row in words if row[0] == "kind"} == set(CommitmentKind.values)
    assert {row[1] for row in words if row[0] == "status"} == set(CommitmentStatus.values)
