"""Models of values that do not match the contract: a property has its type or is unset."""

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from typing import Any, get_type_hints
from uuid import UUID

import attrs
import pytest
from msgspec import UNSET

from labelbridge_api.labelbox.models import Classification, ExportRow, LabelObject
from labelbridge_api.reading import MismatchError, read, readers_of
from labelbridge_api.roboflow.models import CountByName, JobEnvelope, Version
from scripts.generate import platforms
from tests.deep.fuzzing.checks import has_type
from tests.support.example import models

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
PACKAGES = [import_module(f"labelbridge_api.{platform}.models") for platform in platforms()]
MODELS = [
    model
    for package in PACKAGES
    for name in package.__all__
    if attrs.has(model := getattr(package, name))
]
JSON: list[Any] = [
    *(None, True, 7, 2**70, 0.5, 1e308, "", "x", ID, "2024-02-30", "\N{SNOWMAN}" * 2000),
    *([], [None], [1], ["x"], [[]], [{}], [[[1]]], {}, {"a": 1}, {"": None}),
]


@pytest.mark.parametrize(
    "model", MODELS, ids=lambda m: f"{m.__module__.split('.')[1]}-{m.__name__}"
)
def test_property_has_its_type_or_is_unset(model: Any) -> None:
    keys = getattr(import_module(model.__module__), "_WIRE", {})
    fields = [field.name for field in attrs.fields(model) if field.init]
    types = get_type_hints(model)
    for value in JSON:
        try:
            made = model.from_dict({keys.get(name, name): value for name in fields})
        except MismatchError:
            continue  # a required property does not match
        for name in fields:
            assert has_type(getattr(made, name), types[name]), (name, getattr(made, name))


@pytest.mark.parametrize(
    ("model", "response", "name"),
    [
        (models.Project, {"id": "no uuid"}, "id"),
        (models.Project, {"id": 7}, "id"),
        (models.Project, {"created_on": "yesterday"}, "created_on"),
        (models.Project, {"created_on": ""}, "created_on"),
        (models.Project, {"created_on": "2024-02-30T00:00:00Z"}, "created_on"),
        (models.Project, {"name": ["a"]}, "name"),
        (models.Project, {"content_type": 5}, "content_type"),
        (models.Image, {"width": "640"}, "width"),
        (models.Image, {"width": True}, "width"),
        (models.Image, {"width": 0.5}, "width"),
        (models.Image, {"exif": "text"}, "exif"),
        (models.Job, {"status": []}, "status"),
        (models.Label, {"bbox": [1, 2, "3", 4]}, "bbox"),
        (models.Label, {"bbox": [1, None, 3, 4]}, "bbox"),
        (models.Label, {"polygon": [[1, 2], 3]}, "polygon"),
        (models.Label, {"keypoints": {"x": 1}}, "keypoints"),
        (Version, {"splits": {"train": "many"}}, "splits"),
    ],
)
def test_value_of_another_type_is_unset_and_kept(
    model: Any, response: dict[str, Any], name: str
) -> None:
    made = model.from_dict(response)
    assert getattr(made, name) is UNSET
    assert made.additional_properties == response
    assert made.to_dict() == response


@pytest.mark.parametrize(
    ("model", "response", "name", "expected"),
    [
        (models.Image, {"width": 640.0}, "width", 640),
        (models.Label, {"bbox": [1.0, 2, 3, 4]}, "bbox", [1, 2, 3, 4]),
        (models.Label, {"polygon": [[1, 2.0]]}, "polygon", [[1, 2]]),
        (models.Attribute, {"min": 1}, "min", 1),
        (models.Project, {"id": ID.upper()}, "id", UUID(ID)),
        (models.Attribute, {"type": "COLOR"}, "type", models.AttributeType("COLOR")),
        (models.LabelAttribute, {"value": 0.5}, "value", 0.5),
        (models.LabelAttribute, {"value": ["a"]}, "value", ["a"]),
        (models.LabelAttribute, {"value": True}, "value", True),
        (ExportRow, {"Label": "Skip"}, "label", "Skip"),
        (
            models.BucketCredentialS3,
            {"cloud_provider": "s3", "bucket_s3": "b", "role": "r"},
            "cloud_provider",
            "s3",
        ),
    ],
)
def test_equivalent_value_is_converted(
    model: Any, response: dict[str, Any], name: str, expected: Any
) -> None:
    found = getattr(model.from_dict(response), name)
    assert (found, type(found)) == (expected, type(expected))


def test_integers_stay_exact() -> None:
    object_ = LabelObject.from_dict({"point": {"x": 1, "y": 2**53 + 1}})
    assert [(one, type(one)) for one in (object_.point.x, object_.point.y)] == [
        (1, int),
        (2**53 + 1, int),
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-01T09:00:00", datetime(2024, 3, 1, 9, tzinfo=UTC)),
        ("2024-03-01 09:00:00.5", datetime(2024, 3, 1, 9, 0, 0, 500000, UTC)),
        ("2024-03-01T09:00:00Z", datetime(2024, 3, 1, 9, tzinfo=UTC)),
        (
            "2024-03-01T09:00:00+05:30",
            datetime(2024, 3, 1, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        ),
    ],
)
def test_datetime_without_zone_is_utc(text: str, instant: datetime) -> None:
    made = models.Project.from_dict({"created_on": text}).created_on
    assert isinstance(made, datetime)
    assert made.isoformat() == instant.isoformat()


def test_list_of_objects_has_matching_items_and_keeps_all() -> None:
    items = [{"id": ID}, None, 5, {"id": ID, "width": "wide"}]
    page = models.ImagePage.from_dict({"items": items})
    assert page.items is not UNSET
    assert [image.to_dict() for image in page.items] == [items[0], items[3]]
    assert page.additional_properties == {"items": items}


def test_nested_list_has_matching_items() -> None:
    made = LabelObject.from_dict({"classifications": [[{"title": "a"}, 5], {"title": "b"}, "c"]})
    assert made.classifications == [
        [Classification.from_dict({"title": "a"})],
        Classification.from_dict({"title": "b"}),
    ]


def test_invalid_value_does_not_affect_others() -> None:
    response = {"id": ID, "mask": "text", "bbox": [1, 2, 3, 4], "new": {"deep": None}}
    label = models.Label.from_dict(response)
    assert (label.id, label.bbox, label.mask) == (UUID(ID), [1, 2, 3, 4], UNSET)
    assert label.to_dict() == response


def test_missing_required_property_raises() -> None:
    for response in ({}, {"job": None}, {"job": 5}):
        with pytest.raises(MismatchError, match="^JobEnvelope lacks job$"):
            JobEnvelope.from_dict(response)
    with pytest.raises(MismatchError, match="^BucketCredentialS3 lacks cloud_provider$"):
        models.BucketCredentialS3.from_dict(
            {"cloud_provider": "gcs", "bucket_s3": "b", "role": "r"}
        )


def test_map_of_counts_rejects_other_values() -> None:
    assert CountByName.from_dict({"car": 2})["car"] == 2
    with pytest.raises(MismatchError, match="unexpected type str"):
        CountByName.from_dict({"car": "two"})


def test_unsupported_annotation_raises_type_error() -> None:
    with pytest.raises(TypeError, match="annotations of the type <class 'complex'> are"):
        readers_of(complex)


def test_union_reads_first_matching_class() -> None:
    @attrs.define
    class Either:
        """Has a union of two classes."""

        part: JobEnvelope | CountByName

    assert isinstance(read(Either, {"part": {"job": {}}}).part, JobEnvelope)
    assert isinstance(read(Either, {"part": {"cars": 2}}).part, CountByName)
    with pytest.raises(MismatchError):
        read(Either, {"part": {"cars": []}})
