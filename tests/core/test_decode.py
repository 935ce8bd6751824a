"""Tolerant decoding of responses, and strict building of requests."""

from uuid import UUID

import pytest

from labelbridge import NULL
from labelbridge._core.json.decode import list_items, parse_json, structure
from labelbridge._core.json.encode import request_body
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge_api.hasty.models import (
    BucketFileList,
    ExportRequest,
    Image,
    ImagePage,
    LabelCreate,
    Project,
    ProjectInput,
)
from labelbridge_api.hasty.types import UNSET
from labelbridge_api.roboflow.models import Job, JobEnvelope

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"


def read(value, form):
    return structure(value, form, operation="get_thing")


def test_missing_null_and_unknown_properties_are_tolerated():
    image = read({"id": None, "width": None, "status": "ARCHIVED", "new_key": [1]}, Image)
    assert image.id is UNSET
    assert image.width is UNSET
    assert image.status == "ARCHIVED"
    assert image.additional_properties == {"new_key": [1]}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ([], Project),
        ("text", Project),
        (None, Project),
        ({"job": None}, JobEnvelope),
        ({}, list[Project]),
        ([{}, 7], list[Project]),
        ("1", int),
    ],
)
def test_a_value_of_another_type_is_a_response_format_error(value, form):
    with pytest.raises(ResponseFormatError, match="^get_thing") as caught:
        read(value, form)
    assert caught.value.operation == "get_thing"


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "no uuid"},
        {"id": 7},
        {"name": []},
        {"created_on": "yesterday"},
        {"created_on": "2024-02-30T00:00:00Z"},
    ],
)
def test_a_property_of_another_type_is_unset(answer):
    (name,) = answer
    project = read({"description": "all the same", **answer}, Project)
    assert getattr(project, name) is UNSET
    assert project[name] == answer[name]
    assert project.description == "all the same"


def test_null_items_are_left_out():
    assert read([None, {"name": "a"}, None], list[Project]) == [Project(name="a")]
    page = read({"items": [None, {"id": ID}]}, ImagePage)
    assert list_items(page.items, "items", page, operation="list_images") == [Image(id=UUID(ID))]


def test_a_missing_or_null_list_is_empty():
    for answer in ({}, {"items": None}):
        page = read(answer, ImagePage)
        assert list_items(page.items, "items", page, operation="list_images") == []


@pytest.mark.parametrize("odd", [7, "text", [], True])
def test_an_unreadable_item_is_an_error_with_the_readable_items(odd):
    with pytest.raises(ResponseFormatError, match="^get_thing, row 3: the response is") as caught:
        read([{"name": "a"}, None, odd, {"name": "b"}], list[Project])
    assert (caught.value.row, caught.value.done) == (3, [Project(name="a")])

    page = read({"items": [{"id": ID}, None, odd, {"width": 3}]}, ImagePage)
    with pytest.raises(ResponseFormatError, match="^list_images, row 3: .* in items") as caught:
        list_items(page.items, "items", page, operation="list_images")
    assert caught.value.row == 3
    assert caught.value.done == [Image(id=UUID(ID)), Image(width=3)]


def test_null_in_a_list_of_strings_is_an_error():
    files = read({"files": ["a", None]}, BucketFileList)
    with pytest.raises(ResponseFormatError, match="row 2: null in files, expected a string"):
        list_items(files.files, "files", files, operation="list_bucket_files", kind=str)


def test_an_object_instead_of_a_list_is_an_error():
    page = read({"items": {"a": 1}}, ImagePage)
    with pytest.raises(ResponseFormatError, match="items is an object, expected an array"):
        list_items(page.items, "items", page, operation="list_images")


def test_a_union_prefers_the_model_with_most_required_keys():
    assert isinstance(read({"job": {"id": "1"}}, Job | JobEnvelope), JobEnvelope)
    assert isinstance(read({"id": "1"}, Job | JobEnvelope), Job)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"{", b'{"a": NaN}', b"\xff\xfe", b'"\xff"', b"[" * 100_000]
)
def test_invalid_json_is_a_response_format_error(content):
    with pytest.raises(ResponseFormatError, match="the response is not JSON"):
        parse_json(content, operation="get_thing")


def test_a_request_omits_none_and_sends_null():
    made = request_body(ProjectInput, {"name": "x", "description": NULL, "workspace_id": None})
    assert made.to_dict() == {"name": "x", "description": None}


def test_a_request_accepts_ids_and_arrays():
    numpy = pytest.importorskip("numpy", reason="numpy is an extra")
    made = request_body(
        LabelCreate,
        {"class_id": ID, "bbox": numpy.array([1, 2, 3, 4]), "mask": (1, numpy.int64(5))},
    )
    assert made.to_dict() == {"class_id": ID, "bbox": [1, 2, 3, 4], "mask": [1, 5]}
    assert request_body(LabelCreate, {"class_id": UUID(ID)}).class_id == UUID(ID)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"bbx": [1]}, r"labels\[3\]\.bbx: is unknown; did you mean 'bbox'\?"),
        ({"zzz": [1]}, r"labels\[3\]\.zzz: is unknown; known are bbox, border_mask"),
        ({"bbox": [1, "a", 3, 4]}, r"labels\[3\]\.bbox\[1\]: expected `int`, got `str`"),
        ({"bbox": [1.5, 2, 3, 4]}, r"labels\[3\]\.bbox\[0\]: expected `int`, got `float`"),
        (
            {"keypoints": [{"x": 1, "visble": True}]},
            r"labels\[3\]\.keypoints\[0\]\.visble: .*'visible'",
        ),
        ({"tool_used": "hammer"}, r"labels\[3\]\.tool_used: 'hammer' is unknown; known are api,"),
        ({"class_id": "x"}, r"labels\[3\]\.class_id: invalid UUID"),
    ],
)
def test_an_invalid_request_names_the_place_and_the_remedy(values, error):
    with pytest.raises(InvalidArgument, match=f"^{error}"):
        request_body(LabelCreate, values, argument="labels[3]")


def test_a_missing_field_and_an_unknown_enum_value_raise():
    with pytest.raises(InvalidArgument, match="^name: is required$"):
        request_body(ProjectInput, {"description": "x"})
    with pytest.raises(
        InvalidArgument, match=r"^image_status\[1\]: 'NOPE' is unknown; known are .*DONE"
    ):
        request_body(ExportRequest, {"format": "json_coco", "image_status": ["DONE", "NOPE"]})


def test_null_raises_if_the_contract_does_not_allow_it():
    with pytest.raises(InvalidArgument, match="^name: expected `str`, got `null`"):
        request_body(ProjectInput, {"name": NULL})


def test_null_is_false_and_has_a_short_repr():
    assert repr(NULL) == "NULL"
    assert not NULL
