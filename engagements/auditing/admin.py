"""Admin classes that write to the audit trail what administrators change in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils import timezone

from engagements.auditing.seen import seen_by
from engagements.models import Action, User
from engagements.services import audit

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class SeenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows only the rows that exist for the account: being administrator does not show what is restricted."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return seen_by(request.user, rows) if isinstance(request.user, User) else rows.none()


class TrailedAdmin(SeenAdmin):
    """For records whose other spellings are edited beside them (`text` of its inlines). It never deletes a record."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changes = {
            name: (form.initial.get(name) if change else None, form.cleaned_data[name])
            for name in form.changed_data
        }
        if changes or not change:
            self._write(request, Action.CHANGED if change else Action.ADDED, obj, changes)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        before = {row.instance.pk: row.initial.get("text") for row in formset.initial_forms}
        super().save_formset(request, form, formset, change)
        pairs = [(None, row.text) for row in formset.new_objects]
        pairs += [(before.get(row.pk), row.text) for row, _fields in formset.changed_objects]
        pairs += [(row.text, None) for row in formset.deleted_objects]
        for pair in pairs:
            self._write(request, Action.CHANGED, form.instance, {"aliases": pair})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _write(self, request: HttpRequest, action: Action, record: Model, changes: audit.Changes) -> None:
        by = request.user if isinstance(request.user, User) else None
        audit.write(by=by, action=action, subject=record, now=timezone.now(), changes=changes)
