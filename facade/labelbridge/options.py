"""The knobs of a client, with their defaults, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import inf
from typing import Any, Final, Literal

from attrs import field, frozen

from labelbridge.drift import Drift
from labelbridge.errors import ConfigurationError

_PATH: Final = re.compile(r"(?:/(?:[^/?#\s{}]|\{\w*\})+)+/?")


def _seconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < inf:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, not {value!r}")
    return float(value)


def _positive(default: float) -> float:
    return field(default=default, validator=lambda _, at, value: [_seconds(at.name, value)])


def _attempts(_policy: object, _field: object, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigurationError(f"attempts must be a whole number from 1, not {value!r}")


@frozen
class Timeout:
    """How long a request may make no progress, in seconds.

    These are pauses, not the whole: an answer that keeps coming is read to its end. A plain number
    stands for all of them, and for `connect` up to its default.

    Attributes:
        connect: To open a connection.
        read: Between two pieces of an answer.
        write: Between two pieces of a request.
        pool: To get a free connection of the client's own.
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
        value = _seconds("timeout", value)
        return cls(connect=min(value, 10.0), read=value, write=value, pool=value)


@frozen
class RetryPolicy:
    """When and how a failed request is tried again.

    What counts as worth a retry may change between versions. Today only idempotent operations are
    retried, and only after a failure that may pass: no connection, half an answer, a timeout, 408,
    425, 429, 500, 502, 503, 504 and the 52x of proxies. The wait doubles from `base` up to `cap`,
    of which a random half is waited, so that many clients do not come back at once; a Retry-After
    of the platform is the least that is waited.

    Attributes:
        attempts: Tries in all, the first included; 1 means no retry.
        base: Seconds of the first wait.
        cap: Seconds of the longest wait, Retry-After excepted.
        total: Seconds after the first try after which none is begun, however long the platform asks
            to wait.
    """

    attempts: int = field(default=4, validator=_attempts)
    base: float = _positive(0.5)
    cap: float = _positive(30.0)
    total: float = _positive(120.0)


def _absolute(_options: object, _field: object, paths: Any) -> None:
    if not isinstance(paths, Mapping):
        raise ConfigurationError("paths must be a dict from ids of operations to paths")
    for operation, path in paths.items():
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise ConfigurationError(
                f"paths: that of {operation} must be like /v1/things/{{thing_id}}, not {path!r}"
            )


def _style(_options: object, _field: object, value: Any) -> None:
    if value not in ("comma", "repeat", None):
        raise ConfigurationError(f'lists must be "comma", "repeat" or None, not {value!r}')


def _hook(_options: object, _field: object, value: Any) -> None:
    if value is not None and not callable(value):
        raise ConfigurationError(f"on_drift must be a function of a Drift, not {value!r:.60}")


@frozen
class ClientOptions:
    """What most programs never need: ways around a contract that turns out to be wrong.

    `on_drift` is called for each thing about an answer that does not fit the contract, before the
    method returns or raises: for single answers, pages, rows of exports, refusals, and what cannot
    be read at all. It changes nothing of what the method does. With it each answer is read twice;
    without it nothing is held against anything. What it raises comes out of the method unchanged,
    in place of the value, so that a test can end at the first drift; a program that must go on
    should raise nothing there. Async clients call it in the event loop: it must not block.

    Attributes:
        paths: Other paths for operations, by the operation's id, with the same names in braces:
            `{"list_heuristics": "/v1/projects/{project_id}/heuristics"}`. The contracts mark the
            paths that are guesses with `x-confidence: low`.
        lists: How a list goes into the query: one value joined by "comma", or the parameter
            "repeat"ed; None is as the platform's contract says.
        on_drift: Is told of each thing that does not fit, as a `labelbridge.drift.Drift`.
    """

    paths: Mapping[str, str] = field(factory=dict, validator=_absolute)
    lists: Literal["comma", "repeat"] | None = field(default=None, validator=_style)
    on_drift: Callable[[Drift], None] | None = field(default=None, validator=_hook)


NO_RETRY: Final = RetryPolicy(attempts=1)
"""Every request is sent once."""
