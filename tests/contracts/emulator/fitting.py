"""Bodies and queries for every operation: the contract's, about things that the demo has."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from labelbridge_emulator.platforms.hasty.demo import (
    annotations as demo_annotations,
)
from labelbridge_emulator.platforms.hasty.demo import (
    models as demo_machines,
)
from labelbridge_emulator.platforms.hasty.demo import (
    seeds,
)
from labelbridge_emulator.platforms.hasty.demo import (
    videos as demo_footage,
)
from tests.contracts.cases import CONTRACTS, Operation, requests
from tests.contracts.client.schema_values import ValueMaker
from tests.contracts.emulator.asking import FILMED, IDS, body_schema
from tests.contracts.emulator.varied import BATCHES, QUEUES, RUNS

PAGING: Final = ("offset", "limit")
MOST: Final = 32
"""Values that are tried of a parameter at most."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

THINGS: Final = {
    **IDS["hasty"],
    "class_id": seeds.CAR,
    "tag_id": demo_annotations.TAG,
    "experiment_id": demo_machines.SAMPLE,
    "activities": [demo_footage.DRIVING],
    "dataset_ids": [seeds.TRAIN],
    "class": [seeds.CAR, seeds.SUN],
    "tag": [demo_annotations.DAY],
}
"""What the demo has for fields of Hasty's bodies."""
ITSELF: Final = {
    "labels": seeds.LABEL,
    "attributes": demo_annotations.PLATE,
}
"""What a field `id` means, by the resource."""
BESIDE: Final = {
    "attribute_id": {"attribute_value": "B-AR 17"},
    "attribute_value": {"attribute_id": demo_annotations.PLATE},
    "bool_attribute_value": {"attribute_id": demo_annotations.PLATE},
}
"""What a parameter has to stand beside."""
TEXTS: Final = ("street", "e", "1h", "2024-03-01")
NUMBERS: Final = (0, 1, 1000, 1709283600, 1709283601)
"""The last two are the instant when the demo begins, and a second later."""


def bodies(operation: Operation) -> Iterator[tuple[str, Any]]:
    """The examples of a body, one with every field, and one with none but those that must be."""
    schema = body_schema(operation)
    if schema is None:
        yield "plain", None
        return
    for example in requests(operation):
        yield example.name, fitted(operation, example.value)
    for number, value in enumerate(ValueMaker(CONTRACTS[operation.platform]).variants(schema)):
        yield f"full {number}", fitted(operation, value)
    yield "least", fitted(operation, _least(operation, schema, next(requests(operation)).value))


def fitted(operation: Operation, value: Any) -> Any:
    """A value whose ids are those of the demo."""
    if operation.platform != "hasty":
        return value
    if isinstance(value, list):
        return [fitted(operation, item) for item in value]
    if not isinstance(value, dict):
        return value
    resource = operation.node["tags"][0]
    things = THINGS | ({"id": ITSELF[resource]} if resource in ITSELF else {})
    if resource in FILMED:
        things = things | {"dataset_id": demo_footage.DATASET}
    return {
        name: _like(item, things[name]) if name in things else fitted(operation, item)
        for name, item in value.items()
    }


def _like(item: Any, thing: Any) -> Any:
    """The thing, as a list where the contract wants one."""
    return [thing] if isinstance(item, list) and not isinstance(thing, list) else thing


def _least(operation: Operation, schema: Any, value: Any) -> Any:
    contract = CONTRACTS[operation.platform]
    if isinstance(value, list):
        items = contract.resolve(schema)["items"]
        return [_least(operation, items, item) for item in value]
    if not isinstance(value, dict):
        return value
    schema = contract.resolve(schema)
    for variant in map(contract.resolve, schema.get("oneOf", schema.get("anyOf", [schema]))):
        required = variant.get("required", [])
        if set(required) <= value.keys() <= variant.get("properties", {}).keys():
            return {name: value[name] for name in required}
    return value


def queries(operation: Operation, answer: Any) -> Iterator[dict[str, Any]]:
    """A query for each value of each parameter, and for two values of each list of them.

    Args:
        operation: The operation.
        answer: What it answers without them: ids are taken from it.
    """
    contract = CONTRACTS[operation.platform]
    for parameter in operation.parameters:
        if parameter["in"] != "query" or parameter["name"] in PAGING:
            continue
        schema = contract.resolve(parameter["schema"])
        listed = schema.get("type") == "array"
        item = contract.resolve(schema["items"]) if listed else schema
        values = _values(contract, item, parameter["example"], answer)
        beside = BESIDE.get(parameter["name"], {})
        yield from ({parameter["name"]: [value] if listed else value} | beside for value in values)
        if listed:
            yield from ({parameter["name"]: [*pair]} for pair in pairwise(values))


def _values(contract: Any, schema: Any, example: Any, answer: Any) -> list[Any]:
    for variant in schema.get("anyOf", schema.get("oneOf", ())):
        if "enum" in (resolved := contract.resolve(variant)):
            schema = resolved
    examples = example if isinstance(example, list) else [example]
    if "enum" in schema:
        return [each for each in schema["enum"] if each is not None]
    if schema.get("type") == "boolean":
        return [True, False]
    if schema.get("type") == "integer":
        return [*examples, *NUMBERS]
    ids = [*QUEUES, *BATCHES, *RUNS, *IDS["hasty"].values()]
    found = dict.fromkeys([*examples, *ids, *_UUID.findall(str(answer))])
    if schema.get("format") == "uuid":
        return [*found][:MOST]
    return [*examples, *TEXTS, *[*found][:MOST]]
