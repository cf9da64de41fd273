"""The WSGI application that gunicorn serves."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.requests import Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
application.request_class = Request

# A page makes some ten thousand objects and drops them: looking after each 700 whether they hang in a circle takes a
# tenth of its time. What was loaded until here stays for good and is never looked through again.
get_resolver().url_patterns  # noqa: B018 - loads the views
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

# A page waits for the database some twenty times. Beside an export or another page it would wait each time for up to
# 5 ms, too, until it has the interpreter again: a tenth of a second in all.
sys.setswitchinterval(0.0005)
