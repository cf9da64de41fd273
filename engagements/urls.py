"""Addresses of the register."""

from django.urls import URLPattern, path, register_converter

from engagements.converters import CountryCode
from engagements.views import audit, countries, engagement, follow_ups, home, names, search

register_converter(CountryCode, "country")

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<country:code>/", countries.country, name="country"),
    path("engagements/<int:number>/", engagement.engagement, name="engagement"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/export.csv", follow_ups.export, name="follow_ups_export"),
    path("follow-ups/<int:number>/", follow_ups.follow_up, name="follow_up"),
    path("partners/", names.partners, name="partners"),
    path("partners/<int:number>/", names.partner, name="partner"),
    path("people/<int:number>/", names.person, name="person"),
    path("search/", search.search, name="search"),
    path("audit/", audit.audit, name="audit"),
]
