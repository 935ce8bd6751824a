"""Tolerant decoding of responses, and strict building of requests."""

import copy
import pickle
import re
from decimal import Decimal
from math import nan
from uuid import UUID

import pytest

from labelbridge import NULL
from labelbridge._core.json.decode import list_items, parse_json, structure
from labelbridge._core.json.direct import decode_directly
from labelbridge._core.json.encode import encode, request_body
from labelbridge.errors import InvalidArgument, MissingValue, ResponseFormatError
from tests.support.example import PROJECT as ID
from tests.support.example import models
from tests.support.samples import sample, sample_json

Image, ImagePage, Project = models.Image, models.ImagePage, models.Project
LabelCreate, ProjectInput = models.LabelCreate, models.ProjectInput


def read(value, form):
    return structure(value, form, operation="get_thing")


def test_missing_null_and_unknown_properties_are_tolerated():
    whole = sample_json(Image, status="ARCHIVED") | {"new_key": [1]}
    damaged = whole | {"id": None, "width": "wide", "height": 4.0}
    del damaged["name"]
    image = read(damaged, Image)
    assert isinstance(image, Image)
    assert (image.status, image.height, image.external_id) == ("ARCHIVED", 4, None)
    assert image.additional_properties == {"new_key": [1], "id": None, "width": "wide"}
    for name in ("id", "width", "name"):
        with pytest.raises(MissingValue, match=rf"get_thing: Image.{name} is missing") as caught:
            getattr(image, name)
        assert (caught.value.property, caught.value.operation) == (name, "get_thing")
    with pytest.raises(AttributeError, match="has no attribute 'witdh'"):
        image.witdh  # noqa: B018 - the access is what is tested
    assert not hasattr(read(whole, Image), "__getattr__")


def test_damaged_models_are_compared_copied_and_pickled():
    damaged = sample_json(Image, width="wide") | {"new_key": [1]}
    image = read(damaged, Image)
    for again in (copy.copy(image), copy.deepcopy(image), pickle.loads(pickle.dumps(image))):
        assert again == image
        assert (again.name, again.additional_properties) == (
            image.name,
            {"new_key": [1], "width": "wide"},
        )
        with pytest.raises(MissingValue, match=r"get_thing: Image.width"):
            again.width  # noqa: B018 - the access is what is tested
    assert image != sample(Image)
    assert (
        image.to_dict()
        == read(image.to_dict(), Image).to_dict()
        == {key: value for key, value in damaged.items() if value is not None}
    )
    assert repr(image).startswith("Image(id=")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        *((value, Project) for value in ([], "text", None)),
        *((value, list[Project]) for value in ({}, [{}, 7])),
        ("1", int),
    ],
)
def test_a_value_of_another_type_is_a_response_format_error(value, form):
    with pytest.raises(ResponseFormatError, match="^get_thing") as caught:
        read(value, form)
    assert caught.value.operation == "get_thing"


def items_of(value):
    page = read(value, ImagePage)
    return list_items(page, "items", operation="list_images")


META = sample_json(models.PageMeta)
IMAGE, OTHER = sample_json(Image, name="a"), sample_json(Image, name="b")


def test_null_items_are_left_out_and_null_is_an_empty_list():
    project = sample_json(Project)
    assert read([None, project, None], list[Project]) == [sample(Project)]
    assert items_of({"items": [None, IMAGE], "meta": META}) == [sample(Image, name="a")]
    assert items_of({"items": [], "meta": META}) == items_of({"items": None}) == []
    with pytest.raises(ResponseFormatError, match=r"^list_images: the response has no items$"):
        items_of({"meta": META})


def test_a_page_that_fits_is_not_parsed_a_second_time():
    page = decode_directly(encode({"items": [IMAGE, OTHER], "meta": META}), ImagePage)
    page._rest = b"the JSON text, which would be parsed again"
    assert len(list_items(page, "items", operation="list_images")) == 2
    page._rest = {"items": [IMAGE, 7]}
    with pytest.raises(ResponseFormatError, match="row 2: a number in items"):
        list_items(page, "items", operation="list_images")


@pytest.mark.parametrize("odd", [7, "text", [], True])
def test_an_unreadable_item_is_an_error_with_the_readable_items(odd):
    project = sample_json(Project)
    with pytest.raises(ResponseFormatError, match="^get_thing, row 3: the response is") as caught:
        read([project, None, odd, project], list[Project])
    assert (caught.value.row, caught.value.done) == (3, [sample(Project)])
    with pytest.raises(ResponseFormatError, match="^list_images, row 3: .* in items") as caught:
        items_of({"items": [IMAGE, None, odd, OTHER]})
    assert caught.value.row == 3
    assert caught.value.done == [sample(Image, name="a"), sample(Image, name="b")]


def test_an_unexpected_list_is_an_error():
    with pytest.raises(ResponseFormatError, match="items is an object, expected an array"):
        items_of({"items": {"a": 1}})
    files = read({"files": ["a", None]}, models.BucketFileList)
    with pytest.raises(ResponseFormatError, match="row 2: null in files, expected a string"):
        list_items(files, "files", operation="list_bucket_files", kind=str)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"{", b'{"a": NaN}', b"\xff\xfe", b'"\xff"', b"[" * 100_000]
)
def test_invalid_json_is_a_response_format_error(content):
    with pytest.raises(ResponseFormatError, match="the response is not JSON"):
        parse_json(content, operation="get_thing")


def test_a_request_omits_none_and_sends_null():
    assert (repr(NULL), bool(NULL)) == ("NULL", False)
    made = request_body(ProjectInput, {"name": "x", "description": NULL, "workspace_id": None})
    assert made.to_dict() == {"name": "x", "description": None}
    assert request_body(LabelCreate, {"class_id": ID, "mask": (1, 2)}).mask == [1, 2]
    assert request_body(LabelCreate, {"class_id": UUID(ID)}).class_id == UUID(ID)


@pytest.mark.parametrize(
    ("values", "place", "problem"),
    [
        ({"bbx": [1]}, ".bbx", r"is unknown; did you mean 'bbox'\?"),
        ({"zzz": [1]}, ".zzz", "is unknown; known are bbox, border_mask"),
        ({"bbox": [1, "a", 3, 4]}, ".bbox[1]", "must be an integer, not 'a'; convert it with int"),
        (
            {"bbox": [1.5, 2, 3, 4]},
            ".bbox[0]",
            "must be an integer, not 1.5; convert it with round",
        ),
        ({"keypoints": [{"x": 1, "visble": True}]}, ".keypoints[0].visble", ".*'visible'"),
        ({"tool_used": "hammer"}, ".tool_used", "'hammer' is unknown; known are api,"),
        (
            {"bbox": range(4)},
            ".bbox",
            r"must be a list or NULL, not range\(.*\); convert it with list",
        ),
        ({"bbox": {"x": 1}}, ".bbox", "must be a list or NULL, not {'x': 1}$"),
        (
            {"external_id": UUID(ID)},
            ".external_id",
            "must be a string or NULL, .* convert it with str",
        ),
        (
            {"external_id": 5},
            ".external_id",
            "must be a string or NULL, not 5; convert it with str",
        ),
        ({"z_index": Decimal(5)}, ".z_index", "must be an integer or NULL, .* convert it with int"),
        ({"z_index": nan}, ".z_index", "must be a finite number, not nan"),
        ({"bbox": [None]}, ".bbox[0]", "must be an integer, not null"),
        ({"keypoints": [{"norder": "1"}]}, ".keypoints[0].norder", ".* convert it with float"),
        ({"class_id": "x"}, ".class_id", "must be a UUID like .*, not 'x'"),
    ],
)
def test_an_invalid_request_names_the_place_and_the_remedy(values, place, problem):
    with pytest.raises(InvalidArgument, match=f"^{re.escape('labels[3]' + place)}: {problem}"):
        request_body(LabelCreate, values, argument="labels[3]")


@pytest.mark.parametrize(
    ("model", "values", "error"),
    [
        (ProjectInput, {"description": "x"}, "name: is required$"),
        (ProjectInput, {"name": NULL}, "name: must be a string, not null"),
        (
            models.ExportRequest,
            {"format": "json_coco", "image_status": ["DONE", "NOPE"]},
            r"image_status\[1\]: 'NOPE' is unknown; known are .*DONE",
        ),
    ],
)
def test_a_missing_null_or_unknown_value_of_a_request_raises(model, values, error):
    with pytest.raises(InvalidArgument, match=f"^{error}"):
        request_body(model, values)
