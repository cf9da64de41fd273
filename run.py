#!/usr/bin/env python3
"""Starts, tests and serves Sijill on a machine that has nothing but Python. `python3 run.py --help` says how.

Older Pythons must be able to read this file, to be told that they are too old.
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit("Sijill needs Python %d.%d or later; this is %d.%d." % (OLDEST + tuple(sys.version_info[:2])))  # noqa: UP031

from config.launch.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
