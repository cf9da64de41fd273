"""The file of a backup: a stream of named parts, compressed, and encrypted with age if there is a key."""

from __future__ import annotations

import contextlib
import gzip
import os
import tarfile
import threading
import zlib
from hashlib import sha256
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

import pyrage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ENCRYPTED = ".age"
# Low levels shrink our texts to a fifth already; higher ones cost more time than the saved space is worth.
_LEVEL = 3
_BLOCK = 1024 * 1024
_BROKEN = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile)


class BackupError(Exception):
    """A backup could not be made, read or restored; the message is for whoever runs the command."""


def recipient_of(written: str) -> pyrage.x25519.Recipient:
    """The public key (`age1…`). Raises BackupError if the text is none."""
    try:
        return pyrage.x25519.Recipient.from_str(written.strip())
    except pyrage.RecipientError as error:
        raise BackupError(f"{written!r} is no public key of age (age1…).") from error


def identity_in(path: Path) -> pyrage.x25519.Identity:
    """The secret key in a file written by `age-keygen` or `--make-key`. Raises BackupError if it has none."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return pyrage.x25519.Identity.from_str(
            next(line for line in lines if line.startswith("AGE-SECRET-KEY"))
        )
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as error:
        raise BackupError(f"{path} holds no secret key of age.") from error


@contextlib.contextmanager
def spooled(content: IO[bytes]) -> Iterator[tuple[IO[bytes], int, str]]:
    """A temporary copy of `content`, positioned at its beginning; its size in bytes; its SHA-256."""
    digest, size = sha256(), 0
    with SpooledTemporaryFile(_BLOCK) as copy:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += copy.write(block)
        copy.seek(0)
        yield copy, size, digest.hexdigest()


class Writer:
    """Writes the parts of a backup, one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.stream(name, BytesIO(content), len(content))

    def stream(self, name: str, content: IO[bytes], size: int) -> None:
        """Adds a part of `size` bytes read from `content`. Raises BackupError if there are fewer."""
        entry = tarfile.TarInfo(name)
        entry.size = size
        try:
            self._tar.addfile(entry, content)
        except OSError as error:
            raise BackupError(f"{name} could not be read: {error}") from error


@contextlib.contextmanager
def written_to(path: Path, recipient: pyrage.x25519.Recipient | None) -> Iterator[Writer]:
    """Writes a new backup to `path`. The file appears only when it is complete, and only its owner can read it."""
    unfinished = path.with_name(path.name + ".part")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with contextlib.ExitStack() as stack:
                target: IO[bytes] = stack.enter_context(_encrypted(out, recipient)) if recipient else out
                packed = stack.enter_context(
                    gzip.GzipFile(fileobj=target, mode="wb", compresslevel=_LEVEL, mtime=0)
                )
                yield Writer(stack.enter_context(tarfile.open(fileobj=packed, mode="w|")))
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    except FileExistsError as error:
        raise BackupError(
            f"{unfinished} is there already: another backup is being made, or one broke off."
        ) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def parts_of(
    path: Path, identity: pyrage.x25519.Identity | None
) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The parts of a backup in order, as (name, content); each must be read before the next.

    Raises BackupError if the file is no backup, is incomplete, or cannot be decrypted with this key.
    """
    try:
        with path.open("rb") as source, contextlib.ExitStack() as stack:
            opened: IO[bytes] = source
            if path.suffix == ENCRYPTED:
                if identity is None:
                    raise BackupError(
                        "This backup is encrypted: name the file with its secret key (--identity)."
                    )
                opened = stack.enter_context(_decrypted(source, identity))
            unpacked = stack.enter_context(gzip.GzipFile(fileobj=opened, mode="rb"))
            yield _parts(stack.enter_context(tarfile.open(fileobj=unpacked, mode="r|")))
            # Read to the end, where the checksums of compression and encryption are.
            while unpacked.read(_BLOCK):
                pass
    except _BROKEN as error:
        raise BackupError(f"{path.name} is no backup of Sijill, or is not whole: {error}") from error


def _parts(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry) if entry.isfile() else None
        if content is None:
            raise BackupError(f"{entry.name!r} is no part of a backup.")
        yield entry.name, content


@contextlib.contextmanager
def _encrypted(out: IO[bytes], recipient: pyrage.x25519.Recipient) -> Iterator[IO[bytes]]:
    """A file whose content is written to `out` encrypted."""
    near, far = os.pipe()

    def encrypt(pipe: IO[bytes]) -> None:
        pyrage.encrypt_io(pipe, out, [recipient])

    with _beside(lambda: _close_after(near, encrypt, "rb")), open(far, "wb") as pipe:
        yield pipe


@contextlib.contextmanager
def _decrypted(source: IO[bytes], identity: pyrage.x25519.Identity) -> Iterator[IO[bytes]]:
    """A file from which the content of `source` can be read decrypted."""
    near, far = os.pipe()

    def decrypt(pipe: IO[bytes]) -> None:
        # The reader may close its end early.
        with contextlib.suppress(BrokenPipeError):
            pyrage.decrypt_io(source, pipe, [identity])

    with _beside(lambda: _close_after(far, decrypt, "wb")), open(near, "rb") as pipe:
        yield pipe


def _close_after(number: int, work: Callable[[IO[bytes]], None], mode: str) -> None:
    with open(number, mode) as pipe:
        work(pipe)


@contextlib.contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Runs `work` in a thread during the block; its errors are raised here at the end."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:  # handed to the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    except BackupError:
        thread.join()
        raise
    except BaseException as error:
        thread.join()
        # If this side failed first, a broken pipe in the thread is only a consequence.
        if faults and isinstance(error, _BROKEN):
            raise BackupError(f"The key does not fit, or the file is damaged: {faults[0]}") from faults[0]
        raise
    thread.join()
    if faults:
        raise BackupError(f"The key does not fit, or the file is damaged: {faults[0]}") from faults[0]
