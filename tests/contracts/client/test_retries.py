"""An operation is tried again when that is harmless and may help, and not otherwise."""

from typing import Any

import httpx
import pytest

from labelbridge import errors
from labelbridge.options import RetryPolicy
from tests.contracts.cases import Operation
from tests.contracts.client.clock import Clock
from tests.contracts.client.every import answered, every_mode, every_operation, sending

POLICY = RetryPolicy(attempts=3, base=0.25, cap=1.0, total=1000.0)
WISH = 7.0
"""Seconds that the platform asks to wait."""


def repeatable(operation: Operation) -> bool:
    """Whether the contract says that sending it twice does no more than sending it once."""
    safe = operation.method in {"GET", "PUT", "DELETE"}
    return bool(operation.node.get("x-idempotent", safe))


def busy(_request: Any = None) -> httpx.Response:
    return httpx.Response(503, headers={"Retry-After": str(int(WISH))})


@every_mode
@every_operation
def test_a_busy_platform_is_asked_again_when_it_wants_to_be(
    operation: Operation, mode: str, clock: Clock
) -> None:
    answers = [busy(), answered(operation)]
    with sending(operation.platform, mode, lambda _: answers.pop(0), retry=POLICY) as plans:
        if repeatable(operation):
            plans.send(operation.plan())
            assert (len(plans.requests), clock.slept) == (2, [WISH])
        else:
            with pytest.raises(errors.ServerError):
                plans.send(operation.plan())
            assert (len(plans.requests), clock.slept) == (1, [])


@every_mode
@every_operation
def test_it_is_not_asked_more_often_than_the_policy_says_nor_after_a_deadline(
    operation: Operation, mode: str, clock: Clock
) -> None:
    with sending(operation.platform, mode, busy, retry=POLICY) as plans:
        with pytest.raises(errors.ServerError):
            plans.send(operation.plan())
        assert len(plans.requests) == (POLICY.attempts if repeatable(operation) else 1)
        plans.requests.clear()
        with pytest.raises(errors.ServerError):
            plans.send(operation.plan(), clock.now + 1.5 * WISH)
        assert len(plans.requests) == (2 if repeatable(operation) else 1)


@every_mode
@every_operation
def test_what_is_refused_is_not_asked_again(operation: Operation, mode: str, clock: Clock) -> None:
    refusals = [400, 401, 403, 404, 409, 422, 501]
    with sending(
        operation.platform, mode, lambda _: httpx.Response(refusals.pop()), retry=POLICY
    ) as plans:
        for left in range(len(refusals), 0, -1):
            with pytest.raises(errors.ApiError):
                plans.send(operation.plan())
            assert len(refusals) == left - 1
    assert clock.slept == []
