"""Rows of export v2 in files: all media, several labels, frames, and nested classifications."""

import gzip
import json
from copy import deepcopy

import pytest

from labelbridge._core.json import decode
from labelbridge._core.json.structs import struct_decoder
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge.labelbox import (
    DataRowBox,
    DataRowChecklist,
    DataRowExport,
    DataRowFreeText,
    DataRowLine,
    DataRowMapObject,
    DataRowMask,
    DataRowMessages,
    DataRowPoint,
    DataRowPolygon,
    DataRowRadio,
    DataRowText,
    DataRowTokens,
    ExportRow,
    OtherDataRowClassification,
    OtherDataRowObject,
    read_export,
)
from tests.platforms.labelbox.client import data_rows
from tests.platforms.labelbox.client.data_rows import ROWS
from tests.support.model_values import has_type, typed
from tests.support.rows import read_all

every_row = pytest.mark.parametrize("media", ROWS)


@pytest.fixture(params=[0, 1], ids=["first", "later"])
def read(tmp_path, request):
    """Write rows as NDJSON, and read them; rows after the first one are decoded in another way."""

    def read_rows(*rows, pack=bytes):
        path, before = tmp_path / "export.ndjson", [ROWS["unlabeled"]] * request.param
        path.write_bytes(pack("".join(f"{json.dumps(row)}\n" for row in (*before, *rows)).encode()))
        return list(read_export(path))[len(before) :]

    return read_rows


def count(value, is_counted):
    """Count the objects in parsed JSON for which a function returns true, at any depth."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = isinstance(value, dict) and is_counted(value)
    return own + sum(count(part, is_counted) for part in inner)


def is_object(value):
    return "annotation_kind" in value


def is_question(value):
    return any(key.endswith(("_answer", "_answers")) for key in value)


def without_predictions(row):
    """Return a row without the predictions of model runs, which `labels` does not have."""
    copied = deepcopy(row)
    for experiment in copied.get("experiments", {}).values():
        for run in experiment["runs"].values():
            del run["predictions"]
    return copied


@every_row
def test_all_annotations_of_a_row_are_found(read, media):
    (row,) = read(ROWS[media])
    labels = without_predictions(ROWS[media])
    of_objects = [one for each in row.objects for one in each.annotations]
    assert len(row.objects) == count(labels, is_object)
    assert len(row.classifications) + len(of_objects) == count(labels, is_question)
    assert row.annotations[: len(row.labels[0].objects) if row.labels else 0] == (
        row.labels[0].objects if row.labels else []
    )
    assert len(row.annotations) == len(row.objects) + len(row.classifications)
    everything = [*row.objects, *row.classifications, *of_objects]
    assert len({id(one) for one in everything}) == len(everything)
    assert "unknown" not in {one.kind for one in everything}


@every_row
def test_row_matches_its_types_and_is_unchanged(read, media):
    (row,) = read(ROWS[media])
    assert type(row) is DataRowExport
    assert has_type(row, DataRowExport)
    assert row.additional_properties == {}
    written = json.loads(json.dumps(row.to_dict()).replace("+00:00", "Z"))
    assert written == json.loads(json.dumps(ROWS[media]).replace("+00:00", "Z"))


def test_gzip_and_several_rows(read):
    rows = read(*ROWS.values(), pack=gzip.compress)
    assert [row.data_row.id for row in rows] == [row["data_row"]["id"] for row in ROWS.values()]


def test_file_can_have_rows_of_both_generations(read):
    old = {"ID": "a", "Labeled Data": "https://images.example/a.jpg", "Label": {}}
    assert [type(row) for row in read(old, ROWS["text"])] == [ExportRow, DataRowExport]


KINDS = {
    "image": ["bbox", "polygon", "line", "point", "mask", "mask"],
    "video": ["bbox"] * 3,
    "dicom": ["line"] * 2,
    "text": ["text"],
    "document": ["text-tokens", "bbox"],
    "conversation": ["text"],
    "chat": ["message-selection", "message-selection", "message-ranking"],
    "map": ["geo-rectangle"],
}


@pytest.mark.parametrize("media", KINDS)
def test_kinds_of_objects(read, media):
    (row,) = read(ROWS[media])
    assert [one.kind for one in row.objects] == KINDS[media]


def test_classes_of_objects_narrow_their_shapes(read):
    (image,) = read(ROWS["image"])
    match image.objects:
        case [
            DataRowBox() as box,
            DataRowPolygon(polygon=corners),
            DataRowLine(line=line),
            DataRowPoint(point=point),
            DataRowMask(url=url, composite_mask=composite),
            DataRowMask(url=older, composite_mask=None),
        ]:
            assert box.box == [20.0, 10.0, 60.5, 40.0]
            assert (box.name, box.feature_schema_id) == ("Cat", "schema-Cat")
            assert corners[0] == corners[-1]
            assert (len(line), point.x) == (2, 1.0)
            assert composite.color_rgb == [23, 99, 5]
            assert url == older == data_rows.MASK["url"]
        case other:
            pytest.fail(str(other))
    assert [one.box for one in image.objects[1:]] == [None] * 5


def test_classes_of_objects_of_other_media(read):
    rows = read(*(ROWS[each] for each in ("text", "conversation", "document", "map", "chat")))
    text, talk, document, on_map, chat = (row.objects for row in rows)
    assert isinstance(text[0], DataRowText)
    assert (text[0].range.end, text[0].range.token, text[0].message_id) == (4, "Alice", None)
    assert (talk[0].range.end, talk[0].message_id) == (3, "0")
    assert isinstance(document[0], DataRowTokens)
    assert document[0].location.groups[0].text == "EUR 12"
    assert (document[1].box, document[1].page_number) == ([2.0, 1.0, 6.0, 4.0], 1)
    assert isinstance(on_map[0], DataRowMapObject)
    assert on_map[0].geojson.type == "Polygon"
    assert all(isinstance(one, DataRowMessages) for one in chat)
    assert chat[2].ranked_messages.ranked_messages[0].order == 1


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Point", "geo-point"),
        ("LineString", "geo-polyline"),
        ("Polygon", "geo-polygon"),
        ("MultiPolygon", "unknown"),
    ],
)
def test_kind_of_a_geometry_without_a_box(read, type_, kind):
    row = deepcopy(ROWS["map"])
    (field,) = row["projects"]["project-1"]["labels"][0]["annotations"]["objects"]
    field |= {"annotation_kind": "GeoFeature", "geojson": {"type": type_, "coordinates": []}}
    assert read(row)[0].objects[0].kind == kind


def test_nested_classifications_follow_their_questions(read):
    (row,) = read(ROWS["image"])
    assert [one.name for one in row.classifications] == ["Weather", "Animal", "Breed", "Age"]
    weather, animal, breed, age = row.classifications
    assert (weather.kind, weather.choices, weather.text) == ("radio", ["Rain"], None)
    assert [one.name for one in animal.annotations] == ["Breed", "Age"]
    assert isinstance(breed, DataRowChecklist)
    assert (breed.kind, breed.choices) == ("checklist", ["Pug", "Poodle"])
    assert isinstance(age, DataRowFreeText)
    assert (age.kind, age.text, age.choices) == ("free-text", "old", [])
    assert [one.name for one in row.objects[0].annotations] == ["Animal", "Breed", "Age"]


def test_classifications_of_messages(read):
    (row,) = read(ROWS["conversation"])
    tone, topics, note = row.classifications
    assert isinstance(tone, DataRowRadio)
    assert (tone.answer.name, tone.message_id) == ("Kind", "0")
    assert topics.choices == ["Price"]
    assert note.text == "short"


@pytest.mark.parametrize("media", ["video", "video with lists of key frames"])
def test_frames_are_in_order_and_have_key_frames(read, media):
    (label,) = read(ROWS[media])[0].labels
    frames = label.frames
    assert [(frame.number, frame.axis) for frame in frames] == [(1, None), (9, None), (10, None)]
    assert [one.box[0] for frame in frames for one in frame.objects] == [2.0, 7.0, 8.0]
    assert [frame.is_key_frame(frame.objects[0]) for frame in frames] == [True, False, True]
    assert frames[0].is_key_frame(frames[0].classifications[0])
    assert frames[0].annotations == [*frames[0].objects, *frames[0].classifications]
    assert len(repr(frames[0])) < 500
    assert label.annotations.segments == {"id-Car": [[1, 10]], "id-Weather": [[1, 1]]}
    assert [one.name for one in label.classifications] == ["Animal", "Breed", "Age", "Weather"]


@pytest.mark.parametrize("keys", [{"Axial": {"1": True}, "Coronal": {}}, {"Axial": [1]}])
def test_frames_of_a_series_have_axes(read, keys):
    row = deepcopy(ROWS["dicom"])
    annotations = row["projects"]["project-1"]["labels"][0]["annotations"]
    annotations["key_frame_feature_map"] = {"id-Bone": keys}
    (label,) = read(row)[0].labels
    assert [(frame.axis, frame.number) for frame in label.frames] == [("Axial", 1), ("Axial", 2)]
    assert [frame.is_key_frame(frame.objects[0]) for frame in label.frames] == [True, False]
    assert len(label.classifications) == 3  # of the series, the axis and a frame


def test_video_without_a_map_of_key_frames_is_read(read):
    row = deepcopy(ROWS["video"])
    del row["projects"]["project-1"]["labels"][0]["annotations"]["key_frame_feature_map"]
    (label,) = read(row)[0].labels
    assert [frame.key_features for frame in label.frames] == [frozenset()] * 3


def test_details_are_typed(read):
    (row,) = read(ROWS["image"])
    project = row.projects["project-1"]
    assert project.project_details.workflow_status == "IN_REVIEW"
    (label,) = project.labels
    assert label.label_details.created_by == "b@example.org"
    assert label.label_details.updated_at.isoformat() == "2026-01-04T05:06:07.089000+00:00"
    assert label.performance_details.benchmark_score == 0.75
    assert row.data_row.details.dataset_name == "cats"
    assert row.media_attributes.width == 640
    assert row.metadata_fields[1].value == [{"schema_name": "night"}]
    assert row.embeddings[0].values[0].value == [0.5, -0.25]


def test_all_labels_of_a_row_are_kept(read):
    consensus, run, new = read(*(ROWS[each] for each in ("consensus", "model run", "unlabeled")))
    assert [label.id for label in consensus.labels] == ["label-11", "label-12", "label-13"]
    assert [one.name for one in consensus.objects] == ["Cat", "Cat", "Dog"]
    kinds = [one.kind for one in consensus.annotations]
    assert kinds == ["point", "radio", "point", "point"]
    assert [label.id for label in run.labels] == ["label-14"]
    assert [label.id for label in run.predictions] == ["label-15"]
    assert (new.labels, new.predictions, new.annotations) == ([], [], [])


def test_label_of_a_project_and_a_model_run_is_returned_once(read):
    both = ROWS["consensus"] | {"experiments": deepcopy(ROWS["model run"]["experiments"])}
    run = both["experiments"]["model-1"]["runs"]["run-1"]
    run["labels"].append(both["projects"]["project-2"]["labels"][0])
    (row,) = read(both)
    ids = [label.id for label in row.labels]
    assert ids == ["label-11", "label-12", "label-13", "label-14"]


ROW = ROWS["video"]
LABEL = ("projects", "project-1", "labels", 0)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("projects",), [1]),
        (("projects", "project-1"), None),
        (("projects", "project-1", "labels"), {}),
        (LABEL, "text"),
        ((*LABEL, "annotations"), 7),
        ((*LABEL, "annotations", "frames"), [7]),
        ((*LABEL, "annotations", "frames"), {"first": ROWS["video"]}),
        ((*LABEL, "annotations", "frames", "1"), 5),
        ((*LABEL, "annotations", "frames", "1", "objects"), [1]),
        ((*LABEL, "annotations", "frames", "1", "objects", "id-Car"), None),
        ((*LABEL, "annotations", "groups"), 1),
        (("experiments",), {"model": 1}),
    ],
)
def test_annotations_that_cannot_be_read_are_an_error_and_not_left_out(read, place, value):
    damaged = deepcopy(ROW)
    *outer, last = place
    inner = damaged
    for step in outer:
        inner = inner[step]
    inner[last] = value
    (row,) = read(damaged)
    with pytest.raises((ResponseFormatError, MissingValue)):
        _ = row.objects
    assert row.to_dict() == damaged


def test_unknown_shapes_and_answers_are_kept(read):
    row = deepcopy(ROWS["text"])
    annotations = row["projects"]["project-1"]["labels"][0]["annotations"]
    thing, question = annotations["objects"][0], annotations["classifications"][0]
    del thing["location"], question["radio_answer"]
    thing["cuboid"] = question["slider_answer"] = {"vertices": [1]}
    (read_row,) = read(row)
    (cuboid,), (slider,) = read_row.objects, read_row.classifications
    assert isinstance(cuboid, OtherDataRowObject)
    assert isinstance(slider, OtherDataRowClassification)
    assert cuboid["cuboid"] == slider["slider_answer"] == {"vertices": [1]}
    assert (slider.choices, slider.text, slider.annotations) == ([], None, [])


@every_row
def test_row_that_matches_is_decoded_from_its_text(media):
    row = struct_decoder(DataRowExport)(json.dumps(ROWS[media]))
    assert typed(row) == typed(DataRowExport.from_dict(ROWS[media]))


@pytest.mark.parametrize("size", [1, 100], ids=["short", "long"])
def test_only_rows_that_differ_are_parsed(monkeypatch, tmp_path, size):
    long = deepcopy(ROWS["image"])
    annotations = long["projects"]["project-1"]["labels"][0]["annotations"]
    annotations["objects"] *= size
    path = tmp_path / "export.json"
    path.write_text(json.dumps([long, long, long, long | {"new": 1}, long, long]))
    parsed, structure = [], decode.structure

    def note(value, *args, **more):
        parsed.append(value)
        return structure(value, *args, **more)

    monkeypatch.setattr(decode, "structure", note)
    assert [row.additional_properties for row in read_export(path)][3] == {"new": 1}
    assert parsed == [long, long | {"new": 1}]


GOOD = json.dumps(ROWS["image"])
UNUSUAL = {
    "an unknown key": GOOD.replace('"polygon"', '"new": {"a": 1}, "polygon"'),
    "null in a list": GOOD.replace('"objects": [', '"objects": [null, '),
    "null instead of a row": "null",
    "another generation": '{"ID": "a", "Labeled Data": "https://images.example", "Label": {}}',
    "half of a surrogate pair": GOOD.replace("Cat", "\\ud83d"),
    "a large integer": GOOD.replace('"width": 640', f'"width": {"9" * 400}'),
    "a number out of range": GOOD.replace('"width": 640', '"width": 1e999'),
    "an invalid escape": GOOD.replace("Cat", "\\x"),
    "not UTF-8": GOOD.replace("Cat", "\udcff"),
    "a wrong type and not UTF-8": GOOD.replace("640", "{}").replace("Cat", "\udcff"),
    "a deep value": GOOD.replace(
        '"text_answer": ', f'"deep": {"[" * 3000 + "]" * 3000}, "text_answer": '
    ),
    "not an object": "7",
    "truncated": GOOD[:-9],
}


@pytest.mark.parametrize(("start", "between", "end"), [("", "\n", "\n"), ("[", ",\n ", "]")])
@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_rows_do_not_depend_on_the_way_in_which_they_are_read(tmp_path, text, start, between, end):
    path = tmp_path / "export.json"
    rows = between.join([*[GOOD] * 5, text, *[GOOD] * 5])
    path.write_bytes(f"{start}{rows}{end}".encode(errors="surrogateescape"))
    found, error = read_all(read_export(path))
    parsed, expected = read_all(read_export(path, on_drift=lambda _: None))
    assert typed(found) == typed(parsed)
    assert str(error) == str(expected)
    assert len(found) >= 5


def test_broken_row_is_read_as_far_as_possible(tmp_path):
    path = tmp_path / "export.ndjson"
    path.write_text(json.dumps({"data_row": 7}) + "\n" + json.dumps(ROWS["text"]))
    rows, error = read_all(read_export(path))
    assert error is None
    assert rows[0].annotations == []
    with pytest.raises(MissingValue):
        _ = rows[0].data_row
    assert rows[0]["data_row"] == 7
