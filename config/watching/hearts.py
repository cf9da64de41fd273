"""Heartbeats: each worker and beat say every few seconds that they live, and which queues they serve."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from celery import bootsteps
from celery.beat import PersistentScheduler

from config.watching.shared import AWAY, server

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

BEAT = "beat"
EVERY_SECONDS = 10.0
ALIVE_SECONDS = 45.0
"""A heart that was silent for longer is taken for dead: four beats, and some patience."""
FORGOTTEN_SECONDS = 24 * 3600.0
_KEY = "sijill:hearts"


@dataclass(frozen=True, slots=True)
class Heart:
    """A process: its name (`celery@host`, or "beat"), when it was last heard of (seconds since 1970), its queues."""

    name: str
    at: float
    queues: tuple[str, ...] = ()

    def lives(self, now: float) -> bool:
        return now - self.at <= ALIVE_SECONDS


def beat(heart: Heart) -> None:
    """Leaves one beat. Where nobody takes it, the process goes on: it is for others to notice."""
    try:
        if line := server():
            line.hset(_KEY, heart.name, json.dumps(asdict(heart)))
    except AWAY as error:
        log.warning("the heartbeat of %s was not taken: %s", heart.name, error)


def stop(name: str) -> None:
    """A process that ends in order is no dead one."""
    try:
        if line := server():
            line.hdel(_KEY, name)
    except AWAY as error:
        log.info("%s ended and could not say so: %s", name, error)


def heard(now: float) -> list[Heart] | None:
    """All hearts heard of within a day, the living and the dead; None where none can be heard. Raises AWAY."""
    line = server()
    if line is None:
        return None
    found = cast("dict[str, str]", line.hgetall(_KEY))
    hearts = [_heart(written) for written in found.values()]
    _forget(line, [heart.name for heart in hearts if now - heart.at > FORGOTTEN_SECONDS])
    return sorted(
        (heart for heart in hearts if now - heart.at <= FORGOTTEN_SECONDS), key=lambda heart: heart.name
    )


def _heart(written: str) -> Heart:
    found = json.loads(written)
    return Heart(name=found["name"], at=found["at"], queues=tuple(found["queues"]))


def _forget(line: Redis, names: list[str]) -> None:
    if names:
        line.hdel(_KEY, *names)


class WorkerHeart(bootsteps.StartStopStep):
    """Beats as long as the worker takes tasks; a worker that lost the broker is silent."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self._timer: Any = None

    def start(self, consumer: Any) -> None:
        self._beat(consumer)
        self._timer = consumer.timer.call_repeatedly(EVERY_SECONDS, self._beat, (consumer,), priority=10)

    def stop(self, consumer: Any) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            stop(consumer.hostname)

    def _beat(self, consumer: Any) -> None:
        queues = tuple(queue.name for queue in consumer.task_consumer.queues)
        beat(Heart(consumer.hostname, time.time(), queues))


class Scheduler(PersistentScheduler):
    """Celery's own, which beats as long as it looks whether something is due."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._beaten = 0.0
        # It looks at least so often, however far off the next task is.
        self.max_interval = int(EVERY_SECONDS)

    def tick(self, *arguments: Any, **options: Any) -> float:
        if time.monotonic() - self._beaten >= EVERY_SECONDS:
            self._beaten = time.monotonic()
            beat(Heart(BEAT, time.time()))
        wait: float = super().tick(*arguments, **options)
        return wait

    def close(self) -> None:
        super().close()
        stop(BEAT)
