"""The views of accounts, except those of django-allauth."""
