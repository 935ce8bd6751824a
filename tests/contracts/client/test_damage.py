"""A response in which a required property is missing, null or of another type is still read.

The object is returned. Reading the attribute raises MissingValue, all other attributes are right,
the raw value is in `additional_properties`, and the drift is reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from labelbridge.drift import Drift
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge.options import ClientOptions
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation
from tests.contracts.client.damage import Kind, Place, damaged, expected, kinds_of, places
from tests.contracts.client.harness import full_value, sending
from tests.support.model_values import check_model, missing_values, parts, typed
from tests.support.modes import MODES

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
                warned = warning_begin(operation, place)
                logged = [each.getMessage() for each in caplog.records]
                assert len(logged) == (warned not in seen[mode]), logged
                assert all(each.startswith(warned) for each in logged), (warned, logged)
                seen[mode].add(warned)
            drifts.clear()
            assert typed(drift_client.send(plan)) == typed(found)
            check_drift(drifts, operation, place, kind)


def chosen_by(operation: Operation, place: Place) -> bool:
    """Return whether a property tells the variants of a response apart."""
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
    check_model(found)


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
