"""The account in whose name releases come in that nobody uploads."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from engagements.models import User
from engagements.permissions import Role

USERNAME = "intake"


def intake_account() -> User:
    """The account of the automatic intake. Nobody can sign in with it."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Automatic intake")
    account, created = User.objects.get_or_create(
        username=USERNAME, defaults={"role": Role.EDITOR, "is_active": False, "first_name": name}
    )
    if created:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account
