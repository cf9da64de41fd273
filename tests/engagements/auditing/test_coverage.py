"""Whatever changes a record leaves a line in the same breath: what is not said here of a table or service fails."""

from __future__ import annotations

import ast
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import reverse

from engagements.models import Action, AuditEntry, Commitment, Partner, Person, User
from engagements.services.aliases import add_alias, change_alias, remove_alias
from engagements.services.calendar_feeds import choose_scope, issue_feed, revoke_feed
from engagements.services.reporting import report_progress
from engagements.services.tokens import issue_token, revoke_token
from engagements.services.withdrawing import withdraw
from ingest.models import RejectReason
from ingest.services import reopening, review, submission
from tests.engagements.conftest import NOW
from tests.engagements.uniting import undo, unite
from tests.ingest.conftest import hand_made_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from tests.engagements.conftest import Register

ENGAGEMENT = frozenset({"engagement", "draft"})
FOLLOW_UP = frozenset({"commitment", "engagement"})
NAME = frozenset({"partner", "person"})
TRAILED: dict[str, frozenset[str] | set[str]] = {
    **dict.fromkeys(
        (
            *("engagement", "engagement_partner_countries", "engagement_partners", "engagement_sources"),
            *("engagement_topics", "participation", "evidence", "merge", "settlement", "approval"),
        ),
        ENGAGEMENT | NAME,
    ),
    **dict.fromkeys(("commitment", "progressupdate", "proof", "step"), FOLLOW_UP | NAME | {"unit", "user"}),
    **dict.fromkeys(
        (
            *("partner", "partneralias", "partnermerge", "partnerruling"),
            *("person", "personalias", "personmerge", "personruling"),
        ),
        NAME | ENGAGEMENT,
    ),
    **dict.fromkeys(("unit", "unitalias"), frozenset({"unit"})),
    "apitoken": {"apitoken", "user"},
    "calendarfeed": {"calendarfeed", "user"},
    "followupimport": {"followupimport", "commitment"},
    "bulkchange": {"commitment"},
    **dict.fromkeys(("release", "source"), frozenset({"release", "engagement", "draft"})),
    **dict.fromkeys(
        ("draft", "draft_made_from", "reviewevent", "matchverdict"), frozenset({"draft", "release"})
    ),
    "donereport": {"commitment"},
    "ruleband": {"bands"},
    **dict.fromkeys(("user", "invitation", "session"), frozenset({"user", "invitation"})),
}
"""Tables whose changes by people are told of, and the kinds of records of which one is named then."""
ASIDE = {
    "the trail itself": {"auditentry", "auditlink"},
    "worked out from other rows": {
        *("appearance", "tally", "keptshelf", "wording", "searchentry", "searchword", "revision"),
        *(
            "partnerlikeness",
            "personlikeness",
            "duplicatesearch",
            "releaseprint",
            "draftprint",
            "suggestedpair",
        ),
    },
    "what the reader did, never changed by people": {"parserun", "containedfile"},
    "one's own settings and unfinished work, which others do not see": {
        *("savedfilter", "columnchoice", "subscription", "following", "draftwork"),
    },
    "what was told to somebody": {"letter", "notice"},
    "shipped with the version": {"country", "topic"},
    "of Django, and not used": {"user_groups", "user_user_permissions"},
}
SILENT = {
    "engagements": {
        "journal": "rows for its callers, which write",
        "letters": "what was sent",
        "linking": "an alias that its caller tells of",
        "names": "called by what writes a record",
        "notices": "what was told",
        "owners": "asks for others",
        "rewriting": "journals of a merge, told of by it",
        "saved_filters": "one's own",
        "subscriptions": "one's own",
        "unifying": "rows of a merge, told of by it",
        "vocabularies": "shipped with the version",
    },
    "ingest": {
        "claiming": "who has a draft open, for minutes",
        "fingerprints": "worked out",
        "holding": "who has a draft open",
        "matching": "worked out",
        "pairing": "worked out",
        "parsing": "what the reader did; its release says so",
        "queueing": "messages to workers",
        "steps": "the status of a draft, for callers that write",
        "training": "a file of the reader",
        "unfinished": "what is typed",
        "unpacking": "what was in a release; each is submitted",
    },
    "accounts": {"second_factors": "by accounts.events, which writes"},
}
"""Services that write rows and no line, and why."""
WRITES_THE_TRAIL = {("audit", "write"), ("audit", "write_many")}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}


def test_of_each_table_it_is_said_whether_it_is_trailed() -> None:
    there = {
        model._meta.model_name
        for app in ("engagements", "ingest", "accounts")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    aside = set().union(*ASIDE.values())
    assert there == TRAILED.keys() | aside
    assert not TRAILED.keys() & aside


def test_each_service_that_writes_rows_writes_the_trail_or_says_why_not() -> None:
    for app, silent in SILENT.items():
        without = set()
        for path in (Path(settings.BASE_DIR) / app / "services").glob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            calls = {
                (getattr(one.func.value, "id", ""), one.func.attr)
                for one in ast.walk(tree)
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
            }
            if {name for _of, name in calls} & WRITES and not WRITES_THE_TRAIL & calls:
                without.add(path.stem)
        assert without - {"audit"} <= silent.keys(), app


WATCH = """
CREATE FUNCTION pg_temp.watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO touched VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""


class Watch:
    """Has the database itself say which trailed tables got changed rows, whoever changed them."""

    def __init__(self, aside: frozenset[str] = frozenset()) -> None:
        """`aside`: tables that are not watched."""
        self.seen: set[str] = set()
        self.names = {
            model._meta.db_table: str(model._meta.model_name)
            for app in ("engagements", "ingest", "accounts")
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
            if model._meta.model_name in TRAILED.keys() - aside
        }
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE touched (name text PRIMARY KEY)")
            cursor.execute(WATCH)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in self.names:
                cursor.execute(
                    f"CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION pg_temp.watched()"
                )

    @contextmanager
    def job(self, *actions: Action, fields: str = "") -> Iterator[None]:
        """What is done within it must have told of every table that it changed, and of these fields by their names."""
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM touched")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM touched")
            changed = {self.names[name] for (name,) in cursor.fetchall()}
        entries = AuditEntry.objects.filter(pk__gt=last)
        told = set(entries.values_list("subject_type", flat=True))
        untold = {name for name in changed if not TRAILED[name] & told}
        assert not untold, (actions, told)
        assert set(actions) <= set(entries.values_list("action", flat=True))
        named = {name for changes in entries.values_list("changes", flat=True) for name in changes}
        assert set(fields.split()) <= named, (fields, named)
        self.seen |= changed


def test_the_main_jobs_tell_of_every_row_that_they_change(
    register: Register,
    people: tuple[Person, Person],
    partners: tuple[Partner, Partner],
    as_role: Callable[[str], Client],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = as_role("admin")
    User.objects.filter(username="admin").update(is_staff=True, is_superuser=True)
    editor, watch = register.editor, Watch()
    with watch.job(Action.APPROVED):
        engagement = register.engagement(
            topics=("mining",), participants=(register.participant("هيروشي تاناكا"),), organizations=("هيئة",)
        )
    with watch.job(Action.UNDONE):
        withdraw(engagement=engagement, by=editor, now=NOW)
    with watch.job(Action.CHANGED):
        alias = add_alias(name=partners[0], text="تمثيل طوكيو", anyway=False, by=editor, now=NOW)
        change_alias(alias=alias, seen=alias.text, text="تمثيل اليابان", anyway=False, by=editor, now=NOW)
        alias.refresh_from_db()
        remove_alias(alias=alias, reason="خطأ", by=editor, now=NOW)
    with watch.job(Action.MERGED):
        done = unite(register, *people)
    with watch.job(Action.UNDONE):
        undo(register, done)
    with watch.job(Action.REPORTED):
        one = Commitment.objects.filter(status="open")[0]
        report_progress(
            commitment=one, rating="late", words="تأخر", by=User.objects.get(username="admin"), now=NOW
        )
    with watch.job(Action.ISSUED, Action.REVOKED):
        token, _secret = issue_token(by=editor, name="x", expires_at=None, now=NOW)
        revoke_token(token=token, by=editor, now=NOW)
    with watch.job(Action.ISSUED, Action.CHANGED, Action.REVOKED):
        issue_feed(by=editor, scope="mine", now=NOW)
        choose_scope(by=editor, scope="all", now=NOW)
        revoke_feed(by=editor, now=NOW)
    with watch.job(Action.SUBMITTED):
        release = submission.submit(content=b"x", filename="x.txt", by=editor, now=NOW).release
    draft = hand_made_draft(release)
    with watch.job(Action.REJECTED):
        review.reject(draft=draft, reason=RejectReason.DUPLICATE, note="", by=editor, now=NOW)
    draft.refresh_from_db()
    with watch.job(Action.REOPENED):
        reopening.reopen(draft=draft, by=editor, now=NOW)
    with watch.job(Action.DOWNLOADED):
        assert client.get(reverse("release_original", args=[release.pk])).status_code == 200
    with watch.job(Action.CHANGED):
        _change_in_the_tables(client, partners[1])
    assert watch.seen >= {"engagement", "participation", "evidence", "commitment", "partner", "personmerge"}


def _change_in_the_tables(client: Client, partner: Partner) -> None:
    address = reverse("admin:engagements_partner_change", args=[partner.pk])
    form = client.get(address).context["adminform"].form
    said = {name: form.initial.get(name) or "" for name in form.fields} | {"name_en": "Mission of Japan"}
    alias = partner.aliases.get(text="بعثة اليابان")
    rows = list(partner.aliases.all())
    said |= {"aliases-TOTAL_FORMS": len(rows) + 1, "aliases-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        said |= {f"aliases-{place}-id": row.pk, f"aliases-{place}-{_owner(row)}": partner.pk}
        said[f"aliases-{place}-text"] = "بعثة طوكيو" if row.pk == alias.pk else row.text
    assert client.post(address, said).status_code == 302
    found = AuditEntry.objects.filter(subject_type="partner", subject_id=partner.pk).order_by("-pk")[:2]
    assert {name: pair for entry in found for name, pair in entry.changes.items()} == {
        "name_en": ["", "Mission of Japan"],
        "aliases": ["بعثة اليابان", "بعثة طوكيو"],
    }


def _owner(row: Any) -> str:
    return str(next(field.name for field in row._meta.concrete_fields if field.related_model is Partner))


def test_a_change_that_tells_nothing_is_noticed(register: Register) -> None:
    watch = Watch()
    with pytest.raises(AssertionError, match="user"), watch.job():
        User.objects.update(last_name="غيره")
