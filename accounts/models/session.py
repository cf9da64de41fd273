"""Where somebody is signed in: the session itself, with what people tell theirs apart by."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.sessions.backends.base import SessionBase

    from engagements.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    def living(self, of: User, now: datetime) -> SessionQuerySet:
        """Those in which this account is signed in, the last seen first."""
        return self.filter(account=of, expire_date__gt=now).order_by("-seen_at", "session_key")


SessionManager = BaseSessionManager.from_queryset(SessionQuerySet)


class Session(AbstractBaseSession):
    """A row of Django's sessions that knows whose it is. To delete it is to end it: the next request has none.

    `account` is empty while nobody is signed in by it. `seen_at` is written every few minutes, not on each request.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("account"),
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    browser = models.CharField(_("browser"), max_length=300)
    """As it calls itself (User-Agent)."""
    begun_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))

    # As a name of its own the type checker knows it; the base would have it as of the class.
    objects = SessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
