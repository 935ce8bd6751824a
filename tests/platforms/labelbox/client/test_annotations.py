"""Annotations of rows and frames, and their kinds."""

import pytest

from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox import Classification, ExportRow, FrameRecord, LabelObject

PLACE = {"x": 1, "y": 2}
BOX = {"top": 1, "left": 2, "height": 3, "width": 4}
MASK = "https://api.labelbox.com/masks/feature/a?token=t"


def row(label):
    return ExportRow.from_dict({"ID": "a-label", "Label": label})


def first(**keys):
    """Return the only annotation of a label with one object."""
    (annotation,) = row({"objects": [{"featureId": "f", "title": "thing", **keys}]}).annotations
    return annotation


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("bbox", {"bbox": BOX}),
        ("bbox", {"bbox": BOX, "page": 0, "unit": "POINTS", "instanceURI": MASK}),
        ("polygon", {"polygon": [PLACE, PLACE, PLACE], "instanceURI": MASK}),
        ("line", {"line": [PLACE, PLACE]}),
        ("point", {"point": PLACE}),
        ("mask", {"instanceURI": MASK}),
        ("mask", {"instanceURI": MASK, "confidence": 0.5}),
        ("text", {"data": {"location": {"start": 25, "end": 44}}, "format": "text.location"}),
        ("text", {"data": {"location": {"messageId": "4", "start": 0, "end": 8}}}),
        ("text-bbox", {"data": {"location": [{"text-bbox": {"page": 1, **BOX}}]}}),
        ("geo-point", {"type": "point", "geometry": {"coordinates": [-99.1, 19.4]}}),
        ("geo-polyline", {"type": "polyline", "geometry": {"coordinates": [[1, 2], [3, 4]]}}),
        ("geo-polygon", {"type": "polygon", "geometry": {"coordinates": [[[1, 2], [3, 4]]]}}),
        ("geo-rectangle", {"type": "rectangle", "geometry": {"coordinates": [[[1, 2]]]}}),
        ("unknown", {"type": "circle", "geometry": {"coordinates": [1, 2, 3]}}),
        ("unknown", {"geometry": {"coordinates": [1, 2]}}),
        ("unknown", {"data": {}, "instanceURI": MASK}),
        ("unknown", {"cuboid": {"vertices": []}, "instanceURI": MASK}),
        ("unknown", {}),
    ],
)
def test_kind_of_an_object(kind, keys):
    annotation = first(**keys)
    assert isinstance(annotation, LabelObject)
    assert annotation.kind == kind
    assert annotation.title == "thing"


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("radio", {"answer": {"title": "yes"}}),
        ("dropdown", {"answer": [{"title": "a"}, {"title": "b"}]}),
        ("free-text", {"answer": "a sentence"}),
        ("checklist", {"answers": [{"title": "a"}]}),
        ("checklist", {"answers": []}),
        ("unknown", {}),
        ("unknown", {"answer": None}),
    ],
)
def test_kind_of_a_classification(kind, keys):
    (annotation,) = row({"classifications": [{"title": "question", **keys}]}).annotations
    assert isinstance(annotation, Classification)
    assert annotation.kind == kind


def test_objects_are_before_classifications_in_file_order():
    label = row(
        {
            "classifications": [{"title": "c1", "answer": "x"}, {"title": "c2", "answers": []}],
            "objects": [{"title": "o1", "point": PLACE}, {"title": "o2", "bbox": BOX}],
        }
    )
    assert [annotation.title for annotation in label.annotations] == ["o1", "o2", "c1", "c2"]
    assert label.annotations is label.annotations  # cached


def test_nested_classifications_of_an_object_are_flattened():
    annotation = first(
        bbox=BOX,
        classifications=[
            {"title": "a", "answer": {"title": "yes"}},
            [{"title": "b", "answers": [{"title": "1"}]}, {"title": "c", "answer": "text"}],
            [],
            {"title": "d", "answer": [{"title": "2"}]},
        ],
    )
    assert [(answer.title, answer.kind) for answer in annotation.annotations] == [
        ("a", "radio"),
        ("b", "checklist"),
        ("c", "free-text"),
        ("d", "dropdown"),
    ]


@pytest.mark.parametrize("label", [{}, "Skip", {"objects": None}, {"objects": []}, None])
def test_empty_and_missing_labels_have_no_annotations(label):
    assert row(label).annotations == []
    assert ExportRow().annotations == []
    assert first(bbox=BOX).annotations == []


FRAMES = [
    {"frameNumber": 1, "objects": [{"title": "a", "bbox": BOX}], "classifications": []},
    {"frameNumber": 7, "objects": [], "classifications": [{"title": "b", "answer": "x"}]},
]


def test_row_with_frames_has_the_annotations_of_all_frames():
    label = row(FRAMES)
    assert [annotation.title for annotation in label.annotations] == ["a", "b"]
    assert [frame.frame_number for frame in label.label] == [1, 7]
    (annotation,) = FrameRecord.from_dict(FRAMES[0]).annotations
    assert annotation.kind == "bbox"


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        (7, "Label is a number"),
        ([FRAMES[0], 7], "row 2: a number in Label"),
        ([{"objects": ["x"]}], "row 1: a string in objects"),
        ({"objects": 7}, "objects is a number"),
        ({"classifications": [{}, [{}, "x"]]}, "row 2: a string in classifications"),
    ],
)
def test_label_of_an_unknown_form_is_an_error_only_for_annotations(label, problem):
    odd = row(label)
    assert odd.id == "a-label"
    assert odd.to_dict()["Label"] is not None
    with pytest.raises(ResponseFormatError, match=f"^label a-label.*{problem}"):
        odd.annotations  # noqa: B018 - the access is the test


def test_object_with_a_shape_of_an_unknown_form_has_an_unknown_kind():
    (odd,) = row({"objects": [{"title": "a", "bbox": [1, 2, 3, 4]}]}).annotations
    assert (odd.kind, odd.title, odd["bbox"]) == ("unknown", "a", [1, 2, 3, 4])
