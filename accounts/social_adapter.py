"""What django-allauth asks of this project when somebody signs in by the ministry's provider of OpenID Connect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.providers import Vouched, account_for
from engagements.errors import Refusal

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialAccount, SocialLogin
    from django.http import HttpRequest


class SocialAdapter(DefaultSocialAccountAdapter):
    """Nobody can sign up. Whoever is not linked yet is matched by an address that both sides have verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """The page after linking an account by hand: the library's own page is not among our URLs."""
        return reverse("account")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Links the provider's person to an account at the first sign-in. Raises ImmediateHttpResponse with a page
        that says why somebody may not come in.
        """
        try:
            said = _said(sociallogin)
            if sociallogin.is_existing:
                return
            user = account_for(said, now=timezone.now())
        except Refusal as refusal:
            page = render(request, "socialaccount/refused.html", {"why": str(refusal)}, status=403)
            raise ImmediateHttpResponse(page) from refusal
        sociallogin.connect(request, user)


def _said(sociallogin: SocialLogin) -> Vouched:
    """The provider's claims about the person. Raises Refusal if its two answers are about different persons."""
    data: dict[str, Any] = sociallogin.account.extra_data
    token, person = data.get("id_token") or {}, data.get("userinfo") or {}
    if token and person and token.get("sub") != person.get("sub"):
        raise Refusal(_("The provider's answers are about two persons."))
    person = person or token
    verified = person.get("email_verified")
    return Vouched(
        email=str(person.get("email") or "") if verified is True or verified == "true" else "",
        username=str(person.get("preferred_username") or ""),
        first_name=str(person.get("given_name") or person.get("name") or ""),
        last_name=str(person.get("family_name") or ""),
    )
