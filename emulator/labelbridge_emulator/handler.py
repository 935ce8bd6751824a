"""What a platform provides to the emulator: handlers, error bodies, seeds and fixtures."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labelbridge_emulator.store import Store
from labelbridge_emulator.urls import Urls

JSON = Any
"""A value that ``json.dumps`` accepts."""

HOUR = 3600.0
"""Default lifetime of a signed URL, in seconds."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that has passed validation against the contract.

    Attributes:
        operation: The operationId.
        path: Path parameters by name, converted to the types of their schemas (a uuid is a
            ``str``).
        query: Query parameters by name, converted in the same way. Arrays are lists; parameters
            that were not sent are absent.
        body: The decoded JSON body, or None if the request has no body.
        key: The API key of the request.
        urls: The base URLs of this emulator, for URLs in responses.
        store: The state of the emulator.
    """

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    key: str
    urls: Urls
    store: Store

    def signed_url(self, method: str, key: str, *, lifetime: float = HOUR) -> str:
        """Return a URL of the storage origin that allows one method on one object.

        Args:
            method: ``"PUT"`` or ``"GET"``. A URL for GET also allows HEAD.
            key: The key of the object, such as ``"uploads/<id>"``.
            lifetime: Seconds until the URL expires, on the clock of the store.
        """
        return self.urls.storage + self.store.files.sign(method, key, lifetime=lifetime)


@dataclass(frozen=True, slots=True)
class Response:
    """A response that is more than a JSON value with the default status of the operation.

    Attributes:
        status: The status. None means the lowest documented success status.
        json: The JSON body, unless ``content`` is set. None means no body.
        content: A raw body of type ``media_type``.
        media_type: The Content-Type of ``content``.
        headers: Additional headers.
    """

    status: int | None = None
    json: JSON = None
    content: bytes | None = None
    media_type: str = "application/octet-stream"
    headers: Mapping[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An error response, raised by a handler and formatted by its platform.

    Args:
        status: The HTTP status, such as 404.
        message: The error message, a full sentence.
        code: The platform's machine-readable error code, if it has one.
    """

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


Handler = Callable[[Request], "JSON | Response"]


class Handlers(Mapping[str, Handler]):
    """Handlers by operationId.

    Each resource module of a platform creates ``handlers = Handlers()`` and registers its functions
    with ``@handlers("get_project")``. The platform collects them with ``Handlers.of_package``.
    """

    def __init__(self) -> None:
        self._by_operation: dict[str, Handler] = {}

    @classmethod
    def of_package(cls, package: str) -> Handlers:
        """Collect the ``handlers`` of all modules in a package.

        A platform's ``__init__`` calls ``Handlers.of_package(f"{__name__}.handlers")``, so that a
        new module in that folder needs no registration. Modules without ``handlers`` are skipped.

        Args:
            package: The full name of the package.

        Raises:
            ValueError: Two handlers are registered for the same operation.
        """
        collected = cls()
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            found = getattr(importlib.import_module(f"{package}.{module.name}"), "handlers", {})
            for operation, handler in found.items():
                collected(operation)(handler)
        return collected

    def __call__(self, operation: str) -> Callable[[Handler], Handler]:
        """Register the decorated function for an operation."""

        def register(handler: Handler) -> Handler:
            if operation in self._by_operation:
                raise ValueError(f"two handlers for operation {operation!r}")
            self._by_operation[operation] = handler
            return handler

        return register

    def __getitem__(self, operation: str) -> Handler:
        return self._by_operation[operation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_operation)

    def __len__(self) -> int:
        return len(self._by_operation)


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform; each package in ``platforms/`` defines one as ``PLATFORM``.

    Attributes:
        name: The name of the package, the spec and the URL prefix.
        handlers: One handler for each operation of the spec.
        error_body: Returns the JSON body of an error response in the platform's format.
        seeds: Functions that fill an empty store, by seed name: at least ``demo`` and ``empty``.
        fixtures: Functions that add data to a store, by name. They take the store and keyword
            arguments (JSON values, as sent to ``POST /_emulator/{platform}/{name}``), return the
            created data as JSON, and raise ValueError for invalid arguments.
    """

    name: str
    handlers: Handlers
    error_body: Callable[[ApiError], JSON]
    seeds: Mapping[str, Callable[[Store], None]]
    fixtures: Mapping[str, Callable[..., JSON]] = field(default_factory=dict)
