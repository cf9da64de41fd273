"""Countries and cities named in a text, by the tables `countries`, `cities`, `groups` and `not_countries`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.document import Mention
from ingest.extraction.gazetteer import Gazetteer, Match
from ingest.extraction.schema import Band
from ingest.extraction.tables import rows
from ingest.extraction.tables import words as table_words
from ingest.extraction.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document

# Endings that turn a nisba in ي into its feminine, dual, plural and accusative.
_ENDINGS = ("", "ه", "ين", "ون", "ات", "ان", "تين", "تان", "ا")
# Words that are a country or its nisba and something else too: they count if the country is named plainly besides.
_DOUBTFUL = {"مالي", "ماليه", "ماليين", "ماليون", "بنين", "قمري", "قمريه", "عمان", "بيرو"}
_STATES = ("جمهوريه", "دوله", "مملكه", "سلطنه", "امبراطوريه")
_STATE_BEFORE = re.compile(r"(?:جمهوريه|دوله|مملكه|سلطنه|حكومه|سفير|سفيره|سفاره|شعب)\s+$")
_PERSON_AFTER = re.compile(r"\s+(?:بن|ال)\b")
_PERSON_BEFORE = re.compile(r"(?:الامير|السيد|المهندس|الشيخ|بن|الاستاذ|الدكتور|اللواء|العقيد|م\.|د\.|/)\s*$")
_TONGUE_BEFORE = re.compile(
    r"(?:لغه|لغتين|لغات|باللغه|اللغه|دولار|دولارات|الدولار|دينار|جنيه|ليره|درهم|ريال|روبل|يوان)\s+(?:ال)?$"
)
_IN_CITY = re.compile(
    r"(?:مدينه|بلده|مهرجان|معتمديه|دايره|قضاء|لواء|بلديه|محافظه|ولايه|العاصمه|ميناء|مطار|محافظ|والي|واليه|"
    r"جامعه|غرفه تجاره|city of)\s+[\"“«]?$"
)
_DATED = re.compile(
    r"[\s،,\-–]*(?:في\s+)?\d{1,2}(?!\d)|"
    r"\s*[\-–/(،,]+\s*(?:واس|وام|بنا|قنا|كونا|بترا|سونا|سبا|سبانت|وفا|سانا|واع|وات|واج|وال|ومع|العمانيه)(?!\w)"
)
_IN = re.compile(r"(?<!\w)(?:و?في|الي|و?من)\s+[\"“«]?$")


@cache
def country_names() -> Gazetteer[tuple[str, str]]:
    """Arabic and English names (`name`) and nisba forms (`nisba`) of all countries."""
    entries: dict[str, tuple[str, str]] = dict.fromkeys(table_words("not_countries"), ("", "none"))
    for iso, names, nisbas, _, names_en, demonyms, *_rest in rows("countries"):
        code = iso.upper()
        for name in f"{names}|{names_en}".split("|"):
            entries.setdefault(name, (code, "name"))
        for name in names.split("|"):
            for state in _STATES:
                entries.setdefault(f"{state} {name}", (code, "name"))
        for nisba in nisbas.split("|"):
            for form in _forms(nisba):
                entries.setdefault(form, (code, "nisba"))
        for demonym in demonyms.split("|"):
            entries.setdefault(demonym, (code, "nisba"))
            entries.setdefault(f"{demonym}s", (code, "nisba"))
    for names, members in rows("groups"):
        for name in names.split("|"):
            entries[name] = (members.upper(), "group")
    entries.pop("-", None)
    return Gazetteer(entries.items())


def _forms(nisba: str) -> Iterator[str]:
    if nisba.startswith("="):
        yield nisba[1:]
    elif nisba.endswith("ي"):
        yield from (nisba + ending for ending in _ENDINGS)


@cache
def _cities() -> Gazetteer[tuple[tuple[str, str], ...]]:
    entries: dict[str, tuple[tuple[str, str], ...]] = {}
    for names, iso, flag, names_en in rows("cities"):
        for name in names.split("|"):
            entries[name] = (*entries.get(name, ()), (iso.upper(), flag))
        for name in names_en.split("|"):
            plain = "state" if flag == "state" else "-"
            entries[name] = (*entries.get(name, ()), (iso.upper(), plain))
    for iso, _, _, capitals, _, _, capitals_en in rows("countries"):
        for name in f"{capitals}|{capitals_en}".split("|"):
            entries.setdefault(name, ((iso.upper(), "-"),))
    entries.pop("-", None)
    return Gazetteer(entries.items())


def names_place(text: str) -> bool:
    """Whether a short folded text names a city or a country."""
    words = Words(text)
    for match in _cities().find(words):
        plain = any(flag not in ("context", "located") for _, flag in match.value)
        if plain or (match.start == 0 and _DATED.match(text, match.end)):
            return True
    return any(match.value[1] == "name" for match in country_names().find(words))


def find_countries(doc: Document) -> None:
    """Fills `doc.countries`."""
    found = [match for match in country_names().find(doc.words, 0, doc.reach) if match.value[1] != "none"]
    plain = {match.value[0] for match in found if match.surface not in _DOUBTFUL}
    plain.add(doc.home.country)
    out = []
    for match in found:
        if not _written_as_name(doc, match.start):
            continue
        code, form = match.value
        if match.surface == "عمان":
            if _is_oman(doc, match, plain):
                out.append(Mention("country", match.start, match.end, "OM", form, "places.name", Band.CHECK))
        elif _is_country(doc.fold, match, code in plain):
            rule = f"places.{form}"
            out.append(Mention("country", match.start, match.end, code, form, rule, Band.SURE))
    doc.countries = tuple(out)


def _is_country(text: str, match: Match[tuple[str, str]], plain: bool) -> bool:
    before = text[max(0, match.start - 12) : match.start - len(match.prefix)]
    if match.value[1] == "nisba":
        if _TONGUE_BEFORE.search(text, max(0, match.start - 14), match.start):
            return False
        if match.surface == "تركي" and not match.prefix.endswith("ال"):
            return not (_PERSON_AFTER.match(text, match.end) or _PERSON_BEFORE.search(before))
    if match.surface in _DOUBTFUL:
        return plain or bool(_STATE_BEFORE.search(before))
    return True


def _written_as_name(doc: Document, at: int) -> bool:
    """A Latin name of a place has a capital: «Nice» but not «nice»."""
    return not doc.fold[at].isascii() or not doc.letter(at).islower()


def _is_oman(doc: Document, match: Match[tuple[str, str]], plain: set[str]) -> bool:
    """عمان without سلطنة: the vowel sign tells, else whether the text is about Oman or about Jordan."""
    written = doc.quote(match.start, match.end)
    if "\u0651" in written or "\u064f" in written:
        return "\u064f" in written[:2]
    return "OM" in plain or "JO" not in plain


def find_cities(doc: Document) -> None:
    """Fills `doc.cities`; where a name lies in two countries, the one that the text is about."""
    named = [mention.value for mention in doc.countries if mention.form != "group"]
    about = {doc.home.country, *named}
    dateline = [(block.start, block.end) for block in doc.blocks if block.kind == "dateline"]
    out = []
    found = [match for match in _cities().find(doc.words, 0, doc.reach) if _written_as_name(doc, match.start)]
    known = {
        match.surface for match in found if _IN_CITY.search(doc.fold, max(0, match.start - 12), match.start)
    }
    for match in found:
        in_line = any(a <= match.start < b for a, b in dateline)
        said = match.surface in known and match.prefix in ("ب", "ل")
        options = [
            iso
            for iso, flag in match.value
            if in_line
            or said
            or (flag == "located" and iso in about and _located(doc, match))
            or _allowed(doc, match, flag)
        ]
        if not options:
            continue
        chosen = doc.home.country if doc.home.country in options else options[0]
        if len(options) > 1 and chosen != doc.home.country:
            chosen = max(options, key=lambda iso: (named.count(iso), -options.index(iso)))
        elif len(options) > 1 and max(options, key=named.count) != chosen and named.count(chosen) == 0:
            chosen = max(options, key=named.count)
        out.append(Mention("city", match.start, match.end, chosen, "city", "places.city", Band.SURE))
    doc.cities = tuple(out)


def _located(doc: Document, match: Match[tuple[tuple[str, str], ...]]) -> bool:
    """«في سوسة», «بالموصل»: behind a word of place."""
    before = doc.fold[max(0, match.start - 12) : match.start - len(match.prefix)]
    return match.prefix in ("ب", "وب", "بال") or (not match.prefix and bool(_IN.search(before)))


def _allowed(doc: Document, match: Match[tuple[tuple[str, str], ...]], flag: str) -> bool:
    if match.surface == "عمان":
        return not any(
            mention.end == match.end for mention in doc.within(doc.countries, match.start - 7, match.end)
        )
    if flag == "taa":
        located = match.prefix == "ب" or doc.fold[max(0, match.start - 3) : match.start] == "في "
        return doc.letter(match.end - 1) == "ة" or located
    if flag == "state":
        return False
    if flag in ("context", "located"):
        return bool(_IN_CITY.search(doc.fold, max(0, match.start - 12), match.start))
    return match.prefix in ("", "و", "ب", "ل", "وب", "ول", "ف", "لل", "ال", "ك")
