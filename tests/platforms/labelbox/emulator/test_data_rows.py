"""Rows of export v2: media, requested parts, filters, frames, and fixtures."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from labelbridge_emulator.contract.schemas import Schemas
from labelbridge_emulator.contract.specs import load_spec
from labelbridge_emulator.platforms.labelbox import row_fixtures
from labelbridge_emulator.platforms.labelbox.annotation_defaults import MEDIA
from labelbridge_emulator.platforms.labelbox.demo import exports
from tests.platforms.labelbox.emulator.api import PROJECT, Api, Row
from tests.platforms.labelbox.emulator.test_tasks import change

BOX = ("top", "left", "height", "width")
ROW = Schemas("labelbox", load_spec("labelbox")).at(("components", "schemas", "DataRowExport"))
PARTS = ("Attachments", "Embeddings", "Metadata", "DataRowDetails", "ProjectDetails")
PARTS += ("LabelDetails", "PerformanceDetails", "InterpolatedFrames")
ALL = {f"include{part}": True for part in PARTS}


def keys(value: Any) -> Iterator[str]:
    """Yield all keys at any depth; those of maps by id are unique anyway."""
    if isinstance(value, dict):
        yield from value
        value = [*value.values()]
    for each in value if isinstance(value, list) else []:
        yield from keys(each)


def labels_of(row: Row) -> list[dict[str, Any]]:
    return [label for each in row["projects"].values() for label in each["labels"]]


def named(rows: list[Row]) -> list[str]:
    return [each["data_row"].get("external_id", each["data_row"]["row_data"][:3]) for each in rows]


def find(api: Api, external_id: str, **given: Any) -> Row:
    rows = api.data_rows(**given)
    return next(each for each in rows if each["data_row"].get("external_id") == external_id)


@pytest.mark.parametrize("form", [{}, {"key_frames": "list", "masks": "single"}])
@pytest.mark.parametrize("params", [{}, ALL])
def test_rows_of_all_media_fit_the_contract(api, form, params):
    change(api, **form)
    rows = api.data_rows(params=params)
    assert [ROW.errors(row) for row in rows] == [[]] * 15
    assert {row["media_attributes"]["asset_type"] for row in rows} == set(MEDIA)
    kinds = {each["annotation_kind"] for row in rows if "projects" in row for each in objects(row)}
    assert len(kinds) == 19
    assert not {"area", "key_frames"} & {*keys(rows)}


def objects(row: Row) -> Iterator[dict[str, Any]]:
    for label in labels_of(row):
        found = label["annotations"]
        yield from found.get("objects", ())
        for part in (found, *found.get("groups", {}).values()):
            for frame in part.get("frames", {}).values():
                yield from frame["objects"].values()


@pytest.mark.parametrize(
    ("part", "added"),
    [
        ("Attachments", {"attachments"}),
        ("Embeddings", {"embeddings"}),
        ("Metadata", {"metadata_fields"}),
        ("DataRowDetails", {"details"}),
        ("ProjectDetails", {"project_details"}),
        ("LabelDetails", {"label_details"}),
        ("PerformanceDetails", {"performance_details"}),
    ],
)
def test_parts_of_rows_are_exported_on_request(api, part, added):
    parts = {"attachments", "embeddings", "metadata_fields", "details", "project_details"}
    parts |= {"label_details", "performance_details"}
    assert {*keys(api.data_rows(params={f"include{part}": True}))} & parts == added
    assert not {*keys(api.data_rows())} & parts


def date(kind: str, operator: str, value: Any, timezone: str = "UTC") -> dict[str, Any]:
    return {"type": kind, "value": {"operator": operator, "timezone": timezone, "value": value}}


def ids(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "operator": "is", "ids": [*values]}


SINCE, UNTIL = "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL"
ACTIVE, LABELED = "data_row_last_activity_at", "labeled_at"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ([date(ACTIVE, SINCE, "2023-03-09")], ["chat.json", "traffic.mp4"]),
        ([date(ACTIVE, UNTIL, "2023-01-31")], ["jellyfish.mp4"]),
        ([date(ACTIVE, "BETWEEN", {"min": "2023-03-08", "max": "2023-03-08"})], ["night.jpg"]),
        # 13:00 UTC is 18:30 in India
        ([date(ACTIVE, SINCE, "2023-03-10 18:30:00", "Asia/Kolkata")], ["traffic.mp4"]),
        ([date(ACTIVE, SINCE, "2023-03-10 18:30:01", "Asia/Kolkata")], []),
        ([date(ACTIVE, SINCE, "2023-03-10T18:30:00+0530")], ["traffic.mp4"]),
        ([date(LABELED, UNTIL, "2020-12-31")], ["crossing.jpg"]),
        ([date(LABELED, SINCE, "2023-03-07")], ["night.jpg", "chat.json", "traffic.mp4"]),
        ([{"type": "task_queue_not_exist"}], ["new.jpg"]),
        ([{"type": "task_queue_status", "status": "InRework"}], ["article.html"]),
        (
            [{"type": "task_queue_status", "status": "Done"}, ids("dataset", exports.STREETS)],
            ["street.jpg", "crossing.jpg", "traffic.mp4"],
        ),
        ([ids("global_key", "街路-0002", "nothing")], ["night.jpg"]),
        ([ids("global_key", "nothing")], []),
        ([ids("batch", "nothing")], []),
    ],
)
def test_filters_select_rows(api, query, expected):
    assert named(api.data_rows(query=query)) == expected


def test_ids_of_rows_and_batches_select_rows(api):
    details = {"includeProjectDetails": True}
    row = find(api, "chat.json", params=details)
    batch = row["projects"][PROJECT]["project_details"]["batch_id"]
    by_id = api.data_rows(query=[ids("data_row_id", row["data_row"]["id"], "x")], params=details)
    assert by_id == [row]
    assert named(api.data_rows(query=[ids("batch", batch)])) == [
        *("new.jpg", "night.jpg", "chat.json", "traffic.mp4"),
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ([{"type": "color"}], "unknown type 'color'"),
        ([ids("data_row_id", "a"), ids("global_key", "b")], "exclude each other"),
        ([ids("data_row_id")], "0 ids; use 1 to 2000"),
        ([ids("batch", *map(str, range(2001)))], "2001 ids; use 1 to 2000"),
        ([{"type": "dataset", "operator": "not", "ids": ["a"]}], "the operator must be 'is'"),
        ([{"type": "task_queue_status", "status": "DONE"}], "unknown status 'DONE'"),
        ([{"type": LABELED}], "Invalid condition of labeled_at"),
        ([date(LABELED, "BETWEEN", {"min": "2023-01-01"})], "Invalid condition"),
        ([date(LABELED, SINCE, {"min": "2023-01-01"})], "Invalid condition"),
        ([date(LABELED, SINCE, "soon")], "Invalid start date 'soon'"),
        ([date(LABELED, UNTIL, "2023-01-01", "Mars/Base")], "Invalid timezone 'Mars/Base'"),
    ],
)
def test_invalid_filter_creates_no_task(api, query, message):
    (error,) = api.create(filters={"searchQuery": {"query": query}}).json()["errors"]
    assert error["extensions"]["code"] == "MALFORMED_REQUEST"
    assert message in error["message"]


@pytest.mark.parametrize(("kind", "count"), [("IMAGE", 5), ("PDF", 1), ("TMS_GEO", 1), ("LLM", 1)])
def test_media_type_selects_rows(api, kind, count):
    assert len(api.data_rows(params={"mediaTypeOverride": kind})) == count


def test_catalog_has_labels_of_requested_projects_and_model_runs(api):
    new = row_fixtures.add_data_row
    second = api.emulator.add("labelbox", "projects", name="Second")["id"]
    box = {"name": "A", "bounding_box": {"top": 1.0, "left": 1.0, "height": 1.0, "width": 1.0}}
    new(api.emulator.store, row_data="a", labels=[{"objects": [box]}], project=second)
    query = [ids("global_key", "street-0001")]
    assert [*keys(api.data_rows("Catalog"))].count("labels") == 0
    for params in ({"projectIds": [second]}, {"allProjects": True}):
        rows = api.data_rows("Catalog", params=params)
        owners = {project for row in rows for project in row.get("projects", ())}
        assert owners == ({second} if "projectIds" in params else {second, PROJECT})
    params = {"modelRunIds": [exports.RUN], "includePredictions": True}
    (row,) = api.data_rows("Catalog", query=query, params=params)
    ((model, experiment),) = row["experiments"].items()
    assert [*experiment["runs"]] == [exports.RUN]
    assert len(experiment["runs"][exports.RUN]["predictions"]) == 1
    details = {"includeModelRunDetails": True}
    (same,) = api.data_rows("ModelRun", filters={"modelRunId": exports.RUN}, params=details)
    run = same["experiments"][model]["runs"][exports.RUN]
    assert (same["experiments"][model]["name"], run["name"]) == ("Detector", "Run 1")
    assert ("predictions" in run, len(run["labels"])) == (False, 1)
    in_slice = api.data_rows("Slice", filters={"sliceId": exports.SLICE})
    assert in_slice == api.data_rows("Catalog", query=[ids("dataset", exports.STREETS)])


@pytest.mark.parametrize("interpolated", [False, True])
@pytest.mark.parametrize("form", ["map", "list"])
def test_frames_are_key_frames_unless_others_are_requested(api, interpolated, form):
    change(api, key_frames=form)
    row = find(api, "traffic.mp4", params={"includeInterpolatedFrames": interpolated})
    (label,) = labels_of(row)
    found = label["annotations"]
    cars = {
        int(n): f["objects"]["car"] for n, f in found["frames"].items() if "car" in f["objects"]
    }
    expected = {1: 10, 10: 100, 20: 300}
    if interpolated:
        expected |= {n: 10 + 10 * (n - 1) for n in range(2, 10)}
    assert {n: car["bounding_box"]["left"] for n, car in cars.items()} == expected
    assert found["segments"] == {"car": [[1, 10], [20, 20]], "shade": [[1, 20]]}
    keys_of_car = found["key_frame_feature_map"]["car"]
    in_map = {str(n): n in (1, 10, 20) for n in sorted(expected)}
    assert keys_of_car == (in_map if form == "map" else [1, 10, 20])
    jelly = labels_of(find(api, "jellyfish.mp4"))[0]["annotations"]
    assert [*jelly["frames"]] == ["1", "12", "20", "25"]
    assert sorted(jelly["segments"].values()) == [[[1, 12], [20, 25]]] * 2


def test_labels_of_a_data_row_are_all_exported(api):
    row = find(api, "night.jpg", params=ALL)
    ada, grace = labels_of(row)
    assert ada["label_details"]["created_by"] == "ada@example.com"
    assert grace["performance_details"]["consensus_score"] == 0.75
    details = row["projects"][PROJECT]["project_details"]
    assert details["consensus_expected_label_count"] == 2
    deepest = ada["annotations"]["classifications"][0]["radio_answer"]["classifications"][0]
    deepest = deepest["checklist_answers"][0]["classifications"][0]
    assert deepest["text_answer"] == {"content": "Nässe"}
    assert "projects" not in find(api, "new.jpg")


class TestFixtures:
    def add(self, api: Api, fixture: str, **arguments: Any) -> Any:
        control = api.emulator.labelbox.removesuffix("/labelbox") + "/_emulator/labelbox"
        return api.client.post(f"{control}/{fixture}", content=json.dumps(arguments))

    def test_dicom_series_has_axes(self, api):
        bone = {"feature_id": "bone", "name": "Bone", "line": [{"x": 1.0, "y": 2.0}]}
        groups = {"Sagittal": {"frames": {"7": {"objects": {"bone": bone}}}}}
        labels = [{"groups": groups}]
        added = self.add(api, "data_rows", row_data="a", media_type="dicom", labels=labels)
        row = api.data_rows(query=[ids("data_row_id", added.json()["id"])])[0]
        (label,) = labels_of(row)
        assert [label["id"]] == added.json()["label_ids"]
        found = label["annotations"]
        assert {axis: [*part["frames"]] for axis, part in found["groups"].items()} == {
            "Axial": [],
            "Sagittal": ["7"],
            "Coronal": [],
        }
        (same,) = objects(row)
        assert (same["annotation_kind"], same["line"]) == ("DICOMPolyline", bone["line"])
        assert found["key_frame_feature_map"]["bone"]["Sagittal"] == {"7": True}

    @pytest.mark.parametrize(
        ("found", "kind"),
        [
            ({"data": {"location": {"start": 0, "end": 1}}}, "text"),
            ({"data": {"location": {"messageId": "0", "start": 0, "end": 1}}}, "conversational"),
            ({"data": {"location": []}}, "document"),
            ({"bbox": dict.fromkeys(BOX, 1), "page": 0}, "document"),
            ({"type": "point", "geometry": {"coordinates": [1, 2]}}, "geospatial"),
            ({"point": {"x": 1, "y": 2}}, "image"),
        ],
    )
    def test_label_in_the_old_format_is_exported_with_its_kind_of_media(self, api, found, kind):
        self.add(api, "labels", labeled_data="ab", objects=[found], global_key="old")
        (row,) = api.data_rows(query=[ids("global_key", "old")])
        assert (row["media_attributes"]["asset_type"], ROW.errors(row)) == (kind, [])
        (same,) = objects(row)
        assert same.get("page_number") == (1 if "page" in found else None)

    def test_model_runs_of_the_same_name_belong_to_one_model(self, api):
        label = api.data_rows()[0]["projects"][PROJECT]["labels"][0]["id"]
        made = [self.add(api, "model_runs", name=name, labels=[label]).json() for name in "ab"]
        assert made[0]["model_id"] == made[1]["model_id"]
        assert made[0]["id"] != made[1]["id"]

    @pytest.mark.parametrize(
        ("fixture", "arguments", "message"),
        [
            ("data_rows", {"row_data": "a", "project": "x"}, "unknown project 'x'"),
            ("data_rows", {"row_data": "a", "media_type": "x"}, "unknown media_type 'x'; use"),
            ("data_rows", {"row_data": "a", "workflow_status": "x"}, "use one of: ToLabel"),
            ("data_rows", {"row_data": "a", "labels": [{"shapes": []}]}, "unknown key 'shapes'"),
            ("model_runs", {"name": "a", "labels": ["x"]}, "unknown label 'x'"),
            ("model_runs", {"name": "a", "predictions": {"x": []}}, "unknown data row 'x'"),
            ("slices", {"name": "a", "query": [{"type": "x"}]}, "invalid query: unknown type 'x'"),
        ],
    )
    def test_invalid_argument_is_rejected(self, api, fixture, arguments, message):
        response = self.add(api, fixture, **arguments)
        assert response.status_code == 400
        assert message in response.json()["error"]
