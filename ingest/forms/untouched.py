"""What a browser would send of a review form if nothing was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.forms.review import ReviewForm


def untouched(form: ReviewForm) -> QueryDict:
    """The form's initial values, as a browser would send them."""
    data = QueryDict(mutable=True)
    for part in _parts(form):
        for bound in part:
            value = bound.value()
            if value is None or value is False:
                continue
            sent = value if isinstance(value, list) else bound.field.widget.format_value(value)
            if sent is not None:
                data.setlist(
                    bound.html_name, [str(one) for one in (sent if isinstance(sent, list) else [sent])]
                )
    return data


def _parts(form: ReviewForm) -> Iterator[Any]:
    yield form.main
    for rows in form.sets.values():
        yield rows.management_form
        yield from rows
