"""What is reported about a follow-up and what proves it: rules of the services, and what the database refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, ProgressUpdate, Proof
from engagements.permissions import Refused
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.reporting import (
    MAX_PROOF_BYTES,
    add_proof_file,
    add_proof_source,
    report_progress,
    withdraw_proof,
)
from tests.engagements.conftest import NOW, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from engagements.models import User
    from tests.engagements.conftest import Register


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_report_rates_the_follow_up_and_is_told(register: Register, manager: User) -> None:
    commitment = register.commitment()
    first: dict[str, Any] = {"commitment": commitment, "by": manager, "now": NOW}
    report_progress(rating="on_track", words=" بدأ التدريب ", next_step="الدفعة الثانية", **first)
    report_progress(rating="late", words="توقف التدريب", **first)
    assert Commitment.objects.get().rating == "late"
    assert [one.words for one in ProgressUpdate.objects.all()] == ["توقف التدريب", "بدأ التدريب"]
    last, before = AuditEntry.objects.filter(subject_type="commitment")
    assert (last.action, last.changes, last.note) == (
        "reported",
        {"rating": ["on_track", "late"]},
        "توقف التدريب",
    )
    assert before.changes == {"rating": [None, "on_track"], "next_step": [None, "الدفعة الثانية"]}


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"rating": "fine", "words": "تم"}, "rating"), ({"rating": "late", "words": "  "}, "words")],
)
def test_what_a_report_must_say(register: Register, manager: User, asked: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        report_progress(commitment=register.commitment(), by=manager, now=NOW, **asked)
    assert refusal.value.field == field
    assert not ProgressUpdate.objects.exists()


def test_nothing_is_reported_about_what_is_closed(register: Register, manager: User) -> None:
    commitment = register.commitment()
    change = CommitmentChange("done", commitment.owner, None, commitment.due_on)
    change_commitment(commitment=commitment, change=change, by=manager, now=NOW)
    with pytest.raises(Refusal):
        report_progress(commitment=commitment, rating="late", words="تم", by=manager, now=NOW)


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_who_may_not_report_nor_prove(register: Register, account: Callable[..., User], role: str) -> None:
    commitment = register.commitment()
    by = register.editor if role == "editor" else account(role)
    with pytest.raises(Refused):
        report_progress(commitment=commitment, rating="late", words="تم", by=by, now=NOW)
    with pytest.raises(Refused):
        add_proof_file(commitment=commitment, content=b"1", filename="a.pdf", by=by, now=NOW)
    assert not ProgressUpdate.objects.exists()
    assert not Proof.objects.exists()


@pytest.mark.parametrize("columns", [{"words": "غيره"}, {"rating": "late"}, {"next_step": "غيرها"}])
def test_the_database_changes_no_report(register: Register, manager: User, columns: dict[str, str]) -> None:
    report_progress(commitment=register.commitment(), rating="on_track", words="تم", by=manager, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressUpdate.objects.update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressUpdate.objects.all().delete()
    assert ProgressUpdate.objects.get().words == "تم"


def test_a_later_source_is_a_proof_with_its_words(register: Register, manager: User) -> None:
    commitment, source = register.commitment(), register.source()
    start = TEXT.index("تدريب عشرين")
    asked: dict[str, Any] = {"commitment": commitment, "source": source, "by": manager, "now": NOW}
    proof = add_proof_source(place=(start, start + 11), words="انتهى التدريب", **asked)
    assert (proof.quote, proof.words) == ("تدريب عشرين", "انتهى التدريب")
    with pytest.raises(Refusal):
        add_proof_source(place=(start, start + 11), **asked)
    with pytest.raises(ValueError, match="is not in the source"):
        add_proof_source(place=(0, 10_000), **asked)
    entry = AuditEntry.objects.filter(subject_type="commitment").get()
    assert entry.changes == {"proof": [None, str(source)]}


def test_a_file_is_kept_as_it_came(register: Register, manager: User) -> None:
    commitment = register.commitment()
    proof = add_proof_file(
        commitment=commitment, content=b"%PDF-1.7", filename="..\\محضر\u202efdp.PDF", by=manager, now=NOW
    )
    assert (proof.filename, proof.size) == ("محضرfdp.PDF", 8)
    assert proof.file.name == f"proofs/2026/11/{proof.sha256}.pdf"
    assert proof.file.open().read() == b"%PDF-1.7"
    with pytest.raises(Refusal):
        add_proof_file(commitment=commitment, content=b"%PDF-1.7", filename="a.pdf", by=manager, now=NOW)


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"MZ", "a.exe"),
        (b"<script>", "a.html"),
        (b"", "a.pdf"),
        (b"1", "pdf"),
        (b"\0" * (MAX_PROOF_BYTES + 1), "a.pdf"),
    ],
)
def test_files_that_are_refused(register: Register, manager: User, content: bytes, filename: str) -> None:
    with pytest.raises(Refusal) as refusal:
        add_proof_file(
            commitment=register.commitment(), content=content, filename=filename, by=manager, now=NOW
        )
    assert refusal.value.field == "file"
    assert not Proof.objects.exists()


def test_a_proof_is_withdrawn_with_a_reason_once_and_stays(register: Register, manager: User) -> None:
    proof = add_proof_source(commitment=register.commitment(), source=register.source(), by=manager, now=NOW)
    with pytest.raises(Refusal):
        withdraw_proof(proof=proof, reason=" ", by=manager, now=NOW)
    assert withdraw_proof(proof=proof, reason="بيان آخر", by=manager, now=NOW).withdrawn_by == manager
    with pytest.raises(Conflict):
        withdraw_proof(proof=proof, reason="بيان آخر", by=manager, now=NOW)
    assert AuditEntry.objects.filter(subject_type="commitment").first().changes == {  # type: ignore[union-attr]
        "proof": [str(proof.source), None]
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"words": "غيره"},
        {"source": None},
        {"quote": "كلام"},
        {"sha256": "0" * 64},
        {"withdrawn_at": NOW},
        {"file": "proofs/a.pdf", "filename": "a.pdf"},
    ],
)
def test_the_database_keeps_a_proof_as_it_was_given(
    register: Register, manager: User, columns: dict[str, Any]
) -> None:
    add_proof_source(commitment=register.commitment(), source=register.source(), by=manager, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.all().delete()


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"sha256": "x", "file": "proofs/a.pdf", "filename": "a.pdf"},
        {"file": "proofs/a.pdf", "sha256": "0" * 64},
    ],
)
def test_a_proof_is_a_source_or_a_file(register: Register, manager: User, broken: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.create(commitment=register.commitment(), by=manager, at=NOW, **broken)
