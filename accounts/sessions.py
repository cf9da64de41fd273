"""The session engine (SESSION_ENGINE): Django's database sessions, whose rows know their account.

A session is ended by deleting its row; nothing else is kept that could disagree with it. When the key changes (on
signing in, or with a new secret key), a new row replaces the old one and keeps the times of the session.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import Session
from engagements.lookups import rows_by

NOTED_EVERY = timedelta(minutes=5)
"""`seen_at` is written at most this often."""


class SessionStore(db.SessionStore):
    """`came_from` is the address and the browser of the current request, written whenever the row is. `row` is the
    row as it was last read or written.
    """

    row: Session | None = None
    came_from: tuple[str | None, str] | None = None
    _made: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def note_seen(self, *, now: datetime) -> None:
        """Updates `seen_at`, address and browser if NOTED_EVERY has passed; one statement, which leaves the session
        data alone.
        """
        row = self.row
        if row is None or row.account_id is None or row.seen_at > now - NOTED_EVERY:
            return
        address, browser = self.came_from or (row.address, row.browser)
        Session.objects.filter(pk=row.pk).update(seen_at=now, address=address, browser=browser)

    def _get_session_from_db(self) -> Session | None:
        living = rows_by(Session, session_key=self.session_key or "", expire_date__gt=timezone.now())
        found = living[0] if living else None
        if found is None or _idle_too_long(found):
            self._session_key = found = None
        self.row = found
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = cast("Session", super().create_model_instance(data))
        before, now = self.row, timezone.now()
        account = data.get(SESSION_KEY)
        made.account_id = int(account) if account else None
        same = before is not None and before.account_id == made.account_id
        made.begun_at = before.begun_at if before is not None and same else now
        made.seen_at = before.seen_at if before is not None and same else now
        if made.account_id is not None:
            # However often the row is rewritten, the session ends this long after signing in.
            last = made.begun_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            made.expire_date = min(made.expire_date, last)
        if self.came_from is not None:
            made.address, made.browser = self.came_from
        elif before is not None:
            made.address, made.browser = before.address, before.browser
        self._made = made
        return made

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        # Without a key, Django's `save` calls `create`, which calls this method again; that inner call has set `row`.
        if self._made is not None and self._made.session_key == self.session_key:
            self.row = self._made

    def delete(self, session_key: str | None = None) -> None:
        gone = session_key or self.session_key
        super().delete(session_key)
        if self.row is not None and self.row.session_key == gone:
            self.row = None


def _idle_too_long(row: Session) -> bool:
    """Whether the session was unused for SESSION_IDLE_SECONDS (0: no limit), counted from `seen_at`."""
    allowed = settings.SESSION_IDLE_SECONDS
    if not allowed or row.account_id is None:
        return False
    return row.seen_at + timedelta(seconds=allowed) < timezone.now()
