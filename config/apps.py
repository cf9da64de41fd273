"""Imports the Celery application wherever Django starts, so that tasks find their broker."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from config import planning
from config.celery import app as celery_app

__all__ = ["SijillConfig", "celery_app"]


class SijillConfig(AppConfig):
    name = "config"
    verbose_name = "Sijill"

    def ready(self) -> None:
        """New connections are told how to plan. Importing a module of checks registers them."""
        connection_created.connect(planning.tell)
        from config import alphabet  # noqa: F401, PLC0415 - not before Django is set up
