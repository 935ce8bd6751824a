"""A call for each of Hasty's operations by all methods that send it, with the demo data."""

import io
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import PIL.Image

from labelbridge.hasty.credentials import DummyCredentials
from labelbridge_emulator.platforms.hasty.demo import annotations, models, seeds, videos
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from tests.support.calls import Calls, World

WORKSPACE, PROJECT, TRAIN, SAMPLE = seeds.WORKSPACE, seeds.PROJECT, seeds.TRAIN, models.SAMPLE
IMAGE, LABEL, CAR, SUN = seeds.IMAGE, seeds.LABEL, seeds.CAR, seeds.SUN
PLATE, SCHEMA = annotations.PLATE, annotations.SCHEMA
TAG, DAY, TIME_OF_DAY = annotations.TAG, annotations.DAY, annotations.TIME_OF_DAY
PICTURE: Final = PIL.Image.new("RGB", (64, 48))
MP4: Final = write_mp4([PICTURE] * 10, frame_rate=10)
URL: Final = "https://example.com/street_005.jpg"
OF_VIDEO: Final = (videos.PROJECT, videos.VIDEO)
IN_TRAIN: Final = {"dataset_id": TRAIN}
ACTIVITY: Final = {"activities": videos.DRIVING}
Call = Callable[[Any, Any], Any]


class DemoData(World):
    """The demo data, with objects that must be created before a call."""

    @cached_property
    def export(self) -> Any:
        return self.client.exports.create(PROJECT, format="json_v1.1").id

    def load_model(self, kind: str) -> Any:
        self.client.inference.model(PROJECT, kind)
        return self.client.inference.wait(PROJECT, kind).model_id


def jpeg() -> bytes:
    file = io.BytesIO()
    PICTURE.save(file, "JPEG")
    return file.getvalue()


def call(method: str, *args: Any, **options: Any) -> Call:
    """Return a call of a method such as `images.list`, which reads lists completely.

    An argument that is a function of the demo data is replaced by its result.
    """
    resource, name = method.split(".")

    def make(client: Any, data: DemoData) -> Any:
        def value(argument: Any) -> Any:
            return argument(data) if callable(argument) else argument

        named = {key: value(each) for key, each in options.items()}
        result = getattr(getattr(client, resource), name)(*map(value, args), **named)
        return list(result) if hasattr(result, "pages") else result

    return make


def export(data: DemoData) -> Any:
    """Return the id of an export."""
    return data.export


def in_order(*calls: Call) -> Call:
    return lambda client, data: [each(client, data) for each in calls]


def status_of(kind: str) -> Call:
    return in_order(*(call(f"inference.{verb}", PROJECT, kind) for verb in ("model", "wait")))


def predict(method: str, kind: str, *image: bytes, **options: Any) -> Call:
    model = {"model_id": lambda data: data.load_model(kind)}
    return call(f"inference.{method}", PROJECT, *image, **options, **model)


JPEG: Final = jpeg()
PROBE = "list_projects", lambda hasty: list(hasty.projects.list())
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    # workspaces, projects, datasets
    "list_workspaces": call("workspaces.list"),
    "get_workspace": call("workspaces.get", WORKSPACE),
    "update_workspace": call("workspaces.update", WORKSPACE, name="Labs"),
    "list_projects": call("projects.list"),
    "create_project": call("projects.create", name="Crossroads"),
    "get_project": call("projects.get", PROJECT),
    "update_project": call("projects.update", PROJECT, name="Streets"),
    "delete_project": call("projects.delete", PROJECT),
    "list_datasets": call("datasets.list", PROJECT),
    "create_dataset": call("datasets.create", PROJECT, name="test"),
    "get_dataset": call("datasets.get", PROJECT, TRAIN),
    "update_dataset": call("datasets.update", PROJECT, TRAIN, name="training"),
    "delete_dataset": call("datasets.delete", PROJECT, TRAIN),
    # images
    "create_uploads": call("uploads.create", PROJECT, count=2),
    "list_images": call("images.list", PROJECT),
    "create_image": in_order(
        call("images.upload", PROJECT, JPEG, **IN_TRAIN, filename="a.jpg"),
        call("images.import_url", PROJECT, url=URL, **IN_TRAIN),
        call("images.import_bucket", PROJECT, bucket_id=SAMPLE, path="dashcam/001.jpg", **IN_TRAIN),
    ),
    "get_image": call("images.get", PROJECT, IMAGE),
    "replace_image": in_order(
        call("images.replace", PROJECT, IMAGE, JPEG, filename="a.jpg"),
        call("images.replace_from_url", PROJECT, IMAGE, url=URL),
    ),
    "update_image": call("images.update", PROJECT, IMAGE, filename="a.jpg"),
    "delete_image": call("images.delete", PROJECT, IMAGE),
    "set_image_status": call("images.set_status", PROJECT, IMAGE, status="SKIPPED"),
    "get_image_position": call("images.position", PROJECT, IMAGE),
    # labels
    "list_label_classes": call("label_classes.list", PROJECT),
    "create_label_class": call("label_classes.create", PROJECT, name="van"),
    "get_label_class": call("label_classes.get", PROJECT, CAR),
    "update_label_class": call("label_classes.update", PROJECT, CAR, name="vehicle"),
    "delete_label_class": call("label_classes.delete", PROJECT, CAR),
    "search_labels": call("labels.search", PROJECT),
    "get_label": call("labels.get", PROJECT, LABEL),
    "list_labels": call("labels.list", PROJECT, IMAGE),
    "create_labels": call(
        "labels.create", PROJECT, IMAGE, [{"class_id": CAR, "bbox": [10, 20, 110, 90]}]
    ),
    "update_labels": call("labels.update", PROJECT, IMAGE, [{"id": LABEL, "z_index": 7}]),
    "delete_labels": call("labels.delete", PROJECT, IMAGE, LABEL),
    # attributes and their values
    "list_attributes": call("attributes.list", PROJECT),
    "create_attribute": call("attributes.create", PROJECT, name="Make", type="TEXT"),
    "update_attribute": call("attributes.update", PROJECT, PLATE, name="Number", type="TEXT"),
    "delete_attribute": call("attributes.delete", PROJECT, PLATE),
    "list_attribute_classes": call("attributes.classes", PROJECT),
    "set_attribute_classes": call(
        "attributes.set_classes", PROJECT, [{"attribute_id": PLATE, "class_id": SUN}]
    ),
    "delete_attribute_classes": call(
        "attributes.remove_classes", PROJECT, [{"attribute_id": PLATE, "class_id": CAR}]
    ),
    "list_label_attributes": call("attributes.values", PROJECT, LABEL),
    "set_label_attribute": call("attributes.set_value", PROJECT, LABEL, PLATE, value="B 12"),
    "list_image_label_attributes": call("attributes.image_values", PROJECT, IMAGE),
    "set_image_label_attributes": call(
        *("attributes.set_image_values", PROJECT, IMAGE),
        [{"id": PLATE, "label_id": LABEL, "value": "B 12"}],
    ),
    "list_common_attributes": call("attributes.common", PROJECT, IMAGE, LABEL),
    # tags
    "list_tag_classes": call("tag_classes.list", PROJECT),
    "create_tag_class": call("tag_classes.create", PROJECT, name="rain"),
    "get_tag_class": call("tag_classes.get", PROJECT, DAY),
    "update_tag_class": call("tag_classes.update", PROJECT, DAY, name="noon"),
    "delete_tag_class": call("tag_classes.delete", PROJECT, DAY),
    "list_tag_groups": call("tag_groups.list", PROJECT),
    "create_tag_group": call("tag_groups.create", PROJECT, name="Weather", type="SELECTION"),
    "get_tag_group": call("tag_groups.get", PROJECT, TIME_OF_DAY),
    "update_tag_group": call(
        "tag_groups.update", PROJECT, TIME_OF_DAY, name="Daylight", type="SELECTION"
    ),
    "list_image_tags": call("tags.list", PROJECT, IMAGE),
    "add_image_tags": call("tags.add", PROJECT, IMAGE, DAY),
    "remove_image_tags": call("tags.remove", PROJECT, IMAGE, tag_ids=TAG),
    # keypoint schemas
    "list_keypoint_schemas": call("keypoint_schemas.list", PROJECT),
    "create_keypoint_schema": call("keypoint_schemas.create", PROJECT, name="Lorry", type="pose"),
    "update_keypoint_schema": call(
        "keypoint_schemas.update", PROJECT, SCHEMA, name="Saloon", type="pose"
    ),
    "list_keypoint_schema_classes": call("keypoint_schemas.classes", PROJECT),
    "set_keypoint_schema_classes": call(
        *("keypoint_schemas.set_classes", PROJECT),
        [{"keypoint_schema_id": SCHEMA, "label_class_id": SUN}],
    ),
    "delete_keypoint_schema_classes": call(
        *("keypoint_schemas.remove_classes", PROJECT),
        [{"keypoint_schema_id": SCHEMA, "label_class_id": CAR}],
    ),
    # videos
    "list_videos": call("videos.list", videos.PROJECT),
    "create_video": in_order(
        call("videos.upload", videos.PROJECT, MP4, dataset_id=videos.DATASET, filename="a.mp4"),
        call(
            *("videos.import_url", videos.PROJECT),
            url="https://example.com/b.mp4",
            dataset_id=videos.DATASET,
        ),
    ),
    "get_video": in_order(call("videos.get", *OF_VIDEO), call("videos.wait", *OF_VIDEO)),
    "update_video": call("videos.update", *OF_VIDEO, filename="c.mp4"),
    "delete_video": call("videos.delete", *OF_VIDEO),
    "set_video_status": call("videos.set_status", *OF_VIDEO, status="TO REVIEW"),
    "list_segments": call("segments.list", *OF_VIDEO),
    "create_segment": call(
        "segments.create", *OF_VIDEO, start_time_ms=4000, end_time_ms=5000, **ACTIVITY
    ),
    "update_segment": call(
        *("segments.update", videos.PROJECT, videos.SEGMENT),
        **{"start_time_ms": 0, "end_time_ms": 500} | ACTIVITY,
    ),
    "delete_segment": call("segments.delete", videos.PROJECT, videos.SEGMENT),
    "list_activity_types": call("activity_types.list", videos.PROJECT),
    "create_activity_type": call("activity_types.create", videos.PROJECT, name="turning"),
    "update_activity_type": call(
        "activity_types.update", videos.PROJECT, videos.DRIVING, name="moving"
    ),
    "delete_activity_type": call("activity_types.delete", videos.PROJECT, videos.DRIVING),
    # exports, models, buckets
    "create_export": call("exports.create", PROJECT, format="json_coco"),
    "get_export": in_order(
        call("exports.get", PROJECT, export),
        call("exports.wait", PROJECT, export),
        call("exports.download", PROJECT, export, to=lambda data: data.folder),
    ),
    "list_automated_labeling_jobs": call("automated_labeling.list", PROJECT),
    "create_automated_labeling_job": call(
        "automated_labeling.create", PROJECT, experiment_id=SAMPLE
    ),
    "get_automated_labeling_job": in_order(
        *(call(f"automated_labeling.{verb}", PROJECT, SAMPLE) for verb in ("get", "wait"))
    ),
    "list_heuristics": call("active_learning.heuristics", PROJECT),
    "create_ranking": call("active_learning.rank", PROJECT),
    "list_bucket_credentials": call("buckets.list", WORKSPACE),
    "create_bucket_credentials": call(
        "buckets.create", WORKSPACE, DummyCredentials(secret="a secret")
    ),
    "update_bucket_credentials": call("buckets.update", WORKSPACE, SAMPLE, description="Pictures"),
    "import_bucket": call("buckets.import_files", WORKSPACE, SAMPLE, **IN_TRAIN),
    "list_bucket_files": call("buckets.files", WORKSPACE, SAMPLE),
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
