"""Makes sure that whoever starts Django also has the Celery application, so that tasks find their broker."""

from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["SijillConfig", "celery_app"]


class SijillConfig(AppConfig):
    name = "config"
    verbose_name = "Sijill"

    def ready(self) -> None:
        """The checks register themselves when they are imported, as Django's admin does."""
        from config import letters  # noqa: F401, PLC0415 - not before Django is set up
