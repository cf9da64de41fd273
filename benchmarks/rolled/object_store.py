"""A real S3-compatible server on loopback with its data in a folder; it checks the signature of every request."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
import time
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from config.embedded.processes import Child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "127.0.0.1"
BUCKET = "register"
START_SECONDS = 30.0


class ObjectStore:
    """A server that `start` starts with a bucket; `env` has the settings for an installation that uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key, self.secret = "only-here", secrets.token_hex(16)
        self.url = ""
        self.child: Child | None = None

    @property
    def env(self) -> dict[str, str]:
        return {
            "SIJILL_S3_BUCKET": BUCKET,
            "SIJILL_S3_ENDPOINT": self.url,
            "SIJILL_S3_KEY": self.key,
            "SIJILL_S3_SECRET": self.secret,
        }

    @property
    def objects(self) -> Path:
        """The folder with the objects as files under their names."""
        return self.folder / "data" / BUCKET

    def start(self) -> Child:
        """Starts the server and makes the bucket. Raises TimeoutError if it does not answer in time."""
        (self.folder / "data").mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        self.url = f"http://{HOST}:{port}"
        self.child = Child(
            "the object store",
            [sys.executable, "-m", "nanio", "serve", "--host", HOST, "--port", str(port)],
            log=self.folder / "store.log",
            env=os.environ
            | {
                "NANIO_DATA_DIR": str(self.folder / "data"),
                "NANIO_ACCESS_KEY": self.key,
                "NANIO_SECRET_KEY": self.secret,
            },
            is_service=True,
        )
        _wait_until_it_listens(port, self.child)
        quick = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 5})
        client = boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            region_name="us-east-1",
            config=quick,
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
        return self.child

    def stop(self) -> None:
        if self.child:
            self.child.stop()


@contextlib.contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """A running server for the block. Raises TimeoutError as `start` does."""
    store = ObjectStore(folder)
    store.start()
    try:
        yield store
    finally:
        store.stop()


def _wait_until_it_listens(port: int, child: Child) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not child.ended():
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the object store does not answer: {child.log.read_text(errors='replace')[-800:]}")
