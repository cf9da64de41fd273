"""The Celery application: `celery -A config.celery worker`. Its settings are Django's, with CELERY_ before them."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sijill")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
