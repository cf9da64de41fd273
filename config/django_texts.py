"""Texts of Django that this register words differently in Arabic; our catalogue has precedence."""

from django.utils.translation import gettext_noop, ngettext_lazy

APRIL = gettext_noop("April")
"""As releases write it, since pages show both."""
APRIL_SHORT = gettext_noop("apr")
"""The same month as the heading of a column."""
BYTES = ngettext_lazy("%(size)d byte", "%(size)d bytes", "size")
"""Django's Arabic has the wrong plural form for three to ten."""
