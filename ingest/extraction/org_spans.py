"""How far the name of an institution reaches: a noun chain like a title's, with other prepositions inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.name_spans import COURTESY, NameReader
from ingest.extraction.roles import RoleReader

if TYPE_CHECKING:
    from ingest.extraction.words import Phrase

# Institutions that may bear a person's name, and those that are sent to a country.
_NAMED_AFTER = ("جامعه", "مركز", "موسسه", "مستشفي", "كليه", "مدرسه", "معهد", "مكتبه", "اكاديميه", "جمعيه")
_OF_A_REGION = ("لجنه", "امانه", "غرفه", "جامعه", "مركز", "مجلس", "اتحاد")
_SENT = ("بعثه", "سفاره", "ملحقيه", "قنصليه")


class OrgReader(RoleReader):
    """Walks from the head of an institution's name to its end."""

    def _courtesy(self, at: int, extra: Phrase | None) -> tuple[bool, int | None]:
        found = self.line.courtesy(at)
        if not found:
            return False, None
        if not (self.open and self.head.stem in _NAMED_AFTER and not found.prefix):
            return True, None
        after = NameReader(self.line, at + found.length, COURTESY).end()
        return True, self._close(after) if after else None

    def _joined_head(self, at: int, extra: Phrase | None) -> tuple[bool, int | None]:
        found = self.line.head(at)
        return (True, None) if found and found.kind != "plain" else (False, None)

    def _clitic(self, at: int, extra: Phrase | None) -> tuple[bool, int | None]:
        org = self.line.org(at)
        if org and org.prefix == "ب":
            return True, None  # «إدارة الصحة بالمؤسسة»: two institutions
        if extra and extra.prefix == "ب" and self.head.stem not in _OF_A_REGION:
            return True, None
        return super()._clitic(at, extra)

    def _preposition(self, at: int, text: str) -> int | None:
        line, after = self.line, at + 1
        place = line.places.get(after)
        if not place:
            return None
        if text == "لدي" and self.head.stem in _SENT or text == "في" and place.mention.kind == "country":
            self.open = True
            return after
        if text == "في" and self.head.stem in _SENT:
            self.open = True
            return after
        return None

    def _step(self) -> int | None:
        org = self.line.org(self.at) if not self.line.words[self.at].is_mark else None
        if org and not org.prefix and self.open and self.head.kind in ("part", "event"):
            return None  # «مكتب الوكالة …»: the institution meant is the inner one
        return super()._step()

    def _indefinite(self, at: int) -> int | None:
        if self.open and self.head.stem in _NAMED_AFTER:
            after = NameReader(self.line, at, COURTESY).end()
            if after:
                return self._close(after)
        return super()._indefinite(at)
