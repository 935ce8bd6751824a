"""Labels by class of 2018 and 2019, labels that are JSON text, and nested classifications."""

import json
from typing import Any

import pytest

from labelbridge._core.json.decode import structure
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge.labelbox import ExportRow, FrameRecord
from tests.support.samples import sample_json

CORNERS = [{"x": 10, "y": 10}, {"x": 90, "y": 12}, {"x": 88, "y": 70}]
RING = "(10 10, 90 12, 88 70, 10 10)"
QUESTION = {"featureId": "f", "schemaId": "s", "title": "Color", "answer": "red"}
OBJECT = {"featureId": "f", "schemaId": "s", "title": "Car", "color": "#000000"}
BOX = {"top": 1, "left": 2, "height": 3, "width": 4}


def row(label: Any) -> ExportRow:
    """Read a row, which need not match the contract."""
    raw = sample_json(ExportRow, id="a-label", label=label)
    return structure(raw, ExportRow, operation="test")


def shapes(label: Any) -> list[Any]:
    """Return title and points of each object."""
    found = []
    for one in row(label).objects:
        points = one.polygon or one.line or [one.point]
        found.append((one.title, one.kind, [(point.x, point.y) for point in points]))
    return found


TRIANGLE = [(10, 10), (90, 12), (88, 70)]


@pytest.mark.parametrize(
    "lake",
    [
        f"POLYGON ({RING})",
        f"  polygon({RING})\n",
        f"MULTIPOLYGON (({RING}))",
        "POLYGON ((10 10 5, 90. 12 5, 8.8e1 70 5))",
        [f"POLYGON ({RING})"],
        [CORNERS],
        [{"geometry": CORNERS}],
        [{"geometry": [CORNERS]}],
        [{"geometry": f"POLYGON ({RING})"}],
        {"geometry": CORNERS},
    ],
)
def test_all_notations_of_a_polygon_are_read(lake):
    assert shapes({"Lake": lake}) == [("Lake", "polygon", TRIANGLE)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("POINT (-1.5 2)", [("point", [(-1.5, 2)])]),
        ("LINESTRING (1 2, 3 4)", [("line", [(1, 2), (3, 4)])]),
        ("MULTIPOINT (1 2, 3 4)", [("point", [(1, 2)]), ("point", [(3, 4)])]),
        ("MULTIPOINT ((1 2), (3 4))", [("point", [(1, 2)]), ("point", [(3, 4)])]),
        (
            "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
            [("line", [(1, 2), (3, 4)]), ("line", [(5, 6), (7, 8)])],
        ),
        (f"MULTIPOLYGON (({RING}), ({RING}))", [("polygon", TRIANGLE)] * 2),
        ([{"x": 1, "y": 2}, {"x": 3, "y": 4}], [("point", [(1, 2)]), ("point", [(3, 4)])]),
        ([{"geometry": {"x": 1, "y": 2}}], [("point", [(1, 2)])]),
        ([CORNERS, CORNERS], [("polygon", TRIANGLE)] * 2),
        ("MULTIPOLYGON EMPTY", []),
        ("POLYGON EMPTY", []),
        ([], []),
        (None, []),
        ({"new": 1}, []),
    ],
)
def test_other_shapes_by_class(value, expected):
    assert [(kind, points) for _, kind, points in shapes({"Lake": value})] == expected


@pytest.mark.parametrize("value", ["POLYGON EMPTY", "multipoint empty", [], None, {"new": 1}])
def test_empty_geometry_is_no_answer(value):
    assert row({"Lake": value}).annotations == []


def test_several_classes_and_answers():
    label = {"Lake": [CORNERS], "Boat": "POINT (1 2)", "Sky": "clear", "Tags": ["a", "b"]}
    found = row(label)
    assert [one.title for one in found.objects] == ["Lake", "Boat"]
    sky, tags = found.classifications
    assert (sky.title, sky.kind, sky.text) == ("Sky", "free-text", "clear")
    assert (tags.title, tags.kind, tags.choices) == ("Tags", "checklist", ["a", "b"])
    assert len(found.annotations) == 4
    assert found.to_dict()["Label"] == label


def test_holes_and_other_keys_of_a_shape_are_kept():
    (lake,) = row({"Lake": [{"geometry": f"POLYGON ({RING}, (1 1, 2 2, 1 1))", "note": 7}]}).objects
    assert (len(lake.polygon), lake["note"]) == (3, 7)
    assert lake["holes"] == [[{"x": 1.0, "y": 1.0}, {"x": 2.0, "y": 2.0}]]


def test_shape_by_class_has_no_ids():
    (lake,) = row({"Lake": [CORNERS]}).objects
    assert lake.annotations == []
    with pytest.raises(MissingValue):
        _ = lake.feature_id


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON ((10 10, 90 12",
        "POLYGON ((10, 90))",
        "POLYGON (10 10, 90 12)",
        "POINT ((1 2, 3 4)",
        "MULTIPOLYGON ((10 10, 90 12))",
        "GEOMETRYCOLLECTION (POINT (1 2))",
        "POLYGON " + "(" * 100_000 + ")" * 100_000,
        "POINT (1e999 2)",
        "LINESTRING (a b)",
    ],
)
def test_geometry_that_cannot_be_read_is_an_error(text):
    with pytest.raises(ResponseFormatError, match="^label a-label: "):
        _ = row({"Lake": text}).objects


@pytest.mark.parametrize(
    "label",
    [
        {"objects": [OBJECT | {"bbox": BOX}], "classifications": [QUESTION]},
        [{"frameNumber": 1, "objects": [OBJECT | {"bbox": BOX}], "classifications": [QUESTION]}],
        {"Car": [CORNERS], "Color": "red"},
    ],
)
def test_label_that_is_json_text_has_the_same_annotations(label):
    parsed, text = row(label), row(json.dumps(label, indent=1))
    assert len(parsed.annotations) == 2
    assert text.annotations == parsed.annotations
    assert text.label == json.dumps(label, indent=1)


@pytest.mark.parametrize("text", ["Skip", "", "skipped", " "])
def test_other_text_of_a_label_has_no_annotations(text):
    assert row(text).annotations == []


@pytest.mark.parametrize("text", ["{", '{"objects": [', "[1", "[7]", "[" * 100_000])
def test_damaged_json_text_is_an_error(text):
    with pytest.raises(ResponseFormatError):
        _ = row(text).annotations


def test_box_names_and_choices_are_those_of_new_rows():
    answer = {"featureId": "a", "schemaId": "b", "title": "Red"}
    questions = [
        QUESTION | {"answer": answer},
        QUESTION | {"answer": [answer]},
        {**QUESTION, "answer": None, "answers": [answer, answer]},
        QUESTION,
    ]
    label = {"objects": [OBJECT | {"bbox": BOX}, OBJECT], "classifications": questions}
    found = row(label)
    assert [(one.name, one.box) for one in found.objects] == [("Car", [2, 1, 6, 4]), ("Car", None)]
    assert [one.choices for one in found.classifications] == [["Red"], ["Red"], ["Red"] * 2, []]
    assert [one.text for one in found.classifications] == [None, None, None, "red"]
    assert {one.name for one in found.classifications} == {"Color"}


def test_nested_lists_of_classifications_are_kept():
    nested = [[QUESTION, QUESTION], QUESTION]
    label = {"objects": [], "classifications": nested}
    assert len(row(label).classifications) == 3
    assert row(label).to_dict()["Label"] == label
    record = {"frameNumber": 1, "objects": [], "classifications": nested}
    frame = structure(record, FrameRecord, operation="test")
    assert len(frame.annotations) == 3
    assert frame.to_dict() == record
    assert len(row([record]).classifications) == 3
