"""Saved filters: created, renamed, opened, deleted. Only their owner sees them, so they leave no audit entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import SavedFilter, User
from engagements.saved_filters.listing import present_path, tidy_query
from engagements.saved_filters.places import list_at

if TYPE_CHECKING:
    from datetime import datetime

MOST = 30
"""The most filters that an account may save."""
LONGEST_QUERY = 2000


@transaction.atomic
def save_filter(*, by: User, name: str, path: str, query: str, now: datetime) -> SavedFilter:
    """Saves the filters `query` of the list at `path`. What the list shows now counts as seen.

    Raises Refusal if the list cannot be saved, the filters are not valid, or the name cannot be taken (`field`).
    """
    # Lock the account, because the number of its filters is checked before one is added.
    User.objects.select_for_update().get(pk=by.pk)
    asked = tidy_query(QueryDict(query))
    place = list_at(path)
    if place is None or not place.exists():
        raise Refusal(_("This list cannot be saved."))
    if len(asked) > LONGEST_QUERY:
        raise Refusal(_("This filter is too long to be saved."))
    if complaints := place.asked(QueryDict(asked), by, timezone.localdate(now)).complaints:
        raise Refusal(" ".join([_("The filter is not clear, so it was not saved."), *complaints]))
    mine = SavedFilter.objects.filter(user=by)
    if same := mine.filter(path=path, query=asked).first():
        raise Refusal(_("This filter is saved already, as “%(name)s”.") % {"name": same.name})
    if mine.count() >= MOST:
        raise Refusal(_("You have saved %(n)d filters, which is the most. Delete one first.") % {"n": MOST})
    return _written(
        SavedFilter(user=by, name=_name(name), path=path, query=asked, seen_at=now, seen_before=now)
    )


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str) -> SavedFilter:
    """Renames a saved filter. Raises Refusal for a name that is empty, too long or taken."""
    saved.name = _name(name)
    return _written(saved)


def open_filter(*, saved: SavedFilter, now: datetime) -> str:
    """Marks the filter as seen now and returns the address of its list, which leads to the survivor if a name in
    it was merged.
    """
    path = present_path(saved)
    taken = SavedFilter.objects.filter(user_id=saved.user_id, path=path, query=saved.query)
    if not taken.exclude(pk=saved.pk).exists():
        saved.path = path
    saved.seen_before, saved.seen_at = saved.seen_at, max(now, saved.seen_at)
    saved.save(update_fields=["path", "seen_at", "seen_before"])
    return f"{path}?{saved.query}" if saved.query else path


def _name(name: str) -> str:
    """The name as it is stored. Raises Refusal if it is empty or too long."""
    tidy = " ".join(name.replace("\0", "").split())
    longest = SavedFilter._meta.get_field("name").max_length or 0
    if not tidy:
        raise Refusal(_("Give the filter a name."), "name")
    if len(tidy) > longest:
        raise Refusal(_("A name has %(n)d letters at most.") % {"n": longest}, "name")
    return tidy


def _written(saved: SavedFilter) -> SavedFilter:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise Refusal(_("You have a filter of this name already."), "name") from error
    return saved
