"""A response in which a required property is missing, null or of another type is still read.

The object is returned. Reading the attribute raises MissingValue, all other attributes are right,
the raw value is in `additional_properties`, and the drift is reported with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve

from labelbridge._core.registry import client_classes
from labelbridge.drift import Drift
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge.options import ClientOptions
from labelbridge_emulator import running
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation
from tests.contracts.client.damage import Kind, Place, damaged, expected, kinds_of, places
from tests.contracts.client.harness import full_value, sending
from tests.contracts.client.schema_values import UNKNOWN, ValueMaker
from tests.deep.fuzzing.checks import to_httpx
from tests.deep.fuzzing.recording import Replay, record
from tests.support.calls import calls_of, make_call
from tests.support.clock import Clock
from tests.support.facts import facts
from tests.support.model_values import check_model, missing_values, parts, typed
from tests.support.modes import MODES, open_client

SHARE = 4
"""Of so many damages, one has the longer checks."""
INDEX = re.compile(r"/\d+(?=/|$)")
HARMLESS = {"unknown_key"}


def response_schema(operation: Operation) -> Any:
    """Return the schema of the JSON response to an operation."""
    resolve = CONTRACTS[operation.platform].resolve
    status = min(each for each in operation.node["responses"] if each.startswith("2"))
    return resolve(operation.node["responses"][status])["content"]["application/json"]["schema"]


def damages(operation: Operation, value: Any) -> Iterator[tuple[Place, Kind]]:
    """Yield every damage of a response."""
    for place in places(CONTRACTS[operation.platform], response_schema(operation), value):
        for kind in kinds_of(place):
            yield place, kind


WITH_JSON = [each for each in OPERATIONS if full_value(each) is not None]
every_json_operation = pytest.mark.parametrize(
    ("number", "operation"),
    [pytest.param(n, each, id=f"{each.platform}-{each.name}") for n, each in enumerate(WITH_JSON)],
)


@every_json_operation
def test_damaged_property_is_missing_and_all_others_are_right(
    number: int, operation: Operation, caplog: pytest.LogCaptureFixture
) -> None:
    value, drifts = full_value(operation), list[Drift]()
    plan, response = operation.plan(), httpx.Response(200, json=value)
    options = ClientOptions(on_drift=drifts.append)
    with ExitStack() as stack:

        def client(mode: str, **options: Any) -> Any:
            respond = lambda _: response  # noqa: E731 - the response changes below
            return stack.enter_context(sending(operation.platform, mode, respond, **options))

        clients = {mode: (client(mode), client(mode, options=options)) for mode in MODES}
        intact = typed(client("sync").send(plan))
        seen: dict[str, set[str]] = {mode: set() for mode in MODES}
        for count, (place, kind) in enumerate(damages(operation, value), start=number):
            mode = MODES[count % 2]
            logging_client, drift_client = clients[mode]
            response = httpx.Response(200, json=damaged(value, place, kind))
            caplog.clear()
            try:
                found = logging_client.send(plan)
            except ResponseFormatError:
                assert chosen_by(operation, place)
                continue
            if typed(found) != intact or not place.in_instant:
                check_damaged(found, intact, place, kind, operation)
                if count % SHARE == 0:
                    check_model(found)
                warned = warning_begin(operation, place)
                logged = [each.getMessage() for each in caplog.records]
                assert len(logged) == (warned not in seen[mode]), logged
                assert all(each.startswith(warned) for each in logged), (warned, logged)
                seen[mode].add(warned)
            drifts.clear()
            assert typed(drift_client.send(plan)) == typed(found)
            check_drift(drifts, operation, place, kind)


def chosen_by(operation: Operation, place: Place) -> bool:
    """Return whether a property distinguishes the variants of a response."""
    variants = response_schema(operation).get("oneOf", ())
    return not place.path and bool(variants)


def check_damaged(found: Any, intact: Any, place: Place, kind: Kind, operation: Operation) -> None:
    """Check the value of a damaged response."""
    if place.in_instant:  # the complete instant has no value
        missing = missing_values(found)
        assert {wire for _, wire in missing} <= {place.path[-1]}
        return
    assert typed(found) == expected(intact, place, kind)
    ((model, name),) = missing_values(found)
    for part in parts(found):
        if missing_values(part) and type(part).__name__ == model and not hasattr(part, name):
            with pytest.raises(MissingValue) as caught:
                getattr(part, name)
            assert caught.value.operation == operation.name


def warning_begin(operation: Operation, place: Place) -> str:
    """Return the beginning of the warning about a place."""
    at = place.pointer if place.in_instant else f"{place.pointer}/{place.name}"
    return f"{operation.platform} {operation.name} at {INDEX.sub('/*', at)}: "


def check_drift(drifts: list[Drift], operation: Operation, place: Place, kind: Kind) -> None:
    """Check that the damage is the only drift."""
    found = [each for each in drifts if each.kind not in HARMLESS]
    at = place.pointer if kind == "missing" else f"{place.pointer}/{place.name}"
    assert [(each.operation, each.kind, each.place) for each in found] == [
        (operation.name, kind, at)
    ], drifts


ROWS = [
    pytest.param(platform, operation, row.__name__, id=f"{platform}-{operation}")
    for platform in CONTRACTS
    for operation, row in facts(platform).ROWS.items()
]


@pytest.mark.parametrize(("platform", "operation", "row"), ROWS)
def test_damaged_property_of_row_is_missing_and_all_others_are_right(
    platform: str, operation: str, row: str
) -> None:
    contract, schema = CONTRACTS[platform], {"$ref": f"#/components/schemas/{row}"}
    value = ValueMaker(contract, UNKNOWN).make(schema)
    sent = value

    def respond(request: httpx.Request) -> httpx.Response:
        if (signing := facts(platform).SIGNED_BY.get(operation)) and request.url.host != "files":
            return httpx.Response(200, json=signing("https://files/rows.json"))
        return httpx.Response(200, content=json.dumps(sent))

    with ExitStack() as stack:
        clients = [
            stack.enter_context(open_client(mode, *client_classes(platform), transport=network))
            for mode, network in zip(MODES, [httpx.MockTransport(respond)] * 2, strict=True)
        ]
        read = facts(platform).READ_ROWS[operation]
        (intact,) = map(typed, read(clients[0]))
        for count, place in enumerate(places(contract, schema, value)):
            for kind in kinds_of(place):
                sent = damaged(value, place, kind)
                (found,) = read(clients[count % 2])
                assert typed(found) == expected(intact, place, kind)
            check_model(found)


@pytest.fixture(scope="module")
def emulator_urls() -> Iterator[Any]:
    with running() as urls:
        yield urls


CALLED = [
    pytest.param(number, each, id=f"{each.platform}-{each.name}")
    for number, each in enumerate(WITH_JSON)
    if each.name in calls_of(each.platform) and each.name not in facts(each.platform).ROWS
]


def is_envelope(place: Place) -> bool:
    """Return whether a property has the objects of a response, or is polled."""
    return not place.path and (place.schema.get("type") != "string" or place.name == "status")


@pytest.mark.parametrize(("number", "operation"), CALLED)
def test_method_needs_at_most_properties_of_the_envelope(
    number: int, operation: Operation, emulator_urls: Any, tmp_path: Path, clock: Clock
) -> None:
    name = operation.name
    recording = record(operation.platform, name, emulator_urls, tmp_path)
    valid = recording.operations[name]
    value, sent = json.loads(valid.body), valid.body

    def respond(request: httpx.Request) -> httpx.Response:
        if recording.operation(request) != name:
            return recorded(request)
        is_next_page = request.url.params.get("offset", "0") != "0"
        empty = json.dumps({"meta": {"total": 0}, "items": []}).encode()
        return to_httpx(evolve(valid, body=empty if is_next_page else sent))

    recorded = Replay(recording, "", valid)
    with ExitStack() as stack:
        clients = [
            stack.enter_context(
                open_client(
                    mode,
                    *client_classes(operation.platform),
                    base_url=recording.base,
                    transport=httpx.MockTransport(respond),
                )
            )
            for mode in MODES
        ]
        for count, (place, kind) in enumerate(damages(operation, value), start=number):
            if count % SHARE and not is_envelope(place):
                continue
            sent = json.dumps(damaged(value, place, kind)).encode()
            recorded = Replay(recording, "", valid)
            try:
                make_call(operation.platform, name, clients[(count // SHARE) % 2], tmp_path)
            except ResponseFormatError as error:
                assert error.operation == name
                assert place.path == (), place
