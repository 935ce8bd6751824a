"""Idempotent operations are retried after temporary errors, others if they had no effect."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

import httpx
import pytest

from labelbridge import errors
from labelbridge.options import RetryPolicy
from tests.contracts.cases import OPERATIONS, Operation
from tests.contracts.client.harness import full_response, sending
from tests.support.clock import Clock
from tests.support.modes import MODES

POLICY = RetryPolicy(attempts=3, base=0.25, cap=1.0, total=1000.0)
RETRY_AFTER = 7.0
PERMANENT = (400, 401, 403, 404, 409, 422, 501)


def by_resource() -> Any:
    """Parametrize with the operations of each resource, in one mode each."""
    found = groupby(OPERATIONS, lambda each: (each.platform, each.node["tags"][0]))
    return pytest.mark.parametrize(
        ("operations", "mode"),
        [
            pytest.param([*operations], MODES[number % 2], id="-".join(resource))
            for number, (resource, operations) in enumerate(found)
        ],
    )


def idempotent(operations: list[Operation]) -> set[str]:
    """Return those operations that may be repeated by their method or their contract."""
    safe = {"GET", "PUT", "DELETE"}
    return {each.name for each in operations if each.node.get("x-idempotent", each.method in safe)}


def iterate(*responses: httpx.Response) -> Callable[[Any], httpx.Response]:
    """Return a network that gives some responses, one after another."""
    left = iter(responses)
    return lambda _: next(left)


def unavailable(_request: Any = None) -> httpx.Response:
    return httpx.Response(503, headers={"Retry-After": str(int(RETRY_AFTER))})


@by_resource()
def test_retried_operations_are_the_idempotent_ones(
    operations: list[Operation], mode: str, clock: Clock
) -> None:
    retried = set()
    for operation in operations:
        clock.slept.clear()
        respond = iterate(unavailable(), full_response(operation))
        with sending(operation.platform, mode, respond, retry=POLICY) as plans:
            try:
                plans.send(operation.plan())
            except errors.ServerError:
                assert (len(plans.requests), clock.slept) == (1, [])
            else:
                assert (len(plans.requests), clock.slept) == (2, [RETRY_AFTER])
                retried.add(operation.name)
    assert retried == idempotent(operations)


@by_resource()
@pytest.mark.parametrize("failure", [httpx.Response(429), httpx.ConnectError("refused")], ids=type)
def test_every_operation_is_retried_if_the_request_had_no_effect(
    operations: list[Operation], mode: str, failure: Any, clock: Clock
) -> None:
    for operation in operations:
        left = [failure, full_response(operation)]

        def respond(_request: Any, left: list[Any] = left) -> httpx.Response:
            if isinstance(found := left.pop(0), Exception):
                raise found
            return found

        with sending(operation.platform, mode, respond, retry=POLICY) as plans:
            plans.send(operation.plan())
        assert left == []


@by_resource()
def test_retries_end_at_maximum_attempts_and_deadline(
    operations: list[Operation], mode: str, clock: Clock
) -> None:
    for operation in operations:
        repeats = operation.name in idempotent(operations)
        with sending(operation.platform, mode, unavailable, retry=POLICY) as plans:
            with pytest.raises(errors.ServerError):
                plans.send(operation.plan())
            assert len(plans.requests) == (POLICY.attempts if repeats else 1)
            plans.requests.clear()
            with pytest.raises(errors.ServerError):
                plans.send(operation.plan(), clock.now + 1.5 * RETRY_AFTER)
            assert len(plans.requests) == (2 if repeats else 1)


@by_resource()
def test_permanent_errors_are_not_retried(
    operations: list[Operation], mode: str, clock: Clock
) -> None:
    for operation in operations:
        respond = iterate(*map(httpx.Response, PERMANENT))
        with sending(operation.platform, mode, respond, retry=POLICY) as plans:
            for number, _status in enumerate(PERMANENT, start=1):
                with pytest.raises(errors.ApiError):
                    plans.send(operation.plan())
                assert len(plans.requests) == number
    assert clock.slept == []
