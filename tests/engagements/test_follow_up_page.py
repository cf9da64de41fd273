"""The page of one follow-up: who sees and does what, and what is never lost."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from engagements.models import Commitment, Engagement, Partner, ProgressUpdate, Proof, Step, Unit, User
from engagements.services.recording import CommitmentRecord
from tests.engagements.conftest import NOW, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.engagements.conftest import Register


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def promised(register: Register) -> Commitment:
    """With the words that promise it, and an owner who is nearly a unit of the ministry."""
    record = CommitmentRecord(
        "agreed",
        "تدريب عشرين فنيًا",
        "إدارة التعاون الدولي بالوزارة",
        None,
        (register.quotation("text", "تدريب عشرين فنيًا"),),
    )
    return Commitment.objects.get(engagement=register.engagement(commitments=(record,)))


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", ["افتراضيًا", "مفتوح"]), ("en", ["By default", "Open", "Nothing was reported yet."])],
)
def test_everybody_reads_how_it_stands(
    promised: Commitment, as_role: Callable[[str], Client], language: str, words: list[str]
) -> None:
    client = as_role("viewer")
    client.cookies["django_language"] = language
    page = client.get(f"/follow-ups/{promised.pk}/").content.decode()
    source = promised.engagement.sources.get()
    start = TEXT.index("تدريب عشرين")
    assert f"/engagements/{promised.engagement_id}/?source={source.pk}#w-{start}-" in page
    assert "من مصنع الحديد" in page, "the words stand in their sentence"
    for word in words:
        assert word in page
    assert "<textarea" not in page


def test_a_restricted_one_exists_for_those_who_may_see_it(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    Engagement.objects.update(confidentiality="restricted")
    assert as_role("viewer").get(f"/follow-ups/{promised.pk}/").status_code == 404
    assert as_role("manager").get(f"/follow-ups/{promised.pk}/").status_code == 200


def test_a_manager_reports_and_divides_it(promised: Commitment, as_role: Callable[[str], Client]) -> None:
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    report = {"progress-rating": "at_risk", "progress-words": "تأخر المدربون", "progress-next_step": "مراسلة"}
    assert client.post(f"{address}progress/", report).headers["Location"] == address
    assert client.post(f"{address}steps/", {"step-text": "اختيار الفنيين"}).headers["Location"] == address
    step = Step.objects.get()
    done = {"act": "done", f"step-{step.pk}-version": step.version}
    assert client.post(f"{address}steps/{step.pk}/", done).headers["Location"] == address
    page = client.get(address).content.decode()
    for words in ("تأخر المدربون", "مراسلة", "اختيار الفنيين"):
        assert words in page
    assert Commitment.objects.get().rating == "at_risk"
    assert Step.objects.get().done_on is not None


@pytest.mark.parametrize(
    ("part", "posted", "kept"),
    [
        ("progress", {"progress-rating": "", "progress-words": "بدأ العمل"}, "بدأ العمل"),
        ("steps", {"step-text": "خطوة أولى", "step-due_on": "soon"}, "خطوة أولى"),
        ("proofs", {"proof-words": "محضر التسليم"}, "محضر التسليم"),
        ("proofs", {"proof-release": "999999", "proof-words": "محضر التسليم"}, "محضر التسليم"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    promised: Commitment, as_role: Callable[[str], Client], part: str, posted: dict[str, str], kept: str
) -> None:
    answer = as_role("manager").post(f"/follow-ups/{promised.pk}/{part}/", posted)
    assert answer.status_code == 400
    assert kept in answer.content.decode()
    assert not any(model._default_manager.exists() for model in (ProgressUpdate, Proof, Step))


def test_a_file_is_given_back_as_a_download_alone(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    address = f"/follow-ups/{promised.pk}/"
    file = SimpleUploadedFile("محضر.pdf", b"%PDF-1.7 <script>", "text/html")
    as_role("manager").post(f"{address}proofs/", {"proof-file": file, "proof-words": "المحضر"})
    proof = Proof.objects.get()
    answer = as_role("viewer").get(f"/files{address}proofs/{proof.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 <script>"  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    Engagement.objects.update(confidentiality="restricted")
    assert as_role("viewer").get(f"/files{address}proofs/{proof.pk}/").status_code == 404


def test_a_release_proves_it_by_its_words(
    promised: Commitment, register: Register, as_role: Callable[[str], Client]
) -> None:
    later = register.source("احتفلت الوزارة\nبتخريج عشرين فنيًا.", title="تخريج")
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    posted = {
        "proof-release": f"https://sijill.example{later.get_absolute_url()}",
        "proof-quote": "الوزارة بتخريج",
    }
    assert client.post(f"{address}proofs/", posted | {"proof-quote": "غيرها"}).status_code == 400
    assert client.post(f"{address}proofs/", posted).status_code == 302
    proof = Proof.objects.get()
    assert (proof.source, proof.quote) == (later, "الوزارة\nبتخريج")
    withdrawn = f"{address}proofs/{proof.pk}/withdraw/"
    client.post(withdrawn, {f"withdraw-{proof.pk}-reason": " "})
    assert Proof.objects.get().withdrawn_at is None
    client.post(withdrawn, {f"withdraw-{proof.pk}-reason": "بيان آخر"})
    assert Proof.objects.get().withdrawn_at is not None
    assert "بيان آخر" in client.get(address).content.decode()


def test_one_press_says_whom_the_owner_means(promised: Commitment, as_role: Callable[[str], Client]) -> None:
    unit = Unit.objects.create(name_ar="إدارة التعاون الدولي")
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    assert f'value="unit-{unit.pk}"' in client.get(address).content.decode()
    posted = {"meant": f"unit-{unit.pk}", "version": "0"}
    assert client.post(f"{address}owner/", posted).status_code == 409
    assert client.post(f"{address}owner/", posted | {"version": promised.version}).status_code == 302
    assert Commitment.objects.get().owner_unit == unit
    assert client.post(f"{address}owner/", {"meant": "unit-999999"}).status_code == 404
    page = as_role("viewer").get(address).content.decode()
    assert f"/units/#unit-{unit.pk}" in page
    assert "إدارة التعاون الدولي بالوزارة" in page, "as it was written"


def test_a_step_that_was_overtaken_is_a_conflict_that_keeps_what_was_typed(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    step = Step.objects.create(commitment=promised, text="خطوة")
    fields = {"version": "0", "text": "خطوة أخرى", "assignee": "", "due_on": ""}
    posted = {"act": "change"} | {f"step-{step.pk}-{name}": value for name, value in fields.items()}
    answer = as_role("manager").post(f"/follow-ups/{promised.pk}/steps/{step.pk}/", posted)
    assert answer.status_code == 409
    assert "خطوة أخرى" in answer.content.decode()
    assert Step.objects.get().text == "خطوة"


def test_saving_one_part_keeps_what_is_typed_in_the_others(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    one = Step.objects.create(commitment=promised, text="خطوة")
    proof = Proof.objects.create(
        commitment=promised, source=promised.engagement.sources.get(), by=User.objects.earliest("pk"), at=NOW
    )
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    typed = {
        "due_on": "2027-05-01",
        "progress-words": "بدأ العمل",
        "step-text": "خطوة تالية",
        f"step-{one.pk}-text": "خطوة معدلة",
        f"step-{one.pk}-due_on": "2027-04-02",
        f"withdraw-{proof.pk}-reason": "ليس هذا",
        "proof-release": "999999",
    }
    page = form_of(promised, **typed, **{f"step-{one.pk}-version": one.version, "next": "/follow-ups/?q=x"})
    for part, act in (
        ("steps/", {}),
        (f"steps/{one.pk}/", {"act": "done"}),
        ("follow/", {"follow": "1"}),
        ("", {"act": "enter"}),
        (f"proofs/{proof.pk}/withdraw/", {}),
    ):
        answer = client.post(address + part, page | act)
        assert answer.headers["Location"] == f"{address}?next=%2Ffollow-ups%2F%3Fq%3Dx", part
        there = client.get(address).content.decode()
        assert [words for words in typed.values() if words not in there] == [], part
        page.pop("step-text", None)
    assert client.post(f"{address}progress/", page).status_code == 400, "without a rating"
    refused = client.post(f"{address}proofs/", page)
    assert refused.status_code == 400
    assert "2027-05-01" in refused.content.decode()
    assert client.post(address, page | {"status": "x"}).status_code == 400
    assert client.post(address, page).status_code == 302
    assert Commitment.objects.get().due_on == date(2027, 5, 1)
    assert Step.objects.count() == 2
    assert "999999" in client.get(address).content.decode()
    assert "999999" not in client.get(address).content.decode(), "once: from then on it is in the page"


def test_it_says_what_was_saved_and_what_is_not(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    client.cookies["django_language"] = "en"
    step = Step.objects.create(commitment=promised, text="خطوة")

    def told(part: str, page: dict[str, Any]) -> tuple[list[tuple[str, str]], int]:
        there = client.post(address + part, page, follow=True)
        said = [(one.level_tag, re.sub(r"<[^>]*>", "", str(one))) for one in there.context["messages"]]
        return said, there.text.count("Not saved yet</span>")

    nothing = "Nothing was saved: in «Change the follow-up» nothing differs from what stands."
    report = {"progress-words": "بدأ العمل", "reason": "لسبب ما"}
    left = "Not saved yet, but still on this page: «Change the follow-up», «Report progress»."
    assert told("", form_of(promised, **report)) == ([("info", nothing), ("warning", left)], 2)
    assert Commitment.objects.get().version == promised.version
    assert told("", form_of(promised)) == ([("info", nothing)], 0)
    left = "Not saved yet, but still on this page: «Report progress»."
    changed = form_of(promised, **report, due_on="2027-05-01")
    assert told("", changed) == ([("success", "The follow-up was changed."), ("warning", left)], 1)
    fields = {"version": step.version, "text": step.text, "assignee": "", "due_on": ""}
    page = {"act": "change"} | {f"step-{step.pk}-{name}": value for name, value in fields.items()}
    part = f"steps/{step.pk}/"
    assert told(part, page) == ([("info", "Nothing was saved: the step is as it was.")], 0)
    left = "Not saved yet, but still on this page: «خطوة»."
    done = page | {"act": "done", f"step-{step.pk}-text": "خطوة أخرى"}
    assert told(part, done) == ([("success", "The step was changed."), ("warning", left)], 1)


def test_the_hint_says_when_a_reason_is_needed(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"
    client.cookies["django_language"] = "en"
    assert "one by default: another needs no reason" in client.get(address).text
    assert client.post(address, form_of(promised, due_on="2027-05-01")).status_code == 302
    assert "Needed when a due date moves and when a follow-up is dropped." in client.get(address).text
    assert client.post(address, form_of(promised, due_on="2027-06-01")).status_code == 400


def form_of(commitment: Commitment, **values: Any) -> dict[str, Any]:
    now = Commitment.objects.get(pk=commitment.pk)
    return {
        "version": now.version,
        "status": now.status,
        "unit": now.owner_unit_id or "",
        "owner": now.owner,
        "assignee": "",
        "due_on": now.due_on or "",
        "reason": "",
    } | values


def test_the_form_gives_it_to_a_unit_and_takes_it_away(
    promised: Commitment, as_role: Callable[[str], Client]
) -> None:
    unit, other = (Unit.objects.create(name_ar=name) for name in ("الإدارة الأولى", "الإدارة الثانية"))
    partner = Partner.objects.create(name_ar="شركة هوكوتو")
    client, address = as_role("manager"), f"/follow-ups/{promised.pk}/"

    def owner(**values: Any) -> tuple[str, Unit | None, Partner | None]:
        assert client.post(address, form_of(promised, **values)).status_code == 302
        now = Commitment.objects.get()
        return now.owner, now.owner_unit, now.owner_partner

    assert owner(unit=unit.pk) == ("إدارة التعاون الدولي بالوزارة", unit, None)
    assert owner(unit=other.pk) == ("الإدارة الثانية", other, None), "the words go with whom they named"
    assert owner(unit="") == ("الإدارة الثانية", None, None)
    assert owner(owner="شركة هوكوتو") == ("شركة هوكوتو", None, partner)
    assert owner(due_on=date(2027, 5, 1), reason="") == ("شركة هوكوتو", None, partner)
    assert Commitment.objects.get().due_basis == "set"


PARTS = ["", "progress/", "proofs/", "steps/", "steps/1/", "proofs/1/withdraw/", "owner/"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["viewer", "registrar"])
def test_roles_without_the_permission_post_nothing(
    promised: Commitment, as_role: Callable[[str], Client], role: str, part: str
) -> None:
    assert as_role(role).post(f"/follow-ups/{promised.pk}/{part}", {}).status_code == 403
