"""Approved names teach the reader; plug-ins are off unless a setting names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from engagements.models import Engagement, Evidence, Participation, Source
from ingest import plugins
from ingest.services import training
from tests.ingest.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from engagements.models import User

TEXT = "استقبل الوزير عادل الكيلاني وفدا من شركة المرجان."


@pytest.fixture
def approved(editor: User) -> Source:
    source = Source.objects.create(text=TEXT)
    record = Engagement.objects.create(
        kind="meeting", title="لقاء", date_precision="none", approved_by=editor, approved_at=NOW
    )
    person = Participation.objects.create(engagement=record, name="عادل الكيلاني", side="home")
    for words, field, part in (
        ("عادل الكيلاني", "name", person),
        ("الوزير", "role", person),
        ("شركة المرجان", "organizations:شركة المرجان", None),
        ("استقبل", "kind", None),
    ):
        at = TEXT.index(words)
        Evidence.objects.create(
            engagement=record,
            participation=part,
            source=source,
            field=field,
            start=at,
            end=at + len(words),
            quote=words,
            band="sure",
            state="accepted",
        )
    return source


def test_names_and_organisations_are_learned_and_nothing_else(approved: Source) -> None:
    (example,) = training.examples()
    learned = [(name, TEXT[span.start : span.end]) for name, span in example.spans]
    assert learned == [("participants", "عادل الكيلاني"), ("organizations", "شركة المرجان")]


def test_the_command_trains_and_the_plug_in_is_then_used(
    approved: Source, settings: Settings, tmp_path: Path
) -> None:
    settings.READER_CRF_MODEL = tmp_path / "reader" / "people.crf"
    assert plugins.configured() == ()
    settings.READER_CRF = True
    assert plugins.configured() == (), "switched on but not trained: the rules go on alone"
    call_command("train_reader", verbosity=0)
    assert [plugin.name for plugin in plugins.configured()] == ["crf"]


@pytest.mark.django_db
def test_without_approved_names_the_command_says_so(settings: Settings, tmp_path: Path) -> None:
    settings.READER_CRF_MODEL = tmp_path / "people.crf"
    with pytest.raises(CommandError, match="approve some drafts"):
        call_command("train_reader")
    assert not settings.READER_CRF_MODEL.exists()


def test_a_local_model_is_used_where_its_address_is_set(settings: Settings) -> None:
    settings.READER_MODEL_URL, settings.READER_MODEL_NAME = "http://127.0.0.1:9/v1", "own"
    assert [plugin.name for plugin in plugins.configured()] == ["local_model"]
