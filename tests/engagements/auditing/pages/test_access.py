"""Who sees the page of the trail, and which of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from engagements.auditing.kinds import kinds
from engagements.models import AuditEntry, Participation, Partner, Person, Unit, User
from engagements.permissions import Role
from ingest.services import submission
from tests.engagements.auditing.pages.conftest import lines, write
from tests.engagements.conftest import NOW, Register

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_the_trail_is_for_administrators(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], role: str
) -> None:
    client = as_role(role)
    assert client.get(reverse("audit")).status_code == 403
    assert client.get(reverse("audit_export", args=["csv"])).status_code == 403


def test_what_is_restricted_has_no_line_outside_the_group(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    promise = register.commitment().engagement
    hidden = register.engagement(title="سر محجوب", confidentiality="restricted")
    write(hidden, register.editor, note="عن السر")
    removed = register.engagement(title="سر أزيل")
    write(removed, register.editor)
    open_entries = set(AuditEntry.objects.filter(subject_id=promise.pk).values_list("pk", flat=True))
    removed.sources.clear()
    removed.partner_countries.clear()
    removed.approval.delete()
    removed.delete()

    client = as_role("admin")
    assert len(lines(client, "")) == AuditEntry.objects.count()
    User.objects.filter(username="admin").update(in_restricted_group=False)
    page = client.get(reverse("audit")).content.decode()
    assert "سر محجوب" not in page
    assert "سر أزيل" not in page
    assert open_entries <= set(lines(client, ""))
    assert lines(client, f"?kind=engagement&record={hidden.pk}") == []
    assert lines(client, "?q=السر") == []
    for form in ("csv", "jsonl"):
        answer = client.get(reverse("audit_export", args=[form]))
        text = b"".join(answer).decode()
        assert "سر محجوب" not in text
        assert "سر أزيل" not in text


def test_names_of_restricted_engagements_have_no_line_outside_the_group(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    """Those that only such an engagement names, and what was merged into one; whom an open one names too has lines."""
    secret = register.engagement(
        title="سر", confidentiality="restricted", organizations=("شركة السر", "شركة البحر")
    )
    register.engagement(title="معلن", organizations=("شركة البحر",))
    hidden, known = (Partner.objects.get(name_ar=name) for name in ("شركة السر", "شركة البحر"))
    merged = Partner.objects.create(name_ar="شركة السر السابقة", kind=hidden.kind, merged_into=hidden)
    person = Person.objects.create(name_ar="فلان السر")
    Participation.objects.create(engagement=secret, person=person, name=person.name_ar, side="home")
    alone = Person.objects.create(name_ar="لم يلقه أحد")
    entries = {one: write(one, register.editor) for one in (hidden, known, merged, person, alone)}

    client = as_role("admin")
    numbers = {one: entry.pk for one, entry in entries.items()}
    assert set(numbers.values()) <= set(lines(client, ""))
    User.objects.filter(username="admin").update(in_restricted_group=False)
    assert set(numbers.values()) & set(lines(client, "")) == {numbers[known], numbers[alone]}


def test_a_record_leads_to_its_lines_who_may_see_them(
    register: Register, partners: tuple[Partner, Partner], as_role: Callable[[str], Client]
) -> None:
    engagement = register.engagement(participants=(register.participant("هيروشي تاناكا"),))
    unit = Unit.objects.create(name_ar="إدارة المناجم")
    release = submission.submit(content=b"x", filename="x.txt", by=register.editor, now=NOW).release
    admin, manager = as_role("admin"), as_role("manager")
    person = Person.objects.get(participations__engagement=engagement)
    for record in (engagement, register.commitment(), partners[0], person, release, unit, register.editor):
        kind = kinds()[record._meta.model_name or ""]
        page = reverse(kind.page, args=[record.pk])
        link = f'{reverse("audit")}?kind={record._meta.model_name}&amp;record={record.pk}"'
        assert admin.get(page).content.decode().count(link) == 1, page
        if record is engagement:
            assert link not in manager.get(page).content.decode()
            assert admin.get(link[:-1].replace("&amp;", "&")).status_code == 200
