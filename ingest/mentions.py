"""Where drafts mention a partner or a person, shown to somebody who merges two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from engagements.models import Person
from engagements.names.preview import EXAMPLES, Example, Moving
from engagements.permissions import Permission
from engagements.services.name_merging import spellings_of
from ingest.models import Draft, DraftWork

if TYPE_CHECKING:
    from engagements.models import User
    from engagements.services.name_merging import Name


def in_drafts(name: Name, user: User) -> list[Moving]:
    """Waiting drafts that name it, and waiting drafts with a form in which it was chosen; none if `user` may not
    review.
    """
    if not user.may(Permission.REVIEW):
        return []
    waiting = Draft.objects.visible_to(user).waiting()
    key = "participants" if isinstance(name, Person) else "organizations"
    about = Q()
    for text in spellings_of(name):
        about |= Q(proposal__contains={key: [{"name": text} if key == "participants" else text]})
    naming = waiting.filter(about).order_by("-pk")
    chosen = _chosen(key, name.pk)
    left = waiting.filter(pk__in=chosen).order_by("-pk")
    return [
        Moving(_("Drafts that wait and name it"), naming.count(), _examples(naming[:EXAMPLES])),
        Moving(_("Unfinished reviews in which it was chosen"), left.count(), _examples(left[:EXAMPLES])),
    ]


def _examples(drafts: object) -> list[Example]:
    return [Example(one.title, "", one.get_absolute_url()) for one in drafts]  # type: ignore[attr-defined]


def _chosen(key: str, number: int) -> set[int]:
    """The drafts of which a kept form has this number of the register."""
    forms = [
        *DraftWork.objects.filter(draft__in=Draft.objects.waiting()).values_list("draft", "fields"),
        *Draft.objects.waiting().exclude(left_form=None).values_list("pk", "left_form"),
    ]
    return {
        draft
        for draft, fields in forms
        if any(
            name.startswith(f"{key}-") and name.endswith("-link") and str(number) in values
            for name, values in (fields or {}).items()
        )
    }
