"""What the file of a brief is called."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from engagements.brief.contents import Brief

# What no file system takes in a name.
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def disposition(brief: Brief) -> str:
    """`Content-Disposition`: the name in the language in force (RFC 5987), and one in ASCII for who cannot read it."""
    day = f"{timezone.localtime(brief.made_at):%Y-%m-%d}"
    words = _("Brief on %(country)s %(day)s") % {"country": brief.country, "day": day}
    name = " ".join(words.translate(_FORBIDDEN).split())
    plain_name = f"sijill-brief-{brief.code}-{day}.docx"
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}.docx"
