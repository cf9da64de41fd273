"""All URLs. Each app has its own table; what belongs to no app is here."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from config import health, stopping, views
from config.watching import views as watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("engagements.urls")),
    path("", include("ingest.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("readyz/serving", stopping.serving, name="serving"),
    path("styleguide/", views.styleguide, name="styleguide"),
    # Django's admin must not have its own sign-in page: it would bypass second factor and lockout.
    path(
        "admin/login/",
        login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True)),
    ),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("status/", watching.status, name="status"),
]

handler403 = views.forbidden
