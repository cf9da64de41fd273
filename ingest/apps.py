from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "ingest"
    verbose_name = _("Releases and drafts")

    def ready(self) -> None:
        """Imports the module `checks` of each app, which registers its system checks."""
        autodiscover_modules("checks")
