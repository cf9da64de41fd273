"""Parses a search: words, "phrases", -words to exclude, and operators, in Arabic or English.

country:japan  kind:visit  from:2024-05  to:2025        بلد:اليابان  نوع:زيارة  من:2024-05  إلى:2025
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from arabic.folding import fold
from arabic.lexemes import bare, split, stem
from engagements.days import month_end
from engagements.models import Country, Kind
from engagements.names.ranking import Typed

MOST_WORDS = 12
"""The most words that are searched for; of a longer text, the first ones."""
_COUNTRY, _KIND, _FROM, _TO = "country", "kind", "from", "to"
OPERATORS = {
    **dict.fromkeys(("country", "بلد", "دوله", "البلد"), _COUNTRY),
    **dict.fromkeys(("kind", "نوع", "النوع"), _KIND),
    **dict.fromkeys(("from", "since", "من", "منذ"), _FROM),
    **dict.fromkeys(("to", "until", "الي", "حتي"), _TO),
}
# Words so frequent that they do not narrow a search and are ignored.
UNSAID = frozenset(
    fold(
        "في من على إلى الى عن مع و أو ما لا هو هي هذا هذه بين حول "
        "a al an and at by el for from in of on or the to with"
    ).split()
)
# The value of an operator may be missing, before the next one or at the end.
_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<key>[^\W\d_]+):(?P<blank>\s*))?"
    r"(?:\"(?P<straight>[^\"]*)\"?|«(?P<arabic>[^»]*)»?|“(?P<curly>[^”]*)”?"
    r"|(?P<word>(?!-?[^\W\d_]+:)[^\s\"«“]+)|(?(key)|(?!)))"
)
_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_SAME = 98
_NEAR = 70


@dataclass(slots=True)
class Query:
    """The parsed search. Words are folded. `problems` say, in the language of the page, which operator was not
    understood and why.
    """

    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    not_countries: list[str] = field(default_factory=list)
    not_kinds: list[str] = field(default_factory=list)
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
        """All words, for the search among names."""
        return " ".join([*self.words, *(" ".join(phrase) for phrase in self.phrases)])


def asked_of(text: str) -> Query:
    """Parses `text`. Never raises: errors are in `problems`."""
    asked = Query()
    for part in _PART.finditer(text):
        quoted = part["straight"] or part["arabic"] or part["curly"]
        value = (quoted or "") if part["word"] is None else part["word"]
        key = fold(part["key"] or "")
        if key in OPERATORS:
            problem = _operate(asked, part["key"], value.strip(), leave_out=bool(part["minus"]))
            asked.problems += [problem] if problem else []
            continue
        words = split(fold(value))
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


def _operate(asked: Query, written: str, value: str, *, leave_out: bool) -> str:
    """Adds the operator to `asked`. Returns what is wrong with it, as a sentence, or an empty string."""
    operator = OPERATORS[fold(written)]
    if not value:
        return _("«%(key)s» needs a value, for example «%(example)s».") % {
            "key": _apart(f"{written}:"), "example": _apart(_example(operator, written))
        }  # fmt: skip
    if operator == _COUNTRY:
        code, near = _country(value)
        (asked.not_countries if leave_out else asked.countries).extend([code] if code else [])
        return "" if code else _no_country(value, near)
    if operator == _KIND:
        kind = _kind(value)
        (asked.not_kinds if leave_out else asked.kinds).extend([kind] if kind else [])
        return "" if kind else _no_kind(value)
    if leave_out:
        return _("A period cannot be left out; write «%(key)s» without the «-».") % {
            "key": _apart(f"{written}:")
        }
    day = _date(value, last=operator == _TO)
    if not day:
        return _("«%(written)s» needs a date such as 2024, 2024-05 or 2024-05-31.") % {
            "written": _apart(f"{written}:{value}")
        }  # fmt: skip
    if operator == _FROM:
        asked.since = day
    else:
        asked.until = day
    return ""


def _apart(text: str) -> str:
    """The text with its own direction, so that Latin text within Arabic, and the signs beside it, appear as typed."""
    return f"\u2068{text}\u2069"


def _example(operator: str, written: str) -> str:
    """An example: the operator as written, with a value in the same script."""
    arabic = {_COUNTRY: "اليابان", _KIND: "زيارة"}
    english = {_COUNTRY: "japan", _KIND: "visit"}
    return f"{written}:{(english if written.isascii() else arabic).get(operator, '2024-05')}"


def _unknown(key: str) -> str:
    known = ("country:", "kind:", "from:", "to:") if key.isascii() else ("بلد:", "نوع:", "من:", "إلى:")
    return _("There is no operator «%(key)s», so it was looked for as a word; there are %(known)s.") % {
        "key": _apart(f"{key}:"), "known": _(", ").join(f"«{_apart(one)}»" for one in known)
    }  # fmt: skip


def _country(value: str) -> tuple[str | None, Country | None]:
    """The code of the country with this name, code or nisba, in either language; if there is none, the most similar
    country.
    """
    words = [stem(bare(word)) for word in split(fold(value))]
    countries = list(Country.objects.all())
    for country in countries if words else ():
        names = [country.name_ar, country.name_en, country.code]
        if any([stem(bare(word)) for word in split(fold(name))] == words for name in names):
            return country.code, None
    typed = Typed(value)
    scored = [(typed.fit((country.name_ar, country.name_en)).score, country) for country in countries]
    score, near = max(scored, key=lambda one: (one[0], -len(one[1].name)), default=(0.0, None))
    if near and score >= _SAME:
        return near.code, None
    return None, near if score >= _NEAR else None


def _no_country(value: str, near: Country | None) -> str:
    if not near:
        return _("There is no country «%(value)s».") % {"value": _apart(value)}
    return _("There is no country «%(value)s»; did you mean «%(near)s»?") % {
        "value": _apart(value), "near": _apart(near.name)
    }  # fmt: skip


def _no_kind(value: str) -> str:
    known = _(", ").join(f"«{label}»" for label in Kind.labels)
    return _("There is no kind «%(value)s»; there are %(known)s.") % {"value": _apart(value), "known": known}


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
    """The first day of what is written, or with `last` its last: 2024-05 is 1 or 31 May. None if it is no date."""
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
        return month_end(date(year, month, 1)) if last else date(year, month, 1)
    except ValueError:
        return None
