"""What the tests of the intake share: people, places, a release of our own words, a folder for originals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from celery import Celery
from django.conf import settings
from django.http import QueryDict

from engagements.models import Country, Source, Topic, User
from engagements.models import Engagement as Approved
from engagements.permissions import Role
from ingest.extraction.schema import Band, Commitment, Engagement, Participant, Span, Value
from ingest.forms.review import review_form
from ingest.models import Draft, ParseRun, Release
from ingest.proposals.values import guesses, items, to_check
from ingest.reading import ReadText, read_in_subprocess
from ingest.reviewing.deciding import Decision, decide
from ingest.services import parsing, queueing, review, submission

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PUBLISHED = date(2026, 11, 18)
RELEASE = (
    'استقبل وزير الصناعة والمعادن، السيد "سالم الورفلي"، يوم الأربعاء بمكتبه في العاصمة طرابلس، '
    'سفير اليابان لدى ليبيا، السيد "كينجي موراكامي".\n\n'
    "وجرى خلال اللقاء بحث برنامج لتدريب فنيي المناجم.\n\n"
    "واتفق الجانبان على تشكيل فريق فني مشترك لإعداد خطة التدريب.\n"
)


@pytest.fixture(autouse=True)
def _originals(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="session")
def texts() -> dict[tuple[bytes, str], ReadText]:
    """What was read of each file so far, by its bytes and its name."""
    return {}


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, texts: dict[tuple[bytes, str], ReadText]) -> None:
    """The same file is read by a process of its own once, and not for each test that only needs its text."""

    def read_once(path: Path | str, name: str) -> ReadText:
        file = Path(path).read_bytes(), name
        if file not in texts:
            texts[file] = read_in_subprocess(path, name)
        return texts[file]

    monkeypatch.setattr(parsing, "read_in_subprocess", read_once)


@pytest.fixture
def places(db: None) -> None:
    """The countries and topics that the release speaks of, and some more."""
    for code, name_ar, name_en, region in (
        ("LY", "ليبيا", "Libya", "north_africa"),
        ("JP", "اليابان", "Japan", "east_asia"),
        ("IT", "إيطاليا", "Italy", "south_europe"),
    ):
        Country.objects.create(code=code, name_ar=name_ar, name_en=name_en, region=region)
    for code, name_ar in (("mining", "التعدين"), ("training", "التدريب"), ("industry", "الصناعة")):
        Topic.objects.create(code=code, name_ar=name_ar, name_en=code.title())


def account(role: Role, username: str = "") -> User:
    name = username or role.value
    seeing = role in (Role.MANAGER, Role.ADMIN)
    return User.objects.create_user(name, role=role, first_name=name, in_restricted_group=seeing)


@pytest.fixture
def viewer(db: None) -> User:
    return account(Role.VIEWER)


@pytest.fixture
def editor(db: None) -> User:
    return account(Role.EDITOR)


@pytest.fixture
def other_editor(db: None) -> User:
    return account(Role.EDITOR, "second")


@pytest.fixture
def approver(db: None) -> User:
    return account(Role.APPROVER)


@pytest.fixture
def manager(db: None) -> User:
    return account(Role.MANAGER)


def submit(by: User, text: str = RELEASE, filename: str = "release.txt", **more: Any) -> Release:
    """A release as an upload brings it; nothing is enqueued, for no transaction is committed."""
    more = {"now": NOW, "published_on": PUBLISHED} | more
    return submission.submit(content=text.encode(), filename=filename, by=by, **more).release


def read(release: Release) -> Release:
    """The release after a worker had it."""
    parsing.parse(release.pk, clock=lambda: NOW)
    release.refresh_from_db()
    return release


def multiply(release: Release, number: int) -> None:
    """So many more releases like it, and their runs: the rows alone, for tests of long lists."""
    values = {field.attname: getattr(release, field.attname) for field in Release._meta.concrete_fields}
    sources = Source.objects.bulk_create(Source(text="") for _ in range(number))
    Release.objects.bulk_create(
        Release(**values | {"source_id": source.pk, "sha256": f"{source.pk:064x}"}) for source in sources
    )
    for run in release.runs.all():
        columns = {field.attname: getattr(run, field.attname) for field in ParseRun._meta.concrete_fields}
        ParseRun.objects.bulk_create(
            ParseRun(**columns | {"id": None, "release_id": source.pk}) for source in sources
        )


def span(words: str) -> Span:
    start = RELEASE.index(words)
    return Span(start, start + len(words))


def said(words: str, value: str = "", *, band: Band = Band.SURE, rule: str = "by.hand") -> Value[Any]:
    """A value with the words of the release behind it."""
    return Value(value or words, span(words), rule, band)


def proposal() -> dict[str, Any]:
    """What a reader would say of the release: written out, so that no change of its rules changes these tests."""
    minister = Participant(
        said("سالم الورفلي"), said("وزير الصناعة والمعادن"), country=Value("LY", span("وزير"), "by.hand")
    )
    ambassador = Participant(
        said("كينجي موراكامي", band=Band.GUESS),
        said("سفير اليابان لدى ليبيا"),
        country=said("اليابان", "JP"),
    )
    agreed = Commitment(
        said("واتفق", "agreed"),
        said("تشكيل فريق فني مشترك لإعداد خطة التدريب"),
        owners=(said("الجانبان"),),
    )
    return Engagement(
        kind=said("اللقاء", "meeting"),
        status=Value("held", span("استقبل"), "by.hand", Band.SURE),
        date=said("يوم الأربعاء", "2026-11-18"),
        date_precision="day",
        city=said("طرابلس"),
        country=said("طرابلس", "LY", band=Band.CHECK),
        partner_countries=(said("اليابان", "JP"),),
        participants=(minister, ambassador),
        topics=(said("المناجم", "mining"), said("لتدريب", "training", band=Band.CHECK)),
        commitments=(agreed,),
        title="الوزير يبحث مع سفير اليابان تدريب فنيي المناجم",
    ).to_json()


def hand_made_draft(release: Release, index: int = 0, **changes: Any) -> Draft:
    """A pending draft of the release, as if it had been read."""
    body = proposal() | changes
    Source.objects.filter(pk=release.pk, text="").update(text=RELEASE, language="ar")
    run, _ = ParseRun.objects.get_or_create(
        release=release, attempt=1, defaults={"status": "done", "started_at": NOW, "ended_at": NOW}
    )
    Release.objects.filter(pk=release.pk).update(status="drafted")
    return Draft.objects.create(
        release=Release.objects.get(pk=release.pk),
        run=run,
        index=index,
        proposal=body,
        title=body["title"],
        date=PUBLISHED,
        countries=body["partner_countries"],
        to_check=to_check(body),
        guesses=guesses(body),
        created_at=NOW,
    )


@pytest.fixture
def draft(places: None, editor: User) -> Draft:
    return hand_made_draft(submit(editor))


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings with an address at which nobody listens."""
    app = Celery("away", broker="redis+socket:///nonexistent/broker.sock", set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(queueing, "current_app", app)
    monkeypatch.setattr(queueing._Broker, "silent_until", 0.0)


def as_shown(draft: Draft) -> dict[str, Any]:
    """What a browser would send of the draft's review form if nothing was changed, but every guess looked at."""
    form = review_form(draft.proposal)
    data: dict[str, Any] = {}
    for part in [form.main, *(row for rows in form.sets.values() for row in (rows.management_form, *rows))]:
        for bound in part:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = (
                    value if isinstance(value, list) else bound.field.widget.format_value(value)
                )
    data["looked"] = [
        str(number) for number, item in enumerate(items(draft.proposal)) if item.band == Band.GUESS
    ]
    return {name: value for name, value in data.items() if value is not None}


def decision(draft: Draft, **changes: Any) -> Decision:
    """What the editor decided who changed only this in the form."""
    data = QueryDict(mutable=True)
    for name, value in (as_shown(draft) | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = review_form(draft.proposal, data, source=RELEASE)
    assert form.is_valid(), (form.main.errors, [rows.errors for rows in form.sets.values()])
    return decide(draft.proposal, form, RELEASE)


@pytest.fixture
def engagement(draft: Draft, editor: User) -> Approved:
    """In the register since the first outlet told of it."""
    made = decision(draft, **{"commitments-0-text": "تشكيل فريق فني من 10 خبراء لإعداد خطة التدريب"})
    return review.approve(draft=draft, decision=made, by=editor, now=NOW)


@pytest.fixture
def second(engagement: Approved, editor: User) -> Draft:
    """Another outlet's account of the same: another day, more topics, another spelling, a further person."""
    release = submit(editor, RELEASE + "\n", outlet="وكالة الساحل")
    return hand_made_draft(release, date="2026-11-17", topics=["mining", "industry"])
