"""What somebody asked: words, "phrases", -words to leave out, and operators, in Arabic or English.

country:japan  kind:visit  from:2024-05  to:2025        بلد:اليابان  نوع:زيارة  من:2024-05  إلى:2025
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from arabic.folding import fold
from arabic.lexemes import bare, split, stem
from engagements.models import Country, Kind
from engagements.ranking import Typed

MOST_WORDS = 12
"""So many words are looked for; of a longer text the first."""
_COUNTRY, _KIND, _FROM, _TO = "country", "kind", "from", "to"
OPERATORS = {
    **dict.fromkeys(("country", "بلد", "دوله", "البلد"), _COUNTRY),
    **dict.fromkeys(("kind", "نوع", "النوع"), _KIND),
    **dict.fromkeys(("from", "since", "من", "منذ"), _FROM),
    **dict.fromkeys(("to", "until", "الي", "حتي"), _TO),
}
# Said with every other word, so that they find nothing and their absence hides nothing.
UNSAID = frozenset(
    fold(
        "في من على إلى الى عن مع و أو ما لا هو هي هذا هذه بين حول "
        "a al an and at by el for from in of on or the to with"
    ).split()
)
_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<key>[^\W\d_]+):(?P<blank>\s*))?"
    r"(?:\"(?P<straight>[^\"]*)\"?|«(?P<arabic>[^»]*)»?|“(?P<curly>[^”]*)”?|(?P<word>[^\s\"«“]+))"
)
_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_SAME = 98
_NEAR = 70


@dataclass(slots=True)
class Asked:
    """Words are folded. `problems` say, in the language of the page, which operator was not understood and why."""

    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.words or self.phrases or self.narrowed)

    @property
    def narrowed(self) -> bool:
        return bool(self.countries or self.kinds or self.since or self.until)

    @property
    def text(self) -> str:
        """The words alone, for lists of names."""
        return " ".join([*self.words, *(" ".join(phrase) for phrase in self.phrases)])


def asked_of(text: str) -> Asked:
    """`text` taken apart. Never raises: what is wrong stands in `problems`."""
    asked = Asked()
    for part in _PART.finditer(text):
        quoted = part["straight"] or part["arabic"] or part["curly"]
        value = quoted if part["word"] is None else part["word"]
        key = fold(part["key"] or "")
        if key in OPERATORS:
            _operate(asked, OPERATORS[key], (value or "").strip(), f"{part['key']}:{value or ''}")
            continue
        words = split(fold(value or ""))
        if key:
            if not part["blank"]:
                asked.problems.append(_unknown(part["key"]))
            words = [key, *words]
        if part["minus"]:
            asked.without += words
        elif quoted and len(words) > 1:
            asked.phrases.append(words)
        else:
            asked.words += words
    said = [word for word in asked.words if word not in UNSAID]
    asked.words = list(dict.fromkeys(said or asked.words))[:MOST_WORDS]
    asked.phrases, asked.without = asked.phrases[:MOST_WORDS], asked.without[:MOST_WORDS]
    if asked.since and asked.until and asked.since > asked.until:
        asked.problems.append(_("The first day lies behind the last one."))
        asked.since = asked.until = None
    return asked


def _operate(asked: Asked, key: str, value: str, written: str) -> None:
    if key == _COUNTRY:
        found = _country(value)
        asked.countries += [found] if found else []
        problem = "" if found else _no_country(value)
    elif key == _KIND:
        kind = _kind(value)
        asked.kinds += [kind] if kind else []
        known = _(", ").join(f"«{label}»" for label in Kind.labels)
        problem = "" if kind else _("There is no kind «%(value)s»; there are %(known)s.") % {
            "value": value, "known": known
        }  # fmt: skip
    else:
        day = _date(value, last=key == _TO)
        if day and key == _FROM:
            asked.since = day
        elif day:
            asked.until = day
        problem = "" if day else _("«%(written)s» needs a date such as 2024, 2024-05 or 2024-05-31.") % {
            "written": written
        }  # fmt: skip
    if problem:
        asked.problems.append(problem)


def _unknown(key: str) -> str:
    known = "«country:», «kind:», «from:», «to:»"
    if not key.isascii():
        known = "«بلد:»، «نوع:»، «من:»، «إلى:»"
    return _("There is no operator «%(key)s:», so it was looked for as a word; there are %(known)s.") % {
        "key": key, "known": known
    }  # fmt: skip


def _country(value: str) -> str | None:
    """The code of the country of this name, code or nisba, in either language."""
    words = [stem(bare(word)) for word in split(fold(value))]
    if not words:
        return None
    for country in Country.objects.all():
        names = [country.name_ar, country.name_en, country.code]
        if any([stem(bare(word)) for word in split(fold(name))] == words for name in names):
            return country.code
    fits = _nearest(value)
    return fits[0][1].code if fits and fits[0][0] >= _SAME else None


def _nearest(value: str) -> list[tuple[float, Country]]:
    typed = Typed(value)
    scored = [
        (typed.fit((country.name_ar, country.name_en)).score, country) for country in Country.objects.all()
    ]
    return sorted((one for one in scored if one[0] >= _NEAR), key=lambda one: (-one[0], len(one[1].name)))


def _no_country(value: str) -> str:
    near = _nearest(value)
    if not near:
        return _("There is no country «%(value)s».") % {"value": value}
    return _("There is no country «%(value)s»; did you mean «%(near)s»?") % {
        "value": value, "near": near[0][1].name
    }  # fmt: skip


def _kind(value: str) -> str | None:
    word = [stem(bare(word)) for word in split(fold(value))]
    for kind in Kind:
        names = [kind.value]
        for language in ("ar", "en"):
            with override(language):
                names.append(str(kind.label))
        if word and any([stem(bare(one)) for one in split(fold(name))] == word for name in names):
            return kind.value
    return None


def _date(value: str, *, last: bool) -> date | None:
    """The first day that is meant, or with `last` the last one: 2024-05 is 1 or 31 May."""
    folded = fold(value)
    if found := _DAY_FIRST.fullmatch(folded):
        day, month, year = (int(number) for number in found.groups())
        numbers = [year, month, day]
    elif found := _DAY.fullmatch(folded):
        numbers = [int(number) for number in found.groups() if number]
    else:
        return None
    try:
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        if len(numbers) > 2:
            return date(year, month, numbers[2])
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except (ValueError, calendar.IllegalMonthError):
        return None
