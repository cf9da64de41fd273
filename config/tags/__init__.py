"""Faster versions of Django tags that pages use a hundred times: constant parts are computed when a template loads."""
