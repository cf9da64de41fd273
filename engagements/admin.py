"""Django's admin for administrators. Records whose changes leave an audit entry elsewhere are read-only here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from engagements.auditing.admin import SeenAdmin, TrailedAdmin
from engagements.auditing.seen import redacted
from engagements.models import (
    AuditEntry,
    Commitment,
    Country,
    Engagement,
    Evidence,
    Letter,
    Notice,
    Partner,
    PartnerAlias,
    Person,
    PersonAlias,
    ProgressUpdate,
    Proof,
    Source,
    Step,
    Topic,
    Unit,
    User,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

admin.site.site_header = _("Sijill: tables of the system")
admin.site.site_title = _("Sijill")


class ReadOnlyAdmin(SeenAdmin):
    """Shows rows and changes none: they are changed on the pages of the register, which write the audit trail."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class AccountAdmin(ReadOnlyAdmin):
    """Read-only too: accounts are changed on the pages of members and of one's own account. Deciders of records
    are kept.
    """

    list_display = ("username", "first_name", "last_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "first_name", "last_name")
    exclude = ("password", "groups", "user_permissions")


class PartnerAliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PartnerAlias
    fields = ("text",)
    extra = 1


class PersonAliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PersonAlias
    fields = ("text",)
    extra = 1


@admin.register(Partner)
class PartnerAdmin(TrailedAdmin):
    list_display = ("name_ar", "name_en", "kind", "country")
    list_filter = ("kind",)
    search_fields = ("name_ar", "name_en", "folded_ar", "folded_en")
    autocomplete_fields = ("country",)
    inlines = (PartnerAliasInline,)


@admin.register(Person)
class PersonAdmin(TrailedAdmin):
    list_display = ("name_ar", "name_en", "country")
    search_fields = ("name_ar", "name_en", "folded_ar", "folded_en")
    autocomplete_fields = ("country",)
    inlines = (PersonAliasInline,)


@admin.register(Country)
class CountryAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_ar", "name_en", "region")
    list_filter = ("region",)
    search_fields = ("code", "name_ar", "name_en")


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_ar", "name_en")


@admin.register(Engagement)
class EngagementAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "status", "date", "approved_by")
    list_filter = ("kind", "status")
    search_fields = ("title",)


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ("text", "kind", "status", "due_on", "owner")
    list_filter = ("status", "kind")


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ("name_ar", "name_en", "parent", "closed")
    list_filter = ("closed",)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    list_display = ("at", "commitment", "rating", "words", "by")
    list_filter = ("rating",)


@admin.register(Proof)
class ProofAdmin(ReadOnlyAdmin):
    list_display = ("commitment", "source", "filename", "by", "at", "withdrawn_at")
    exclude = ("file",)


@admin.register(Step)
class StepAdmin(ReadOnlyAdmin):
    list_display = ("commitment", "text", "assignee", "due_on", "done_on")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("field", "quote", "source", "band", "state")
    list_filter = ("band", "state")


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ("title", "outlet", "published_on", "language")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ("day", "kind", "user", "state", "tries", "at", "next_try_at", "error")
    list_filter = ("state", "kind", "day")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "kind", "commitment", "read_at", "mail", "letter")
    list_filter = ("kind", "mail")
    list_select_related = ("user", "commitment", "letter__user")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "action", "subject_label")
    list_filter = ("action",)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or not isinstance(request.user, User):
            return None
        (shown,) = redacted([found], request.user)
        return shown
