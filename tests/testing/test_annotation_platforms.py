"""The emulated platforms: keys, recorded requests, faults, and methods that add data."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest

import labelbridge.testing
from labelbridge import Hasty, Labelbox, Roboflow
from labelbridge._core.registry import platform_names
from labelbridge.errors import (
    AuthenticationFailed,
    BadRequest,
    ConfigurationError,
    NotFound,
)
from labelbridge.testing import picture
from labelbridge.testing.annotation_platforms import emulator_class
from labelbridge.testing.emulated_platform import EmulatedPlatform


@pytest.fixture
def hasty(platforms):
    return platforms.hasty


def operations(requests):
    return [request.operation for request in requests]


def accepting(platforms, key):
    """The platforms that accept a key."""
    project = platforms.labelbox.project_id
    calls = {
        Hasty: lambda hasty: hasty.projects.list().total(),
        Roboflow: lambda roboflow: roboflow.workspaces.check_key(),
        Labelbox: lambda labelbox: list(labelbox.labels.export(project)),
    }
    names = []
    for client_class, call in calls.items():
        platform = getattr(platforms, client_class.__name__.lower())
        with client_class(key, base_url=platform.url) as client, suppress(AuthenticationFailed):
            call(client)
            names.append(platform.name)
    return names


def test_every_platform_is_an_attribute(platforms):
    assert [getattr(platforms, name).name for name in platform_names()] == list(platform_names())
    assert emulator_class("unknown") is EmulatedPlatform


@pytest.mark.parametrize("name", platform_names())
def test_key_is_accepted_by_its_platform_only(platforms, name):
    assert accepting(platforms, getattr(platforms, name).key) == [name]
    assert accepting(platforms, "unknown-key") == []


def test_requests_are_recorded_per_platform_with_storage(platforms):
    hasty, roboflow, labelbox = platforms.hasty, platforms.roboflow, platforms.labelbox
    project = hasty.add_project()
    dataset = hasty.add_dataset(project.id)
    hasty.client.images.upload(project.id, picture(), filename="a.png", dataset_id=dataset.id)
    roboflow.client.workspaces.check_key()
    list(labelbox.client.labels.export(labelbox.project_id))
    assert operations(hasty.requests) == ["create_uploads", "storage.put", "create_image"]
    assert operations(roboflow.requests) == ["check_key"]
    assert operations(labelbox.requests)[-1] == "storage.get"
    assert len(platforms.requests) == 4 + len(labelbox.requests)


def test_recorded_request_has_url_headers_and_status(hasty):
    with pytest.raises(NotFound):
        hasty.client.projects.get("00000000-0000-4000-8000-000000000000")
    (sent,) = hasty.requests
    assert (sent.platform, sent.operation, sent.method) == ("hasty", "get_project", "GET")
    assert sent.url.endswith("/hasty/v1/projects/00000000-0000-4000-8000-000000000000")
    assert (sent.headers["x-api-key"], sent.status) == (hasty.key, 404)


def test_request_to_an_unknown_url_has_no_platform(platforms):
    unknown = platforms.hasty.url.replace("/hasty", "/nowhere")
    with pytest.raises(NotFound), Hasty("a-key", base_url=unknown) as client:
        client.projects.list().total()
    assert platforms.hasty.requests == []
    assert [(each.platform, each.operation) for each in platforms.requests] == [("", None)]


def test_fault_affects_the_operation_of_its_platform_only(platforms):
    platforms.roboflow.faults("get_workspace", status=500)  # Hasty has this operation, too
    workspace = platforms.hasty.add_workspace("mine")
    assert platforms.hasty.client.workspaces.get(workspace.id).name == "mine"
    assert platforms.roboflow.client.workspaces.get("my-workspace").name == "My Workspace"
    assert [each.status for each in platforms.roboflow.requests] == [500, 200]


def test_fault_without_operation_affects_all_operations_of_its_platform(platforms):
    platforms.hasty.faults(status=400, count=2)
    assert platforms.roboflow.client.workspaces.check_key().workspace == "my-workspace"
    for _ in range(2):
        with pytest.raises(BadRequest):
            platforms.hasty.client.projects.list().total()
    assert platforms.hasty.client.projects.list().total() == 2


def test_faults_accumulate_until_they_are_cleared(hasty):
    hasty.faults("list_projects", status=503)
    hasty.faults("list_projects", status=502, body="html")
    assert hasty.client.projects.list().total() == 2
    assert [each.status for each in hasty.requests] == [503, 502, 200]
    hasty.faults("list_projects", status=503, count=99)
    hasty.clear_faults()
    assert hasty.client.projects.list().total() == 2


def test_fault_with_platform_prefix(platforms):
    platforms.faults("roboflow.check_key", status=503)
    platforms.roboflow.client.workspaces.check_key()
    assert [each.status for each in platforms.requests] == [503, 200]
    with pytest.raises(ValueError, match="create_job"):
        platforms.hasty.faults("create_job", status=503)


def test_hasty_data_is_added_without_requests(hasty):
    hasty.faults(status=500, count=99)
    workspace = hasty.add_workspace("mine")
    project = hasty.add_project("Traffic", workspace_id=workspace.id)
    dataset = hasty.add_dataset(project.id, "June")
    car = hasty.add_label_class(project.id, "car", color="#ff00004d")
    content = picture(30, 20, format="JPEG", color="red")
    image = hasty.add_image(
        project.id, dataset.id, "a.jpg", content, external_id="7", status="DONE"
    )
    label = hasty.add_label(project.id, image.id, car.id, bbox=[1, 2, 30, 40])
    road = hasty.add_label(project.id, image.id, car.id, polygon=[[0, 0], [9, 0], [9, 9]])
    experiment = hasty.add("experiments", project_id=str(project.id), name="first")
    assert (experiment["name"], hasty.requests) == ("first", [])
    hasty.clear_faults()
    client = hasty.client
    assert project.workspace_id == workspace.id
    assert project.owner_id == client.projects.create(name="x").owner_id
    assert client.projects.get(project.id) == project
    assert list(client.datasets.list(project.id)) == [dataset]
    assert list(client.label_classes.list(project.id)) == [car]
    assert client.images.get(project.id, image.id) == image
    assert (image.width, image.height, image.format) == (30, 20, "JPEG")
    assert (image.external_id, image.status) == ("7", "DONE")
    assert list(client.labels.list(project.id, image.id)) == [label, road]
    hasty.set_status(image.id, "AUTO-LABELLED")
    assert client.images.get(project.id, image.id).status == "AUTO-LABELLED"


def test_invalid_data_raises(platforms, hasty):
    project = hasty.add_project()
    dataset = hasty.add_dataset(project.id)
    for content in (b"no image", b""):
        with pytest.raises(ValueError, match="create_image"):
            hasty.add_image(project.id, dataset.id, "a.png", content)
    with pytest.raises(ValueError, match="Dataset"):
        hasty.add_dataset(project.id)
    with pytest.raises(ValueError, match="'experiment'"):
        hasty.add("experiment", project_id=str(project.id))
    with pytest.raises(ValueError, match="-1"):
        platforms.roboflow.add_batch("June", -1)
    with pytest.raises(ValueError, match="x"):
        platforms.roboflow.work("x", 1)


def test_roboflow_data_is_added_without_requests(platforms):
    roboflow = platforms.roboflow
    roboflow.seed("empty")
    where = (roboflow.workspace, roboflow.project)
    assert where == ("my-workspace", "my-cv-project")
    mara = roboflow.add_member("mara@example.com", "Mara")
    batch = roboflow.add_batch("June", 12)
    assert roboflow.requests == []
    client = roboflow.client
    assert list(client.batches.list(*where)) == [batch]
    people = {"labeler_email": "mara@example.com", "reviewer_email": "mara@example.com"}
    job = client.jobs.create(*where, name="first", batch_id=batch.id, num_images=12, **people)
    assert roboflow.work(job.id, 5, boxes=9, approved=4, rejected=1).status == "assigned"
    assert roboflow.work(job.id, 7).status == "complete"
    roboflow.add_activity("mara@example.com", "2023-08-02", images_labeled=3, boxes_drawn=1)
    (row,) = client.insights.get(where[0]).data
    assert (row.labeler_id, row.images_labeled, row.boxes_drawn) == (mara.id, 15, 10)


def test_labelbox_data_is_in_the_next_export(platforms):
    labelbox = platforms.labelbox
    project = labelbox.add_project("June")
    box = {"title": "Car", "bbox": {"top": 1, "left": 2, "height": 3, "width": 4}}
    url = "https://example.com/a.jpg"
    label = labelbox.add_label(url, objects=[box], external_id="a", project_id=project)
    assert labelbox.requests == []
    (row,) = labelbox.client.labels.export(project)
    assert (row.id, row.external_id, row.annotations[0].title) == (label, "a", "Car")
    assert labelbox.add_label("a text", project_id=None) != label


def test_labelbox_data_rows_are_in_the_next_task(platforms):
    labelbox = platforms.labelbox
    project = labelbox.add_project("July")
    cat = {"name": "Cat", "area": [[0, 0], [9, 0], [9, 9]]}
    row = labelbox.add_data_row(
        "https://example.com/a.jpg",
        labels=[{"objects": [cat]}, {"skipped": True}],
        global_key="a",
        created_at=datetime(2024, 1, 2, tzinfo=UTC),
        project_id=project,
    )
    labelbox.change_exports(polls=0, chunk_size=7, masks="single")
    given = f'{{filters: {{projectId: "{project}"}}}}'
    create = f"mutation {{exportDataRowsInProject(input: {given}) {{taskId}}}}"
    made = labelbox.client.request("POST", "/graphql", json={"query": create})
    task = made["data"]["exportDataRowsInProject"]["taskId"]
    chunk = "exportFileFromOffset(streamType: RESULT, offset: 8) {offsets {start end} file}"
    query = f'{{task(where: {{id: "{task}"}}) {{{chunk}}}}}'
    found = labelbox.client.request("POST", "/graphql", json={"query": query})
    assert found["data"]["task"]["exportFileFromOffset"]["offsets"] == {"start": "7", "end": "13"}
    assert row not in (task, project)
    with pytest.raises(ValueError, match="unknown masks"):
        labelbox.change_exports(masks="none")


def test_advance_changes_the_clock_of_all_platforms(platforms):
    before = platforms.hasty.add_project().created_on
    platforms.hasty.advance(60)
    platforms.roboflow.advance(60)
    assert (platforms.hasty.add_project().created_on - before).total_seconds() > 120


def test_client_is_created_once_and_closed_with_the_platforms(platforms):
    client = platforms.hasty.client
    assert client is platforms.hasty.client
    platforms.close()
    with pytest.raises(ConfigurationError, match="closed"):
        client.projects.list().total()
    assert "client" not in vars(platforms.roboflow)
    assert repr(platforms.hasty) == f"HastyEmulator(url={platforms.hasty.url!r})"


def test_package_exports_the_documented_names():
    assert set(dir(labelbridge.testing)) == set(labelbridge.testing.__all__)
    assert all(hasattr(labelbridge.testing, name) for name in labelbridge.testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Emulator'"):
        labelbridge.testing.Emulator  # noqa: B018
