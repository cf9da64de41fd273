#!/usr/bin/env python3
"""Django's command line. `python3 run.py manage ...` starts the services it needs around it."""

import os
import sys

from django.core.management import execute_from_command_line

from config.launch.pipes import spoken


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(spoken(main))
