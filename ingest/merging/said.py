"""What the sources of an engagement say of each of its values, for the page that compares a draft with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arabic.folding import fold
from engagements.models import EvidenceState
from engagements.record.disagreement import agree
from engagements.record.quoting import CitedSources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import Engagement, Evidence
    from engagements.record.quoting import Quote


class SourcesWords:
    """The sayings of an engagement from `for_page`. Makes no query."""

    def __init__(self, engagement: Engagement) -> None:
        self._evidence = list(engagement.evidence.all())
        self._origins = CitedSources(engagement)

    def of_field(self, name: str, value: str) -> tuple[Quote, ...]:
        """The words of the sources that give this value for a field of the engagement."""
        return self._quotes(
            one
            for one in self._own()
            if one.field == name and (one.state == EvidenceState.CORRECTED or agree(name, value, one.value))
        )

    def of_listed(self, key: str, *values: str) -> tuple[Quote, ...]:
        """The words for one value of a list, which may be spelt in several ways."""
        wanted = {fold(value) for value in values}
        return self._quotes(
            one
            for one in self._own()
            for listed, _colon, value in [one.field.partition(":")]
            if listed == key and fold(value) in wanted
        )

    def of_part(self, **part: int) -> tuple[Quote, ...]:
        """The words for a participant (`participation_id`) or a commitment (`commitment_id`)."""
        ((name, number),) = part.items()
        return self._quotes(one for one in self._evidence if getattr(one, name) == number)

    def _own(self) -> list[Evidence]:
        return [one for one in self._evidence if one.participation_id is None and one.commitment_id is None]

    def _quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        return tuple(self._origins.quotes(evidence))
