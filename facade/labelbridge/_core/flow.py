"""Flows and their steps.

A flow is a generator that yields steps and returns a value: the logic of one method, without I/O. A
driver performs each step and sends the outcome into the generator, or throws the error. The sync
and the async driver run the same flows.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from attrs import frozen

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.files import to_path

if TYPE_CHECKING:
    from labelbridge._core.download_check import Form
    from labelbridge.errors import LabelbridgeError
    from labelbridge.files import FileInfo, FileSource, FileTarget
    from labelbridge_api.plan import Plan

T = TypeVar("T")


class Parts(Protocol):
    """The bytes of a file in several bodies, which are read by flows: `chunks.Chunks`."""

    operation: str
    bodies: set[Any]

    def next_part(self, *, ahead: bool) -> Flow[bytes | None]: ...


@frozen
class Send:
    """Send one operation to the platform. The outcome is the decoded response.

    Attempts end at the deadline, a time of the driver's clock.
    """

    plan: Plan[Any]
    deadline: float | None = None


@frozen
class Upload:
    """Upload a file to a signed URL with PUT, without the key. The outcome is None."""

    url: str
    source: FileSource


@frozen
class Download:
    """Download a signed URL into a file, without the key. The outcome is the path.

    After a failure no file remains. It is a failure too if the content is incomplete or has another
    format, for example an error page with status 200.
    """

    url: str
    to: Path
    form: Form


@frozen
class Open(Generic[T]):
    """Open rows of the class `row`: the response of an operation, a signed URL, or several bodies.

    The outcome is a response whose body is not read yet. Several bodies are opened by their own
    steps.
    """

    at: Plan[Any] | str | Parts
    row: type[T]


@frozen
class OpenBody:
    """Open a signed URL, if possible from byte `start` on. The outcome is a Body.

    With `ahead`, it fails at once if no connection is free, and is not retried.
    """

    url: str
    start: int
    ahead: bool


@frozen
class ReadBody:
    """Read the next part of a body. The outcome is None at its end.

    The body is closed at its end, and if reading fails.
    """

    body: Any


@frozen
class Recover:
    """Wait before the next attempt after an error, or raise the error if it was the last one.

    Attributes:
        error: The error.
        attempt: Number of the failed attempt, from 1.
    """

    error: LabelbridgeError
    attempt: int


@frozen
class Save:
    """Write the bytes of several bodies to a file, as Download does. The outcome is the path."""

    parts: Parts
    to: Path


@frozen
class Fetch:
    """Read the complete response of an operation or of a signed URL. The outcome is bytes.

    Redirections are followed without the key.
    """

    at: Plan[Any] | str


@frozen
class Inspect:
    """Read size and first bytes of a file. The outcome is a FileInfo."""

    source: FileSource


@frozen
class Sleep:
    """Wait for some seconds."""

    seconds: float


@frozen
class Now:
    """Read the clock. The outcome is the time of a monotonic clock, in seconds."""


@frozen
class Deadline:
    """Read the time at which the call must end. The outcome is infinity if there is no limit."""


@frozen
class Destination:
    """Check the target of a download. The outcome is whether it is a folder."""

    to: Path


@frozen
class Concurrently:
    """Run several flows at once, at most `limit` at a time. The outcome is a list of their values.

    The first error cancels the other flows, and is raised when all have ended.
    """

    flows: Sequence[Flow[Any]]
    limit: int


Remote = Send | Upload | Download | Open[Any] | OpenBody | Fetch
"""Steps that use the network: they can fail temporarily, and are retried."""

Step = (
    Remote
    | ReadBody
    | Recover
    | Save
    | Concurrently
    | Inspect
    | Destination
    | Sleep
    | Now
    | Deadline
)
Flow = Generator[Step, Any, T]


def send(plan: Plan[T], *, deadline: float | None = None) -> Flow[T]:
    """Send an operation and return the decoded response."""
    return cast("T", (yield Send(plan, deadline)))


def sleep(seconds: float) -> Flow[None]:
    """Wait for some seconds."""
    yield Sleep(seconds)


def now() -> Flow[float]:
    """Return the time of the driver's monotonic clock, in seconds."""
    return cast("float", (yield Now()))


def call_deadline() -> Flow[float]:
    """Return the time of that clock at which the call must end, or infinity."""
    return cast("float", (yield Deadline()))


def inspect(source: FileSource) -> Flow[FileInfo]:
    """Return size and first bytes of a file."""
    return cast("FileInfo", (yield Inspect(source)))


def upload(url: str, source: FileSource) -> Flow[None]:
    """Upload a file to a signed URL."""
    yield Upload(url, source)


def destination(to: FileTarget, *, name: str | None = None) -> Flow[Path]:
    """Return the path of a download: `to`, or the file `name` in it if it is a folder."""
    path = to_path("to", to)
    if not (yield Destination(path)):
        return path
    if name is None:
        raise InvalidArgument("to", f"{short_repr(str(path))} is a folder; give the file's path")
    return path / name


def download(url: str, to: Path, *, form: Form) -> Flow[Path]:
    """Download a signed URL into a file of a format, and return its path."""
    return cast("Path", (yield Download(url, to, form)))


def fetch(at: Plan[Any] | str) -> Flow[bytes]:
    """Return the complete response of an operation or of a signed URL."""
    return cast("bytes", (yield Fetch(at)))


def save(parts: Parts, to: Path) -> Flow[Path]:
    """Write the bytes of several bodies to a file, and return its path."""
    return cast("Path", (yield Save(parts, to)))


def concurrently(flows: Sequence[Flow[T]], *, limit: int = 16) -> Flow[list[T]]:
    """Run several flows at once, at most `limit` at a time, and return their values in order."""
    return cast("list[T]", (yield Concurrently(flows, limit)))
