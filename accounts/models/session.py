"""Sessions with their account, and with what people recognise them by: address, browser and times."""

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
        """Sessions in which the account is signed in at `now`, the last used first."""
        return self.filter(account=of, expire_date__gt=now).order_by("-seen_at", "session_key")


SessionManager = BaseSessionManager.from_queryset(SessionQuerySet)


class Session(AbstractBaseSession):
    """A row of Django's sessions that knows its account. Deleting the row ends the session with the next request.

    `account` is None while nobody is signed in. `seen_at` is not written on each request but every few minutes
    (`accounts.sessions.NOTED_EVERY`).
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
    """Its User-Agent header."""
    begun_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))

    # Declared here so that the type checker sees a manager of this class; the base class declares it for its own.
    objects = SessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
