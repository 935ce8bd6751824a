"""What a handler is given, what it may answer, and how it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge_emulator.store import World

JSON = Any
"""A value that ``json.dumps`` takes."""

HOUR = 3600.0
"""Seconds; how long a signed URL lives unless the handler says otherwise."""


@dataclass(frozen=True, slots=True)
class Urls:
    """The base URLs of a running emulator, each without a trailing slash."""

    hasty: str
    roboflow: str
    labelbox: str
    storage: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request that has already been found valid against the contract.

    Attributes:
        operation: The operationId.
        path: Path parameters by name, read by their schema's type (a uuid stays a ``str``).
        query: Query parameters by name, read likewise; arrays are lists, what was not sent is
            absent.
        body: The decoded JSON body; None when the request had none.
        key: The API key that the request carried.
        urls: Where this emulator answers; for URLs inside answers.
        world: Everything the emulator knows.
    """

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    key: str
    urls: Urls
    world: World

    def signed(self, method: str, key: str, *, lifetime: float = HOUR) -> str:
        """A URL on the storage origin that allows one method (PUT or GET) on one object.

        Args:
            method: ``"PUT"`` or ``"GET"``; a URL for GET also answers HEAD.
            key: The object's key, such as ``"uploads/<id>"``.
            lifetime: Seconds on the world's clock until the URL is refused.
        """
        return self.urls.storage + self.world.files.grant(method, key, lifetime=lifetime)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is more than a JSON value with the operation's usual status.

    Attributes:
        status: The status; None takes the operation's first documented success.
        json: The body, unless ``content`` is given; None sends no body.
        content: A raw body, with its ``media_type``.
        media_type: The Content-Type of ``content``.
        headers: Further headers.
    """

    status: int | None = None
    json: JSON = None
    content: bytes | None = None
    media_type: str = "application/octet-stream"
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the emulator
    """Raised by a handler to answer with an error in the vendor's own shape.

    Args:
        status: The HTTP status, such as 404.
        message: A whole sentence for people.
        code: The vendor's machine-readable code, where it has one.
    """

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


Handler = Callable[[Call], "JSON | Reply"]


class Handlers(Mapping[str, Handler]):
    """Handlers by operationId.

    A resource module fills its own (``handlers = Handlers()``, then
    ``@handlers("get_project")``); a vendor joins those of its modules:
    ``Handlers(projects.handlers, datasets.handlers)``.
    """

    def __init__(self, *parts: Handlers) -> None:
        self._by_operation: dict[str, Handler] = {}
        for part in parts:
            for operation, handler in part.items():
                self._add(operation, handler)

    def __call__(self, operation: str) -> Callable[[Handler], Handler]:
        """Register the decorated function for one operation."""

        def register(handler: Handler) -> Handler:
            self._add(operation, handler)
            return handler

        return register

    def _add(self, operation: str, handler: Handler) -> None:
        if operation in self._by_operation:
            raise ValueError(f"two handlers for operation {operation!r}")
        self._by_operation[operation] = handler

    def __getitem__(self, operation: str) -> Handler:
        return self._by_operation[operation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_operation)

    def __len__(self) -> int:
        return len(self._by_operation)


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform; each vendor's folder exports one as ``VENDOR``.

    Attributes:
        name: The folder's, the prefix's and the spec's name.
        handlers: One for each operation of the spec.
        error: Makes the body of a refusal in the vendor's own shape.
        seeds: Fill a fresh world, by seed name; ``demo`` and ``empty`` at least.
        faces: Add something to a world, by its name; called with the world and keyword arguments
            (JSON values, as ``POST /_emulator/{vendor}/{name}`` sends them), they return what they
            made as JSON and raise ValueError for what they cannot make.
    """

    name: str
    handlers: Handlers
    error: Callable[[Refusal], JSON]
    seeds: Mapping[str, Callable[[World], None]]
    faces: Mapping[str, Callable[..., JSON]] = field(default_factory=dict)
