"""Options of clients, with their defaults."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from math import inf
from os import PathLike
from typing import Any, Final, Literal

from attrs import field, frozen

from labelbridge.drift import Drift
from labelbridge.errors import ConfigurationError

_PATH: Final = re.compile(r"(?:/(?:[^/?#\s{}]|\{\w*\})+)+/?")


def positive_seconds(name: str, value: Any) -> float:
    """Return a positive number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < inf:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, not {value!r}")
    return float(value)


def _positive(default: float) -> float:
    return field(default=default, validator=lambda _, at, value: [positive_seconds(at.name, value)])


def _integer(minimum: int) -> Callable[[Any, Any, Any], None]:
    def check(_options: object, at: Any, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
            raise ConfigurationError(
                f"{at.name} must be an integer of at least {minimum}, not {value!r:.60}"
            )

    return check


@frozen
class Timeout:
    """Timeouts of a request, in seconds.

    They limit each wait, not the total: a response that keeps arriving is read to its end. A number
    instead of a Timeout sets all of them; `connect` stays at its default if that is lower.

    Attributes:
        connect: Limit for opening a connection.
        read: Limit between two chunks of a response.
        write: Limit between two chunks of a request.
        pool: Limit for a free connection, if there are as many requests as `ClientOptions` allows
            connections. It begins again whenever a connection becomes free, so that requests wait
            as long as others end, however many there are.
    """

    connect: float = _positive(10.0)
    read: float = _positive(60.0)
    write: float = _positive(60.0)
    pool: float = _positive(60.0)

    @classmethod
    def of(cls, value: float | Timeout) -> Timeout:
        """Return `value` as a Timeout."""
        if isinstance(value, Timeout):
            return value
        value = positive_seconds("timeout", value)
        return cls(connect=min(value, 10.0), read=value, write=value, pool=value)

    def by_name(self) -> dict[str, float]:
        """Return the timeouts as httpx expects them in a request."""
        return {
            "connect": self.connect,
            "read": self.read,
            "write": self.write,
            "pool": self.pool,
        }


@frozen
class RetryPolicy:
    """When failed requests are retried.

    Idempotent operations are retried after a temporary failure: no connection, an incomplete
    response, a timeout, or status 408, 425, 429, 500, 502, 503, 504 or 520 to 530. All other
    operations, such as creations, are retried only if the request had no effect: after status 429,
    or if the connection failed before the request was sent. These rules may change between
    versions. The wait doubles from `base` up to `cap`, with jitter: it is
    between half and all of that. A Retry-After header of the response is the minimum.

    Attributes:
        attempts: Maximum number of attempts, the first one included; 1 disables retries.
        base: Seconds of the first wait.
        cap: Seconds of the longest wait, unless Retry-After is longer.
        total: Seconds after the first attempt after which no retry starts, also if Retry-After is
            longer.
    """

    attempts: int = field(default=4, validator=_integer(1))
    base: float = _positive(0.5)
    cap: float = _positive(30.0)
    total: float = _positive(120.0)


def _absolute(_options: object, _field: object, paths: Any) -> None:
    if not isinstance(paths, Mapping) or not all(isinstance(name, str) for name in paths):
        raise ConfigurationError("paths must be a dict of paths by operation id")
    for operation, path in paths.items():
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise ConfigurationError(
                f"paths: the path of {operation} must be like /v1/things/{{thing_id}}, not {path!r}"
            )


def _style(_options: object, _field: object, value: Any) -> None:
    if value not in ("comma", "repeat", None):
        raise ConfigurationError(f'lists must be "comma", "repeat" or None, not {value!r}')


def _hook(_options: object, _field: object, value: Any) -> None:
    if value is not None and not callable(value):
        raise ConfigurationError(
            f"on_drift must be a function that takes a Drift, not {value!r:.60}"
        )


def _certificates(_options: object, _field: object, value: Any) -> None:
    if not isinstance(value, str | PathLike | ssl.SSLContext | None):
        raise ConfigurationError(
            "verify must be the path of a file or folder of certificates, or an ssl.SSLContext, "
            f"not {value!r:.60}"
        )


@frozen
class ClientOptions:
    """Options for networks and for contracts that differ from the platform.

    Most programs do not need them.

    `verify` has the certificate authorities that are trusted. Without it, the first of these
    environment variables that is set is used: SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE,
    CURL_CA_BUNDLE; otherwise the authorities of the package certifi. Clients with the same
    certificates share a TLS context.

    `on_drift` is called for each difference between a response and the contract, before the method
    returns or raises: for single objects, pages, rows of exports, error responses and unreadable
    responses. It does not change the result of the method. With it, each response is parsed twice.
    Without it, responses are not compared with the contract, but the logger `labelbridge` has one
    warning for each operation and place where a value cannot be read. An exception that it raises
    propagates from the method, so that a test can stop at the first drift. Async clients call it in
    the event loop: it must not block.

    Attributes:
        paths: Replacement paths by operation id, with the same names in braces:
            `{"list_heuristics": "/v1/projects/{project_id}/heuristics"}`. The contracts mark
            uncertain paths with `x-confidence: low`.
        lists: How lists are sent in the query: "comma" joins the items, "repeat" repeats the
            parameter; None follows the platform's contract.
        on_drift: Called with a `labelbridge.drift.Drift` for each difference.
        verify: Path of a PEM file, of a folder that `openssl rehash` has prepared, or an
            `ssl.SSLContext`, which can also have a client certificate.
        connections: Largest number of connections to each host. More concurrent requests wait for a
            free connection, in their order.
        read_ahead: Largest number of pages that iterations over lists, and `collect`, request
            together, if requests wait for the network. 0 requests one page after another. After
            status 429, fewer pages are requested together.
    """

    paths: Mapping[str, str] = field(factory=dict, validator=_absolute)
    lists: Literal["comma", "repeat"] | None = field(default=None, validator=_style)
    on_drift: Callable[[Drift], None] | None = field(default=None, validator=_hook)
    verify: str | PathLike[str] | ssl.SSLContext | None = field(
        default=None, validator=_certificates
    )
    connections: int = field(default=64, validator=_integer(1))
    read_ahead: int = field(default=16, validator=_integer(0))


NO_RETRY: Final = RetryPolicy(attempts=1)
"""No retries: every request is sent once."""
