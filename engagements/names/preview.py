"""What merging two partners, or two people, would do, shown before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from engagements.models import Commitment, Country, Engagement, Participation, PartnerKind, Person
from engagements.services.name_merging import COLUMNS, is_empty, spellings_of, version_of
from engagements.services.name_relations import named, refuse_unknown
from engagements.services.relations import Rule

if TYPE_CHECKING:
    from engagements.models import User
    from engagements.services.name_merging import Name

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Value:
    """A column in which the two differ. `free`: both have a value, so the user chooses; otherwise `theirs_hold`
    says whose holds.
    """

    column: str
    label: str
    ours: str
    theirs: str
    free: bool
    theirs_hold: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One record that moves. `href` is its page, if it has one."""

    text: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Moving:
    """Records of one kind that move: how many exist for the account, and the first of them. `warning` if this
    speaks against merging.
    """

    heading: str
    number: int
    examples: list[Example]
    warning: str = ""

    @property
    def more(self) -> int:
        """How many there are besides the examples."""
        return self.number - len(self.examples)


@dataclass(frozen=True, slots=True)
class NamePreview:
    version: str
    values: list[Value]
    moving: list[Moving]


Mentions = Callable[["Name", "User"], list[Moving]]


def name_preview_of(survivor: Name, merged: Name, user: User) -> NamePreview:
    """The preview for `user`. Raises Refusal if a relation has no rule."""
    refuse_unknown(type(survivor))
    moving = [*_engagements(survivor, merged, user), _owed(merged, user), *_names(merged)]
    for path in settings.NAME_MENTIONS:
        mentions: Mentions = import_string(path)
        moving += mentions(merged, user)
    return NamePreview(
        version=version_of(survivor, merged),
        values=_values(survivor, merged),
        moving=[one for one in moving if one.number],
    )


def _values(survivor: Name, merged: Name) -> list[Value]:
    rows = []
    for column in COLUMNS[type(survivor)]:
        ours, theirs = getattr(survivor, column), getattr(merged, column)
        if ours == theirs or is_empty(theirs):
            continue
        label = str(type(survivor)._meta.get_field(column.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
        free = not is_empty(ours)
        rows.append(Value(column, label, _shown(column, ours), _shown(column, theirs), free, not free))
    return rows


def _shown(column: str, value: Any) -> str:
    if column == "kind":
        return str(PartnerKind(value).label)
    if column == "country_id" and value:
        return Country.objects.get(pk=value).name
    return str(value or "")


def _engagements(survivor: Name, merged: Name, user: User) -> list[Moving]:
    """The engagements that move, and those of both names, which are united."""
    path = "participations__person" if isinstance(merged, Person) else "partners"
    mine: Any = Engagement.objects.visible_to(user).filter(**{path: merged.pk}).order_by("-date", "-pk")
    both = mine.filter(pk__in=Engagement.objects.filter(**{path: survivor.pk}).order_by().values("pk"))
    latest = list(mine[:EXAMPLES])
    offices: dict[int, str] = {}
    if isinstance(merged, Person):
        rows = Participation.objects.filter(person=merged, engagement__in=latest)
        offices = dict(rows.values_list("engagement", "role"))
    return [
        Moving(_("Engagements"), mine.count(), [_example(one, offices.get(one.pk, "")) for one in latest]),
        Moving(
            _("Of these, both took part; they become one there"),
            both.count(),
            [_example(one) for one in both[:EXAMPLES]],
            _("Who took part beside each other are more likely two than one."),
        ),
    ]


def _example(engagement: Engagement, note: str = "") -> Example:
    return Example(engagement.title, note, engagement.get_absolute_url())


def _owed(merged: Name, user: User) -> Moving:
    column = "owner_person" if isinstance(merged, Person) else "owner_partner"
    rows = Commitment.objects.visible_to(user).filter(**{column: merged.pk}).order_by("-pk")
    examples = [
        Example(one.text, one.get_status_display(), one.get_absolute_url()) for one in rows[:EXAMPLES]
    ]
    return Moving(_("Follow-ups that they owe"), rows.count(), examples)


def _names(merged: Name) -> list[Moving]:
    """Spellings of the survivor afterwards, earlier merges, and rulings about duplicates."""
    model: Any = type(merged)
    spellings = [Example(text) for text in dict.fromkeys(spellings_of(merged))]
    before = list(model.objects.filter(merged_into=merged.pk).order_by("pk"))
    kind = model._meta.model_name
    decided = named(model, merged.pk, Rule.UNITE)
    rulings = [
        Example(str(row), str(row.get_verdict_display()))
        for side in ("first", "second")
        for row in decided[f"{kind}ruling.{side}"].select_related("first", "second").order_by("pk")
    ]
    return [
        Moving(_("Spellings that lead here from now on"), len(spellings), spellings),
        Moving(_("Merged into it before"), len(before), [Example(one.name) for one in before[:EXAMPLES]]),
        Moving(_("Decisions about duplicates"), len(rulings), rulings[:EXAMPLES]),
    ]
