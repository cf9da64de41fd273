"""Takes the tables of signing in out of Django's admin: accounts change on their own pages only, which write the
audit trail.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group

for _model in (
    Authenticator,
    EmailAddress,
    EmailConfirmation,
    Group,
    SocialAccount,
    SocialApp,
    SocialToken,
):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
