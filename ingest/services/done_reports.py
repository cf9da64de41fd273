"""Later releases that seem to report a follow-up done: looked up once a release is read, decided by a person."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict
from engagements.models import Action, Commitment, CommitmentStatus
from engagements.services import audit
from engagements.services.commitments import CommitmentChange, change_commitment, held
from engagements.services.linking import partners_like
from engagements.services.reporting import add_proof_source
from ingest.matching.done import LIKELY, Sentence, completions, likeness, promise
from ingest.matching.telling import listen
from ingest.models import DoneReport, DoneReportState, Draft, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from engagements.models import Proof, User

MOST_COMPARED = 2_000
"""The most open follow-ups that one release is compared with, the latest promises first."""
ENOUGH, RECENT = 500, timedelta(days=730)
"""If ENOUGH follow-ups were promised within RECENT, older ones are not compared: a large partner has too many."""
MOST_OF_RELEASE = 20
MOST_OF_FOLLOW_UP = 3
"""The most open proposals for one follow-up, the likeliest ones."""


def look(release_id: int, *, now: datetime) -> int:
    """Proposes what the release seems to report done. Returns the number of new proposals; may run any number of
    times.
    """
    release = Release.objects.select_related("source").filter(pk=release_id).first()
    if release is None:
        return 0  # taken back since the worker was woken
    sentences = completions(release.source.text)
    about = _about(release) if sentences else []
    if not about:
        return 0
    told_on = release.source.published_on or timezone.localdate(release.submitted_at)
    best = _likeliest(_promised(release, about, before=told_on), sentences)
    best = _unheard(best, release.source.text)
    rows = [
        DoneReport(
            commitment_id=number,
            release=release,
            start=sentence.start,
            end=sentence.end,
            quote=release.source.text[sentence.start : sentence.end],
            score=score,
            proposed_at=now,
        )
        for number, score, sentence in best
    ]
    return _keep(rows)


@transaction.atomic
def accept(*, report: DoneReport, done: bool, by: User, now: datetime, steps: str = "") -> Proof:
    """Makes the sentence a proof of the follow-up and, if `done`, closes the follow-up as done.

    `steps` says what becomes of its open steps (see CommitmentChange). Raises Refused if `by` may not, Refusal if the
    source is a proof already or `steps` is missing, Conflict if somebody else decided.
    """
    commitment = _settle(report, DoneReportState.ACCEPTED, by, now)
    proof = add_proof_source(
        commitment=commitment,
        source=report.release.source,
        place=(report.start, report.end),
        by=by,
        now=now,
    )
    if done and commitment.is_open:
        change = CommitmentChange(
            status=CommitmentStatus.DONE,
            owner=commitment.owner,
            assignee=commitment.assignee,
            due_on=commitment.due_on,
            steps=steps,
        )
        change_commitment(commitment=commitment, change=change, by=by, now=now)
    return proof


@transaction.atomic
def decline(*, report: DoneReport, by: User, now: datetime) -> None:
    """Says that the sentence does not report the follow-up done. It is never proposed for this follow-up again.

    Raises Refused if `by` may not, Conflict if somebody else decided.
    """
    commitment = _settle(report, DoneReportState.DECLINED, by, now)
    secret = report.release.source is not None and report.release.source.hidden and not commitment.hidden
    said = f"#{report.release_id}" if secret else report.quote
    audit.write(by=by, action=Action.REJECTED, subject=commitment, now=now, changes={"proof": (said, None)})


def _settle(report: DoneReport, state: str, by: User, now: datetime) -> Commitment:
    commitment = held(report.commitment, by)
    claimed = DoneReport.objects.open().filter(pk=report.pk).update(state=state, by=by, at=now)
    if claimed != 1:
        raise Conflict(_("Somebody else decided this in the meantime."))
    return commitment


def _about(release: Release) -> list[str]:
    """The countries named in the text and the partners named in its drafts, in the form of `Commitment.about`."""
    source = release.source
    heard = listen(source.text, people=(), home=settings.HOME_COUNTRY, published=source.published_on)
    proposals = Draft.objects.filter(release=release).values_list("proposal", flat=True)
    names = {name for proposal in proposals for name in proposal.get("organizations", [])}
    known = partners_like(names) if names else {}
    partners = {partner.pk for found in known.values() for partner in found.exact}
    return sorted({f"country={code}" for code in heard.countries} | {f"partner={pk}" for pk in partners})


def _promised(release: Release, about: list[str], *, before: date) -> list[tuple[int, str]]:
    """(number, text) of the open follow-ups that the release may report on: promised before its day, in another
    source.
    """
    found = Commitment.objects.open().filter(about__overlap=about, made_on__lt=before)
    elsewhere = found.exclude(engagement__sources=release.pk).order_by("-made_on", "-pk")
    texts = elsewhere.values_list("pk", "text")
    recent = list(texts.filter(made_on__gte=before - RECENT)[:MOST_COMPARED])
    return recent if len(recent) >= ENOUGH else list(texts[:MOST_COMPARED])


def _likeliest(
    promised: Iterable[tuple[int, str]], sentences: Sequence[Sentence]
) -> list[tuple[int, float, Sentence]]:
    """For each follow-up that is reported likely enough, the sentence that fits best; the likeliest follow-up first."""
    best = []
    found: dict[str, tuple[float, Sentence]] = {}
    for number, text in promised:
        if text not in found:
            told = promise(text)
            found[text] = max(((likeness(told, each.told), each) for each in sentences), key=itemgetter(0))
        score, sentence = found[text]
        if score >= LIKELY:
            best.append((number, score, sentence))
    best.sort(key=lambda each: (-each[1], each[0]))
    return best[:MOST_OF_RELEASE]


def _unheard(best: list[tuple[int, float, Sentence]], text: str) -> list[tuple[int, float, Sentence]]:
    """Without sentences that another release has said of the same follow-up word for word: agencies copy each other."""
    rows = DoneReport.objects.filter(commitment__in=[number for number, *_rest in best])
    heard = {(number, fold(quote)) for number, quote in rows.values_list("commitment", "quote")}
    return [each for each in best if (each[0], fold(text[each[2].start : each[2].end])) not in heard]


@transaction.atomic
def _keep(rows: list[DoneReport]) -> int:
    numbers = [row.commitment_id for row in rows]
    before = set(DoneReport.objects.filter(commitment__in=numbers).values_list("pk", flat=True))
    DoneReport.objects.bulk_create(rows, ignore_conflicts=True)
    waiting: Counter[int] = Counter()
    surplus = []
    opened = DoneReport.objects.open().filter(commitment__in=numbers).order_by("-score", "pk")
    for pk, number in opened.values_list("pk", "commitment"):
        waiting[number] += 1
        if waiting[number] > MOST_OF_FOLLOW_UP:
            surplus.append(pk)
    DoneReport.objects.filter(pk__in=surplus).delete()
    return DoneReport.objects.filter(commitment__in=numbers).exclude(pk__in=before).count()
