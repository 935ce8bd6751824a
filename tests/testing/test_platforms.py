"""What the fixtures give: keys, requests, faults, and helpers that fill the platforms."""

from contextlib import suppress

import anyio
import pytest

import labelbridge.testing
from labelbridge import Hasty, Labelbox, Roboflow
from labelbridge.errors import (
    AuthenticationFailed,
    BadRequest,
    ConfigurationError,
    NotFound,
    ServerError,
)
from labelbridge.testing import AnnotationPlatforms, HastyEmulator, RecordedRequest, picture


@pytest.fixture
def hasty(platforms: AnnotationPlatforms) -> HastyEmulator:
    return platforms.hasty


def operations(requests: list[RecordedRequest]) -> list[str | None]:
    return [request.operation for request in requests]


def let_in(platforms: AnnotationPlatforms, key: str) -> list[str]:
    """The platforms that let a key in."""
    project = platforms.labelbox.project_id
    clients = (
        (Hasty, platforms.hasty, lambda hasty: hasty.projects.list().total()),
        (Roboflow, platforms.roboflow, lambda roboflow: roboflow.workspaces.check_key()),
        (Labelbox, platforms.labelbox, lambda labelbox: list(labelbox.labels.export(project))),
    )
    names = []
    for kind, platform, call in clients:
        with kind(key, base_url=platform.url) as client, suppress(AuthenticationFailed):
            call(client)
            names.append(platform.name)
    return names


class TestKeys:
    @pytest.mark.parametrize("name", ["hasty", "roboflow", "labelbox"])
    def test_each_platform_lets_its_own_key_in_and_no_other_does(
        self, platforms: AnnotationPlatforms, name: str
    ) -> None:
        assert let_in(platforms, getattr(platforms, name).key) == [name]

    def test_a_key_of_nobody_is_refused_everywhere(self, platforms: AnnotationPlatforms) -> None:
        assert let_in(platforms, "a-key-of-nobody") == []


class TestRequests:
    def test_each_platform_has_those_to_it_with_its_storage(
        self, platforms: AnnotationPlatforms
    ) -> None:
        hasty, roboflow, labelbox = platforms.hasty, platforms.roboflow, platforms.labelbox
        project = hasty.add_project()
        dataset = hasty.add_dataset(project.id)
        hasty.client.images.upload(project.id, picture(), filename="a.png", dataset_id=dataset.id)
        roboflow.client.workspaces.check_key()
        list(labelbox.client.labels.export(labelbox.project_id))
        assert operations(hasty.requests) == ["create_uploads", "storage.put", "create_image"]
        assert operations(roboflow.requests) == ["check_key"]
        asked = operations(labelbox.requests)
        assert asked[-1] == "storage.get"
        assert "storage.get" not in asked[:-1]
        assert len(platforms.requests) == 4 + len(labelbox.requests)

    def test_they_tell_what_was_sent_and_answered(self, hasty: HastyEmulator) -> None:
        with pytest.raises(NotFound):
            hasty.client.projects.get("00000000-0000-4000-8000-000000000000")
        (sent,) = hasty.requests
        assert (sent.platform, sent.operation, sent.method) == ("hasty", "get_project", "GET")
        assert sent.url.endswith("/hasty/v1/projects/00000000-0000-4000-8000-000000000000")
        assert (sent.headers["x-api-key"], sent.status) == (hasty.key, 404)

    def test_a_url_of_no_platform_is_nobodys(self, platforms: AnnotationPlatforms) -> None:
        elsewhere = platforms.hasty.url.replace("/hasty", "/nowhere")
        with pytest.raises(NotFound), Hasty("a-key", base_url=elsewhere) as client:
            client.projects.list().total()
        assert platforms.hasty.requests == []
        assert [(each.platform, each.operation) for each in platforms.requests] == [("", None)]


class TestFaults:
    def test_a_platforms_fault_strikes_its_own_operation(
        self, platforms: AnnotationPlatforms
    ) -> None:
        platforms.roboflow.faults("get_workspace", status=500)  # Hasty has one of this name too
        workspace = platforms.hasty.add_workspace("mine")
        assert platforms.hasty.client.workspaces.get(workspace.id).name == "mine"
        assert platforms.roboflow.client.workspaces.get("my-workspace").name == "My Workspace"
        assert [each.status for each in platforms.roboflow.requests] == [500, 200]

    def test_all_operations_of_a_platform_are_struck_and_of_no_other(
        self, platforms: AnnotationPlatforms
    ) -> None:
        platforms.hasty.faults(status=400, count=2)
        assert platforms.roboflow.client.workspaces.check_key().workspace == "my-workspace"
        for _ in range(2):
            with pytest.raises(BadRequest):
                platforms.hasty.client.projects.list().total()
        assert platforms.hasty.client.projects.list().total() == 2

    def test_they_add_up_and_can_be_cleared(self, hasty: HastyEmulator) -> None:
        hasty.faults("list_projects", status=503)
        hasty.faults("list_projects", status=502, body="html")
        assert hasty.client.projects.list().total() == 2
        assert [each.status for each in hasty.requests] == [503, 502, 200]
        hasty.faults("list_projects", status=503, count=99)
        hasty.clear_faults()
        assert hasty.client.projects.list().total() == 2

    def test_more_of_them_than_tries_reach_the_caller(self, hasty: HastyEmulator) -> None:
        hasty.faults("list_projects", status=503, count=4)
        with pytest.raises(ServerError):
            hasty.client.projects.list().total()

    def test_the_storage_can_fail(self, hasty: HastyEmulator) -> None:
        project = hasty.add_project()
        dataset = hasty.add_dataset(project.id)
        hasty.faults("storage.put", status=503)
        hasty.client.images.upload(project.id, picture(), filename="a.png", dataset_id=dataset.id)
        puts = [each.status for each in hasty.requests if each.operation == "storage.put"]
        assert puts == [503, 200]

    def test_any_operation_of_any_platform_can(self, platforms: AnnotationPlatforms) -> None:
        platforms.faults("roboflow.check_key", status=503)
        platforms.roboflow.client.workspaces.check_key()
        assert [each.status for each in platforms.requests] == [503, 200]
        platforms.faults(status=503)
        platforms.clear_faults()
        platforms.roboflow.client.workspaces.check_key()
        assert len(platforms.requests) == 3

    def test_one_of_an_operation_that_is_not_there_is_refused(self, hasty: HastyEmulator) -> None:
        with pytest.raises(ValueError, match="no operation 'hasty.create_job'"):
            hasty.faults("create_job", status=503)


class TestHasty:
    def test_what_is_added_is_there_and_leaves_no_request(self, hasty: HastyEmulator) -> None:
        hasty.faults(status=500, count=99)
        workspace = hasty.add_workspace("mine")
        project = hasty.add_project("Traffic", workspace_id=workspace.id)
        dataset = hasty.add_dataset(project.id, "June")
        car = hasty.add_label_class(project.id, "car", color="#ff00004d")
        image = hasty.add_image(project.id, dataset.id, "a.png", external_id="7")
        label = hasty.add_label(project.id, image.id, car.id, bbox=[1, 2, 30, 40])
        road = hasty.add_label(project.id, image.id, car.id, polygon=[[0, 0], [9, 0], [9, 9]])
        assert hasty.requests == []
        hasty.clear_faults()
        client = hasty.client
        assert project.workspace_id == workspace.id
        assert client.projects.get(project.id) == project
        assert list(client.datasets.list(project.id)) == [dataset]
        assert list(client.label_classes.list(project.id)) == [car]
        assert client.images.get(project.id, image.id) == image
        assert (image.width, image.height, image.external_id) == (64, 48, "7")
        assert list(client.labels.list(project.id, image.id)) == [label, road]

    def test_an_image_has_the_content_and_the_status_that_it_is_given(
        self, hasty: HastyEmulator
    ) -> None:
        project = hasty.add_project()
        dataset = hasty.add_dataset(project.id)
        image = hasty.add_image(project.id, dataset.id, "a.png", picture(), status="DONE")
        assert image.status == "DONE"
        hasty.set_status(image.id, "AUTO-LABELLED")
        assert hasty.client.images.get(project.id, image.id).status == "AUTO-LABELLED"

    def test_what_it_makes_is_the_keys(self, hasty: HastyEmulator) -> None:
        assert hasty.add_project().owner_id == hasty.client.projects.create(name="x").owner_id

    @pytest.mark.parametrize("content", [b"no image", b""])
    def test_what_it_cannot_make_is_told(self, hasty: HastyEmulator, content: bytes) -> None:
        project = hasty.add_project()
        dataset = hasty.add_dataset(project.id)
        with pytest.raises(ValueError, match="create_image: The uploaded file is not an image"):
            hasty.add_image(project.id, dataset.id, "a.png", content)
        with pytest.raises(ValueError, match="already has a dataset named 'Dataset'"):
            hasty.add_dataset(project.id)

    def test_the_rest_is_added_by_faces(self, hasty: HastyEmulator) -> None:
        project = hasty.add_project()
        made = hasty.add("experiments", project_id=str(project.id), name="first")
        assert made["name"] == "first"
        with pytest.raises(ValueError, match="has no fixture 'experiment'"):
            hasty.add("experiment", project_id=str(project.id))


class TestRoboflow:
    def test_what_is_added_is_there_and_leaves_no_request(
        self, platforms: AnnotationPlatforms
    ) -> None:
        roboflow = platforms.roboflow
        roboflow.seed("empty")
        where = (roboflow.workspace, roboflow.project)
        assert where == ("my-workspace", "my-cv-project")
        mara = roboflow.add_member("mara@example.com", "Mara")
        batch = roboflow.add_batch("June", 12)
        assert roboflow.requests == []
        client = roboflow.client
        assert list(client.batches.list(*where)) == [batch]
        job = client.jobs.create(
            *where,
            name="first",
            batch_id=batch.id,
            num_images=12,
            labeler_email="mara@example.com",
            reviewer_email="mara@example.com",
        )
        assert roboflow.work(job.id, 5, boxes=9, approved=4, rejected=1).status == "assigned"
        assert roboflow.work(job.id, 7).status == "complete"
        roboflow.add_activity("mara@example.com", "2023-08-02", images_labeled=3, boxes_drawn=1)
        (row,) = client.insights.get(where[0]).data
        assert (row.labeler_id, row.images_labeled, row.boxes_drawn) == (mara.id, 15, 10)

    def test_what_it_cannot_make_is_told(self, platforms: AnnotationPlatforms) -> None:
        with pytest.raises(ValueError, match="a batch cannot hold -1 images"):
            platforms.roboflow.add_batch("June", -1)
        with pytest.raises(ValueError, match="there is no job x"):
            platforms.roboflow.work("x", 1)


class TestLabelbox:
    def test_what_is_added_is_in_the_next_export(self, platforms: AnnotationPlatforms) -> None:
        labelbox = platforms.labelbox
        project = labelbox.add_project("June")
        label = labelbox.add_label(
            "https://example.com/a.jpg",
            objects=[{"title": "Car", "bbox": {"top": 1, "left": 2, "height": 3, "width": 4}}],
            external_id="a",
            project_id=project,
        )
        assert labelbox.requests == []
        (row,) = labelbox.client.labels.export(project)
        assert (row.id, row.external_id, row.annotations[0].title) == (label, "a", "Car")
        assert labelbox.add_label("a text", project_id=None) != label


def test_time_passes_when_asked(platforms: AnnotationPlatforms) -> None:
    before = platforms.hasty.add_project().created_on
    platforms.hasty.advance(60)
    platforms.roboflow.advance(60)
    assert (platforms.hasty.add_project().created_on - before).total_seconds() > 120


def test_both_colours_do_the_same(hasty: HastyEmulator) -> None:
    async def main() -> object:
        made = await hasty.async_client.projects.create(name="async")
        return (await hasty.async_client.projects.get(made.id)).name

    assert anyio.run(main) == "async"
    assert hasty.client.projects.list(name="async").total() == 1


def test_clients_are_made_once_and_closed_with_the_platform(
    platforms: AnnotationPlatforms,
) -> None:
    client = platforms.hasty.client
    assert client is platforms.hasty.client
    platforms.close()
    with pytest.raises(ConfigurationError, match="closed"):
        client.projects.list().total()
    assert "client" not in vars(platforms.roboflow)


def test_its_repr_tells_where_it_is(hasty: HastyEmulator) -> None:
    assert repr(hasty) == f"HastyEmulator(url={hasty.url!r})"


def test_a_picture_has_the_size_and_format_that_it_is_given(hasty: HastyEmulator) -> None:
    project = hasty.add_project()
    dataset = hasty.add_dataset(project.id)
    content = picture(30, 20, format="JPEG", color="red")
    image = hasty.add_image(project.id, dataset.id, "a.jpg", content)
    assert (image.width, image.height, image.format) == (30, 20, "JPEG")


def test_its_package_gives_what_annotations_need_and_nothing_else() -> None:
    assert set(dir(labelbridge.testing)) == set(labelbridge.testing.__all__)
    assert all(hasattr(labelbridge.testing, name) for name in labelbridge.testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Emulator'"):
        labelbridge.testing.Emulator  # noqa: B018 - asking is what is tested
