"""A call for each of Hasty's operations by all methods that send it, with the demo data."""

import inspect
import io
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, Final

import httpx
import PIL.Image

from labelbridge import Hasty
from labelbridge.hasty.credentials import DummyCredentials
from labelbridge_emulator.platforms.hasty.demo import annotations, models, seeds, videos
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from tests.platforms.hasty.demo import IDS, VIDEO_RESOURCES
from tests.support.calls import Calls, World

CAR, SUN, IN_TRAIN = seeds.CAR, seeds.SUN, {"dataset_id": seeds.TRAIN}
PLATE, SCHEMA = annotations.PLATE, annotations.SCHEMA
PICTURE: Final = PIL.Image.new("RGB", (64, 48))
MP4: Final = write_mp4([PICTURE] * 10, frame_rate=10)
URL: Final = "https://example.com/street_005.jpg"
OFFLINE: Final = Hasty("key")
Call = Callable[[Any, Any], Any]


class DemoData(World):
    """The demo data, with objects that must be created before a call."""

    @cached_property
    def export(self) -> Any:
        return self.client.exports.create(seeds.PROJECT, format="json_v1.1").id

    def upload(self, project: Any, content: bytes) -> Any:
        """Send bytes to a signed URL, and return its id."""
        (signed,) = self.client.uploads.create(project)
        # fuzzing repeats the call with malformed URLs, and without a server
        with suppress(httpx.HTTPError, httpx.InvalidURL):
            httpx.put(str(signed.url), content=content)
        return signed.id

    def load_model(self, kind: str) -> Any:
        self.client.inference.model(seeds.PROJECT, kind)
        return self.client.inference.wait(seeds.PROJECT, kind).model_id


def jpeg() -> bytes:
    file = io.BytesIO()
    PICTURE.save(file, "JPEG")
    return file.getvalue()


def ids_of(method: str) -> list[Any]:
    """Return ids of the demo data for the positional parameters of a method."""
    resource, name = method.split(".")
    ids: dict[str, Any] = IDS | {"export_id": lambda data: data.export}
    if resource in VIDEO_RESOURCES:
        ids["project_id"] = videos.PROJECT
    parameters = inspect.signature(getattr(getattr(OFFLINE, resource), name)).parameters
    positional = [key for key, each in parameters.items() if each.kind is not each.KEYWORD_ONLY]
    return [ids[key] for key in positional if key in ids]


def call(method: str, *args: Any, **options: Any) -> Call:
    """Return a call of a method such as `images.list`, which reads lists completely.

    Its ids are those of the demo data. An argument that is a function of the demo data is
    replaced by its result.
    """
    resource, name = method.split(".")

    def make(client: Any, data: DemoData) -> Any:
        def value(argument: Any) -> Any:
            return argument(data) if callable(argument) else argument

        given = map(value, (*ids_of(method), *args))
        named = {key: value(each) for key, each in options.items()}
        result = getattr(getattr(client, resource), name)(*given, **named)
        return list(result) if hasattr(result, "pages") else result

    return make


def in_order(*calls: Call) -> Call:
    return lambda client, data: [each(client, data) for each in calls]


def get_and_wait(resource: str) -> Call:
    return in_order(call(f"{resource}.get"), call(f"{resource}.wait"))


def status_of(kind: str) -> Call:
    return in_order(call("inference.model", kind), call("inference.wait", kind))


def predict(method: str, kind: str, *image: bytes, **options: Any) -> Call:
    model = {"model_id": lambda data: data.load_model(kind)}
    return call(f"inference.{method}", *image, **options, **model)


JPEG: Final = jpeg()
UPLOADED: Final = {"upload_id": lambda data: data.upload(seeds.PROJECT, JPEG)}
PROBE = "list_projects", lambda hasty: list(hasty.projects.list())
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    # workspaces, projects, datasets
    "list_workspaces": call("workspaces.list"),
    "get_workspace": call("workspaces.get"),
    "update_workspace": call("workspaces.update", name="Labs"),
    "list_projects": call("projects.list"),
    "create_project": call("projects.create", name="Crossroads"),
    "get_project": call("projects.get"),
    "update_project": call("projects.update", name="Streets"),
    "delete_project": call("projects.delete"),
    "list_datasets": call("datasets.list"),
    "create_dataset": call("datasets.create", name="test"),
    "get_dataset": call("datasets.get"),
    "update_dataset": call("datasets.update", name="training"),
    "delete_dataset": call("datasets.delete"),
    # images
    "create_uploads": call("uploads.create", count=2),
    "list_images": call("images.list"),
    "create_image": in_order(
        call("images.upload", JPEG, **IN_TRAIN, filename="a.jpg"),
        call("images.import_upload", **IN_TRAIN, **UPLOADED, filename="b.jpg"),
        call("images.import_url", url=URL, **IN_TRAIN),
        call("images.import_bucket", bucket_id=models.SAMPLE, path="dashcam/001.jpg", **IN_TRAIN),
    ),
    "get_image": call("images.get"),
    "replace_image": in_order(
        call("images.replace", JPEG, filename="a.jpg"),
        call("images.replace_from_upload", **UPLOADED, filename="b.jpg"),
        call("images.replace_from_url", url=URL),
    ),
    "update_image": call("images.update", filename="a.jpg"),
    "delete_image": call("images.delete"),
    "set_image_status": call("images.set_status", status="SKIPPED"),
    "get_image_position": call("images.position"),
    # labels
    "list_label_classes": call("label_classes.list"),
    "create_label_class": call("label_classes.create", name="van"),
    "get_label_class": call("label_classes.get"),
    "update_label_class": call("label_classes.update", name="vehicle"),
    "delete_label_class": call("label_classes.delete"),
    "search_labels": call("labels.search"),
    "get_label": call("labels.get"),
    "list_labels": call("labels.list"),
    "create_labels": call("labels.create", [{"class_id": CAR, "bbox": [10, 20, 110, 90]}]),
    "update_labels": call("labels.update", [{"id": seeds.LABEL, "z_index": 7}]),
    "delete_labels": call("labels.delete", seeds.LABEL),
    # attributes and their values
    "list_attributes": call("attributes.list"),
    "create_attribute": call("attributes.create", name="Make", type="TEXT"),
    "update_attribute": call("attributes.update", name="Number", type="TEXT"),
    "delete_attribute": call("attributes.delete"),
    "list_attribute_classes": call("attributes.classes"),
    "set_attribute_classes": call(
        "attributes.set_classes", [{"attribute_id": PLATE, "class_id": SUN}]
    ),
    "delete_attribute_classes": call(
        "attributes.remove_classes", [{"attribute_id": PLATE, "class_id": CAR}]
    ),
    "list_label_attributes": call("attributes.values"),
    "set_label_attribute": call("attributes.set_value", value="B 12"),
    "list_image_label_attributes": call("attributes.image_values"),
    "set_image_label_attributes": call(
        "attributes.set_image_values", [{"id": PLATE, "label_id": seeds.LABEL, "value": "B 12"}]
    ),
    "list_common_attributes": call("attributes.common", seeds.LABEL),
    # tags
    "list_tag_classes": call("tag_classes.list"),
    "create_tag_class": call("tag_classes.create", name="rain"),
    "get_tag_class": call("tag_classes.get"),
    "update_tag_class": call("tag_classes.update", name="noon"),
    "delete_tag_class": call("tag_classes.delete"),
    "list_tag_groups": call("tag_groups.list"),
    "create_tag_group": call("tag_groups.create", name="Weather", type="SELECTION"),
    "get_tag_group": call("tag_groups.get"),
    "update_tag_group": call("tag_groups.update", name="Daylight", type="SELECTION"),
    "list_image_tags": call("tags.list"),
    "add_image_tags": call("tags.add", annotations.DAY),
    "remove_image_tags": call("tags.remove", tag_ids=annotations.TAG),
    # keypoint schemas
    "list_keypoint_schemas": call("keypoint_schemas.list"),
    "create_keypoint_schema": call("keypoint_schemas.create", name="Lorry", type="pose"),
    "update_keypoint_schema": call("keypoint_schemas.update", name="Saloon", type="pose"),
    "list_keypoint_schema_classes": call("keypoint_schemas.classes"),
    "set_keypoint_schema_classes": call(
        "keypoint_schemas.set_classes", [{"keypoint_schema_id": SCHEMA, "label_class_id": SUN}]
    ),
    "delete_keypoint_schema_classes": call(
        "keypoint_schemas.remove_classes", [{"keypoint_schema_id": SCHEMA, "label_class_id": CAR}]
    ),
    # videos
    "list_videos": call("videos.list"),
    "create_video": in_order(
        call("videos.upload", MP4, dataset_id=videos.DATASET, filename="a.mp4"),
        call(
            "videos.import_upload",
            upload_id=lambda data: data.upload(videos.PROJECT, MP4),
            dataset_id=videos.DATASET,
            filename="b.mp4",
        ),
        call("videos.import_url", url="https://example.com/b.mp4", dataset_id=videos.DATASET),
    ),
    "get_video": get_and_wait("videos"),
    "update_video": call("videos.update", filename="c.mp4"),
    "delete_video": call("videos.delete"),
    "set_video_status": call("videos.set_status", status="TO REVIEW"),
    "list_segments": call("segments.list"),
    "create_segment": call(
        "segments.create", start_time_ms=4000, end_time_ms=5000, activities=videos.DRIVING
    ),
    "update_segment": call(
        "segments.update", start_time_ms=0, end_time_ms=500, activities=videos.DRIVING
    ),
    "delete_segment": call("segments.delete"),
    "list_activity_types": call("activity_types.list"),
    "create_activity_type": call("activity_types.create", name="turning"),
    "update_activity_type": call("activity_types.update", name="moving"),
    "delete_activity_type": call("activity_types.delete"),
    # exports, models, buckets
    "create_export": call("exports.create", format="json_coco"),
    "get_export": in_order(
        get_and_wait("exports"), call("exports.download", to=lambda data: data.folder)
    ),
    "list_automated_labeling_jobs": call("automated_labeling.list"),
    "create_automated_labeling_job": call("automated_labeling.create", experiment_id=models.SAMPLE),
    "get_automated_labeling_job": get_and_wait("automated_labeling"),
    "list_heuristics": call("active_learning.heuristics"),
    "create_ranking": call("active_learning.rank"),
    "list_bucket_credentials": call("buckets.list"),
    "create_bucket_credentials": call("buckets.create", DummyCredentials(secret="a secret")),
    "update_bucket_credentials": call("buckets.update", description="Pictures"),
    "import_bucket": call("buckets.import_files", **IN_TRAIN),
    "list_bucket_files": call("buckets.files"),
    "get_object_detector": status_of("object_detector"),
    "detect_objects": predict("detect_objects", "object_detector", JPEG),
    "get_instance_segmentor": status_of("instance_segmentor"),
    "segment_instances": predict("segment_instances", "instance_segmentor", url=URL),
    "get_semantic_segmentor": status_of("semantic_segmentor"),
    "segment_semantics": predict("segment_semantics", "semantic_segmentor", url=URL),
    "get_attributer": status_of("attributer"),
    "predict_attributes": predict(
        "predict_attributes", "attributer", url=URL, bboxes=[[0, 0, 20, 10]]
    ),
}
