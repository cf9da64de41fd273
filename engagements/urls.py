"""Addresses of the register."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from engagements.converters import CountryCode, NameKind
from engagements.views import (
    aliases,
    api_docs,
    audit,
    brief,
    countries,
    duplicates,
    engagement,
    follow_ups,
    home,
    merging,
    name_merging,
    names,
    saved_filters,
    search,
    settling,
    silence,
    suggest,
    tokens,
    topics,
)
from engagements.views.leading_on import leading_on

register_converter(CountryCode, "country")
register_converter(NameKind, "names")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<country:code>/", leading_on(countries.country), name="country"),
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
    path("partners/<int:number>/", leading_on(names.partner), name="partner"),
    path("people/<int:number>/", leading_on(names.person), name="person"),
    path("<names:kind>/<int:number>/merge/", name_merging.find, name="name_merge_find"),
    path("<names:kind>/<int:number>/merge/<int:other>/", name_merging.merge, name="name_merge"),
    path("<names:kind>/merges/<int:number>/undo/", name_merging.merge_undo, name="name_merge_undo"),
    path("<names:kind>/<int:number>/spellings/", aliases.aliases, name="aliases"),
    path("<names:kind>/<int:number>/spellings/<int:alias>/", aliases.alias, name="alias"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:code>/", leading_on(topics.topic), name="topic"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<names:kind>/look/", duplicates.look, name="duplicates_look"),
    path("duplicates/<names:kind>/<int:first>/<int:second>/", duplicates.decide, name="duplicates_decide"),
    path("saved/", saved_filters.saved_filters, name="saved_filters"),
    path("saved/<int:number>/", saved_filters.saved_filter, name="saved_filter"),
    path("saved/<int:number>/rename/", saved_filters.rename, name="saved_filter_rename"),
    path("saved/<int:number>/delete/", saved_filters.delete, name="saved_filter_delete"),
    path("silence/", silence.silence, name="silence"),
    path("search/", search.search, name="search"),
    path("suggest/", suggest.suggestions, name="suggest"),
    path("api/", api_docs.api_docs, name="api_docs"),
    path("api/v1/", include("engagements.api.serving")),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<int:number>/revoke/", tokens.revoke, name="token_revoke"),
    path("audit/", audit.audit, name="audit"),
]
