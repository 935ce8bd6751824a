"""Schemathesis sends every operation the examples and limits of its contract, wrong values too.

Of each place one value of a wrong type is sent, and of each path two methods that it lacks: the
others take the same ways through the emulator, and much longer.
"""

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis.internal import lambda_sources
from schemathesis import Case, HookContext, engine
from schemathesis.engine import events
from schemathesis.generation.meta import CoverageScenario

from labelbridge_emulator.binding import bind
from labelbridge_emulator.operation import Operation
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
    "deec160f-3767-4bed-9c55-0fa799b4e476": "e34f765f-cfd9-4789-a575-e083f35ac3f6",  # dataset
    "8912827e-6c2c-402a-a0f3-1eb63f7b12c8": "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0",  # dataset
}
HASTY_PATHS = {
    "WorkspaceId": "92874094-a7b8-4cb9-bd33-8d8fc57f3137",
    "ImageId": "84c230fd-5520-4984-8119-37365b66fd80",
}
FILMS = {"17a4fab4-c59c-4031-9cb5-41fccb5b054c": "6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"}  # project
MODEL = "c0b1e6a2-7d1e-4b4e-9c65-0f7a3d0c8a11"
MODELS = {
    "detect_objects": "object_detector",
    "segment_instances": "instance_segmentor",
    "segment_semantics": "semantic_segmentor",
    "predict_attributes": "attributer",
}
# A contract cannot say which values fit: a labeler has to be a member, a query to be GraphQL.
UNJUDGED = {"positive_data_acceptance"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running(api_keys=[KEY]) as emulator:
        yield emulator


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes half of the time and tests nothing.

    Hypothesis parses a whole module of schemathesis to describe a lambda in it, in each thread, and
    each operation has its own; requests reads the environment's proxies for each request.
    """
    monkeypatch.setattr(lambda_sources, "_lambda_description", lambda _: "lambda value: ...")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def fresh(vendor: str, emulator: Emulator) -> Mapping[str, str]:
    """The demo, in which Hasty's project has an export and loaded models.

    Ids repeat, so what it gives is known before: the ids of the export and of each model.
    """
    emulator.reset()
    if vendor != "hasty":
        return {}
    with httpx.Client(
        base_url=f"{emulator.hasty}/v1/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c",
        headers={"X-Api-Key": KEY},
        verify=False,
    ) as client:
        body = {"format": "json_v1.1", "export_name": "smoke"}
        ids = {"export": client.post("/exports", json=body).json()["id"]}
        for kind in [*MODELS.values()] * 2:  # the second time it is loaded
            ids[kind] = client.get(f"/{kind}").json()["model_id"]
    return ids


def contract(vendor: str, operation: Operation, made: Mapping[str, str]) -> dict[str, Any]:
    """The contract, its examples for an operation naming things that the demo has."""
    spec = load_spec(vendor)
    if vendor != "hasty":
        return spec
    ids = FILMS if tag(vendor, operation) in {"videos", "segments", "activity_types"} else HASTY_IDS
    text = json.dumps(spec).replace(MODEL, made.get(MODELS.get(operation.id, ""), MODEL))
    for theirs, ours in ids.items():
        text = text.replace(theirs, ours)
    spec = json.loads(text)
    parameters = spec["components"]["parameters"]
    for name, value in {**HASTY_PATHS, "ExportId": made["export"]}.items():
        parameters[name]["example"] = value
    listed = spec["components"]["examples"]["BucketImportRequest"]["value"]
    del listed["upload_id"], listed["upload_scope_id"]  # nobody uploaded a list
    # A reading of the whole contract for each operation would take minutes.
    spec["paths"] = {path: each for path, each in spec["paths"].items() if path == operation.path}
    return spec


def resources() -> Iterator[tuple[str, str]]:
    """Each vendor's resources, so that workers share the work."""
    for vendor in KEYS:
        yield from sorted({(vendor, tag(vendor, each)) for each in bind(vendor)})


def tag(vendor: str, operation: Operation) -> str:
    """The resource that an operation belongs to."""
    (tag,) = load_spec(vendor)["paths"][operation.path][operation.method.lower()]["tags"]
    return str(tag)


@pytest.mark.parametrize(("vendor", "resource"), list(resources()))
def test_every_operation_keeps_its_contract_and_succeeds_at_least_once(
    vendor: str, resource: str, emulator: Emulator
) -> None:
    failures: list[str] = []
    statuses: dict[str, Counter[int]] = {}
    for operation in bind(vendor):
        if operation.elsewhere or tag(vendor, operation) != resource:
            continue
        made = fresh(vendor, emulator)
        schema = schemathesis.openapi.from_dict(contract(vendor, operation, made))
        # Without its own base-url every request would be a 404, and most checks would pass.
        schema.config.update(base_url=getattr(emulator, vendor), **copy.deepcopy(KEYS[vendor]))
        schema.config.phases.update(phases=["examples", "coverage"])
        schema.config.phases.coverage.unexpected_methods = {"delete", "trace"}
        schema.hook("filter_case")(sparing())
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


def sparing() -> Callable[[HookContext, Case], bool]:
    """Lets pass one value of a wrong type for each place, and all that is wrong otherwise."""
    seen = set()

    def filter_case(_context: HookContext, case: Case) -> bool:
        data = case.meta.phase.data
        if getattr(data, "scenario", None) is not CoverageScenario.INCORRECT_TYPE:
            return True
        place = (data.parameter_location, data.parameter, data.location)
        passes = place not in seen
        seen.add(place)
        return passes

    return filter_case


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
