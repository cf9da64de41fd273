"""What is stored of an unfinished form: only fields that the review page itself has, and not without limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.formsets import DELETION_FIELD_NAME, ManagementForm

from ingest.forms.reject import RejectForm
from ingest.forms.review import MAX_ROWS, SETS, MainForm, as_data

if TYPE_CHECKING:
    from django.http import QueryDict

    from ingest.forms.review import Fields
    from ingest.models import DraftWork

LONGEST = 1_000_000
"""Characters of names and values together: what 200 commitments may have, and more than anybody types."""


class TooMuch(Exception):
    """More was sent than a review form can hold."""


def own_fields(sent: QueryDict) -> Fields:
    """`{name: [value, ...]}` of the fields that belong to the review form, or to the panel that rejects.

    Raises TooMuch above LONGEST.
    """
    fields = {
        # PostgreSQL keeps no NUL in JSON, and no browser types one.
        name: [value.replace("\0", "") for value in values]
        for name, values in sent.lists()
        if is_own_name(name) or name in RejectForm.base_fields
    }
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > LONGEST:
        raise TooMuch
    return fields


def is_own_name(name: str) -> bool:
    """Whether it is the name of a field of the review form, or of a field in a row that a list may have."""
    key, _, rest = name.partition("-")
    if not rest:
        return name in MainForm.base_fields
    number, _, field = rest.partition("-")
    if key not in SETS:
        return False
    if not field:
        return number in ManagementForm.base_fields
    row = number.isascii() and number.isdecimal() and len(number) < 5 and int(number) < MAX_ROWS
    return row and number == str(int(number)) and field in {*SETS[key].form.base_fields, DELETION_FIELD_NAME}


def sent_again(work: DraftWork | None) -> QueryDict | None:
    """The review form of an unfinished work; None if there is none, or if only the panel that rejects was filled in."""
    return as_data(work.fields) if work and "title" in work.fields else None


def rejecting(work: DraftWork | None) -> RejectForm:
    """The panel that rejects, with what was typed into it and not sent."""
    kept = work.fields if work else {}
    return RejectForm(initial={name: kept[name][-1] for name in RejectForm.base_fields if kept.get(name)})
