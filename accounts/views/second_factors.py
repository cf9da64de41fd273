"""The page of one's second factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.mfa.base.views import IndexView

from accounts import second_factor

if TYPE_CHECKING:
    from engagements.models import User


class SecondFactors(IndexView):
    """django-allauth's page, which also says if the role requires a second factor and there is none."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = second_factor.missing_for(cast("User", self.request.user))
        return super().get_context_data(**kwargs) | {"missing": missing}
