"""What is restricted does not exist for others, also not for whoever sends a number of it in a form, and not in the
headline of a release that tells of an open engagement too. Each is found by a member of the group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from engagements.errors import Conflict
from engagements.importing.carrying_out import keep
from engagements.importing.cells import guessed
from engagements.importing.csv_files import read_csv
from engagements.models import (
    AliasOrigin,
    AuditEntry,
    BulkChange,
    Commitment,
    Evidence,
    Partner,
    PartnerAlias,
    Source,
    User,
)
from engagements.permissions import Role
from engagements.services.recording import record_engagement
from engagements.services.reporting import add_proof_source
from engagements.services.vocabularies import load_vocabularies
from ingest.models import Draft, MatchVerdict, Release
from ingest.services import submission
from tests.config.test_restricted import TOKENS
from tests.config.twins import CLOSED, NOW, OPEN, Twin, recorded, twin

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

NOBODY = 999_999
"""A number that nothing has."""


class Both:
    """The open and the restricted twin, and a browser outside the group and one inside."""

    def __init__(self) -> None:
        load_vocabularies()
        self.outsider = User.objects.create(username="outside", role=Role.ADMIN)
        self.insider = User.objects.create(username="inside", role=Role.ADMIN, in_restricted_group=True)
        self.opened: Twin = twin(OPEN, "open", self.insider, [])
        self.closed: Twin = twin(CLOSED, "restricted", self.insider, [])
        self.outside, self.inside = Client(), Client()
        self.outside.force_login(self.outsider)
        self.inside.force_login(self.insider)

    def hidden_from(self, path: str) -> None:
        """The page is there for both, and only inside it says the mark."""
        assert self.outside.get(path).status_code == 200, path
        assert CLOSED not in _text(self.outside.get(path)), path
        assert CLOSED in _text(self.inside.get(path)), path


def _text(answer: Any) -> str:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


@pytest.fixture
def both(db: None, settings: Settings, tmp_path: Path) -> Both:
    settings.MEDIA_ROOT = tmp_path / "files"
    return Both()


def test_no_form_takes_a_number_of_it(both: Both) -> None:
    opened, closed = both.opened, both.closed
    follow_up = opened.commitment
    for kind, number in (("partner", closed.partner.pk), ("person", closed.person.pk)):
        answer = both.outside.post(
            f"/follow-ups/{follow_up.pk}/owner/", {"meant": f"{kind}-{number}", "version": follow_up.version}
        )
        assert answer.status_code == 404
    assert Commitment.objects.get(pk=follow_up.pk).version == follow_up.version

    def proof(number: int, quote: str) -> tuple[int, str]:
        sent = {"proof-release": str(number), "proof-quote": quote}
        answer = both.outside.post(f"/follow-ups/{follow_up.pk}/proofs/", sent)
        return answer.status_code, _text(answer)

    for quote in ("", "نص البيان", "ليست فيه"):
        status, said = proof(closed.release.pk, quote)
        assert status == 400
        assert said.count('class="error') == proof(NOBODY, quote)[1].count('class="error')
        assert CLOSED not in said
    assert follow_up.proofs.count() == 1
    # A name that was merged leads nowhere, too.
    assert both.outside.get(f"/countries/JP/?partner={closed.former.pk}").status_code == 200
    assert both.inside.get(f"/countries/JP/?partner={closed.former.pk}").status_code == 302


def test_nobody_it_names_is_proposed_or_linked(both: Both) -> None:
    opened, closed = both.opened, both.closed
    near = CLOSED.replace("dd", "d")  # as somebody might write it
    Commitment.objects.filter(pk=opened.commitment.pk).update(
        owner=f"شركة {near}", owner_partner=None, owner_person=None
    )
    both.hidden_from(f"/follow-ups/{opened.commitment.pk}/")
    # Whom an editor says to be meant, by number.
    draft = opened.drafts[1]
    sent = {
        "title": "",
        "participants-TOTAL_FORMS": "1",
        "participants-INITIAL_FORMS": "0",
        "participants-0-name": "فلان",
        "participants-0-link": str(closed.person.pk),
    }
    for client, there in ((both.outside, False), (both.inside, True)):
        answer = client.post(f"/drafts/{draft.pk}/approve/", sent)
        assert answer.status_code == 422
        assert (CLOSED in _text(answer)) is there
    record = recorded(OPEN, "open")
    told = replace(record.participants[0], name="فلان", person=closed.person.pk)
    linked = {record.organizations[0]: closed.partner.pk}
    for one in (replace(record, participants=(told,)), replace(record, organization_links=linked)):
        with pytest.raises(Conflict):
            record_engagement(record=one, source=opened.release.source, by=both.outsider, now=NOW)
    # Who else goes by a spelling.
    PartnerAlias.objects.create(partner=closed.partner, text="شركة الاسم الآخر")
    for client, there in ((both.outside, False), (both.inside, True)):
        answer = client.post(f"/partners/{opened.partner.pk}/spellings/", {"text": "شركة الاسم الآخر"})
        assert (CLOSED in _text(answer)) is there if there else answer.status_code == 302
        opened.partner.aliases.filter(text="شركة الاسم الآخر").delete()


def test_a_release_that_tells_of_both_keeps_its_headline_to_itself(both: Both) -> None:
    source = both.closed.release.source
    Source.objects.filter(pk=source.pk).update(outlet="وكالة", url=f"https://{CLOSED}.example/")
    source.refresh_from_db()
    engagement = record_engagement(
        record=replace(recorded("aswad", "open"), title="لقاء مفتوح"), source=source, by=both.insider, now=NOW
    )
    follow_up = Commitment.objects.get(engagement=engagement)
    assert source.hidden
    assert not follow_up.hidden
    Evidence.objects.create(
        engagement=engagement, commitment=follow_up, source=source, field="text", start=0, end=5,
        quote=source.text[:5], band="sure", state="accepted",
    )  # fmt: skip
    Evidence.objects.filter(engagement=engagement).update(value="aswad")
    add_proof_source(commitment=follow_up, source=source, by=both.insider, now=NOW)
    Partner.objects.get(engagements=engagement).aliases.create(
        text="aswad company", origin=AliasOrigin.REVIEW, source=source, by=both.insider, at=NOW
    )
    partner = engagement.partners.get()
    for path in (
        f"/engagements/{engagement.pk}/",
        f"/follow-ups/{follow_up.pk}/",
        f"/api/v1/engagements/{engagement.pk}",
        f"/partners/{partner.pk}/spellings/",
    ):
        both.hidden_from(path)
    for path in ("/countries/JP/brief/?period=all", "/audit/", "/audit/trail.csv", "/conflicts/"):
        said = _text(both.outside.get(path))
        assert CLOSED not in said, (path, said[said.find(CLOSED) - 700 :][:900])


def test_no_table_of_the_system_has_a_row_of_it(both: Both) -> None:
    User.objects.filter(role=Role.ADMIN).update(is_staff=True, is_superuser=True)
    closed = both.closed
    rows = {
        "engagement": closed.engagement.pk,
        "commitment": closed.commitment.pk,
        "partner": closed.partner.pk,
        "person": closed.person.pk,
        "source": closed.release.pk,
        "step": closed.step.pk,
        "proof": closed.proof.pk,
        "evidence": closed.engagement.evidence.all()[0].pk,
        "progressupdate": closed.commitment.progress.all()[0].pk,
        "auditentry": AuditEntry.objects.filter(subject_type="commitment", subject_id=closed.commitment.pk)[
            0
        ].pk,
    }
    for table, number in rows.items():
        both.hidden_from(f"/admin/engagements/{table}/")
        row = f"/admin/engagements/{table}/{number}/change/"
        assert both.outside.get(row).status_code == 302, table
        assert both.inside.get(row).status_code == 200, table
    assert CLOSED not in _text(both.outside.get("/admin/engagements/notice/"))


def test_no_number_in_what_is_sent_decides_about_it(both: Both) -> None:
    """Numbers that stand in the body of a request, not in its address: many at once, verdicts, lists brought along."""
    opened, closed = both.opened, both.closed
    waiting, release, follow_up = closed.drafts[1], closed.release, closed.commitment
    Release.objects.filter(pk=closed.container.pk).update(status="failed")
    bulk = BulkChange.objects.create(
        by=both.insider,
        at=NOW,
        changes=[{"number": follow_up.pk, "before": {"owner": "قبل"}, "after": {"owner": follow_up.owner}}],
        refused=[],
    )

    def stands() -> tuple[object, ...]:
        return (
            Draft.objects.filter(pk=waiting.pk).values("status", "claimed_by").get(),
            Release.objects.filter(pk=closed.container.pk).values("status").get(),
            Commitment.objects.get(pk=follow_up.pk).version,
            MatchVerdict.objects.count(),
            follow_up.proofs.count(),
        )

    before, verdict = stands(), f"/drafts/{opened.drafts[1].pk}/verdict/"
    sent: list[tuple[str, dict[str, Any]]] = [
        ("/drafts/many/reject/", {"draft": waiting.pk, "confirmed": "1", "reason": "duplicate"}),
        ("/drafts/many/approve/", {"draft": waiting.pk, "confirmed": "1"}),
        ("/releases/failed/retry/", {"pick": closed.container.pk}),
        ("/releases/failed/retry/", {"all": "1"}),
        (
            "/follow-ups/many/",
            {"seen": f"{follow_up.pk}:{follow_up.version}", "number": follow_up.pk, "confirmed": "1", "status": "done",
             "steps": "leave"},
        ),
        ("/follow-ups/many/", {"number": follow_up.pk, "wish": "1", "status": "done"}),
        (f"/follow-ups/many/{bulk.pk}/undo/", {}),
        (verdict, {"other": f"draft:{waiting.pk}", "judgement": "same"}),
        (verdict, {"other": f"engagement:{closed.engagement.pk}", "judgement": "same"}),
        (f"/releases/{opened.release.pk}/verdict/", {"other": release.pk, "judgement": "same"}),
        (f"/follow-ups/reported/{closed.report.pk}/", {"decision": "proof"}),
    ]  # fmt: skip
    for path, body in sent:
        answer = both.outside.post(path, body, follow=True)
        assert answer.status_code in (200, 404, 409, 422), (path, answer.status_code)
        assert CLOSED not in _text(answer), path
        assert stands() == before, (path, body)
    BulkChange.objects.filter(pk=bulk.pk).update(undone_at=None, undone_by=None)
    # What was sent does something for a member.
    for path, body in sent[:6:2]:
        both.inside.post(path, body)
    assert stands()[:3] != before[:3]


def test_whoever_has_the_very_bytes_learns_only_that_they_came_in(both: Both) -> None:
    words = "نص يعرفه كلاهما"
    told = submission.submit(content=words.encode(), filename="x.txt", by=both.insider, now=NOW).release
    record = replace(recorded(CLOSED, "restricted"), evidence=())
    record_engagement(record=record, source=told.source, by=both.insider, now=NOW)
    Source.objects.filter(pk=told.pk).update(title=CLOSED)
    for path in ("/releases/upload/", "/releases/upload/one/"):
        for client, there in ((both.outside, False), (both.inside, True)):
            said = _text(client.post(path, {"text": words}, follow=True))
            assert (f"/releases/{told.pk}/" in said) is there, path
            assert (CLOSED in said) is there, path


def test_whom_both_name_is_met_for_others_as_often_as_the_open_one_says(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner and a person of an open engagement, met once more in secret, and later: no day and no number tells."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    partner, person = both.opened.partner.pk, both.opened.person.pk
    paths = [
        "/silence/?what=partners&days=2", "/silence/?what=countries&days=2", "/", "/countries/JP/", "/topics/",
        "/partners/", f"/partners/{partner}/", f"/people/{person}/", f"/partners/{partner}/merge/?q={OPEN}",
        f"/partners/{partner}/timeline.csv", f"/suggest/?q={OPEN}", "/api/v1/countries",
        f"/api/v1/partners/{partner}/engagements", "/countries/JP/brief/?period=all",
    ]  # fmt: skip

    def walked(client: Client) -> dict[str, str]:
        return {path: TOKENS.sub("", _text(client.get(path))) for path in paths}

    before, inside = walked(both.outside), walked(both.inside)
    again = replace(recorded(OPEN, "restricted"), date=NOW.date() - timedelta(days=1), topics=("training",))
    record_engagement(record=again, source=both.closed.release.source, by=both.insider, now=NOW)
    after, told = walked(both.outside), walked(both.inside)
    assert [path for path in paths if after[path] != before[path]] == []
    assert {path for path in paths if told[path] == inside[path]} <= {paths[8]}


def test_no_list_that_is_brought_along_changes_it(both: Both) -> None:
    follow_up = both.closed.commitment
    Commitment.objects.filter(pk=follow_up.pk).update(reference="R-1")
    rows = ["reference,text,engagement number", "R-1,آخر,", f"R-2,آخر,{both.closed.engagement.pk}"]
    for by, client, there in ((both.outsider, both.outside, False), (both.insider, both.inside, True)):
        brought = keep(sheet=read_csv("\n".join(rows).encode()), file_name="x.csv", by=by, now=NOW)
        brought.mapping = guessed(brought.headers)
        brought.save()
        assert (CLOSED in _text(client.get(f"/follow-ups/import/{brought.pk}/check/"))) is there
        assert (CLOSED in _text(client.get(f"/follow-ups/import/{brought.pk}/rows.csv"))) is there
