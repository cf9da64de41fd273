"""The files for containers: checked by the real programs, and complete."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy import make_secrets

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
OF_COMPOSE = {
    "POSTGRES_CONNECTIONS",
    "POSTGRES_BUFFERS",
    "POSTGRES_ARCHIVE",
    "SIJILL_HOST",
    "SIJILL_TLS",
    "SIJILL_VERSION",
}
"""What docker-compose.yml itself reads."""
OF_RUN_PY = {"SIJILL_POSTGRES", "SIJILL_BROWSER"}
SECRET = re.compile(r"_(KEY|SECRET|PASSWORD|TOKEN)$")


def program(name: str) -> str:
    path = shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    if not path:
        pytest.skip(f"{name} is not installed here")
    return path


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """docker-compose.yml as Compose itself understands it, which first holds it against its schema."""
    folder = tmp_path_factory.mktemp("compose")
    shutil.copy(ROOT / "docker-compose.yml", folder)
    shutil.copy(ROOT / ".env.example", folder / ".env")
    command = [program("docker-compose"), "--project-directory", str(folder), "config", "--format", "json"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_hadolint_finds_nothing() -> None:
    answer = subprocess.run(
        [program("hadolint"), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_every_container_is_hardened(composed: dict[str, Any]) -> None:
    for name, service in composed["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["deploy"]["resources"]["limits"]["memory"], name
        assert service["logging"]["options"]["max-size"], name


def test_only_the_proxy_can_be_reached(composed: dict[str, Any]) -> None:
    services = composed["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]
    assert composed["networks"]["inside"]["internal"]
    for name in ("postgres", "broker"):
        assert list(services[name]["networks"]) == ["inside"], name


def test_no_secret_stands_in_the_environment(composed: dict[str, Any]) -> None:
    for name, service in composed["services"].items():
        bare = [key for key, value in service.get("environment", {}).items() if SECRET.search(key) and value]
        assert not bare, name


def test_one_beat_two_web_servers_and_time_to_stop(composed: dict[str, Any]) -> None:
    services = composed["services"]
    assert [name for name, service in services.items() if "beat" in (service.get("command") or [])] == [
        "beat"
    ]
    web = services["web-1"]
    assert web["stop_grace_period"] == services["web-2"]["stop_grace_period"] == "45s"
    assert "target" in web["build"]
    assert services["ocr-worker"]["build"]["target"] == "ocr"


def test_without_its_name_compose_refuses(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    (tmp_path / ".env").write_text("SIJILL_VERSION=1\n", "utf-8")
    command = [program("docker-compose"), "--project-directory", str(tmp_path), "config", "--quiet"]
    environment = {name: value for name, value in os.environ.items() if name != "SIJILL_HOST"}
    answer = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
    )
    assert answer.returncode != 0
    assert "SIJILL_HOST" in answer.stderr


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    command = [
        program("caddy"),
        "validate",
        "--config",
        str(ROOT / "deploy" / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    env = os.environ | {
        "SIJILL_ADDRESS": "register.example.gov",
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert answer.returncode == 0, answer.stderr


def test_secrets_are_made_once_and_fit_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert make_secrets.make(folder) == ["postgres_password", "database_url", "secret_key"]
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert first["postgres_password"] in first["database_url"]
    assert len(first["secret_key"]) >= 50
    assert folder.stat().st_mode & 0o077 == 0
    assert make_secrets.make(folder) == []
    assert {path.name: path.read_text() for path in folder.iterdir()} == first


def test_the_example_has_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = [found[1] for line in lines if (found := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))]
    assert len(named) == len(set(named)), "each once"
    there = {name.removesuffix("_FILE") for name in named}
    assert there - OF_COMPOSE == asked_for() - OF_RUN_PY
    assert set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text("utf-8"))) == OF_COMPOSE


def asked_for() -> set[str]:
    """The names of all settings that the code asks the environment for."""
    found: set[str] = set()
    for app in ("accounts", "config", "engagements", "ingest"):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text("utf-8")
            if "environment." in text and path.name != "environment.py":
                found |= _asked_in(ast.parse(text))
    safety = (ROOT / "config" / "settings" / "safety.py").read_text("utf-8")
    limits = re.findall(r'^        \("([A-Z]+)", "\d+/', safety, re.MULTILINE)
    return found | {"DATABASE_URL", *(f"SIJILL_LIMIT_{name}" for name in limits)}


def _asked_in(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("environment.") and node.args:
            (first, *_rest) = node.args
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.isupper():
                several = node.func.attr == "file_store" if isinstance(node.func, ast.Attribute) else False
                parts = ("BUCKET", "ENDPOINT", "KEY", "PREFIX", "REGION", "SECRET")
                found |= {f"{first.value}_{part}" for part in parts} if several else {first.value}
    return found
