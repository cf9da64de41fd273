"""`python -m benchmarks.loading.accounts VIEWERS EDITORS MANAGERS`: accounts, signed in, and their pages, as JSON."""

from __future__ import annotations

import json
import os
import sys

import django

ROLES = {"viewer": "viewer", "editor": "editor", "manager": "manager", "intake": "editor"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after setup()
    from django.core.management import call_command  # noqa: PLC0415 - the same
    from django.test import Client  # noqa: PLC0415 - it needs the settings
    from django.utils.encoding import iri_to_uri  # noqa: PLC0415 - the same

    from benchmarks.served.addresses import addresses  # noqa: PLC0415 - it has models, so after setup()
    from engagements.models import User  # noqa: PLC0415 - the same

    call_command("load_vocabularies", verbosity=0)
    numbers = dict(zip(("viewer", "editor", "manager"), map(int, sys.argv[1:4]), strict=True)) | {"intake": 1}
    sessions: dict[str, list[str]] = {}
    for name, number in numbers.items():
        for place in range(number):
            user, _made = User.objects.get_or_create(
                username=f"load-{name}-{place}", defaults={"role": ROLES[name]}
            )
            client = Client()
            client.force_login(user)
            sessions.setdefault(name, []).append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    found = [one for one in addresses(User.objects.get(username="load-viewer-0")) if not one.first]
    answer = {
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": sessions,
        "pages": {one.name: iri_to_uri(one.path) for one in found},
    }
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
