"""What people write by the pages, job after job: each leaves its line, with the fields that it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engagements.models import Action, Commitment, FollowUpImport, Partner, Person, Proof, Step, Unit, User
from tests.engagements.auditing.test_coverage import Watch
from tests.engagements.names.test_merge_pages import address, sent
from tests.engagements.test_follow_up_page import form_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.engagements.conftest import Register


class Pages:
    """An administrator at the pages, and what watches the tables."""

    def __init__(self, client: Client) -> None:
        # Whoever looks at a page is seen, and that is kept with the session.
        self.client, self.watch = client, Watch(frozenset({"session"}))

    def post(self, path: str, said: dict[str, Any], *actions: Action, fields: str = "") -> None:
        """Sends the form, which must be taken, and must have left these in the trail."""
        with self.watch.job(*actions, fields=fields):
            answer = self.client.post(path, said)
            errors = answer.context and answer.context.get("form") and answer.context["form"].errors
            assert answer.status_code in {302, 303}, (path, answer.status_code, errors)


def test_units_and_follow_ups(
    register: Register, as_role: Callable[[str], Client], settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    pages, one = Pages(as_role("admin")), register.commitment(owner="قسم آسيا")
    number = one.engagement_id
    pages.post("/units/", {"name_ar": "الإدارة"}, Action.ADDED, fields="name_ar")
    unit = Unit.objects.get()
    page = f"/units/{unit.pk}/"
    change = {"act": "change", "version": unit.version, "name_ar": "إدارة التعاون", "parent": ""}
    pages.post(page, change, Action.CHANGED, fields="name_ar")
    pages.post(page, {"act": "remember", "name": "التعاون"}, fields="aliases")
    pages.post(page, {"act": "forget", "alias": unit.aliases.get(text="التعاون").pk}, fields="aliases")
    for act in ("close", "open"):
        pages.post(page, {"act": act, "version": Unit.objects.get().version}, fields="closed")

    page = f"/follow-ups/{one.pk}/"
    said = {"status": "in_progress", "due_on": "2027-05-01", "reason": "تأخر", "unit": unit.pk}
    pages.post(page, form_of(one, **said), Action.CHANGED, fields="status due_on owner_unit")
    report = {"progress-rating": "at_risk", "progress-words": "تأخر", "progress-next_step": "مراسلة"}
    pages.post(f"{page}progress/", report, Action.REPORTED, fields="rating next_step")
    pages.post(f"{page}steps/", {"step-text": "اختيار"}, fields="step")
    step = Step.objects.get()
    for act, text, field in (
        ("done", "", "step_done"),
        ("not_done", "", "step_done"),
        ("change", "اختيار الفنيين", "step"),
        ("remove", "", "step"),
    ):
        step.refresh_from_db()
        form = {"version": step.version, "text": text or step.text, "assignee": "", "due_on": ""}
        named = {"act": act} | {f"step-{step.pk}-{name}": value for name, value in form.items()}
        pages.post(f"{page}steps/{step.pk}/", named, fields=field)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    pages.post(f"{page}proofs/", {"proof-file": file, "proof-words": "المحضر"}, fields="proof")
    proof = Proof.objects.get()
    pages.post(f"{page}proofs/{proof.pk}/withdraw/", {f"withdraw-{proof.pk}-reason": "خطأ"}, fields="proof")
    many = {"number": one.pk, "confirmed": "1", "status": "dropped", "reason": "ألغي"}
    seen = {"seen": f"{one.pk}:{Commitment.objects.get().version}"}
    pages.post("/follow-ups/many/", many | seen, Action.CHANGED, fields="status")

    sheet = SimpleUploadedFile("a.csv", f"reference,text,engagement number\nA-1,تدريب,{number}\n".encode())
    # Until it is carried out, a list is unfinished work that others do not see.
    pages.client.post("/follow-ups/import/", {"file": sheet})
    brought = f"/follow-ups/import/{FollowUpImport.objects.get().pk}/"
    columns = {"column-reference": "0", "column-text": "1", "column-engagement": "2"}
    plan = pages.client.post(brought, columns, follow=True).context["plan"]
    pages.post(f"{brought}check/", {"digest": plan.digest}, Action.ADDED, fields="text reference")
    assert pages.watch.seen >= {
        "unit",
        "unitalias",
        "commitment",
        "step",
        "proof",
        "progressupdate",
        "bulkchange",
    }


def test_what_pages_do_to_names_is_in_the_trail(
    people: tuple[Person, Person], partners: tuple[Partner, Partner], as_role: Callable[[str], Client]
) -> None:
    pages, (one, other) = Pages(as_role("admin")), people
    pages.post(f"/people/{one.pk}/spellings/", {"text": "كنشي"}, Action.CHANGED, fields="aliases")
    pages.post(address(one, other), sent(pages.client, one, other), Action.MERGED, fields="merged_name")
    pages.post(one.merges.get().get_absolute_url(), {}, Action.UNDONE, fields="merged_name")
    ruling = f"/duplicates/partners/{min(p.pk for p in partners)}/{max(p.pk for p in partners)}/"
    pages.post(ruling, {"verdict": "different"}, fields="same_as decision")
    assert pages.watch.seen >= {"person", "personalias", "personmerge", "partnerruling"}


def test_what_pages_do_to_accounts_is_in_the_trail(
    register: Register,
    as_role: Callable[[str], Client],
    settings: Settings,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: Any,
) -> None:
    pages, huda = Pages(as_role("admin")), User.objects.create_user("huda", first_name="هدى")
    page, engagement = f"/members/{huda.pk}/", register.engagement()
    rights = {"role": "editor", "in_restricted_group": "on"}
    pages.post(f"{page}rights/", rights, Action.ROLE_CHANGED, Action.GROUP_CHANGED, fields="role")
    person = {"first_name": "هدى", "last_name": "القماطي", "language": "en"}
    pages.post(f"{page}person/", person, Action.CHANGED, fields="last_name language")
    pages.post(f"{page}email/", {"email": "huda@lana.example"}, Action.CHANGED, fields="email")
    pages.post(f"{page}deactivate/", {}, Action.DEACTIVATED)
    pages.post(f"{page}reactivate/", {}, Action.REACTIVATED)
    User.objects.filter(username="admin").update(in_restricted_group=True)
    secret = {"as_what": "restricted", "reason": "سري"}
    confidential = f"/engagements/{engagement.pk}/confidentiality/"
    pages.post(confidential, secret, Action.CHANGED, fields="confidentiality")
    assert pages.watch.seen >= {"user", "engagement"}
