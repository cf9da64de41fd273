"""Heartbeats: each worker and beat report every few seconds that they live and which queues they serve."""

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
"""A process that is silent for longer is considered dead: four beats and a little more."""
FORGOTTEN_SECONDS = 24 * 3600.0
_KEY = "sijill:hearts"


@dataclass(frozen=True, slots=True)
class Heart:
    """A process: its name (`celery@host`, or "beat"), the time of its last heartbeat (seconds since 1970), its
    queues.
    """

    name: str
    at: float
    queues: tuple[str, ...] = ()

    def lives(self, now: float) -> bool:
        return now - self.at <= ALIVE_SECONDS


def beat(heart: Heart) -> None:
    """Records a heartbeat. If the server does not answer, that is only logged."""
    try:
        if line := server():
            line.hset(_KEY, heart.name, json.dumps(asdict(heart)))
    except AWAY as error:
        log.warning("the heartbeat of %s was not taken: %s", heart.name, error)


def stop(name: str) -> None:
    """Removes the heartbeat of a process that ends normally, so that it does not count as dead."""
    try:
        if line := server():
            line.hdel(_KEY, name)
    except AWAY as error:
        log.info("%s ended and could not say so: %s", name, error)


def heard(now: float) -> list[Heart] | None:
    """The heartbeats of the last day, of living and dead processes; None if there is no shared server. Raises AWAY."""
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
    """Sends heartbeats while the worker accepts tasks; a worker without a broker is silent."""

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
    """Celery's scheduler, which sends a heartbeat while it checks for due tasks."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._beaten = 0.0
        # It checks at least this often, however far away the next task is.
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
