"""All addresses. Each app has its own table; what belongs to neither stands here."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("engagements.urls")),
    path("", include("ingest.urls")),
]
