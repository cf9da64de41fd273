"""Which plug-ins of the reader are switched on. None is, unless a setting says so."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from ingest.extraction.plugins.crf import CrfProposer
from ingest.extraction.plugins.local_model import LocalModel

if TYPE_CHECKING:
    from ingest.extraction.plugins import Proposer

logger = logging.getLogger(__name__)


def configured() -> tuple[Proposer, ...]:
    """The plug-ins of this process, made at its first release."""
    found: list[Proposer] = []
    if settings.READER_CRF:
        try:
            found.append(_crf(settings.READER_CRF_MODEL.stat().st_mtime))
        except OSError as error:
            logger.warning("the trained reader is switched on but cannot be used: %s", error)
    if settings.READER_MODEL_URL:
        found.append(
            LocalModel(
                settings.READER_MODEL_URL,
                settings.READER_MODEL_NAME,
                settings.READER_PLUGIN_SECONDS,
                settings.READER_MODEL_KEY,
            )
        )
    return tuple(found)


@cache
def _crf(changed: float) -> CrfProposer:
    """The tagger, opened once, and again after it was trained anew."""
    return CrfProposer(settings.READER_CRF_MODEL)
