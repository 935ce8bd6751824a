"""A call of each of Hasty's operations, by all methods that send it, in the demo's world."""

import io
from functools import cached_property
from typing import Any, Final

import PIL.Image

from labelbridge.hasty.credentials import DummyCredentials
from labelbridge_emulator.platforms.hasty.demo import (
    annotations as demo_annotations,
)
from labelbridge_emulator.platforms.hasty.demo import (
    models as demo_models,
)
from labelbridge_emulator.platforms.hasty.demo import (
    seeds,
)
from labelbridge_emulator.platforms.hasty.demo import (
    videos as demo_videos,
)
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from tests.support.calls import Calls, World

URL: Final = "https://example.com/street_005.jpg"


class Street(World):
    """The demo's project of streets, and its video project."""

    workspace = seeds.WORKSPACE
    project = seeds.PROJECT
    dataset = seeds.TRAIN
    car = seeds.CAR
    sun = seeds.SUN
    image = seeds.IMAGE
    label = seeds.LABEL
    plate = demo_annotations.PLATE
    tag = demo_annotations.TAG
    day = demo_annotations.DAY
    time_of_day = demo_annotations.TIME_OF_DAY
    schema = demo_annotations.SCHEMA
    videos_dataset = demo_videos.DATASET
    video = demo_videos.VIDEO
    driving = demo_videos.DRIVING
    segment = demo_videos.SEGMENT
    experiment = job = bucket = demo_models.SAMPLE

    @cached_property
    def videos(self) -> Any:
        """The video project of the demo."""
        return self.client.projects.list(name="Street films").first().id

    @cached_property
    def export(self) -> Any:
        """An export that has begun."""
        return self.client.exports.create(self.project, format="json_v1.1").id

    @cached_property
    def photo(self) -> bytes:
        file = io.BytesIO()
        PIL.Image.new("RGB", (64, 48)).save(file, "JPEG")
        return file.getvalue()

    @cached_property
    def clip(self) -> bytes:
        return write_mp4([PIL.Image.new("RGB", (64, 48))] * 10, frame_rate=10)

    def loaded(self, kind: str) -> Any:
        """Id of a model, once it is loaded."""
        self.client.inference.model(self.project, kind)
        return self.client.inference.wait(self.project, kind).model_id


PROBE = "list_projects", lambda hasty: list(hasty.projects.list())
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    # workspaces, projects, datasets
    "list_workspaces": lambda hasty, _: list(hasty.workspaces.list()),
    "get_workspace": lambda hasty, its: hasty.workspaces.get(its.workspace),
    "update_workspace": lambda hasty, its: hasty.workspaces.update(its.workspace, name="Labs"),
    "list_projects": lambda hasty, _: list(hasty.projects.list()),
    "create_project": lambda hasty, _: hasty.projects.create(name="Crossroads"),
    "get_project": lambda hasty, its: hasty.projects.get(its.project),
    "update_project": lambda hasty, its: hasty.projects.update(its.project, name="Streets"),
    "delete_project": lambda hasty, its: hasty.projects.delete(its.project),
    "list_datasets": lambda hasty, its: list(hasty.datasets.list(its.project)),
    "create_dataset": lambda hasty, its: hasty.datasets.create(its.project, name="test"),
    "get_dataset": lambda hasty, its: hasty.datasets.get(its.project, its.dataset),
    "update_dataset": lambda hasty, its: hasty.datasets.update(
        its.project, its.dataset, name="training"
    ),
    "delete_dataset": lambda hasty, its: hasty.datasets.delete(its.project, its.dataset),
    # images and their files
    "create_uploads": lambda hasty, its: hasty.uploads.create(its.project, count=2),
    "list_images": lambda hasty, its: list(hasty.images.list(its.project)),
    "create_image": lambda hasty, its: (
        hasty.images.upload(its.project, its.photo, dataset_id=its.dataset, filename="a.jpg"),
        hasty.images.import_url(its.project, url=URL, dataset_id=its.dataset),
        hasty.images.import_bucket(
            its.project, bucket_id=its.bucket, path="dashcam/001.jpg", dataset_id=its.dataset
        ),
    ),
    "get_image": lambda hasty, its: hasty.images.get(its.project, its.image),
    "replace_image": lambda hasty, its: (
        hasty.images.replace(its.project, its.image, its.photo, filename="a.jpg"),
        hasty.images.replace_from_url(its.project, its.image, url=URL),
    ),
    "update_image": lambda hasty, its: hasty.images.update(
        its.project, its.image, filename="a.jpg"
    ),
    "delete_image": lambda hasty, its: hasty.images.delete(its.project, its.image),
    "set_image_status": lambda hasty, its: hasty.images.set_status(
        its.project, its.image, status="SKIPPED"
    ),
    "get_image_position": lambda hasty, its: hasty.images.position(its.project, its.image),
    # labels
    "list_label_classes": lambda hasty, its: list(hasty.label_classes.list(its.project)),
    "create_label_class": lambda hasty, its: hasty.label_classes.create(its.project, name="van"),
    "get_label_class": lambda hasty, its: hasty.label_classes.get(its.project, its.car),
    "update_label_class": lambda hasty, its: hasty.label_classes.update(
        its.project, its.car, name="vehicle"
    ),
    "delete_label_class": lambda hasty, its: hasty.label_classes.delete(its.project, its.car),
    "search_labels": lambda hasty, its: list(hasty.labels.search(its.project)),
    "get_label": lambda hasty, its: hasty.labels.get(its.project, its.label),
    "list_labels": lambda hasty, its: list(hasty.labels.list(its.project, its.image)),
    "create_labels": lambda hasty, its: hasty.labels.create(
        its.project, its.image, [{"class_id": its.car, "bbox": [10, 20, 110, 90]}]
    ),
    "update_labels": lambda hasty, its: hasty.labels.update(
        its.project, its.image, [{"id": its.label, "z_index": 7}]
    ),
    "delete_labels": lambda hasty, its: hasty.labels.delete(its.project, its.image, its.label),
    # attributes, and what labels have of them
    "list_attributes": lambda hasty, its: list(hasty.attributes.list(its.project)),
    "create_attribute": lambda hasty, its: hasty.attributes.create(
        its.project, name="Make", type="TEXT"
    ),
    "update_attribute": lambda hasty, its: hasty.attributes.update(
        its.project, its.plate, name="Number", type="TEXT"
    ),
    "delete_attribute": lambda hasty, its: hasty.attributes.delete(its.project, its.plate),
    "list_attribute_classes": lambda hasty, its: list(hasty.attributes.classes(its.project)),
    "set_attribute_classes": lambda hasty, its: hasty.attributes.set_classes(
        its.project, [{"attribute_id": its.plate, "class_id": its.sun}]
    ),
    "delete_attribute_classes": lambda hasty, its: hasty.attributes.remove_classes(
        its.project, [{"attribute_id": its.plate, "class_id": its.car}]
    ),
    "list_label_attributes": lambda hasty, its: list(
        hasty.attributes.values(its.project, its.label)
    ),
    "set_label_attribute": lambda hasty, its: hasty.attributes.set_value(
        its.project, its.label, its.plate, value="B 12"
    ),
    "list_image_label_attributes": lambda hasty, its: list(
        hasty.attributes.image_values(its.project, its.image)
    ),
    "set_image_label_attributes": lambda hasty, its: hasty.attributes.set_image_values(
        its.project, its.image, [{"id": its.plate, "label_id": its.label, "value": "B 12"}]
    ),
    "list_common_attributes": lambda hasty, its: hasty.attributes.common(
        its.project, its.image, its.label
    ),
    # tags
    "list_tag_classes": lambda hasty, its: list(hasty.tag_classes.list(its.project)),
    "create_tag_class": lambda hasty, its: hasty.tag_classes.create(its.project, name="rain"),
    "get_tag_class": lambda hasty, its: hasty.tag_classes.get(its.project, its.day),
    "update_tag_class": lambda hasty, its: hasty.tag_classes.update(
        its.project, its.day, name="noon"
    ),
    "delete_tag_class": lambda hasty, its: hasty.tag_classes.delete(its.project, its.day),
    "list_tag_groups": lambda hasty, its: list(hasty.tag_groups.list(its.project)),
    "create_tag_group": lambda hasty, its: hasty.tag_groups.create(
        its.project, name="Weather", type="SELECTION"
    ),
    "get_tag_group": lambda hasty, its: hasty.tag_groups.get(its.project, its.time_of_day),
    "update_tag_group": lambda hasty, its: hasty.tag_groups.update(
        its.project, its.time_of_day, name="Daylight", type="SELECTION"
    ),
    "list_image_tags": lambda hasty, its: list(hasty.tags.list(its.project, its.image)),
    "add_image_tags": lambda hasty, its: hasty.tags.add(its.project, its.image, its.day),
    "remove_image_tags": lambda hasty, its: hasty.tags.remove(
        its.project, its.image, tag_ids=its.tag
    ),
    # keypoints
    "list_keypoint_schemas": lambda hasty, its: list(hasty.keypoint_schemas.list(its.project)),
    "create_keypoint_schema": lambda hasty, its: hasty.keypoint_schemas.create(
        its.project, name="Lorry", type="pose"
    ),
    "update_keypoint_schema": lambda hasty, its: hasty.keypoint_schemas.update(
        its.project, its.schema, name="Saloon", type="pose"
    ),
    "list_keypoint_schema_classes": lambda hasty, its: list(
        hasty.keypoint_schemas.classes(its.project)
    ),
    "set_keypoint_schema_classes": lambda hasty, its: hasty.keypoint_schemas.set_classes(
        its.project, [{"keypoint_schema_id": its.schema, "label_class_id": its.sun}]
    ),
    "delete_keypoint_schema_classes": lambda hasty, its: hasty.keypoint_schemas.remove_classes(
        its.project, [{"keypoint_schema_id": its.schema, "label_class_id": its.car}]
    ),
    # videos
    "list_videos": lambda hasty, its: list(hasty.videos.list(its.videos)),
    "create_video": lambda hasty, its: (
        hasty.videos.upload(its.videos, its.clip, dataset_id=its.videos_dataset, filename="a.mp4"),
        hasty.videos.import_url(
            its.videos, url="https://example.com/b.mp4", dataset_id=its.videos_dataset
        ),
    ),
    "get_video": lambda hasty, its: (
        hasty.videos.get(its.videos, its.video),
        hasty.videos.wait(its.videos, its.video),
    ),
    "update_video": lambda hasty, its: hasty.videos.update(its.videos, its.video, filename="c.mp4"),
    "delete_video": lambda hasty, its: hasty.videos.delete(its.videos, its.video),
    "set_video_status": lambda hasty, its: hasty.videos.set_status(
        its.videos, its.video, status="TO REVIEW"
    ),
    "list_segments": lambda hasty, its: list(hasty.segments.list(its.videos, its.video)),
    "create_segment": lambda hasty, its: hasty.segments.create(
        its.videos, its.video, start_time_ms=4000, end_time_ms=5000, activities=its.driving
    ),
    "update_segment": lambda hasty, its: hasty.segments.update(
        its.videos, its.segment, start_time_ms=0, end_time_ms=500, activities=its.driving
    ),
    "delete_segment": lambda hasty, its: hasty.segments.delete(its.videos, its.segment),
    "list_activity_types": lambda hasty, its: list(hasty.activity_types.list(its.videos)),
    "create_activity_type": lambda hasty, its: hasty.activity_types.create(
        its.videos, name="turning"
    ),
    "update_activity_type": lambda hasty, its: hasty.activity_types.update(
        its.videos, its.driving, name="moving"
    ),
    "delete_activity_type": lambda hasty, its: hasty.activity_types.delete(its.videos, its.driving),
    # exports, machines, buckets
    "create_export": lambda hasty, its: hasty.exports.create(its.project, format="json_coco"),
    "get_export": lambda hasty, its: (
        hasty.exports.get(its.project, its.export),
        hasty.exports.wait(its.project, its.export),
        hasty.exports.download(its.project, its.export, to=its.folder),
    ),
    "list_automated_labeling_jobs": lambda hasty, its: list(
        hasty.automated_labeling.list(its.project)
    ),
    "create_automated_labeling_job": lambda hasty, its: hasty.automated_labeling.create(
        its.project, experiment_id=its.experiment
    ),
    "get_automated_labeling_job": lambda hasty, its: (
        hasty.automated_labeling.get(its.project, its.job),
        hasty.automated_labeling.wait(its.project, its.job),
    ),
    "list_heuristics": lambda hasty, its: list(hasty.active_learning.heuristics(its.project)),
    "create_ranking": lambda hasty, its: hasty.active_learning.rank(its.project),
    "list_bucket_credentials": lambda hasty, its: list(hasty.buckets.list(its.workspace)),
    "create_bucket_credentials": lambda hasty, its: hasty.buckets.create(
        its.workspace, DummyCredentials(secret="a secret")
    ),
    "update_bucket_credentials": lambda hasty, its: hasty.buckets.update(
        its.workspace, its.bucket, description="Pictures"
    ),
    "import_bucket": lambda hasty, its: hasty.buckets.import_files(
        its.workspace, its.bucket, dataset_id=its.dataset
    ),
    "list_bucket_files": lambda hasty, its: list(hasty.buckets.files(its.workspace, its.bucket)),
    "get_object_detector": lambda hasty, its: (
        hasty.inference.model(its.project, "object_detector"),
        hasty.inference.wait(its.project, "object_detector"),
    ),
    "detect_objects": lambda hasty, its: hasty.inference.detect_objects(
        its.project, its.photo, model_id=its.loaded("object_detector")
    ),
    "get_instance_segmentor": lambda hasty, its: (
        hasty.inference.model(its.project, "instance_segmentor"),
        hasty.inference.wait(its.project, "instance_segmentor"),
    ),
    "segment_instances": lambda hasty, its: hasty.inference.segment_instances(
        its.project, url=URL, model_id=its.loaded("instance_segmentor")
    ),
    "get_semantic_segmentor": lambda hasty, its: (
        hasty.inference.model(its.project, "semantic_segmentor"),
        hasty.inference.wait(its.project, "semantic_segmentor"),
    ),
    "segment_semantics": lambda hasty, its: hasty.inference.segment_semantics(
        its.project, url=URL, model_id=its.loaded("semantic_segmentor")
    ),
    "get_attributer": lambda hasty, its: (
        hasty.inference.model(its.project, "attributer"),
        hasty.inference.wait(its.project, "attributer"),
    ),
    "predict_attributes": lambda hasty, its: hasty.inference.predict_attributes(
        its.project, url=URL, bboxes=[[0, 0, 20, 10]], model_id=its.loaded("attributer")
    ),
}
