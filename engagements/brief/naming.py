"""The file name of a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from engagements.brief.contents import Brief

# Characters that file systems do not allow in names.
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def disposition(brief: Brief) -> str:
    """The header `Content-Disposition`, with the name in the active language (RFC 5987) and one in ASCII for clients
    that cannot read that.
    """
    day = f"{timezone.localtime(brief.made_at):%Y-%m-%d}"
    words = _("Brief on %(country)s %(day)s") % {"country": brief.country, "day": day}
    name = " ".join(words.translate(_FORBIDDEN).split())
    plain_name = f"sijill-brief-{brief.code}-{day}.docx"
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}.docx"
