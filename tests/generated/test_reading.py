"""Reading of JSON objects that match the contract, and of those that do not."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from labelbridge._core.json.tolerant import TolerantReader
from labelbridge.errors import MissingValue
from labelbridge_api import reading
from labelbridge_api.instants import EpochSeconds, Timestamp
from labelbridge_api.introspection import hints_of, required_names, wire_name
from labelbridge_api.labelbox.models import Classification, ExportRow, LabelObject
from labelbridge_api.model import ResponseModel
from labelbridge_api.reading import MismatchError, read, reader
from labelbridge_api.roboflow.models import Batch, Job, JobEnvelope, Project, Version
from scripts.generate import platforms
from tests.deep.fuzzing.checks import has_type
from tests.support.example import models
from tests.support.samples import ID as SAMPLE_ID
from tests.support.samples import sample, sample_json

ID = str(SAMPLE_ID)


def tolerant(model: Any, response: dict[str, Any]) -> Any:
    """Read an object with the tolerant reader."""
    return TolerantReader("get_thing").read(model, response)


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
def test_value_of_another_type_is_missing_and_kept(
    model: Any, response: dict[str, Any], name: str
) -> None:
    whole = sample_json(model) | response
    with pytest.raises(MismatchError):
        model.from_dict(whole)
    made = tolerant(model, whole)
    if name in required_names(model):
        with pytest.raises(MissingValue, match=f"{model.__name__}.{name} is missing"):
            getattr(made, name)
    else:
        assert getattr(made, name) is None
    assert made.additional_properties == response
    assert made.to_dict() == whole


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
    ],
)
def test_equivalent_value_is_converted(
    model: Any, response: dict[str, Any], name: str, expected: Any
) -> None:
    made = tolerant(model, sample_json(model) | response)
    found = getattr(made, name)
    assert (found, type(found)) == (expected, type(expected))
    assert made.additional_properties == {}


def test_integers_stay_exact() -> None:
    point = {"x": 1, "y": 2**53 + 1}
    object_ = LabelObject.from_dict(sample_json(LabelObject, point=point))
    assert object_.point is not None
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
    made = tolerant(models.Project, sample_json(models.Project, created_on=text)).created_on
    assert isinstance(made, datetime)
    assert made.isoformat() == instant.isoformat()


@pytest.mark.parametrize(
    ("value", "microsecond"),
    [({"_seconds": 60}, 0), ({"_seconds": 60, "_nanoseconds": 1999}, 1)],
)
def test_timestamp_has_microseconds(value: dict[str, int], microsecond: int) -> None:
    made = tolerant(Batch, sample_json(Batch, uploaded=value))
    assert made.uploaded == datetime(1970, 1, 1, 0, 1, 0, microsecond, UTC)


@pytest.mark.parametrize("value", [{}, {"_seconds": None}, {"_seconds": 10**20}, 5, "today", None])
def test_invalid_timestamp_is_missing(value: Any) -> None:
    made = tolerant(Batch, sample_json(Batch, uploaded=value))
    with pytest.raises(MissingValue):
        made.uploaded  # noqa: B018 - the access is what is tested
    assert made["uploaded"] == value


@pytest.mark.parametrize("value", [float("inf"), 1e300, "1"])
def test_invalid_seconds_are_none_and_kept(value: Any) -> None:
    made = tolerant(Project, sample_json(Project, created=value))
    assert made["created"] == value


def test_list_of_objects_has_matching_items_and_keeps_all() -> None:
    whole, damaged = sample_json(models.Image), sample_json(models.Image, width="wide")
    items = [whole, None, 5, damaged]
    page = tolerant(models.ImagePage, sample_json(models.ImagePage) | {"items": items})
    assert [image.to_dict() for image in page.items] == [whole, damaged]
    assert page.additional_properties == {"items": items}


def test_nested_list_has_matching_items() -> None:
    one, two = (sample_json(Classification, title=title) for title in "ab")
    made = tolerant(
        LabelObject, sample_json(LabelObject) | {"classifications": [[one, 5], two, "c"]}
    )
    assert made.classifications == [
        [sample(Classification, title="a")],
        sample(Classification, title="b"),
    ]


def test_union_is_chosen_by_its_keys() -> None:
    job = sample_json(Job)
    assert read_any({"job": job}) == JobEnvelope(job=sample(Job))
    assert read_any(job) == sample(Job)
    with pytest.raises(MismatchError, match="matches no class of the union"):
        read_any({"id": ID})


def read_any(value: dict[str, Any]) -> Any:
    return reader(Job | JobEnvelope)(value)


def test_variants_without_keys_of_their_own_are_not_supported() -> None:
    with pytest.raises(TypeError, match="do not distinguish them"):
        reader(models.ImageExif | models.JobMeta)


def test_missing_required_property_raises() -> None:
    for response in ({}, {"job": None}, {"job": 5}):
        with pytest.raises(MismatchError, match="^JobEnvelope, job: missing|^Job: missing"):
            read(JobEnvelope, response)


def test_maps_have_values_of_their_type() -> None:
    assert Version.from_dict(sample_json(Version, splits={"train": 2})).splits == {"train": 2}
    with pytest.raises(MismatchError):
        Version.from_dict(sample_json(Version, splits={"train": "two"}))


def test_unsupported_annotation_raises_type_error() -> None:
    with pytest.raises(TypeError, match="annotations of the type <class 'complex'> are"):
        reader(complex)


def test_readers_of_models_that_contain_themselves_can_be_made_by_many_threads() -> None:
    row = sample_json(LabelObject, classifications=[sample_json(Classification)])
    before, threads = sys.getswitchinterval(), 8
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(30):
            reading._readers.clear()
            start = Barrier(threads)

            def read_row(start: Barrier = start) -> LabelObject:
                start.wait()
                return read(LabelObject, row)

            with ThreadPoolExecutor(threads) as pool:
                found = [pool.submit(read_row) for _ in range(threads)]
            assert [each.result() for each in found] == [read(LabelObject, row)] * threads
    finally:
        sys.setswitchinterval(before)
