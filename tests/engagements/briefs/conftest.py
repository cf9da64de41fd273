"""Briefs made of a small register, and their documents opened again."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from docx import Document

from engagements.brief.asking import Period
from engagements.brief.gathering import brief_on
from engagements.brief.layout import layout_of
from engagements.brief.word import docx_of
from engagements.models import Commitment, Country, User
from engagements.services.recording import CommitmentRecord
from tests.engagements.merging import NOW, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.brief.blocks import Layout
    from engagements.brief.contents import Brief
    from engagements.models import Engagement
    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)
EVERYTHING = Period(None, TODAY)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Made:
    """A brief, how it is laid out, and its document."""

    brief: Brief
    layout: Layout
    document: Any
    file: bytes

    def everywhere(self) -> list[Any]:
        """The XML of the body, the header and the footer."""
        section = self.document.sections[0]
        return [self.document.element.body, section.header._element, section.footer._element]

    def all(self, name: str) -> list[Any]:
        return [one for part in self.everywhere() for one in part.iter(f"{W}{name}")]

    def text(self) -> str:
        return "\n".join(words(one) for one in self.all("p"))

    def rows(self, heading: str) -> list[list[str]]:
        """The cells of the table under a heading, its head row left out."""
        body = list(self.document.element.body)
        place = next(n for n, one in enumerate(body) if words(one) == heading)
        table = next(one for one in body[place:] if one.tag == f"{W}tbl")
        rows = [[words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        return rows[1:]


def words(element: Any) -> str:
    """What stands in an element of the document, without the marks of direction."""
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    return text.replace("\u200e", "").replace("\u200f", "")


@pytest.fixture
def make(vocabularies: None, account: Callable[..., User]) -> Callable[..., Made]:
    """Makes the brief on Japan as a viewer, in English, on everything, unless told otherwise."""

    def made(
        *,
        role: str = "viewer",
        language: str = "en",
        period: Period = EVERYTHING,
        most: int = 100,
        code: str = "JP",
    ) -> Made:
        user = User.objects.filter(role=role).first() or account(role)
        with translation.override(language):
            brief = brief_on(
                Country.objects.get(pk=code),
                user=user,
                period=period,
                now=NOW,
                most=most,
                root="https://sijill.example",
            )
            layout = layout_of(brief)
            file = docx_of(layout, by=brief.by, made_at=NOW)
        return Made(brief, layout, Document(io.BytesIO(file)), file)

    return made


@pytest.fixture
def filled(register: Register) -> Engagement:
    """Something under every heading: two held, a planned one, commitments of all sides, one done."""
    first = told(
        register,
        outlet="وكالة الساحل",
        title="لقاء السفير الياباني",
        evidence=(register.quotation("date", "الأربعاء", "2026-11-17"),),
        commitments=(
            CommitmentRecord("agreed", "تدريب عشرين فنيًا", "الجانب الياباني", TODAY - timedelta(days=3),
                             (register.quotation("text", "تدريب عشرين فنيًا"),
                              register.quotation("due_on", "قبل نهاية فبراير"))),
            CommitmentRecord("directed", "تشكيل لجنة", "وزارة الصناعة والمعادن", None),
            CommitmentRecord("pledged", "تبادل الزيارات", "الجانبان", None),
        ),
    )  # fmt: skip
    done = register.commitment(text="إرسال الدعوة", due_on=TODAY)
    Commitment.objects.filter(pk=done.pk).update(status="done", closed_on=TODAY - timedelta(days=1))
    register.engagement(status="planned", date=TODAY + timedelta(days=9), title="زيارة مرتقبة")
    return first
