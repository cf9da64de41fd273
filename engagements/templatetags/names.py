"""The actions on the page of a partner or person, for accounts that may manage names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from engagements.permissions import Permission

if TYPE_CHECKING:
    from engagements.models import Partner, Person

register = template.Library()


@register.inclusion_tag("engagements/includes/name_actions.html", takes_context=True)
def name_actions(context: dict[str, Any], name: Partner | Person) -> dict[str, Any]:
    """Links to the spellings, to merging another name into this one, and to undoing the merges that stand."""
    user = context["user"]
    may = user.may(Permission.MANAGE_NAMES)
    merges: list[Any] = list(name.merges.select_related("merged", "by")) if may else []
    return {"name": name, "kind": name._meta.model_name, "may": may, "merges": merges}
