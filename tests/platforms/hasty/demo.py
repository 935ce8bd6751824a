"""The demo data that the generic emulator tests use."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from labelbridge_emulator.platforms.hasty import fixtures
from labelbridge_emulator.platforms.hasty.demo import annotations, models, seeds, videos
from labelbridge_emulator.platforms.hasty.models.state import STATUSES, State
from tests.contracts.cases import Operation
from tests.contracts.emulator.harness import EmulatorClient, served

VIDEO_RESOURCES = {"videos", "segments", "activity_types"}
VIDEO_PROJECT: Final = "6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"

IDS: Final[Mapping[str, str]] = {
    "workspace_id": seeds.WORKSPACE,
    "project_id": seeds.PROJECT,
    "dataset_id": seeds.TRAIN,
    "label_class_id": seeds.CAR,
    "image_id": seeds.IMAGE,
    "label_id": seeds.LABEL,
    "attribute_id": annotations.PLATE,
    "tag_class_id": annotations.DAY,
    "tag_group_id": annotations.TIME_OF_DAY,
    "keypoint_schema_id": annotations.SCHEMA,
    "video_id": videos.VIDEO,
    "segment_id": videos.SEGMENT,
    "activity_type_id": videos.DRIVING,
    "job_id": models.SAMPLE,
    "bucket_id": models.SAMPLE,
}
QUERIES = {"create_uploads": {"count": 2}}


def _is_of_videos(operation: Operation) -> bool:
    return operation.node["tags"][0] in VIDEO_RESOURCES


def path_ids(operation: Operation, client: EmulatorClient) -> dict[str, str]:
    found = dict(IDS)
    if _is_of_videos(operation):
        found["project_id"] = VIDEO_PROJECT
    if "{export_id}" in operation.path:
        body = {"format": "json_v1.1", "image_status": []}
        found["export_id"] = client.call(served("hasty", "create_export"), json=body).json()["id"]
    return found


def other_parent(operation: Operation, client: EmulatorClient) -> dict[str, str] | None:
    if "{project_id}" in operation.path and operation.path.count("{") > 1:
        other = seeds.PROJECT if _is_of_videos(operation) else VIDEO_PROJECT
        return {"project_id": other}
    if operation.path.count("{") > 1:
        return {"workspace_id": fixtures.add_workspace(client.emulation.store, name="Other")["id"]}
    return None


# ---- bodies and queries

BODY_IDS: Final = {
    **IDS,
    "class_id": seeds.CAR,
    "tag_id": annotations.TAG,
    "experiment_id": models.SAMPLE,
    "activities": [videos.DRIVING],
    "dataset_ids": [seeds.TRAIN],
    "class": [seeds.CAR, seeds.SUN],
    "tag": [annotations.DAY],
}
OWN_IDS: Final = {"labels": seeds.LABEL, "attributes": annotations.PLATE}
"""The value of a field `id`, by resource."""
BESIDE: Final = {
    "attribute_id": {"attribute_value": "B-AR 17"},
    "attribute_value": {"attribute_id": annotations.PLATE},
    "bool_attribute_value": {"attribute_id": annotations.PLATE},
}


def fit(operation: Operation, value: Any) -> Any:
    if isinstance(value, list):
        return [fit(operation, item) for item in value]
    if not isinstance(value, dict):
        return value
    resource = operation.node["tags"][0]
    ids = BODY_IDS | ({"id": OWN_IDS[resource]} if resource in OWN_IDS else {})
    if _is_of_videos(operation):
        ids = ids | {"dataset_id": videos.DATASET}
    return {
        name: _like(item, ids[name]) if name in ids else fit(operation, item)
        for name, item in value.items()
    }


def _like(item: Any, id_: Any) -> Any:
    return [id_] if isinstance(item, list) and not isinstance(id_, list) else id_


# ---- data that filters distinguish

QUEUES, BATCHES, RUNS = (
    [str(UUID(int=16 * kind + number, version=4)) for number in range(3)] for kind in (1, 2, 3)
)
QUERY_IDS = (*QUEUES, *BATCHES, *RUNS, *IDS.values())
ERRORS = ("LOW_IOU", "MISCLASSIFICATION")


def vary(client: EmulatorClient) -> None:
    """Add videos, and give images and videos different states, queues, batches and findings."""
    for number in range(len(fixtures.HEALTH)):
        url = f"https://example.com/street {number}.mp4"
        body = {"dataset_id": videos.DATASET, "url": url}
        client.call(served("hasty", "create_video"), json=body)
    store = client.emulation.store
    projects = store.state(State).projects
    for number, video in enumerate([*projects[VIDEO_PROJECT].videos]):
        health = fixtures.HEALTH[number % len(fixtures.HEALTH)]
        fixtures.set_health(store, video_id=video, health_status=health)
        fixtures.set_status(store, video_id=video, status=STATUSES[number % len(STATUSES)])
        for step in (number, number + 1):
            fixtures.add_to_queue(store, queue_id=QUEUES[step % 3], video_id=video)
            fixtures.add_to_batch(store, batch_id=BATCHES[step % 3], video_id=video)
    images = [image for project in projects.values() for image in project.images]
    for number, image in enumerate(images):
        fixtures.set_status(store, image_id=image, status=STATUSES[(number + 3) % len(STATUSES)])
        for step in (number, number + 1):
            fixtures.add_to_queue(store, queue_id=QUEUES[step % 3], image_id=image)
            fixtures.add_to_batch(store, batch_id=BATCHES[step % 3], image_id=image)
            fixtures.add_finding(
                store,
                image_id=image,
                run_id=RUNS[step % 3],
                error_type=ERRORS[step % 2],
                resolved=number % 2 == 0,
            )


# ---- lists and files

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
        {"dataset_id": videos.DATASET, "url": "https://example.com/{}.mp4"},
    ),
    "list_automated_labeling_jobs": (
        "create_automated_labeling_job",
        {"experiment_id": models.SAMPLE},
    ),
}
"""The operation and body that add an item to a list; {} is the number of the item."""


def add_items(operation: Operation, client: EmulatorClient) -> None:
    for number in range(3):
        if operation.name == "list_workspaces":
            fixtures.add_workspace(client.emulation.store, name=f"Workspace {number}")
        if operation.name in MORE:
            name, body = MORE[operation.name]
            texts = {k: v.format(number) for k, v in body.items() if isinstance(v, str)}
            client.call(served("hasty", name), json=body | texts).raise_for_status()


def _finished_export(client: EmulatorClient, export_id: str) -> Any:
    get = served("hasty", "get_export")
    client.call(get, ids={"export_id": export_id})
    return client.call(get, ids={"export_id": export_id}).json()


def _export_url(client: EmulatorClient) -> tuple[str, str]:
    export_id = client.ids(served("hasty", "get_export"))["export_id"]
    return str(_finished_export(client, export_id)["meta"]["url"]), "GET"


def _upload_url(client: EmulatorClient) -> tuple[str, str]:
    return str(client.call(served("hasty", "create_uploads")).json()["items"][0]["url"]), "PUT"


SIGNED_URLS = {"create_uploads": _upload_url, "get_export": _export_url}


def files_of(
    operation: Operation, response: Any, client: EmulatorClient
) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files of an export's archive; None for images."""
    if operation.name != "create_export":
        return
    url = _finished_export(client, response["id"])["meta"]["url"]
    with zipfile.ZipFile(io.BytesIO(client.send("GET", url).content)) as archive:
        for entry in archive.namelist():
            is_text = entry.endswith((".json", ".txt", ".xml"))
            yield entry, archive.read(entry) if is_text else None
