"""QuerySet methods of Notice. Users are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from engagements.models.notice import Notice
    from engagements.models.user import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def told_to(self, user: User) -> NoticeQuerySet:
        """The notices of `user` whose follow-ups exist for them now; one may have become restricted since."""
        seen = [False, True] if user.sees_restricted else [False]
        return self.filter(user=user, commitment__hidden__in=seen)

    def unread(self) -> NoticeQuerySet:
        return self.filter(in_app=True, read_at=None)

    def waiting_for_mail(self) -> NoticeQuerySet:
        return self.filter(mail="waiting")

    def like(self, notice: Notice) -> NoticeQuerySet:
        """Notices written by the same act as this one: one change of many follow-ups, or the reminders of one
        morning.
        """
        return self.filter(user=notice.user_id, kind=notice.kind, at=notice.at, by=notice.by_id)
