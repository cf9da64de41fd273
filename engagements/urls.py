"""Addresses of the register."""

from django.urls import URLPattern, path, register_converter

from engagements.converters import CountryCode
from engagements.views import (
    audit,
    brief,
    countries,
    engagement,
    follow_ups,
    home,
    merging,
    names,
    search,
    settling,
    suggest,
    topics,
)

register_converter(CountryCode, "country")

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<country:code>/", countries.country, name="country"),
    path("countries/<country:code>/brief/", brief.brief, name="brief"),
    path("countries/<country:code>/brief.docx", brief.brief_docx, name="brief_docx"),
    path("engagements/<int:number>/", engagement.engagement, name="engagement"),
    path("engagements/<int:number>/settle/<slug:key>/", settling.settle, name="settle"),
    path("engagements/<int:number>/reopen/<slug:key>/", settling.reopen, name="settle_reopen"),
    path("engagements/<int:number>/merge/", merging.find, name="merge_find"),
    path("engagements/<int:number>/merge/<int:other>/", merging.merge, name="merge"),
    path("merges/<int:number>/undo/", merging.merge_undo, name="merge_undo"),
    path("conflicts/", settling.conflicts, name="conflicts"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/export.csv", follow_ups.export, name="follow_ups_export"),
    path("follow-ups/<int:number>/", follow_ups.follow_up, name="follow_up"),
    path("partners/", names.partners, name="partners"),
    path("partners/<int:number>/", names.partner, name="partner"),
    path("people/<int:number>/", names.person, name="person"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:code>/", topics.topic, name="topic"),
    path("search/", search.search, name="search"),
    path("suggest/", suggest.suggestions, name="suggest"),
    path("audit/", audit.audit, name="audit"),
]
