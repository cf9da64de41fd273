"""Log lines as JSON, one object each, with the ids of their request and task.

Used in production (SIJILL_LOG_FORMAT=json); demonstrations and developers get plain lines.
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
"""Extra fields that a line may have (`logger.info(…, extra={…})`)."""


_LONG_PART = re.compile(r"(?<=/)[^/?#]{20,}")


def masked(path: str) -> str:
    """The path with each part that is long enough to be a secret replaced."""
    return _LONG_PART.sub("…", path)


class Named(logging.Filter):
    """Adds `request_id` and `task_id` to each line; empty if there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            # Django logs the paths that it refuses, and some contain tokens.
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        record.request_id = origin.current().request_id
        task: Any = current_task
        record.task_id = (task.request.id or "") if task else ""
        return True


class JsonFormatter(logging.Formatter):
    """A line as JSON: time in UTC, level, logger, message, ids, extra fields, and the trace of an exception."""

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
        # ASCII only, so that no Unicode line separator is taken for the end of a line.
        return json.dumps(line, default=str)


def configuration(form: str) -> dict[str, Any]:
    """The configuration of Python's logging for `form` "json" or "line"; also used by gunicorn and Celery."""
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
            # Passed on to the root logger, not also written by handlers of their own.
            name: {"handlers": [], "level": "INFO", "propagate": True}
            for name in ("gunicorn.error", "gunicorn.access", "celery", "django.server")
        },
    }
