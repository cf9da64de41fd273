"""`/metrics`: the counts of all processes and the state of the work, in Prometheus' text format."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry

from config.version import VERSION
from config.watching import checks, counters, hearts, work
from config.watching.shared import AWAY

if TYPE_CHECKING:
    from config.watching.counters import Figure

CONTENT_TYPE = CONTENT_TYPE_LATEST


def exposition(now: datetime) -> bytes:
    """All metrics at `now`. What cannot be determined is left out; `sijill_check` shows why."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(now))
    return generate_latest(registry)


class _Collector(Collector):
    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        version = GaugeMetricFamily("sijill_info", "The version that answers.", labels=["version"])
        version.add_metric([VERSION], 1)
        yield version
        yield _checks(self._now)
        yield from _hearts(self._now.timestamp())
        with contextlib.suppress(DatabaseError):
            yield from _work(self._now)
        yield from _counts()


def _checks(now: datetime) -> Metric:
    told = GaugeMetricFamily(
        "sijill_check", "What `manage doctor` finds: 0 in order, 1 soon, 2 not in order.", labels=["check"]
    )
    for check in checks.WATCHED:
        told.add_metric([check.key], check.look(now).state.weight)
    return told


def _hearts(now: float) -> Iterator[Metric]:
    age = GaugeMetricFamily(
        "sijill_heartbeat_age_seconds", "Since a worker or beat was last heard of.", labels=["process"]
    )
    living = GaugeMetricFamily("sijill_workers", "Living workers by the queue they serve.", labels=["queue"])
    try:
        heard = hearts.heard(now) or []
    except AWAY:
        return
    serving: dict[str, int] = dict.fromkeys(work.QUEUES, 0)
    for heart in heard:
        age.add_metric([heart.name], now - heart.at)
        for queue in heart.queues if heart.lives(now) else ():
            serving[queue] = serving.get(queue, 0) + 1
    for queue, number in serving.items():
        living.add_metric([queue], number)
    yield from (age, living)


def _work(now: datetime) -> Iterator[Metric]:
    unread = work.unread(now)
    for name, told, value in (
        ("sijill_releases_waiting", "Releases that wait to be read.", unread.number),
        ("sijill_release_waiting_seconds", "For how long the oldest of them waits.", unread.seconds),
        ("sijill_releases_failed", "Releases that could not be read and are not dealt with.", work.failed()),
        ("sijill_drafts_waiting", "Drafts that wait for a decision.", work.drafts(now)),
        (
            "sijill_letters_failed",
            "Letters of the last week that no mail server took.",
            work.letters_failed(now),
        ),
        ("sijill_database_connections", "Connections to this database.", _connections()),
    ):
        yield GaugeMetricFamily(name, told, value=value)
    try:
        depths = work.queue_depths()
    except AWAY:
        return
    depth = GaugeMetricFamily("sijill_queue_messages", "Messages that wait in the broker.", labels=["queue"])
    for queue, number in depths.items():
        depth.add_metric([queue], number)
    yield depth


def _connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _counts() -> Iterator[Metric]:
    counters.gathering.tell()
    try:
        found = counters.gathered()
    except AWAY:
        return
    for figure in counters.ALL:
        yield _told(figure, found.get(figure.name, {}))


def _told(figure: Figure, found: dict[tuple[str, ...], dict[str, float]]) -> Metric:
    if not figure.bounds:
        counter = CounterMetricFamily(figure.name, figure.told, labels=figure.labels)
        for labels, counts in sorted(found.items()):
            counter.add_metric(labels, counts.get("", 0))
        return counter
    histogram = HistogramMetricFamily(figure.name, figure.told, labels=figure.labels)
    bounds = [*map(str, figure.bounds), "+Inf"]
    for labels, counts in sorted(found.items()):
        upto = accumulate(counts.get(bound, 0) for bound in bounds)
        histogram.add_metric(labels, list(zip(bounds, upto, strict=True)), counts.get("sum", 0))
    return histogram
