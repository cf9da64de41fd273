"""Plug-ins add behind the rules and can lose nothing. The model's server is a real one, on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ingest.extraction.plugins import Proposal, extend
from ingest.extraction.plugins.local_model import LocalModel, ModelError
from ingest.extraction.schema import Band, Engagement, Participant, Reading, Span, Value

TEXT = (
    "استقبل وكيل الوزارة سامي الغرياني في مصراتة وفد شركة «ألفا» برئاسة ماركو روسّي، واتُّفق على زيارة المصنع."
)


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def reading() -> Reading:
    host = Participant(name=Value("سامي الغرياني", span("سامي الغرياني"), "people.title", Band.SURE))
    return Reading("LY", None, "ar", (Engagement(kind=Value("meeting"), participants=(host,)),))


@dataclass
class Fixed:
    proposals: Sequence[Proposal]
    name: str = "fixed"

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        return self.proposals


class Failing:
    name = "failing"

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        raise RuntimeError("no memory left")


class Hanging:
    """Answers only when it is let go."""

    name = "hanging"

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.answers = False

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        self.let_go.wait(60)
        self.answers = True
        return [Proposal(0, "city", span("مصراتة"))]


def test_a_proposal_is_added_with_its_words_and_never_as_sure() -> None:
    more = extend(TEXT, reading(), [Fixed([Proposal(0, "participants", span("ماركو روسّي"), score=1.0)])])
    added = more.engagements[0].participants[-1].name
    assert added == Value("ماركو روسّي", span("ماركو روسّي"), "plugin.fixed", Band.CHECK)


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(0, "participants", span("الغرياني")),
        Proposal(1, "participants", span("ماركو روسّي")),
        Proposal(-1, "city", span("مصراتة")),
        Proposal(0, "kind", span("استقبل")),
        Proposal(0, "city", Span(5, 5)),
        Proposal(0, "city", Span(0, 10_000)),
        Proposal(0, "commitments", span("زيارة المصنع"), kind="dreamt"),
    ],
    ids=["already there", "no such event", "negative", "not its field", "empty", "outside", "unknown kind"],
)
def test_what_does_not_hold_changes_nothing(proposal: Proposal) -> None:
    assert extend(TEXT, reading(), [Fixed([proposal])]) == reading()


def test_a_rule_is_never_overwritten() -> None:
    ruled = reading()
    placed = Reading("LY", None, "ar", (Engagement(kind=Value("meeting"), city=Value("طرابلس")),))
    assert extend(TEXT, placed, [Fixed([Proposal(0, "city", span("مصراتة"))])]) == placed
    assert (
        extend(TEXT, ruled, [Fixed([Proposal(0, "city", span("مصراتة"))])]).engagements[0].city.value
        == "مصراتة"
    )


def test_a_plug_in_that_fails_or_hangs_loses_nothing_and_the_next_is_asked() -> None:
    hanging = Hanging()
    helpful = Fixed([Proposal(0, "organizations", span("شركة «ألفا»"))])
    try:
        more = extend(TEXT, reading(), [Failing(), hanging, helpful], seconds=0.5)
        assert not hanging.answers, "nobody waited for it"
    finally:
        hanging.let_go.set()
    assert more.engagements[0].participants == reading().engagements[0].participants
    assert [each.value for each in more.engagements[0].organizations] == ["شركة «ألفا»"]
    assert more.engagements[0].city.value is None


@dataclass
class Server:
    answer: Callable[[dict[str, Any]], tuple[int, bytes]]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(answer=lambda _: (200, b""))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append({"path": self.path, "key": self.headers.get("Authorization")} | body)
            status, payload = state.answer(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    yield state
    http.shutdown()
    http.server_close()


def completion(*proposals: dict[str, Any]) -> bytes:
    content = json.dumps({"proposals": proposals}, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_values_of_a_model_need_their_words_in_the_text(server: Server) -> None:
    server.answer = lambda _: (
        200,
        completion(
            {
                "engagement": 0,
                "field": "participants",
                "quote": "ماركو روسي",
            },  # without the shadda: folded alike
            {"engagement": 0, "field": "participants", "quote": "جوليا فيرّي"},  # not in the text
            {"engagement": 0, "field": "commitments", "kind": "agreed", "quote": "زيارة المصنع"},
            {"engagement": "x", "field": "nonsense", "quote": 3},
        ),
    )
    model = LocalModel(server.url, "own-model", api_key="secret")
    event = extend(TEXT, reading(), [model]).engagements[0]
    assert [person.name.value for person in event.participants] == ["سامي الغرياني", "ماركو روسّي"]
    assert [(each.kind.value, each.text.value) for each in event.commitments] == [("agreed", "زيارة المصنع")]
    assert event.participants[1].name.rule == "plugin.local_model"
    assert server.asked[0]["path"] == "/v1/chat/completions"
    assert server.asked[0]["key"] == "Bearer secret"
    assert TEXT in server.asked[0]["messages"][1]["content"]


@pytest.mark.parametrize(
    "payload",
    [
        (500, b"oops"),
        (200, b"not json"),
        (200, b'{"choices": []}'),
        (200, json.dumps({"choices": [{"message": {"content": "sorry"}}]}).encode()),
        (200, json.dumps({"choices": [{"message": {"content": '{"proposals": 7}'}}]}).encode()),
    ],
    ids=["error", "no json", "no choice", "prose", "no list"],
)
def test_a_model_that_answers_nonsense_loses_nothing(server: Server, payload: tuple[int, bytes]) -> None:
    server.answer = lambda _: payload
    model = LocalModel(server.url, "own-model")
    with pytest.raises((ModelError, OSError)):
        model.propose(TEXT, reading())
    assert extend(TEXT, reading(), [model]) == reading()


def test_a_model_that_is_slow_or_absent_loses_nothing(server: Server) -> None:
    def late(_: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(0.6)
        return 200, completion({"engagement": 0, "field": "city", "quote": "مصراتة"})

    server.answer = late
    assert extend(TEXT, reading(), [LocalModel(server.url, "m", seconds=0.2)]) == reading()
    assert extend(TEXT, reading(), [LocalModel("http://127.0.0.1:9", "m", seconds=0.2)]) == reading()
    assert extend(TEXT, reading(), [LocalModel("file:///etc/passwd", "m")]) == reading()


def test_without_an_engagement_nobody_is_asked(server: Server) -> None:
    assert LocalModel(server.url, "m").propose(TEXT, Reading("LY", None, "ar", ())) == ()
    assert server.asked == []
