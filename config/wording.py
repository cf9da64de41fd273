"""Words of Django's own catalogue that this register has otherwise in Arabic; our catalogue goes before its."""

from django.utils.translation import gettext_noop, ngettext_lazy

APRIL = gettext_noop("April")
"""As releases write it: one page has both."""
APRIL_SHORT = gettext_noop("apr")
"""The same over a column of months."""
BYTES = ngettext_lazy("%(size)d byte", "%(size)d bytes", "size")
"""Three to ten are no two."""
