"""The page of the trail: what it can be asked, what it shows of each line, and its files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements import origin
from engagements.auditing.kinds import kinds
from engagements.models import Action, AuditEntry, Participation, Partner, Person, Unit, User
from engagements.permissions import Role
from engagements.services import audit
from engagements.trail import fields_by_label
from ingest.services import submission
from tests.engagements.conftest import NOW, Register

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

ADDRESS = "203.0.113.7"


def write(subject: Model | str, by: User | None = None, days: int = 0, **values: Any) -> AuditEntry:
    """A line of the trail, so many days ago, from an address."""
    said: dict[str, Any] = {"action": Action.CHANGED, "actor_name": "زائر"} | values
    with origin.coming_from(origin.Origin(values.pop("address", None), "request-1", "page")):
        said.pop("address", None)
        return audit.write(by=by, subject=subject, now=NOW - timedelta(days=days), **said)


@pytest.fixture
def trail(register: Register) -> dict[str, AuditEntry]:
    engagement = register.engagement(title="لقاء في طرابلس")
    manager = User.objects.create(username="huda", first_name="هدى", last_name="القماطي")
    return {
        "title": write(engagement, register.editor, 3, changes={"title": ("قديم", "جديد")}),
        "due": write(
            register.commitment(), manager, 2, changes={"due_on": (date(2026, 11, 1), date(2027, 2, 3))}
        ),
        "failed": write("nobody", None, 1, action=Action.SIGN_IN_FAILED, address=ADDRESS),
        "gone": write("حرف", manager, 400, note="كتابُ الإلغاء"),
    }


def lines(client: Client, query: str) -> list[int]:
    answer = client.get(reverse("audit") + query)
    assert answer.status_code == 200
    assert not answer.context["complaints"], answer.context["complaints"]
    return [line.number for line in answer.context["lines"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?who=هدى القماطي", ["due", "gone"]),
        ("?who=huda", ["due", "gone"]),
        ("?who=زائر", ["failed"]),
        ("?action=sign_in_failed", ["failed"]),
        ("?kind=commitment&action=changed", ["due"]),
        ("?field=title&action=changed", ["title"]),
        ("?field=due_on", ["due"]),
        ("?since=2026-11-20&until=2026-11-20", ["due"]),
        ("?until=2025-12-31", ["gone"]),
        (f"?address={ADDRESS}", ["failed"]),
        ("?address=203.0.113.0/24", ["failed"]),
        ("?address=2001:db8::/32", []),
        ("?q=كتاب", ["gone"]),
        ("?q=الغاء كتاب", []),
        ("?q=الالغاء كتاب", ["gone"]),
        ("?q=' | x:*", []),
        ("?who=huda&field=due_on&kind=commitment", ["due"]),
    ],
)
def test_each_filter_finds_its_lines(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], query: str, found: list[str]
) -> None:
    assert lines(as_role("admin"), query) == [trail[name].pk for name in found]


def test_fields_are_offered_in_words_once_each_and_twins_answer_together(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    client = as_role("admin")
    client.cookies["django_language"] = "en"
    form = client.get(reverse("audit")).context["form"]
    choices = dict(form.fields["field"].choices)
    assert not {"about", "digest", "folded", "headers", "owner_key", "sha256", "password"} & set(choices)
    labels = [str(label) for label in choices.values()]
    assert len(labels) == len(set(labels))
    assert {"title", "due_on", "sources"} <= set(choices)
    twins = next(names for names in fields_by_label().values() if len(names) > 1)
    told = [write("x", None, n + 5, changes={name: ("a", "b")}).pk for n, name in enumerate(twins)]
    for name in twins:
        assert lines(client, f"?field={name}") == told
        page = client.get(reverse("audit"), {"field": name})
        assert f'<option value="{twins[0]}" selected>' in page.content.decode()


def test_moments_and_ways_to_sign_in_are_in_words(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client, user = as_role("admin"), register.editor
    client.cookies["django_language"] = "en"
    until = datetime(2027, 2, 20, 21, 42, 0, 575107, tzinfo=UTC)
    write(user, user, action=Action.ISSUED, changes={"expires_at": (None, until)})
    write(user, user, action=Action.SIGNED_IN, note="password + totp")
    write(user, user, note="totp")
    found = client.get(reverse("audit")).context["lines"]
    assert "20 February 2027 23:42" in [change.after for line in found for change in line.changes]
    assert {"password + authenticator app", "totp"} <= {line.note for line in found}


def test_one_record_is_found_by_its_number(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    number = trail["title"].subject_id
    found = lines(as_role("admin"), f"?kind=engagement&record={number}")
    assert trail["title"].pk in found
    assert set(AuditEntry.objects.filter(pk__in=found).values_list("subject_id", flat=True)) == {number}


@pytest.mark.parametrize(
    "query",
    [
        "?record=7",
        "?action=zz",
        "?kind=zz",
        "?field=zz",
        "?address=zz",
        "?since=zz",
        "?since=2026-11-20&until=2026-11-01",
        "?q=%00",
        "?zz=1",
    ],
)
@pytest.mark.parametrize("form", ["", "csv", "jsonl"])
def test_an_unclear_filter_shows_and_exports_nothing(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], query: str, form: str
) -> None:
    client = as_role("admin")
    if form:
        answer = client.get(reverse("audit_export", args=[form]) + query)
        assert answer.status_code == 400
        assert not AuditEntry.objects.filter(action=Action.EXPORTED).exists()
    else:
        answer = client.get(reverse("audit") + query)
        assert answer.context["complaints"]
        assert not answer.context["lines"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["due on", "1 November 2026", "3 February 2027", "Failed to sign in", ADDRESS]),
        ("ar", ["1 نوفمبر 2026", "3 فبراير 2027", ADDRESS]),
    ],
)
def test_lines_are_in_words_and_lead_to_what_is_still_there(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], language: str, words: list[str]
) -> None:
    client = as_role("admin")
    client.cookies["django_language"] = language
    page = client.get(reverse("audit")).content.decode()
    for word in words:
        assert word in page
    assert "2027-02-03" not in page
    assert f'href="{reverse("engagement", args=[trail["title"].subject_id])}"' in page

    write(Register(User.objects.get(username="editor"), iter(range(9))).source(), note="x")
    gone = AuditEntry.objects.create(
        at=NOW, actor_name="م", action="changed", subject_type="partner", subject_id=99, subject_label="زال"
    )
    found = {line.number: line for line in client.get(reverse("audit")).context["lines"]}
    assert (found[gone.pk].href, found[gone.pk].subject) == ("", "زال")


def test_pages_follow_one_another_at_a_constant_price(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    client = as_role("admin")
    one = AuditEntry.objects.get(pk=trail["title"].pk)
    price = []
    for more in (60, 80):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=one.at, actor_name="م", action="changed", subject_type="engagement", subject_label="x"
            )
            for _number in range(more)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("audit"))
        price.append(len(asked))
    assert price[0] == price[1]

    seen: list[int] = []
    query = ""
    while True:
        page = client.get(reverse("audit") + query).context["page"]
        seen += [line.number for line in page.rows]
        query = page.older_query
        if not query:
            break
    assert seen == list(AuditEntry.objects.order_by("-at", "-id").values_list("pk", flat=True))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_the_trail_is_for_administrators(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client], role: str
) -> None:
    client = as_role(role)
    assert client.get(reverse("audit")).status_code == 403
    assert client.get(reverse("audit_export", args=["csv"])).status_code == 403


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
        assert link not in manager.get(page).content.decode()
        assert admin.get(link[:-1].replace("&amp;", "&")).status_code == 200


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


def test_the_files_hold_what_is_asked_for_and_say_so_in_the_trail(
    trail: dict[str, AuditEntry], as_role: Callable[[str], Client]
) -> None:
    connection.check_constraints()
    write("=1+1", None, 1, note="@x")
    client = as_role("admin")
    client.cookies["django_language"] = "en"
    asked = "?since=2026-11-19"
    shown = lines(client, asked)

    answer = client.get(reverse("audit_export", args=["csv"]) + asked)
    assert answer["Content-Disposition"].startswith("attachment")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["Number"]) for row in rows] == shown
    assert {"'=1+1", "'@x"} <= {row["Record"] for row in rows} | {row["Note"] for row in rows}
    assert any("1 November 2026 → 3 February 2027" in row["Changes"] for row in rows)

    answer = client.get(reverse("audit_export", args=["jsonl"]) + asked)
    found = [json.loads(line) for line in b"".join(answer).decode().splitlines()]
    # The line of the file before is in this one: it was written today.
    assert [one["id"] for one in found if one["action"] != "exported"] == shown
    due = next(one for one in found if one["id"] == trail["due"].pk)
    assert due["changes"] == {"due_on": ["2026-11-01", "2027-02-03"]}
    assert (len(due["hash"]), due["position"]) == (64, AuditEntry.objects.filter(pk__lte=due["id"]).count())

    logged = AuditEntry.objects.filter(action=Action.EXPORTED).order_by("pk")
    assert [(one.subject_type, one.changes["format"][1]) for one in logged] == [
        ("audit", "csv"),
        ("audit", "jsonl"),
    ]
    assert logged[0].changes["rows"] == [None, str(len(shown))]
    assert logged[0].changes["filter"] == [None, "since=2026-11-19"]
    assert logged[0].at <= timezone.now()
    assert client.get("/audit/trail.xlsx").status_code == 404
