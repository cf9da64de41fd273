"""What `run.py read` prints: for people, with the words behind each value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.show import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RELEASE = """طرابلس 10 ديسمبر 2024
استقبل وزير الصناعة والمعادن السيد سالم القماطي سفير اليابان لدى ليبيا، واتفق الطرفان على تشكيل لجنة فنية مشتركة.
"""


def test_each_value_stands_beside_its_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "release.txt"
    file.write_text(RELEASE, encoding="utf-8")
    assert main(["--published", "2024-12-10", str(file)]) == 0
    said = capsys.readouterr().out
    lines = {line.split()[0]: line for line in said.splitlines() if line.strip()}
    assert "(txt, utf-8, ar)" in said
    assert lines["date"].split()[1] == "2024-12-10"
    start, end = map(int, lines["kind"].rsplit(maxsplit=1)[1].split("-"))
    assert f"«{RELEASE[start:end]}»" in lines["kind"]
    assert "JP" in lines["partner"]
    assert "تشكيل لجنة فنية مشتركة" in lines["commitment"]


def test_no_engagement_is_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weather.txt"
    file.write_text(
        "تنخفض درجات الحرارة اليوم في أغلب مناطق البلاد، وتهب رياح خفيفة على الساحل.", encoding="utf-8"
    )
    assert main([str(file)]) == 0
    assert "No engagement was found." in capsys.readouterr().out


def test_a_file_that_cannot_be_read_does_not_keep_the_next_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "good.txt").write_text(RELEASE, encoding="utf-8")
    assert main([str(tmp_path / name) for name in ("empty.txt", "missing.txt", "good.txt")]) == 1
    said = capsys.readouterr().out
    assert "cannot be read: The file has no bytes" in said
    assert "missing.txt\n  cannot be read:" in said
    assert "Engagement 1 of 1" in said
