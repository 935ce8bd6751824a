"""Annotations of rows and frames: their classes and kinds."""

import pytest

from labelbridge._core.json.decode import structure
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge.labelbox import (
    BoxObject,
    Checklist,
    Classification,
    DocumentEntity,
    Dropdown,
    ExportRow,
    FrameRecord,
    FreeText,
    LabelObject,
    LineObject,
    MapObject,
    MaskObject,
    OtherClassification,
    OtherObject,
    PointObject,
    PolygonObject,
    Radio,
    TextEntity,
)
from tests.support.samples import damaged, sample_json

PLACE = {"x": 1, "y": 2}
BOX = {"top": 1, "left": 2, "height": 3, "width": 4}
MASK = "https://api.labelbox.com/masks/feature/a?token=t"
FEATURE = {"featureId": "f", "schemaId": "s", "title": "thing"}
ODD = [{}, {"value": 7}]
"""Properties that match the contract, and some that do not: the kind is the same."""


def row(label) -> ExportRow:
    """Read a row, which need not match the contract."""
    raw = sample_json(ExportRow, id="a-label", label=label)
    return structure(raw, ExportRow, operation="test")


def first(**keys) -> LabelObject:
    """Return the only annotation of a label with one object."""
    (annotation,) = row({"objects": [{**FEATURE, "color": "#FF0000", **keys}]}).annotations
    return annotation


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("kind", "form", "keys"),
    [
        ("bbox", BoxObject, {"bbox": BOX}),
        ("bbox", BoxObject, {"bbox": BOX, "page": 0, "unit": "POINTS", "instanceURI": MASK}),
        ("polygon", PolygonObject, {"polygon": [PLACE, PLACE, PLACE], "instanceURI": MASK}),
        ("line", LineObject, {"line": [PLACE, PLACE]}),
        ("point", PointObject, {"point": PLACE}),
        ("mask", MaskObject, {"instanceURI": MASK}),
        ("mask", MaskObject, {"instanceURI": MASK, "confidence": 0.5}),
        ("text", TextEntity, {"data": {"location": {"start": 25, "end": 44}}, "version": 1}),
        ("text", TextEntity, {"data": {"location": {"messageId": "4", "start": 0, "end": 8}}}),
        (
            *("text-bbox", DocumentEntity),
            {"data": {"location": [{"text-bbox": {"page": 1, **BOX}}]}},
        ),
        ("geo-point", MapObject, {"type": "point", "geometry": {"coordinates": [-99.1, 19.4]}}),
        ("geo-polyline", MapObject, {"type": "polyline", "geometry": {"coordinates": [[1, 2]]}}),
        ("geo-polygon", MapObject, {"type": "polygon", "geometry": {"coordinates": [[[1, 2]]]}}),
        ("geo-rectangle", MapObject, {"type": "rectangle", "geometry": {"coordinates": [[[1]]]}}),
        ("unknown", MapObject, {"type": "circle", "geometry": {"coordinates": [1, 2, 3]}}),
        ("unknown", MapObject, {"geometry": {"coordinates": [1, 2]}}),
        ("unknown", OtherObject, {"data": {}, "instanceURI": MASK}),
        ("unknown", OtherObject, {"cuboid": {"vertices": []}, "instanceURI": MASK}),
        ("unknown", OtherObject, {}),
    ],
)
def test_class_and_kind_of_an_object(kind, form, keys, odd):
    annotation = first(**keys | odd)
    assert isinstance(annotation, form)
    assert annotation.kind == kind
    assert annotation.title == "thing"


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("kind", "form", "keys"),
    [
        ("radio", Radio, {"answer": FEATURE}),
        ("dropdown", Dropdown, {"answer": [FEATURE, FEATURE]}),
        ("free-text", FreeText, {"answer": "a sentence"}),
        ("checklist", Checklist, {"answers": [FEATURE]}),
        ("checklist", Checklist, {"answers": []}),
        ("unknown", OtherClassification, {}),
        ("unknown", OtherClassification, {"answer": None}),
        ("unknown", OtherClassification, {"answer": 7}),
    ],
)
def test_class_and_kind_of_a_classification(kind, form, keys, odd):
    (annotation,) = row({"classifications": [FEATURE | keys | odd]}).classifications
    assert isinstance(annotation, form)
    assert annotation.kind == kind


def described(annotation: LabelObject | Classification) -> object:
    """Describe an annotation with one branch for each class, as applications do."""
    match annotation:
        case BoxObject(bbox=box):
            return box.left, box.top, box.width, box.height
        case PolygonObject(polygon=points) | LineObject(line=points):
            return [(point.x, point.y) for point in points]
        case PointObject(point=point):
            return point.x, point.y
        case MaskObject():
            return annotation.instance_uri
        case TextEntity() | DocumentEntity():
            return annotation.data.location
        case MapObject(geometry=geometry):
            return geometry.coordinates
        case Radio(answer=answer):
            return answer.title
        case Checklist(answers=answers) | Dropdown(answer=answers):
            return [answer.title for answer in answers]
        case FreeText(answer=text):
            return text
        case _:
            return None


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({"bbox": BOX}, (2, 1, 4, 3)),
        ({"polygon": [PLACE]}, [(1, 2)]),
        ({"line": [PLACE, PLACE]}, [(1, 2), (1, 2)]),
        ({"point": PLACE}, (1, 2)),
        ({"instanceURI": MASK}, MASK),
        ({"geometry": {"coordinates": [1, 2]}}, [1, 2]),
        ({"cuboid": {}}, None),
        ({"bbox": [1, 2, 3, 4]}, None),  # its bbox cannot be read
    ],
)
def test_match_statement_reads_the_shape(keys, value):
    assert described(first(**keys)) == value


def test_match_statement_reads_the_location_and_the_answer():
    assert described(first(data={"location": {"start": 25, "end": 44}})).end == 44
    (box,) = described(first(data={"location": [{"text-bbox": {"page": 1, **BOX}}]}))
    assert box.text_bbox.page == 1
    answers = [{"answer": FEATURE}, {"answer": [FEATURE]}, {"answers": [FEATURE]}, {"answer": "x"}]
    found = row({"classifications": [FEATURE | keys for keys in answers]}).annotations
    assert [described(one) for one in found] == ["thing", ["thing"], ["thing"], "x"]


def test_objects_are_before_classifications_in_file_order():
    titles = ("c1", "c2", "o1", "o2")
    one, two, three, four = ({**FEATURE, "title": title} for title in titles)
    label = row(
        {
            "classifications": [one | {"answer": "x"}, two | {"answers": []}],
            "objects": [three | {"point": PLACE}, four | {"bbox": BOX}],
        }
    )
    assert [annotation.title for annotation in label.annotations] == ["o1", "o2", "c1", "c2"]
    assert [annotation.title for annotation in label.objects] == ["o1", "o2"]
    assert [annotation.title for annotation in label.classifications] == ["c1", "c2"]


def test_annotations_are_those_of_the_current_label():
    label = row({"objects": [FEATURE | {"color": "#FF0000", "bbox": BOX}]})
    assert len(label.annotations) == 1
    label.label.objects = []
    assert label.annotations == []


def test_nested_classifications_of_an_object_are_flattened():
    one, two, three, four = ({**FEATURE, "title": title} for title in "abcd")
    annotation = first(
        bbox=BOX,
        classifications=[
            one | {"answer": FEATURE},
            [two | {"answers": [FEATURE]}, three | {"answer": "text"}],
            [],
            four | {"answer": [FEATURE]},
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
    found = row(label)
    assert (found.annotations, found.objects, found.classifications) == ([], [], [])
    assert first(bbox=BOX).annotations == []


FRAMES = [
    {
        "frameNumber": 1,
        "objects": [{**FEATURE, "title": "a", "color": "#FF0000", "bbox": BOX}],
        "classifications": [],
    },
    {
        "frameNumber": 7,
        "objects": [],
        "classifications": [{**FEATURE, "title": "b", "answer": "x"}],
    },
]


def test_row_with_frames_has_the_annotations_of_all_frames():
    label = row(FRAMES)
    assert [annotation.title for annotation in label.annotations] == ["a", "b"]
    assert [frame.frame_number for frame in label.label] == [1, 7]
    (annotation,) = FrameRecord.from_dict(FRAMES[0]).annotations
    assert annotation.kind == "bbox"


def test_annotations_do_not_need_ids():
    objects = [FEATURE | {"bbox": BOX}]
    found = damaged(ExportRow, "id", "labeled_data", label={"objects": objects})
    (annotation,) = found.annotations
    assert annotation.kind == "bbox"
    frame = damaged(FrameRecord, "frame_number", objects=objects)
    assert frame.annotations == [annotation]
    without_id = damaged(BoxObject, "feature_id", classifications=[FEATURE | {"answer": "x"}])
    assert without_id.annotations[0].answer == "x"


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


def test_shape_of_an_unknown_form_is_missing_and_kept_as_raw_value():
    odd = first(bbox=[1, 2, 3, 4])
    assert (odd.kind, odd.title, odd["bbox"]) == ("bbox", "thing", [1, 2, 3, 4])
    with pytest.raises(MissingValue, match=r"BoxObject\.bbox"):
        odd.bbox  # noqa: B018 - the access is the test
