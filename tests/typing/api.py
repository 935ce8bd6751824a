"""Typical use of the clients. mypy and pyright check this module; it is never executed.

A line with a type error has a `type: ignore` comment with the code of mypy and the rule of
pyright. Both checkers report comments that are not needed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import assert_type
from uuid import UUID

from labelbridge import NULL, AsyncHasty, AsyncLabelbox, AsyncRoboflow, Hasty, Labelbox, Roboflow
from labelbridge.errors import ApiError, InvalidArgument, LabelbridgeError, NotFound, WaitTimeout
from labelbridge.hasty.models import (
    Attribute,
    AttributeClass,
    AttributeLOV,
    AttributeLOVInput,
    Dataset,
    DefaultStatus,
    ExportFormat,
    Image,
    Job,
    KeypointSchemaLabelClass,
    Label,
    LabelAttribute,
    LabelCreate,
    Project,
    Tag,
)
from labelbridge.labelbox import (
    Classification,
    DataRowExport,
    DataRowLabel,
    DataRowMask,
    DataRowProject,
    ExportRow,
    ExportTask,
    FrameRecord,
    LabeledFrame,
    LabelObject,
    Mask,
    read_export,
)
from labelbridge.options import RetryPolicy, Timeout
from labelbridge.pagination import AsyncPager, Page, Pager
from labelbridge.streams import AsyncRows, Rows
from labelbridge_api.roboflow.models import Batch, Insights
from labelbridge_api.roboflow.models import Job as AnnotationJob


def hasty(project_id: UUID) -> None:
    with Hasty("key", base_url="http://x", timeout=5, retry=RetryPolicy(attempts=2)) as client:
        assert_type(client, Hasty)
        assert_type(client.with_options(timeout=5, retry=RetryPolicy(), deadline=60), Hasty)
        client.request("POST", "/v1/x", query={"a": [1, "b"], "c": None}, json={"d": 1})
        client.request("GET", "/v1/x", query={"a": object()})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
        project = client.projects.create(name="Traffic", description=NULL)
        assert_type(project, Project)
        assert_type(project.name, str)
        assert_type(project.id, UUID)
        assert_type(project.description, str | None)
        assert_type(client.projects.delete(project_id), None)
        assert_type(client.projects.list(name="x"), Pager[Project])
        assert_type(client.datasets.list("id").first(), Dataset | None)
        assert_type(client.projects.list().total(), int)
        assert_type(client.projects.list().pages(size=3), Iterator[Page[Project]])
        assert_type(client.projects.list().collect(), list[Project])
        for image in client.images.list(project_id, image_status=[DefaultStatus.DONE, "NEW"]):
            assert_type(image, Image)
        assert_type(client.images.upload(project_id, Path("a.jpg"), dataset_id="id"), Image)
        with Path("a.jpg").open("rb") as file, TemporaryFile() as other:
            client.images.upload(project_id, file, dataset_id="id", check=False)
            client.videos.upload(project_id, other, dataset_id="id", filename="a.mp4")
        client.inference.detect_objects(project_id, BytesIO(), model_id=7)
        client.images.replace(project_id, "id", StringIO())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        client.videos.import_upload(project_id, upload_id="id", dataset_id="id", filename="a.mp4")
        made = client.labels.create(project_id, "id", [{"bbox": [1, 2, 3, 4]}, LabelCreate()])
        assert_type(made[0], Label)
        color = client.attributes.create(
            project_id,
            name="color",
            type="SELECTION",
            values=["red", AttributeLOVInput(value="blue")],
        )
        assert_type(color, Attribute)
        assert_type(color.values, list[AttributeLOV])
        assert_type(client.attributes.set_value("p", "l", color, value=["id"]), LabelAttribute)
        assert_type(client.attributes.set_value("p", "l", "a", value=NULL), LabelAttribute)
        assert_type(client.attributes.values("p", "l"), Pager[LabelAttribute])
        assert_type(client.tags.add("p", "i", [project_id, "id"]), Sequence[Tag])
        link = {"keypoint_schema_id": project_id, "label_class_id": "id"}
        links = client.keypoint_schemas.set_classes(
            "p", [link, *client.keypoint_schemas.classes("p")]
        )
        assert_type(links, Sequence[KeypointSchemaLabelClass])
        job = client.exports.create(project_id, format=ExportFormat.JSON_COCO)
        assert_type(client.exports.wait(project_id, job.id, timeout=60), Job)
        assert_type(client.exports.download(project_id, job.id, to="x.zip"), Path)


async def async_hasty(project_id: UUID) -> None:
    async with AsyncHasty("key", timeout=Timeout(read=300)) as client:
        assert_type(client.with_options(deadline=60), AsyncHasty)
        data = await client.request("GET", "/v1/x")
        data["a"]["b"]
        assert_type(await client.projects.create(name="Traffic"), Project)
        assert_type(client.projects.list(), AsyncPager[Project])
        assert_type(await client.projects.list().first(), Project | None)
        assert_type(await client.projects.list().collect(), list[Project])
        assert_type(client.projects.list().pages(), AsyncIterator[Page[Project]])
        async for image in client.images.list(project_id):
            assert_type(image, Image)
        assert_type(await client.images.upload(project_id, b"...", dataset_id="id"), Image)
        await client.attributes.set_classes(
            "p", [{"attribute_id": "a"}, AttributeClass("a", "c", 0, 0)]
        )
        async for value in client.attributes.image_values(project_id, "id"):
            assert_type(value, LabelAttribute)
        assert_type(await client.tags.add("p", "i", "id"), Sequence[Tag])
        assert_type(await client.exports.download(project_id, "id", to="x.zip"), Path)


def roboflow() -> None:
    with Roboflow() as client:
        assert_type(client.batches.list("w", "p"), Pager[Batch])
        assert_type(client.jobs.get("w", "p", "j"), AnnotationJob)
        assert_type(client.insights.get("w", start_date="2023-08-01"), Insights)
        workspace = client.workspaces.check_key().workspace
        assert_type(client.projects.get(workspace, "p").name, str)
        assert_type(client.batches.get(workspace, "p", "b").uploaded, datetime)


async def async_roboflow() -> None:
    async with AsyncRoboflow() as client:
        assert_type(await client.batches.get("w", "p", "b"), Batch)
        assert_type(await client.insights.get("w"), Insights)


def labelbox() -> None:
    with Labelbox() as client:
        with client.labels.export("p", start="2023-01-01") as rows:
            assert_type(rows, Rows[ExportRow])
            for row in rows:
                assert_type(row, ExportRow)
                for annotation in row.annotations:
                    assert_type(annotation, LabelObject | Classification)
                    assert_type(annotation.title, str)
                assert_type(row.objects, list[LabelObject])
                assert_type(row.classifications, list[Classification])
                assert_type(client.labels.frames(row), Rows[FrameRecord])
        assert_type(client.labels.download("p", to="labels.json"), Path)
    for exported in read_export("labels.json"):
        assert_type(exported, ExportRow | DataRowExport)
        for one in exported.objects:
            assert_type(one.name, str)
            assert_type(one.box, list[float] | None)
        for question in exported.classifications:
            assert_type(question.choices, list[str])
        if isinstance(exported, DataRowExport):
            assert_type(exported.labels, list[DataRowLabel])
            assert_type(exported.projects, dict[str, DataRowProject] | None)
            assert_type(exported.labels[0].frames, list[LabeledFrame])


async def async_labelbox() -> None:
    async with AsyncLabelbox() as client:
        assert_type(client.labels.export("p"), AsyncRows[ExportRow])
        async for row in client.labels.export("p"):
            assert_type(row, ExportRow)
        assert_type(await client.labels.download("p", to="labels.json"), Path)


def errors(client: Hasty) -> None:
    try:
        client.projects.get("id")
    except NotFound as error:
        assert_type(error.status, int)
        assert_type(error.request_id, str | None)
    except WaitTimeout as error:
        print(error.last)
    except InvalidArgument as error:
        assert_type(error.argument, str)
    except (ApiError, LabelbridgeError):
        raise


async def type_errors(client: Hasty, async_client: AsyncHasty) -> None:
    client.projects.get()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.projects.get(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.projects.create("x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.projects.create(nam="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.attributes.create("p", name="x", type="INT", minimum=0)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.attributes.set_value("p", "l", "a", value=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.images.list("id", statuss=["NEW"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    async_client.projects.get("id").name  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    for _ in async_client.projects.list():  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues]
        pass


async def handles(
    hasty: Hasty, async_hasty: AsyncHasty, project_id: UUID, mask: DataRowMask
) -> None:
    project = hasty.project(project_id)
    assert_type(project.images.list(image_status=["NEW"]), Pager[Image])
    assert_type(project.labels.create("image", [{"bbox": [1, 2, 3, 4]}])[0], Label)
    assert_type(project.exports.wait("id", timeout=60), Job)
    async_project = async_hasty.project(project_id)
    assert_type(async_project.images.list(), AsyncPager[Image])
    assert_type(await async_project.images.get("image"), Image)
    assert_type(Roboflow().project("w", "p").batches.list(), Pager[Batch])
    assert_type(await AsyncRoboflow().project("w", "p").jobs.get("j"), AnnotationJob)
    assert_type(Labelbox().project("p").labels.export(start="2023-01-01"), Rows[ExportRow])
    assert_type(AsyncLabelbox().project("p").labels.export(), AsyncRows[ExportRow])
    assert_type(Labelbox().project("p").exports.rows(since="2026-01-01"), Rows[DataRowExport])
    assert_type(AsyncLabelbox().exports.read("t"), AsyncRows[DataRowExport])
    assert_type(Labelbox().project("p").exports.create(), ExportTask)
    assert_type(Labelbox().masks.get(mask), Mask)
    Labelbox().exports.rows("p", sinse="2026-01-01")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    project.images.get()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    project.images.get(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    project.images.get(project_id, "i")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await async_project.images.get("i", "j")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Roboflow().project("w")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Roboflow().project("w", "p").jobs.get()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Labelbox().project("p").labels.frames("l")  # type: ignore[attr-defined]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
