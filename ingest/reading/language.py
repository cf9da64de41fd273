"""Which language a text is in: Arabic, English, undecided, or certainly another one.

Letter counts and the commonest words of each language decide. py3langid was weighed and left out: it needs
NumPy, and the question here is only "is this a release that the reader can work on".
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from arabic.folding import fold

_SAMPLE = 50_000
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_MIN_LETTERS = 3
# Below this many words, common words prove nothing: the script alone decides.
_MIN_WORDS = 12
# A text layer is called garbled only if it has so many words, and no more common ones among them than this share.
_MIN_PROOF = 30
_GARBLED = 0.03
_SCRIPTS = (
    ("ar", re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)
_PERSIAN_LETTERS = re.compile("[پچژگکیہےٹڈں]")


def _load(path: Path) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, row = line.partition("\t")
            words.setdefault(language, set()).update(fold(row).split())
    return {language: frozenset(found) for language, found in words.items()}


_WORDS = _load(Path(__file__).parent / "data" / "common_words.tsv")
ARABIC_WORDS = _WORDS["ar"]
_ARABIC_SCRIPT = ("ar", "fa", "ur")
_LATIN_SCRIPT = tuple(language for language in _WORDS if language not in _ARABIC_SCRIPT)


def language_of(text: str) -> str:
    """'ar', 'en', 'und' (too little to tell), or another language or script ('fr', 'fa', 'other').

    An Arabic text that quotes English stays Arabic: a third of the letters is enough.
    """
    sample = text[:_SAMPLE]
    runs = _LETTER_RUN.findall(sample)
    letters = sum(map(len, runs))
    if letters < _MIN_LETTERS:
        return "und"
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    other = letters - sum(counts.values())
    if counts["ar"] >= letters / 3:
        return _arabic_or_neighbour(sample, runs)
    if counts["latin"] < other:
        return "other"
    return _english_or_neighbour(runs)


def is_garbled(text: str) -> bool:
    """Whether a long enough text in Arabic or Latin letters holds next to no common word of any language.

    So reads a text layer whose letters were mapped wrongly. Every one of 118 releases has a share of .11 or more.
    """
    runs = _LETTER_RUN.findall(text[:_SAMPLE])
    if len(runs) < _MIN_PROOF or language_of(text) == "other":
        return False
    folded = Counter(fold(" ".join(runs)).split())
    plain = Counter(run.lower() for run in runs)
    shares = (
        sum((folded if language in _ARABIC_SCRIPT else plain)[word] for word in words)
        for language, words in _WORDS.items()
    )
    return max(shares) < _GARBLED * len(runs)


def _arabic_or_neighbour(sample: str, runs: list[str]) -> str:
    """Persian and Urdu share the script; their own letters and commonest words give them away."""
    found = _hits(fold(" ".join(runs)).split(), _ARABIC_SCRIPT)
    best, hits = found.most_common(1)[0]
    foreign = len(_PERSIAN_LETTERS.findall(sample))
    if best != "ar" and hits >= 3 and hits > 2 * found["ar"] and foreign > 0.03 * len(sample):
        return best
    return "ar"


def _english_or_neighbour(runs: list[str]) -> str:
    words = [word.lower() for word in runs]
    if len(words) < _MIN_WORDS:
        return "und"
    found = _hits(words, _LATIN_SCRIPT)
    best, hits = found.most_common(1)[0]
    if found["en"] >= hits and hits >= 0.05 * len(words):
        return "en"
    if hits < 0.05 * len(words):
        return "und"
    return "en" if found["en"] * 1.5 >= hits else best


def _hits(words: list[str], languages: tuple[str, ...]) -> Counter[str]:
    """How many of `words` are common words of each language."""
    counts = Counter(words)
    return Counter(
        {language: sum(counts[word] for word in _WORDS[language]) for language in languages},
    )
