"""Schemathesis sends every operation the examples and limits of its contract, wrong values too."""

import copy
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
import schemathesis
from schemathesis import engine
from schemathesis.engine import events

from labelbridge_emulator.binding import bind
from labelbridge_emulator.server import Emulator, running
from labelbridge_emulator.specs import load_spec

KEY = "smoke"
KEYS: Mapping[str, Mapping[str, Any]] = {
    "hasty": {"headers": {"X-Api-Key": KEY}},
    "roboflow": {"parameters": {"query.api_key": KEY}},
    "labelbox": {"headers": {"Authorization": f"Bearer {KEY}"}},
}
# What the contract's examples call by ids of their own, and where the demo has such a thing.
HASTY_IDS = {
    "e0144edc-c824-417c-bf1b-b3f66baa97d3": "e34f765f-cfd9-4789-a575-e083f35ac3f6",  # dataset
    "497f6eca-6276-4993-bfeb-53cbbbba6f08": "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad",  # label
}
HASTY_PATHS = {
    "WorkspaceId": "92874094-a7b8-4cb9-bd33-8d8fc57f3137",
    "ImageId": "84c230fd-5520-4984-8119-37365b66fd80",
}
# A contract cannot say which values fit: a labeler has to be a member, a query to be GraphQL.
UNJUDGED = {"positive_data_acceptance"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running(api_keys=[KEY]) as emulator:
        yield emulator


def fresh(vendor: str, emulator: Emulator) -> str:
    """The demo, in which an export of Hasty's project was made; ids repeat, so its id is known."""
    emulator.reset()
    if vendor != "hasty":
        return ""
    answer = httpx.post(
        f"{emulator.hasty}/v1/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c/exports",
        headers={"X-Api-Key": KEY},
        json={"format": "json_v1.1", "export_name": "smoke"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


def contract(vendor: str, export_id: str) -> dict[str, Any]:
    """The contract, its examples naming things that the demo has."""
    text = json.dumps(load_spec(vendor))
    for theirs, ours in HASTY_IDS.items():
        text = text.replace(theirs, ours)
    spec = json.loads(text)
    if vendor == "hasty":
        parameters = spec["components"]["parameters"]
        for name, value in {**HASTY_PATHS, "ExportId": export_id}.items():
            parameters[name]["example"] = value
    return spec


@pytest.mark.parametrize("vendor", ["hasty", "roboflow", "labelbox"])
def test_every_operation_keeps_its_contract_and_succeeds_at_least_once(
    vendor: str, emulator: Emulator
) -> None:
    schema = schemathesis.openapi.from_dict(contract(vendor, fresh(vendor, emulator)))
    # Without its own base-url every request would be a 404, and most checks would pass.
    schema.config.update(base_url=getattr(emulator, vendor), **copy.deepcopy(KEYS[vendor]))
    schema.config.phases.update(phases=["examples", "coverage"])
    failures: list[str] = []
    statuses: dict[str, Counter[int]] = {}
    for operation in bind(vendor):
        if operation.elsewhere:
            continue
        fresh(vendor, emulator)
        counter = statuses[operation.id] = Counter()
        for event in engine.from_schema(schema.include(operation_id=operation.id)).execute():
            assert not isinstance(event, events.FatalError | events.NonFatalError), event
            if isinstance(event, events.ScenarioFinished):
                counter.update(answered(event))
                failures += [f"{operation.id}: {failure}" for failure in failed(event)]
        assert emulator.violations == []
    assert failures == []
    never = [name for name, counter in statuses.items() if not any(map(is_success, counter))]
    assert never == []


def answered(event: events.ScenarioFinished) -> Iterator[int]:
    for interaction in event.recorder.interactions.values():
        if interaction.response is not None:
            yield interaction.response.status_code


def failed(event: events.ScenarioFinished) -> Iterator[str]:
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None and check.name not in UNJUDGED:
                request = event.recorder.interactions[case_id].request
                failure = check.failure_info.failure
                yield f"{check.name}: {failure.message} ({request.method} {request.uri})"


def is_success(status: int) -> bool:
    return 200 <= status < 300
