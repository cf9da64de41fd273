"""All hostile files, each made in code.

A case expects error codes, or READ where the file is harmless once its tricks are ignored.
"""

from __future__ import annotations

from tests.hostile import container_cases, docx_cases, other_cases, pdf_cases
from tests.hostile.case import Case

CASES: tuple[Case, ...] = (
    *docx_cases.CASES,
    *pdf_cases.CASES,
    *other_cases.CASES,
    *container_cases.CASES,
)
