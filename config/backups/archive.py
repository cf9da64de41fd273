"""The file that a backup is: a stream of named parts, compressed, and encrypted with age where there is a key."""

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
# Arabic text and dates shrink to a fifth at the lowest levels; higher ones cost more time than they save room.
_LEVEL = 3
_BLOCK = 1024 * 1024
_BROKEN = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile)


class BackupError(Exception):
    """A backup could not be made, read or put back; the text says why, to whoever runs the command."""


def recipient_of(written: str) -> pyrage.x25519.Recipient:
    """A public key (`age1…`). Raises BackupError if it is none."""
    try:
        return pyrage.x25519.Recipient.from_str(written.strip())
    except pyrage.RecipientError as error:
        raise BackupError(f"{written!r} is no public key of age (age1…).") from error


def identity_in(path: Path) -> pyrage.x25519.Identity:
    """The secret key in a file as `age-keygen` and `--make-key` write it. Raises BackupError if there is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return pyrage.x25519.Identity.from_str(
            next(line for line in lines if line.startswith("AGE-SECRET-KEY"))
        )
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as error:
        raise BackupError(f"{path} holds no secret key of age.") from error


@contextlib.contextmanager
def spooled(content: IO[bytes]) -> Iterator[tuple[IO[bytes], int, str]]:
    """A copy of `content` that can be read from its front, its size in bytes, and its checksum."""
    digest, size = sha256(), 0
    with SpooledTemporaryFile(_BLOCK) as copy:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += copy.write(block)
        copy.seek(0)
        yield copy, size, digest.hexdigest()


class Writer:
    """Takes the parts of a backup one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.stream(name, BytesIO(content), len(content))

    def stream(self, name: str, content: IO[bytes], size: int) -> None:
        """`size` bytes of `content`. Raises BackupError if it has fewer."""
        entry = tarfile.TarInfo(name)
        entry.size = size
        try:
            self._tar.addfile(entry, content)
        except OSError as error:
            raise BackupError(f"{name} could not be read: {error}") from error


@contextlib.contextmanager
def written_to(path: Path, recipient: pyrage.x25519.Recipient | None) -> Iterator[Writer]:
    """A new backup at `path`, which is there only once it is whole, and is its owner's alone."""
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
    """The parts of a backup, one after the other; each must be read before the next.

    Raises BackupError for what is no backup, breaks off, or cannot be opened with this key.
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
            # The checksums of compression and encryption stand at the end.
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
    """A file to write to; what is written goes on to `out`, encrypted."""
    near, far = os.pipe()

    def encrypt(pipe: IO[bytes]) -> None:
        pyrage.encrypt_io(pipe, out, [recipient])

    with _beside(lambda: _close_after(near, encrypt, "rb")), open(far, "wb") as pipe:
        yield pipe


@contextlib.contextmanager
def _decrypted(source: IO[bytes], identity: pyrage.x25519.Identity) -> Iterator[IO[bytes]]:
    """A file to read what `source` holds, decrypted, from."""
    near, far = os.pipe()

    def decrypt(pipe: IO[bytes]) -> None:
        # A reader that has had enough closes its end.
        with contextlib.suppress(BrokenPipeError):
            pyrage.decrypt_io(source, pipe, [identity])

    with _beside(lambda: _close_after(far, decrypt, "wb")), open(near, "rb") as pipe:
        yield pipe


def _close_after(number: int, work: Callable[[IO[bytes]], None], mode: str) -> None:
    with open(number, mode) as pipe:
        work(pipe)


@contextlib.contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Runs `work` in a thread of its own until the end; what went wrong there is raised here."""
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
        # A pipe that breaks in the thread only follows from what went wrong here.
        if faults and isinstance(error, _BROKEN):
            raise BackupError(f"The key does not fit, or the file is damaged: {faults[0]}") from faults[0]
        raise
    thread.join()
    if faults:
        raise BackupError(f"The key does not fit, or the file is damaged: {faults[0]}") from faults[0]
