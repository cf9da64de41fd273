"""Addresses of the intake."""

from django.urls import URLPattern, path

from ingest.views import (
    decisions,
    draft,
    drafts,
    failures,
    merging,
    onwards,
    originals,
    quality,
    releases,
    upload,
    verdicts,
    work,
)

urlpatterns: list[URLPattern] = [
    path("releases/", releases.releases, name="releases"),
    path("releases/upload/", upload.upload, name="upload"),
    path("releases/upload/one/", upload.upload_one, name="upload_one"),
    path("releases/lines/", releases.lines, name="release_lines"),
    path("releases/failed/", failures.failures, name="failures"),
    path("releases/failed/retry/", failures.retry, name="failures_retry"),
    path("releases/<int:number>/", releases.release, name="release"),
    path("releases/<int:number>/told-before/", releases.told, name="release_told"),
    path("releases/<int:number>/retry/", releases.retry, name="release_retry"),
    path("releases/<int:number>/draft/", decisions.begin_draft, name="release_draft"),
    path("releases/<int:number>/original/", originals.original, name="release_original"),
    path("releases/<int:number>/pages/", originals.pages, name="release_pages"),
    path("releases/<int:number>/pages/<int:page>/", originals.page, name="release_page"),
    path("releases/<int:number>/verdict/", verdicts.on_release, name="release_verdict"),
    path("reader/", quality.reader_quality, name="reader_quality"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:number>/", draft.draft, name="draft"),
    path("drafts/<int:number>/next/", onwards.next_draft, name="draft_next"),
    path("drafts/<int:number>/work/", work.keep, name="draft_work"),
    path("drafts/<int:number>/hold/", work.hold, name="draft_hold"),
    path("drafts/<int:number>/take/", work.take_over, name="draft_take"),
    path("drafts/<int:number>/again/", work.start_again, name="draft_again"),
    path("drafts/<int:number>/into/", merging.into, name="draft_into"),
    path("drafts/<int:number>/into/<int:engagement>/", merging.compare_page, name="draft_compare"),
    path("engagements/<int:number>/sources/<int:source>/out/", merging.source_out, name="source_out"),
    path("drafts/<int:number>/approve/", decisions.approve, name="draft_approve"),
    path("drafts/<int:number>/reject/", decisions.reject, name="draft_reject"),
    path("drafts/<int:number>/verdict/", verdicts.on_draft, name="draft_verdict"),
]
