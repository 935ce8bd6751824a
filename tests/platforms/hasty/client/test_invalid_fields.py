"""Fields that the client checks itself; tests/core checks types, unknown keys and enums."""

import inspect
from datetime import datetime

import pytest

from labelbridge import NULL

ID, OTHER = "17a4fab4-c59c-4031-9cb5-41fccb5b054c", "a128136f-670e-41d6-8329-cb8d9608d7af"
URL = {"url": "https://photos.example.com/bridge.jpg", "model_id": "m"}
MEDIA = {"dataset_id": ID, "filename": "a.jpg"}
SEGMENT = {"start_time_ms": 0, "end_time_ms": 1, "activities": [ID]}
INVALID_SEGMENT = {
    "start_time_ms": [-1, None],
    "end_time_ms": [0, -5, None],
    "activities": [[], None, "walk"],
    "activities[1]": [[ID, "run"]],
    "prediction_id": ["last"],
}
SCHEMA = {"name": "Hips", "type": "pose"}
INVALID_SCHEMA = {
    "template_id": ["person"],
    "keypoint_classes": [{"name": "Hip"}, "hips"],
    "keypoint_classes[0]": [["Right Hip"]],
    "keypoint_classes[0].min_points": [[{"min_points": -1}], [{"min_points": 2, "max_points": 1}]],
    "keypoint_classes[0].max_points": [[{"max_points": -1}]],
    "keypoint_classes[0].keypoint_schema_id": [[{"keypoint_schema_id": "hips"}]],
    "keypoint_skeleton": [7],
    "keypoint_skeleton[0]": [[(ID, OTHER)]],
    "keypoint_skeleton[0].keypoint_class_id_a": [[{"keypoint_class_id_a": "left"}], [{}]],
    "keypoint_skeleton[0].keypoint_class_id_b": [
        [{"keypoint_class_id_a": ID}],
        [{"keypoint_class_id_a": ID, "keypoint_class_id_b": ID}],
    ],
}
CASES = {
    "projects.create": ({"name": "x"}, {"workspace_id": ["mine"], "content_type": ["PAINTINGS"]}),
    "projects.list": ({}, {"name": [NULL, b"x", [], 5, "", "\ud800"]}),
    "projects.update": ({"name": "x"}, {"name": [NULL]}),
    "workspaces.update": ({"name": "x"}, {"name": [NULL], "subscription": ["pro"]}),
    "datasets.list": ({}, {"name": [""]}),
    # JSON cannot encode these numbers, and null would remove the position
    "datasets.update": ({"name": "x"}, {"norder": [float("nan"), float("inf")]}),
    "label_classes.update": ({"name": "x"}, {"type": [NULL], "parent_id": ["car"]}),
    "tag_classes.update": ({"name": "x"}, {"tag_group_id": ["", 7]}),
    "tag_groups.update": ({"name": "x", "type": "SELECTION"}, {"type": [NULL, "SINGLE"]}),
    "activity_types.update": ({"name": "walk"}, {"name": [NULL], "prefix": [["w"]]}),
    "automated_labeling.create": (
        {"experiment_id": ID},
        {
            "experiment_id": ["best"],
            "confidence_threshold": [1, -0.1, float("nan")],
            "masker_threshold": [1.5],
            "max_detections_per_image": [0],
            "num_images": [-1],
            "min_size": [-1, NULL],
            "dataset_id": ["street"],
        },
    ),
    "active_learning.rank": (
        {},
        {
            "heuristic_id": ["Entropy"],
            "model_family": ["classifier"],
            "num_images": [0, 1.5],
            "dataset_ids": [[]],
            "dataset_ids[1]": [[ID, "street"]],
            "session_name": ["", 7],
        },
    ),
    "exports.create": (
        {"format": "json_coco"},
        {
            "format": ["coco"],
            "dataset_id": ["street"],
            "dataset_id[1]": [[ID, 7]],
            "image_status": ["READY"],
            "video_status[1]": [["NEW", "READY"]],
            "status_start_time": ["2023-08-15", "2023-08-15T00:00:00", datetime(2023, 8, 15)],
            "label_class_id": ["car"],
            "tag_class_id[0]": [["night"]],
            "labels_order": ["size", 7],
        },
    ),
    "inference.detect_objects": (
        URL,
        {"confidence_threshold": [1, -0.5], "max_detections_per_image": [0]},
    ),
    "inference.segment_instances": (URL, {"max_detections_per_image": [0]}),
    "inference.segment_semantics": (URL, {"min_size": [-1, float("inf")]}),
    "inference.predict_attributes": (
        URL | {"bboxes": [[10, 20, 14, 23]]},
        {
            "confidence_threshold": [1.0],
            "bboxes": [None, "box"],
            "bboxes[0]": [[7], [[1, 2, 3]], [[10, 20, 10, 23]], [[10, 23, 14, 20]]],
            "bboxes[0][2]": [[[10, 20, 14.5, 23]]],
        },
    ),
    "segments.create": (SEGMENT, INVALID_SEGMENT | {"replace_overlap": ["True", 1]}),
    "segments.update": (SEGMENT, INVALID_SEGMENT | {"video_id": ["a.mp4"]}),
    "segments.list": (
        {"start_time_ms": 2},
        {"activity_type_id": ["walk"], "start_time_ms": [-1], "end_time_ms": [1.0, 1]},
    ),
    "keypoint_schemas.create": (SCHEMA, INVALID_SCHEMA),
    "keypoint_schemas.update": (SCHEMA, INVALID_SCHEMA),
    "buckets.update": ({}, {"description": ["", 7]}),
    "buckets.import_files": (
        {"dataset_id": ID},
        {
            "dataset_id": ["street"],
            "copy": ["yes"],
            "prefix": ["", 7],
            "upload_id": [7],
            "asset_type": ["texts"],
        },
    ),
    "buckets.files": ({}, {"prefix": ["", 7], "upload_id": [7]}),
    "uploads.create": ({}, {"count": [0, -1, 51, 1.0, True, "2"], "style": ["fast"]}),
    "images.import_url": (
        {"url": URL["url"], **MEDIA},
        {
            "url": ["", "bridge.jpg", "file:///a.jpg", "https://", "http://[x", 7],
            "dataset_id": ["street"],
            "replace": ["yes"],
            "external_id": [7],
            "filename": [7],
            "copy_original": ["yes"],
        },
    ),
    "images.import_bucket": (
        {"path": "a.jpg", "bucket_id": ID, **MEDIA},
        {"path": ["", "s3://bucket/a.jpg", 7], "bucket_id": ["mine"], "copy_original": ["yes"]},
    ),
    "images.replace_from_url": ({"url": URL["url"]}, {"url": ["bridge.jpg"]}),
    "videos.import_url": (
        {"url": URL["url"], **MEDIA},
        {"url": ["bridge.jpg"], "dataset_id": ["crossing"], "filename": [7]},
    ),
}
"""Valid and invalid options by method. A key such as `values[1]` is the place in the error."""


@pytest.mark.parametrize("name", CASES)
def test_invalid_field_is_reported_with_its_place(offline, invalid, name):
    resource, verb = name.split(".")
    method = getattr(getattr(offline, resource), verb)
    parameters = inspect.signature(method).parameters.values()
    ids = [
        ID
        for each in parameters
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is each.empty
    ]
    valid, wrong = CASES[name]
    for place, values in wrong.items():
        for value in values:
            invalid(place, method, *ids, **valid | {place.partition("[")[0]: value})


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ({"confidence_threshold": 1.5}, "must be from 0 to less than 1, not 1.5"),
        ({"max_detections_per_image": 0}, "must be 1 or more, not 0"),
    ],
)
def test_number_outside_its_range_is_reported_with_the_range(offline, invalid, option, problem):
    create, (name,) = offline.automated_labeling.create, option
    assert invalid(name, create, ID, experiment_id=ID, **option) == problem
