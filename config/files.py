"""Stored files in an S3-compatible store. Imported only if SIJILL_S3_BUCKET is set."""

from __future__ import annotations

import contextlib
from io import RawIOBase
from typing import IO, TYPE_CHECKING, Any, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    BytesFile = File[bytes]
else:
    # At run time the class takes no type parameter.
    BytesFile = File

_CLIENT = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"total_max_attempts": 4, "mode": "standard"},
    # Checksums that the client adds since 2025 are refused by many stores other than Amazon's.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    max_pool_connections=20,
)


class ObjectFiles(S3Storage):  # type: ignore[misc]  # it comes without types
    """Django's storage on a bucket: nothing is public, nothing is overwritten, and all errors are OSError."""

    def get_default_settings(self) -> dict[str, Any]:
        usual: dict[str, Any] = super().get_default_settings()
        return usual | {"file_overwrite": False, "default_acl": None, "client_config": _CLIENT}

    def _open(self, name: str, mode: str = "rb") -> Streamed:
        if mode != "rb":
            raise ValueError("kept files are opened to be read")
        key = self._normalize_name(clean_name(name))

        def ask() -> Any:
            with _as_os_error(name):
                return self.bucket.Object(key).get()

        return Streamed(name, ask)

    def _save(self, name: str, content: BytesFile) -> str:
        with _as_os_error(name):
            kept: str = super()._save(name, content)
            return kept

    def exists(self, name: str) -> bool:
        with _as_os_error(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_os_error(name):
            folders, files = super().listdir(name)
            return folders, files

    def delete(self, name: str) -> None:
        with _as_os_error(name):
            super().delete(name)


class Streamed(BytesFile):
    """An object that is read from beginning to end in blocks as it arrives, whatever its size."""

    def __init__(self, name: str, ask: Callable[[], Any]) -> None:
        self._ask = ask
        self._answer = ask()
        super().__init__(cast("IO[bytes]", _Body(self._answer["Body"], name)), name)

    @property
    def size(self) -> int:
        return int(self._answer["ContentLength"])

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> Streamed:
        """Opens it again at its beginning."""
        self.close()
        self.__init__(self.name or "", self._ask)  # type: ignore[misc]
        return self

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while block := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield block


class _Body(RawIOBase):
    """The body of botocore's answer as a file without seeking."""

    def __init__(self, body: Any, name: str) -> None:
        self._body = body
        self.name = name

    def read(self, size: int | None = -1) -> bytes:
        with _as_os_error(self.name):
            content: bytes = self._body.read(None if size is None or size < 0 else size)
            return content

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._body.close()
        super().close()


@contextlib.contextmanager
def _as_os_error(name: str) -> Iterator[None]:
    """Turns errors of the store into those of a disk, so that callers need not know which it is."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(f"The file store has no {name}") from error
        raise OSError(f"The file store refuses {name}: {error}") from error
    except BotoCoreError as error:
        raise OSError(f"The file store cannot be reached for {name}: {error}") from error
