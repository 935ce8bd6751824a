"""All methods of the clients, in both colours, with one operation that answers with hostility."""

from itertools import islice
from random import Random

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import LabelbridgeError
from labelbridge.options import RetryPolicy
from labelbridge_emulator import running
from tests.deep.fuzzing.mutations import KINDS, Answer, broken
from tests.deep.fuzzing.replay import (
    CALLS,
    MOST,
    Replay,
    call,
    examine,
    hostile_parts,
    record,
    timeless,
)
from tests.support.modes import MODES, open_client

pytestmark = pytest.mark.xdist_group("hostile methods")

CASES = [(platform, operation) for platform, calls in CALLS.items() for operation in calls]
EACH = 3
"""Kinds that the gate tries on an operation; others on the next, so that all have their turns."""


@pytest.fixture(scope="module")
def emulator():
    with running() as started:
        yield started


@pytest.mark.parametrize(
    ("at", "platform", "operation"),
    [pytest.param(at, *case, id="-".join(case)) for at, case in enumerate(CASES)],
)
def test_a_method_returns_or_raises_an_error_of_labelbridge_and_ends(
    at, platform, operation, emulator, tmp_path
):
    tape = record(platform, operation, emulator, tmp_path)
    for target, fits, value in hostile_parts(tape, operation):
        for step in range(EACH):
            kind = KINDS[(at * EACH + step) % len(KINDS)]
            for mode in MODES:
                chance = Random(f"{operation} {kind} {mode}")
                answer = broken(kind, chance, value, fits)
                replay = Replay(tape, target, answer)
                examine(replay, call(replay, operation, mode, tmp_path))


@pytest.mark.parametrize("depth", [100, 500, 900, 980, 5000])
@pytest.mark.parametrize("mode", MODES)
def test_a_refusal_however_deep_says_nothing_of_credentials(depth, mode, emulator, tmp_path):
    """Their secrets are taken out of all that a refusal repeats, in whatever it is wrapped."""
    tape = record("hasty", "create_bucket_credentials", emulator, tmp_path)
    body = b'{"error":' * depth + b'"a secret"' + b"}" * depth
    replay = Replay(tape, "create_bucket_credentials", Answer(status=400, body=body))
    outcome = call(replay, "create_bucket_credentials", mode, tmp_path)
    assert type(outcome).__name__ == "BadRequest"
    assert "a secret" not in f"{outcome!r}{vars(outcome)}"


PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"


@pytest.mark.parametrize("total", [None, 10**30, 2**63])
@pytest.mark.parametrize("mode", MODES)
def test_a_list_without_end_is_asked_no_further_than_it_is_read(total, mode):
    asked = []

    def page(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        names = [f"{len(asked)}-{at}" for at in range(100)]
        meta = {} if total is None else {"meta": {"total": total}}
        return httpx.Response(200, json={"items": [{"name": each} for each in names], **meta})

    with open_client(mode, Hasty, AsyncHasty, transport=httpx.MockTransport(page)) as hasty:
        read = list(islice(hasty.projects.list(), 950))
    assert (len(read), len(asked)) == (950, 10)


@pytest.mark.parametrize(
    ("answer", "error", "most"),
    [
        (Answer(body=b'{"id": "x", "status": "RUNNING"}'), "WaitTimeout", 800),
        (Answer(status=503, headers=(("Retry-After", b"31536000"),)), "ServerError", 1),
        (Answer(status=503, headers=(("Retry-After", b"0"),)), "ServerError", 3),
        (Answer(status=301, headers=(("Location", b"/"),)), "ApiError", 1),
    ],
    ids=["a job for ever", "in a year", "at once", "elsewhere"],
)
@pytest.mark.parametrize("mode", MODES)
def test_a_wait_ends_by_its_deadline_whatever_comes(answer, error, most, mode, emulator, tmp_path):
    tape = record("hasty", "get_export", emulator, tmp_path)
    replay = Replay(tape, "get_export", answer)
    with (
        timeless(),
        open_client(
            mode,
            Hasty,
            AsyncHasty,
            base_url=tape.base,
            transport=httpx.MockTransport(replay),
            retry=RetryPolicy(attempts=3),
        ) as hasty,
        pytest.raises(LabelbridgeError) as caught,
    ):
        hasty.exports.wait(PROJECT, "8f6c8b7e-5e1f-4b86-b1d5-5f6f0d6b6b11", timeout=600)
    assert type(caught.value).__name__ == error
    assert replay.asked <= most < MOST
