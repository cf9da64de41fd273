"""Unsubscribing from letters by the link in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import LetterKind, MailState, Notice, Subscription
from engagements.models.subscription import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def end_letters(*, number: int, kind: LetterKind) -> None:
    """Stops letters of this kind to account `number`. Its notices on the pages continue."""
    kinds: Sequence[str] = REMINDERS if kind == LetterKind.REMINDERS else [kind.value]
    mine = Subscription.objects.filter(user=number, kind__in=kinds)
    mine.filter(in_app=False).delete()
    mine.update(by_mail=False)
    if kind == LetterKind.REMINDERS:
        Notice.objects.filter(user=number).waiting_for_mail().update(mail=MailState.NONE)
