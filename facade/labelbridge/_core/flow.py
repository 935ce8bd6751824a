"""The vocabulary of flows.

A flow is a generator that yields steps and returns a value: the whole logic of one method, and no
I/O. A driver performs each step and sends its outcome back in, or throws the error that it ended
with. Sync and async drivers run the same flows.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import frozen

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.files import to_path

if TYPE_CHECKING:
    from labelbridge.files import FileInfo, FileSource, FileTarget
    from labelbridge_api.plan import Plan

T = TypeVar("T")


@frozen
class Send:
    """Send one operation to the platform; the outcome is its decoded answer."""

    plan: Plan[Any]
    deadline: float | None = None


@frozen
class Upload:
    """PUT a file to a signed URL, without the key. The outcome is None."""

    url: str
    source: FileSource
    deadline: float | None = None


@frozen
class Download:
    """Get a signed URL into a file, without the key; the outcome is its path.

    A failure leaves no file behind, and neither does a file that does not begin with `magic`: a
    page that says sorry with a good status, say.
    """

    url: str
    to: Path
    magic: bytes = b""
    deadline: float | None = None


@frozen
class Open(Generic[T]):
    """Open rows for reading, each of class `row`: an operation's answer, or a signed URL."""

    at: Plan[Any] | str
    row: type[T]
    deadline: float | None = None


@frozen
class Inspect:
    """Look at a file that is about to be sent. The outcome is a FileInfo."""

    source: FileSource


@frozen
class Sleep:
    """Do nothing for some seconds."""

    seconds: float


@frozen
class Now:
    """Read the clock. The outcome is seconds on a clock that only goes forward."""


@frozen
class Destination:
    """Look at where a download shall go; the outcome says whether it is a folder."""

    to: Path


Remote = Send | Upload | Download | Open[Any]
"""Steps that talk to another machine: these can fail for a while, and be retried."""


@frozen
class Attempt:
    """Perform a remote step once. Only the retry flow yields it."""

    step: Remote


Step = Remote | Inspect | Destination | Sleep | Now | Attempt
Flow = Generator[Step, Any, T]


def send(plan: Plan[T], *, deadline: float | None = None) -> Flow[T]:
    """Send an operation and return its decoded answer."""
    return cast("T", (yield Send(plan, deadline)))


def sleep(seconds: float) -> Flow[None]:
    """Wait."""
    yield Sleep(seconds)


def now() -> Flow[float]:
    """Return the time on the driver's clock, in seconds."""
    return cast("float", (yield Now()))


def inspect(source: FileSource) -> Flow[FileInfo]:
    """Return size and first bytes of a file."""
    return cast("FileInfo", (yield Inspect(source)))


def upload(url: str, source: FileSource) -> Flow[None]:
    """Send a file to a signed URL."""
    yield Upload(url, source)


def destination(to: FileTarget, *, name: str | None = None) -> Flow[Path]:
    """Return the file that a download shall become: `to`, or the file `name` in the folder `to`."""
    path = to_path("to", to)
    if not (yield Destination(path)):
        return path
    if name is None:
        raise InvalidArgument("to", f"{short_repr(str(path))} is a folder; give the file's path")
    return path / name


def download(url: str, to: Path, *, magic: bytes = b"") -> Flow[Path]:
    """Fetch a signed URL into a file, and return its path."""
    return cast("Path", (yield Download(url, to, magic)))
