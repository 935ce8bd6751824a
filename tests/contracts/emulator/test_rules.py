"""What holds for every operation of the emulator, whatever it is about."""

from typing import Any

import httpx
import pytest

from labelbridge_emulator.platforms.hasty.demo import (
    models as demo_machines,
)
from labelbridge_emulator.platforms.hasty.demo import (
    seeds,
)
from labelbridge_emulator.platforms.hasty.demo import (
    videos as demo_footage,
)
from labelbridge_emulator.platforms.hasty.fixtures import add_workspace
from tests.contracts.cases import OPERATIONS, Operation, requests
from tests.contracts.emulator.asking import FILMED, FILMS, SERVED, Asking, body_schema, named

ENOUGH = 3
"""Items that a list must have, to show how it is cut."""

MORE: dict[str, tuple[str, dict[str, Any]]] = {
    "list_projects": ("create_project", {"name": "More {}"}),
    "list_datasets": ("create_dataset", {"name": "More {}"}),
    "list_label_classes": ("create_label_class", {"name": "More {}"}),
    "list_attributes": ("create_attribute", {"name": "More {}", "type": "TEXT", "values": []}),
    "list_tag_classes": ("create_tag_class", {"name": "More {}"}),
    "list_tag_groups": ("create_tag_group", {"name": "More {}", "type": "SELECTION"}),
    "list_activity_types": ("create_activity_type", {"name": "More {}"}),
    "list_videos": (
        "create_video",
        {"dataset_id": demo_footage.DATASET, "url": "https://example.com/{}.mp4"},
    ),
    "list_automated_labeling_jobs": (
        "create_automated_labeling_job",
        {"experiment_id": demo_machines.SAMPLE},
    ),
}
"""What makes one more item of a list: the operation and its body; {} is the item's number."""


WHOLE = {"list_label_attributes"}
"""It is not cut into pages, whatever its parameters say."""


def operations(fits: Any) -> pytest.MarkDecorator:
    found = [pytest.param(each, id=named(each)) for each in SERVED if fits(each)]
    return pytest.mark.parametrize("operation", found)


def names(operation: Operation, place: str) -> list[str]:
    return [each["name"] for each in operation.parameters if each["in"] == place]


def refuses(operation: Operation) -> bool:
    return "400" in operation.node["responses"]


@operations(refuses)
def test_a_parameter_that_the_contract_does_not_know_is_refused(
    operation: Operation, every: Asking
) -> None:
    known = {"count": 1} if operation.name == "create_uploads" else {}
    body = next((each.value for each in requests(operation)), None)
    answer = every.ask(operation, known | {"unheard_of": "1"}, json=body)
    assert answer.status_code == 400
    assert "unheard_of" in answer.text


@operations(lambda operation: refuses(operation) and body_schema(operation))
def test_a_field_that_the_contract_does_not_know_is_refused_by_its_name(
    operation: Operation, every: Asking
) -> None:
    for example in requests(operation):
        body = [*example.value] if isinstance(example.value, list) else dict(example.value)
        records = [each for each in body if isinstance(each, dict)] if isinstance(body, list) else 0
        if records == []:
            body = {"unheard_of": 1}
        elif records:
            body = [records[0] | {"unheard_of": 1}]
        else:
            body["unheard_of"] = 1
        answer = every.ask(operation, json=body)
        assert answer.status_code == 400
        assert "unheard_of" in answer.text


@operations(lambda operation: not operation.name.startswith("check_key_"))
def test_without_its_key_nothing_is_answered(operation: Operation, every: Asking) -> None:
    assert every.ask(operation, key=False).status_code == 401


@operations(lambda each: each.platform == "hasty" and len(names(each, "path")) > 1)
def test_what_belongs_to_another_project_is_not_found(operation: Operation, every: Asking) -> None:
    if "project_id" in names(operation, "path"):
        mine = FILMS if operation.node["tags"][0] in FILMED else seeds.PROJECT
        others = {"project_id": seeds.PROJECT if mine == FILMS else FILMS}
    else:
        others = {"workspace_id": add_workspace(every.emulation.store, name="Other")["id"]}
    body = next((each.value for each in requests(operation)), None)
    assert every.ask(operation, ids=others, json=body).status_code == 404


def whole(operation: Operation, every: Asking) -> list[Any]:
    """All items of a list, which has enough of them."""
    if operation.name == "list_workspaces":
        for number in range(ENOUGH):
            add_workspace(every.emulation.store, name=f"Workspace {number}")
    if operation.name in MORE:
        name, body = MORE[operation.name]
        (create,) = [each for each in SERVED if each.name == name]
        for number in range(ENOUGH):
            texts = {
                key: value.format(number) for key, value in body.items() if isinstance(value, str)
            }
            every.ask(create, json=body | texts).raise_for_status()
    answer = every.ask(operation).json()
    assert answer["meta"]["total"] == len(answer["items"])
    return list(answer["items"])


@operations(lambda each: each.method == "GET" and "offset" in names(each, "query"))
def test_a_page_is_the_part_of_the_list_that_was_asked_for(
    operation: Operation, every: Asking
) -> None:
    items = whole(operation, every)
    for offset in range(len(items) + 2):
        for limit in range(min(len(items), ENOUGH) + 2):
            page = every.ask(operation, {"offset": offset, "limit": limit}).json()
            part = items if operation.name in WHOLE else items[offset : offset + limit]
            # by their ids: jobs and videos go on while they are asked for
            assert [each["id"] for each in page["items"]] == [each["id"] for each in part]
            assert page["meta"]["total"] == len(items)


def test_lists_have_enough_items_to_show_it(every: Asking) -> None:
    short = {
        operation.name
        for operation in SERVED
        if operation.method == "GET" and "offset" in names(operation, "query")
        if len(whole(operation, every)) < 2
    }
    assert short == set()


def signed(name: str, every: Asking) -> tuple[str, str]:
    """A signed URL that an operation gives, and the method that it is for."""
    (operation,) = [each for each in OPERATIONS if each.name == name]
    if name == "create_uploads":
        return str(every.ask(operation, {"count": 1}).json()["items"][0]["url"]), "PUT"
    if name == "get_export":
        ids = {"export_id": every.ids(operation)["export_id"]}
        every.ask(operation, ids=ids)
        return str(every.ask(operation, ids=ids).json()["meta"]["url"]), "GET"
    body = next(requests(operation)).value
    answers = (every.ask(operation, json=body).json()["data"]["exportLabels"] for _ in range(9))
    export = next(each for each in answers if not each["shouldPoll"])
    return str(export["downloadUrl"]), "GET"


@pytest.mark.parametrize("name", ["create_uploads", "get_export", "execute_graphql"])
def test_a_signed_url_is_for_one_method_and_some_time(name: str, every: Asking) -> None:
    url, method = signed(name, every)
    other = {"PUT": "GET", "GET": "PUT"}[method]
    assert every.send(other, url).status_code == 403
    assert every.send(method, httpx.URL(url, query=None)).status_code == 403
    assert every.send(method, url).status_code == 200
    every.emulation.store.clock.advance(366 * 24 * 3600)
    assert every.send(method, url).status_code == 403
