"""What django-allauth asks of this project when somebody signs in or out, or changes a password or a second factor."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import known_browsers, lockout, second_factor
from accounts.events import told_by
from accounts.finding import accounts_named
from accounts.services import signing_in
from engagements import origin

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody can sign up: administrators make accounts. What happens is written to the audit trail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "username_password_mismatch": gettext_lazy("The name and the password do not belong together."),
        "email_password_mismatch": gettext_lazy("The name and the password do not belong together."),
        "invalid_login": gettext_lazy("The name and the password do not belong together."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": gettext_lazy("This code is not right, or was used already."),
        "invalid_password_reset": gettext_lazy("This link is not valid any more."),
        "rate_limited": gettext_lazy("Too many requests. Please wait a minute."),
        "too_many_login_attempts": gettext_lazy("Too many failed attempts. Please wait."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # --- How often, and from where ------------------------------------------------------------------------------
    def get_client_ip(self, request: HttpRequest) -> str:
        return origin.current().address or "0.0.0.0"  # noqa: S104 - nobody listens there; it counts as one place

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Called before the password is checked. Raises ValidationError if another attempt has to wait."""
        name = str(credentials.get("username") or credentials.get("email") or "")
        self._attempt = begin(request, name, accounts_named(name))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username") or credentials.get("email") or "")
        until = self._attempt.failed()
        signing_in.write_failure(name=name, locked_until=until, now=timezone.now())
        if until is not None:
            raise ValidationError(wait_until(until))

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called by the library when the password was right."""
        self._attempt.succeeded()

    # --- Coming and going ---------------------------------------------------------------------------------------
    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        signing_in.write_sign_in(
            user=cast("User", user), ways=second_factor.ways(request), now=timezone.now()
        )
        known_browsers.remember(request, response, cast("User", user))
        return response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            signing_in.write_sign_out(user=request.user, now=timezone.now())
        super().logout(request)

    # --- What changed -------------------------------------------------------------------------------------------
    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Called by the library after each change of how somebody signs in: writes it to the trail and sends the
        owner a letter. The letter of the library itself is not sent.
        """
        event = told_by(template_prefix)
        if event is None:
            return
        request = self.request
        signing_in.note_change(
            of=cast("User", user),
            event=event,
            session=request.session.session_key if request.user.is_authenticated else None,
            now=timezone.now(),
        )
        messages.success(request, event.said)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Shows only messages that say what went wrong: the library's other messages would repeat what the page
        shows or what `send_notification_mail` has said.
        """
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False for whoever signed in less than REAUTHENTICATION_TIMEOUT seconds ago; the library itself counts only
        proofs that were given after signing in.

        Raises ReauthenticationRequired for an account without any password or second factor (it signs in at the
        provider): the library would ask such an account for nothing.

        Raises ReauthenticationRequired for whoever has nothing here by which to show who they are, and signs in at
        the provider: of them the library would ask nothing.
        """
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and not super().get_reauthentication_methods(self.request.user):
            raise ReauthenticationRequired
        return required

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        said = {
            "reauthenticate": _("Type the password instead"),
            "mfa_reauthenticate": _("Type a code instead"),
            "mfa_reauthenticate:webauthn": _("Use a passkey instead"),
        }
        ways = [way | {"description": said[way["id"]]} for way in super().get_reauthentication_methods(user)]
        return ways or [{"id": "again", "description": _("Sign in"), "url": reverse("account_sign_in_again")}]


def begin(request: HttpRequest, name: str, users: list[User]) -> lockout.Attempt:
    """Counts an attempt to sign in as `name`; `users` are the accounts that it may mean. Raises ValidationError if
    the attempt has to wait.
    """
    try:
        return lockout.begin(
            name,
            address=origin.current().address,
            browser=known_browsers.known_as(request, users),
            now=timezone.now(),
        )
    except lockout.MustWait as wait:
        raise ValidationError(wait_until(wait.until)) from wait


def wait_until(until: datetime) -> str:
    """The message with the time until which one has to wait: the ministry's clock, rounded up to the next second."""
    moment = timezone.localtime(until + timedelta(seconds=1))
    return _("Too many failed attempts. The next one is possible at %(time)s.") % {
        "time": moment.strftime("%H:%M:%S")
    }
