"""The bill of materials: the pinned packages, for `run.py sbom` and `run.py advisories`. Standard library only."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.launch.places import REQUIREMENTS, site_packages
from config.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUN_TIME = ("base", "embedded")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SAID_ELSEWHERE = {"pyrage": "MIT"}
"""Licences of packages whose metadata has none, but whose source has."""
OLD_DAYS = 30
"""A list of advisories older than this many days is reported as old."""


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package; `hashes` are the SHA-256 of the files that may be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(folder: Path = REQUIREMENTS, names: Sequence[str] = RUN_TIME) -> list[Package]:
    """The packages in the lock files, each once, by name."""
    found = {}
    for name in names:
        entry = ""
        for line in [*(folder / f"{name}.txt").read_text("utf-8").splitlines(), "end=="]:
            if line[:1].isalnum():
                if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry):
                    package = Package(normal(match[1]), match[2], tuple(_HASH.findall(entry)))
                    found[package.purl] = package
                entry = line
            else:
                entry += f"\n{line}"
    return sorted(found.values(), key=lambda one: (one.name, one.version))


def normal(name: str) -> str:
    """The normalised name of a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licences() -> dict[str, str]:
    """The licence of each installed package from its metadata: an SPDX expression, classifiers or free text."""
    found = dict(_SAID_ELSEWHERE)
    for one in distributions(path=[str(site_packages())]):
        about = one.metadata
        classes = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
        classified = ", ".join(line.rpartition(" :: ")[2] for line in classes)
        expression, words = (
            next(iter(about.get_all(field, [])), "") for field in ("License-Expression", "License")
        )
        said = expression or classified or words
        name = normal(about["Name"])
        found[name] = said.strip().partition("\n")[0][:200] or found.get(name, "")
    return found


def bill(packages: Sequence[Package], known: dict[str, str], *, now: dt.datetime) -> dict[str, Any]:
    """The bill of materials as CycloneDX 1.6."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": "sijill", "name": "sijill", "version": VERSION},
        },
        "components": [_component(one, known.get(one.name, "")) for one in packages],
        "dependencies": [{"ref": "sijill", "dependsOn": [one.purl for one in packages]}],
    }


def _component(package: Package, licence: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
    }
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    # Only a version with a single file has an unambiguous hash.
    if len(package.hashes) == 1:
        component["hashes"] = [{"alg": "SHA-256", "content": package.hashes[0]}]
    return component


def print_bill(*, now: dt.datetime) -> int:
    """`run.py sbom`: prints the bill of materials."""
    made = bill(locked(), licences(), now=now)
    json.dump(made, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A pinned package that an advisory is about."""

    package: Package
    advisory: str
    summary: str


def advisories_in(path: Path) -> Iterator[dict[str, Any]]:
    """Reads advisories in OSV format from a folder of JSON files, or a ZIP of them (as OSV offers for each
    ecosystem).
    """
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield json.loads(file.read_text("utf-8"))
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def findings(packages: Sequence[Package], advisories: Sequence[dict[str, Any]]) -> list[Finding]:
    """The packages whose version an advisory lists (OSV lists all affected versions)."""
    by_name = {one.name: one for one in packages}
    found = []
    for advisory in advisories:
        for touched in advisory.get("affected", []) if "withdrawn" not in advisory else []:
            about = touched.get("package", {})
            package = by_name.get(normal(about.get("name", "")))
            if (
                package
                and about.get("ecosystem") == "PyPI"
                and package.version in touched.get("versions", [])
            ):
                found.append(Finding(package, advisory["id"], advisory.get("summary", "")))
    return found


def check_advisories(path: Path, *, now: dt.datetime) -> int:
    """`run.py advisories LIST`: returns 0 if nothing was found, 1 if something was, 2 if the list is no such list.
    Prints how old the list is. Uses no network.
    """
    listed = [one for one in advisories_in(path) if any(_of_pypi(part) for part in one.get("affected", []))]
    newest = max((one.get("modified", "") for one in listed), default="")
    if not newest:
        print(f"{path} has no advisories of Python packages in the format of OSV.", file=sys.stderr)
        return 2
    days = (now - dt.datetime.fromisoformat(newest)).days
    old = f" - OLD: get a newer one, this one is over {OLD_DAYS} days of age" if days > OLD_DAYS else ""
    packages = locked()
    print(
        f"{len(listed)} advisories, the newest of {newest[:10]} ({days} days ago){old}; {len(packages)} packages."
    )
    found = findings(packages, listed)
    for one in found:
        print(f"{one.package.name} {one.package.version}: {one.advisory} {one.summary}")
    return 1 if found else 0


def _of_pypi(touched: dict[str, Any]) -> bool:
    return bool(touched.get("package", {}).get("ecosystem") == "PyPI")
