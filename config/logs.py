"""Lines of the log as JSON: one object a line, with the request and the task that it belongs to.

In production that is the form (SIJILL_LOG_FORMAT=json); a demonstration and a developer read plain lines.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from celery import current_task

from engagements import origin

EXTRA = ("method", "path", "view", "status", "ms", "user", "address", "task", "state")
"""What a line may bring besides its words (`logger.info(…, extra={…})`)."""


_LONG_PART = re.compile(r"(?<=/)[^/?#]{20,}")


def masked(path: str) -> str:
    """A path without what may be a secret in it: parts that are as long as one."""
    return _LONG_PART.sub("…", path)


class Named(logging.Filter):
    """Gives each line the ids of its request and its task: `request_id` and `task_id`, empty where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            # Django writes the addresses that it refuses, and some are as good as a password.
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        record.request_id = origin.current().request_id
        task: Any = current_task
        record.task_id = (task.request.id or "") if task else ""
        return True


class JsonFormatter(logging.Formatter):
    """Time in UTC, level, logger, words, ids, what came along, and the trace of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        line |= {
            name: value
            for name in ("request_id", "task_id", *EXTRA)
            if (value := getattr(record, name, "")) not in ("", None)
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        # As ASCII: no reader of logs takes a line separator out of a text for the end of a line.
        return json.dumps(line, default=str)


def configuration(form: str) -> dict[str, Any]:
    """Python's logging for `form` "json" or "line"; gunicorn and Celery use it, too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"named": {"()": "config.logs.Named"}},
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": "config.logs.JsonFormatter"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["named"]},
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Their lines go the way of all others, not a second time a way of their own.
            name: {"handlers": [], "level": "INFO", "propagate": True}
            for name in ("gunicorn.error", "gunicorn.access", "celery", "django.server")
        },
    }
