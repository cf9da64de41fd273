"""`python3 run.py`: starts everything, reports when it is ready, watches it and stops it in order."""

from __future__ import annotations

import multiprocessing
import queue
import re
import secrets
import socket
import threading
import time
from typing import TYPE_CHECKING

from config.embedded.processes import POLL_SECONDS, Child, ServiceError
from config.embedded.services import BROKER, DATABASE, Services, given, keep_previous
from config.launch import programs, signals
from config.launch.installation import clean_environment, ensure_installed
from config.launch.instance import claimed
from config.launch.places import PYTHON, ROOT, data_folder, site_packages
from config.launch.preparation import prepare
from config.launch.programs import HOST, READY, readiness

if TYPE_CHECKING:
    from pathlib import Path

WEB, WORKER = "the web server", "the worker"
READY_SECONDS = 60.0
WORKER_READY = re.compile(r"@\S+ ready\.(\"|\s*$)", re.MULTILINE)
DEMO_ACCOUNTS = ("viewer", "contributor", "editor", "approver", "manager", "registrar", "admin")
DEMO_PASSWORD = "sijill-demo"  # noqa: S105 - told to everybody, and only ever valid on a loopback demo


def serve(port: int) -> int:
    """Runs until it is stopped; then returns 0. Raises ServiceError if a child dies."""
    signals.raise_stopped()
    ensure_installed()
    home = data_folder()
    url = f"http://{HOST}:{port}/"
    with claimed(home, "run.py", url) as claim:
        services = Services(home, site_packages())
        try:
            services.start()
            _check_port(port)
            _check_semaphores()
            claim.publish(services)
            env = application_environment(home, services)
            prepare(home, env)
            _start_application(services, port, env)
            _wait_until_ready(services, port)
            _start_the_rest(services, env)
            print(_ready_message(url, demo=env["SIJILL_DEMO"] == "1"), flush=True)
            _watch_over(services)
        except signals.Stopped:
            print("Stopping ...", flush=True)
        finally:
            signals.ignore_from_now_on()
            killed = services.stop()
    again = "what was under way is taken up again at the next start"
    told = f" {', '.join(killed)} had to be killed; {again}." if killed else ""
    print(f"Sijill is stopped; its data stays in {home}.{told}", flush=True)
    return 0


def application_environment(home: Path, services: Services) -> dict[str, str]:
    """The environment for Django and Celery. There is a demo only if both services are our own."""
    demo = not given(DATABASE) and not given(BROKER)
    env = clean_environment() | services.env
    env.setdefault("SIJILL_SECRET_KEY", _secret_key(home))
    # It listens only on loopback, without TLS.
    env.setdefault("SIJILL_HTTPS", "0")
    env.setdefault("SIJILL_SERVE_UNCOLLECTED", "1")
    # The person who stops it waits, and there is no proxy in front of it.
    env.setdefault("SIJILL_GRACEFUL_SECONDS", "5")
    return env | {"SIJILL_DEMO": "1" if demo else "0", "SIJILL_DATA_DIR": str(home)}


def _secret_key(home: Path) -> str:
    path = home / "secret-key"
    if not path.exists():
        # Made readable to its owner only before it has content, and renamed when it is complete.
        partial = path.with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(48), encoding="ascii")
        partial.replace(path)
    return path.read_text(encoding="ascii")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServiceError(
                f"Port {port} cannot be used ({error.strerror}): another program may listen there. "
                f"Take another one: python3 run.py --port {port + 1 if port < 65535 else 8000}"
            ) from error


def _check_semaphores() -> None:
    """Raises ServiceError if the worker's pool cannot make semaphores, which need a writable /dev/shm."""
    try:
        multiprocessing.get_context("fork").Semaphore(1)
    except (OSError, ImportError) as error:
        raise ServiceError(
            f"The worker cannot make semaphores here ({error}). On Linux it needs a writable /dev/shm: "
            "mount -t tmpfs tmpfs /dev/shm"
        ) from error


def _start_application(services: Services, port: int, env: dict[str, str]) -> None:
    """Starts the web server and the worker."""
    _start(services, WEB, programs.web(port), env)
    _start(services, WORKER, programs.worker(), env)


def _start_the_rest(services: Services, env: dict[str, str]) -> None:
    """Starts beat and the scan worker last: nobody waits for them, and they would slow down the others."""
    _start(services, "beat", programs.beat(services.home / "run" / "beat-schedule"), env)
    _start(services, "the scan worker", programs.scan_worker(), env)


def _start(services: Services, name: str, arguments: list[str], env: dict[str, str]) -> None:
    log = programs.log_of(services.home, name)
    keep_previous(log)
    services.children.add(Child(name, [PYTHON, *arguments], log=log, env=env, cwd=ROOT))


def _wait_until_ready(services: Services, port: int) -> None:
    """Waits until /readyz answers 200 and the worker accepts tasks. Raises ServiceError."""
    deadline = time.monotonic() + READY_SECONDS
    waiting = {WEB, WORKER}
    worker = next(child for child in services.children.running if child.name == WORKER)
    last = "it does not answer"
    while waiting:
        for child in services.children.running:
            if child.ended():
                raise ServiceError(f"{_sentence(child.name)} {child.how_it_ended()}")
        if WEB in waiting and (last := readiness(port)) == READY:
            waiting.discard(WEB)
        if WORKER in waiting and WORKER_READY.search(worker.log.read_text(errors="replace")):
            waiting.discard(WORKER)
        if time.monotonic() > deadline:
            raise ServiceError(
                f"Not ready after {READY_SECONDS:.0f} s: {' and '.join(sorted(waiting))}. "
                f"/readyz: {last}. The logs are in {services.home / 'log'}."
            )
        time.sleep(5 * POLL_SECONDS)


def _watch_over(services: Services) -> None:
    """Waits until a child ends; then raises ServiceError with its name."""
    ended: queue.SimpleQueue[Child] = queue.SimpleQueue()

    def wait(child: Child) -> None:
        child.process.wait()
        ended.put(child)

    for child in services.children.running:
        threading.Thread(target=wait, args=(child,), daemon=True).start()
    child = ended.get()
    child.sweep()
    raise ServiceError(
        f"Sijill stops, because a part of it died. {_sentence(child.name)} {child.how_it_ended()}"
    )


def _sentence(name: str) -> str:
    return name[0].upper() + name[1:]


def _ready_message(url: str, *, demo: bool) -> str:
    lines = [f"Sijill is ready at {url}"]
    if demo:
        lines.append(f"Demo accounts, password {DEMO_PASSWORD}: {', '.join(DEMO_ACCOUNTS)}")
    else:
        lines.append("No demo accounts with services of your own: python3 run.py manage createsuperuser")
    return "\n".join([*lines, "Ctrl-C stops it."])
