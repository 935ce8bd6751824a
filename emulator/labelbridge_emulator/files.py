"""The objects of the storage origin and the signatures that open them."""

from __future__ import annotations

import hashlib
import hmac
import io
import shutil
import tempfile
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelbridge_emulator.state import Clock

IN_MEMORY = 8 * 1024 * 1024
"""Bytes; a longer object goes to a temporary file."""

# Signatures protect nothing here; they make sure that clients use URLs as they were given.
_SECRET = b"labelbridge-emulator"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One object: its bytes, in memory or in a temporary file, and what it was stored as.

    Attributes:
        key: The object's key.
        size: Length in bytes.
        content_type: As the uploader named it; empty when it named none.
        data: The bytes of a short object.
        path: The file of a long one.
    """

    key: str
    size: int
    content_type: str
    data: bytes | None = None
    path: Path | None = None

    def open(self) -> IO[bytes]:
        """A fresh binary reader, which the caller closes."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def read(self) -> bytes:
        """All bytes at once, for what is known to be short."""
        with self.open() as source:
            return source.read()


class Files:
    """Objects by key; long ones lie in a temporary folder that goes when the instance goes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, StoredFile] = {}
        self._folder: Path | None = None
        self._written = 0

    def get(self, key: str) -> StoredFile | None:
        """The object, or None."""
        return self._files.get(key)

    def put(self, key: str, data: bytes, content_type: str = "") -> StoredFile:
        """Store a short object, in place of one of that key."""
        with self.create(key, content_type) as target:
            target.write(data)
        return self._files[key]

    @contextmanager
    def create(self, key: str, content_type: str = "") -> Iterator[IO[bytes]]:
        """A seekable writer; the object exists once the block ends without an exception.

        What is written stays in memory up to ``IN_MEMORY`` bytes, and moves to a temporary
        file beyond.
        """
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            yield target
            size = target.seek(0, io.SEEK_END)
            target.seek(0)
            if size <= IN_MEMORY:
                stored = StoredFile(key, size, content_type, data=target.read())
            else:
                path = self._new_path()
                with path.open("wb") as copy:
                    shutil.copyfileobj(target, copy, 1024 * 1024)
                stored = StoredFile(key, size, content_type, path=path)
        self.delete(key)
        self._files[key] = stored

    def delete(self, key: str) -> None:
        """Forget an object; does nothing when there is none."""
        stored = self._files.pop(key, None)
        if stored is not None and stored.path is not None:
            stored.path.unlink(missing_ok=True)

    def grant(self, method: str, key: str, *, lifetime: float) -> str:
        """Path and query of a URL that allows one method on one object for some seconds."""
        expires = int(self._clock.peek().timestamp() + lifetime)
        query = urlencode({"Expires": expires, "Signature": _signature(method, key, expires)})
        return f"/{quote(key)}?{query}"

    def allows(self, method: str, key: str, expires: str, signature: str) -> bool:
        """Whether a URL's signature fits the method and object and has not expired."""
        if not (expires.isascii() and expires.isdigit()):
            return False
        if int(expires) < self._clock.peek().timestamp():
            return False
        return hmac.compare_digest(
            _signature(method, key, int(expires)).encode(), signature.encode()
        )

    def _new_path(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="labelbridge-emulator-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._written += 1
        return self._folder / str(self._written)


def _signature(method: str, key: str, expires: int) -> str:
    text = f"{method}\n{key}\n{expires}".encode()
    return hmac.new(_SECRET, text, hashlib.sha256).hexdigest()
