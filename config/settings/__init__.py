"""The settings of Sijill, a module for each subject. Values that differ between machines come from the environment
(docs/operations.md, .env.example).

    deployment   this installation: where it is, how it is reached, what it logs
    application  what it is made of: apps, middleware, templates, languages
    data         where things are kept: database, cache, files, assets
    accounts     who may come in: sessions, passwords, second factors, OpenID Connect
    register     the ministry's own rules: its names, due dates, second approval, who reports to the pages
    reading      how releases come in and are read
    background   Celery: the broker, the time limits, what is done when; letters and backups
    safety       cookies, TLS, content policy, rate limits
"""

from __future__ import annotations

from config.settings.accounts import *
from config.settings.application import *
from config.settings.background import *
from config.settings.data import *
from config.settings.deployment import *
from config.settings.reading import *
from config.settings.register import *
from config.settings.safety import *
