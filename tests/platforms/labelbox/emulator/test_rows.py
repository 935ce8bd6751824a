"""Rows of exports: asset types, masks, frames, and fixtures."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.contract.schemas import Schemas
from labelbridge_emulator.contract.specs import load_spec
from labelbridge_emulator.platforms.labelbox import fixtures
from tests.platforms.labelbox.emulator.api import KEY, PROJECT, Api, Row

EXPORT_ROW = Schemas("labelbox", load_spec("labelbox")).at(("components", "schemas", "ExportRow"))


def object_of(row: Row, title: str) -> dict[str, Any]:
    return next(each for each in row["Label"]["objects"] if each["title"] == title)


def mask_of(api: Api, row: Row, title: str) -> Image.Image:
    response = api.client.get(object_of(row, title)["instanceURI"])
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    return Image.open(io.BytesIO(response.content))


def feature_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["featureId"]] if "featureId" in value else []
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from feature_ids(each)


def test_rows_match_the_contract_and_have_all_its_keys(api):
    rows = api.rows()
    for row in rows:
        assert EXPORT_ROW.errors(row) == []
        assert len(row) == 21
    labels = [row["ID"] for row in rows] + [row["DataRow ID"] for row in rows]
    assert len(labels) == len(set(labels)) == 22
    features = list(feature_ids(rows))
    assert len(features) == len(set(features)) > 40


def test_invalid_file_is_a_violation(api):
    operations = [each.id for each in load_operations("labelbox") if each.has_own_server]
    assert operations == ["download_export", "download_task_file"]
    fixtures.add_label(api.emulator.store, labeled_data="x", created_by=7)  # type: ignore[arg-type]
    response = api.client.get(api.poll()["downloadUrl"])
    assert response.status_code == 500
    assert "download_export does not match the contract: 11/Created By" in response.text
    assert len(api.emulator.violations) == 1
    api.emulator.reset()


def test_masks_cover_their_objects(api):
    row = api.row("street.jpg")
    person = mask_of(api, row, "Person")
    assert (person.size, person.getbbox()) == ((640, 426), (212, 180, 277, 352))
    road = mask_of(api, row, "Road")
    assert (road.getpixel((320, 420)), road.getpixel((320, 100))) == (255, 0)
    assert mask_of(api, row, "Lamp").getpixel((507, 68)) == 255
    assert mask_of(api, row, "Kerb").getpixel((12, 402)) == 255
    assert mask_of(api, row, "Car").getpixel((380, 280)) == 255


def test_document_has_pages_points_and_masks(api):
    row = api.row("invoice.pdf")
    table = object_of(row, "Table")
    assert (table["page"], table["unit"]) == (0, "POINTS")
    assert object_of(row, "Sum")["data"]["location"][0]["text-bbox"]["page"] == 1
    assert mask_of(api, row, "Sum").getpixel((430, 518)) == 255


def test_texts_and_conversations_have_ranges_and_relationships(api):
    (row,) = [row for row in api.rows() if row["Labeled Data"].startswith("Ada Lovelace")]
    spans = [each["data"]["location"] for each in row["Label"]["objects"]]
    texts = [row["Labeled Data"][span["start"] : span["end"] + 1] for span in spans]
    assert texts == ["Ada Lovelace", "Charles Babbage"]
    chat = api.row("conversation.json")
    locations = [each["data"]["location"] for each in chat["Label"]["objects"]]
    assert [each["messageId"] for each in locations] == ["2", "3"]
    for each in (row, chat):
        (relationship,) = each["Label"]["relationships"]
        features = [feature["featureId"] for feature in each["Label"]["objects"]]
        assert [relationship["data"]["source"], relationship["data"]["target"]] == features


def test_reviews_workflow_and_benchmark(api):
    approved = api.row("street.jpg")
    (review,) = approved["Reviews"]
    assert (review["score"], review["labelId"]) == (1, approved["ID"])
    assert approved["DataRow Workflow Info"]["taskName"] == "Done"
    last, first = approved["DataRow Workflow Info"]["Workflow History"]
    assert "previousTaskId" not in first
    assert last["previousTaskId"] == first["nextTaskId"]
    rejected = api.row("article.html")
    assert (rejected["Reviews"][0]["score"], rejected["Has Open Issues"]) == (-1, 1)
    assert api.row("call.wav")["DataRow Workflow Info"] is None
    benchmark = api.row("crossing.jpg")
    assert (benchmark["Is Benchmark"], benchmark["Benchmark ID"]) == (1, benchmark["ID"])


class TestFrames:
    def get(self, api: Api, label_id: str) -> httpx.Response:
        return api.client.get(f"{api.emulator.labelbox}/v1/frames/{label_id}", headers=KEY)

    @pytest.mark.parametrize(
        ("external_id", "numbers"),
        [
            ("jellyfish.mp4", [*range(1, 13), *range(20, 26)]),
            ("series.dcm", [185, 186, 187]),
        ],
    )
    def test_rows_have_the_url_of_their_frames(self, api, external_id, numbers):
        label = api.row(external_id)["Label"]
        assert label["objects"] == []
        response = api.client.get(label["frames"], headers=KEY)
        assert response.headers["content-type"] == "application/x-ndjson"
        frames = [json.loads(line) for line in response.text.splitlines()]
        assert [frame["frameNumber"] for frame in frames] == numbers

    @pytest.mark.parametrize("external_id", ["street.jpg", "black.jpg"])
    def test_label_without_frames_returns_204(self, api, external_id):
        response = self.get(api, api.row(external_id)["ID"])
        assert (response.status_code, response.content) == (204, b"")

    def test_unknown_label_returns_404(self, api):
        response = self.get(api, "nope")
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})

    def test_invalid_frame_is_a_violation(self, api):
        frames = [{"frameNumber": 1}, {"frameNumber": "two"}]
        added = fixtures.add_label(api.emulator.store, labeled_data="x.mp4", frames=frames)
        response = self.get(api, added["id"])
        assert response.status_code == 500
        assert 'frameNumber: "two" is not of type "integer"' in response.json()["error"]
        api.emulator.reset()


class TestFixtures:
    def test_add_label_completes_objects(self, api):
        box = {"title": "Red Car", "bbox": {"left": 1, "top": 2, "width": 3, "height": 4}}
        added = fixtures.add_label(
            api.emulator.store,
            labeled_data="https://example.com/new.jpg",
            objects=[box],
            created_at="2022-05-01T10:00:00+02:00",
            last_activity_at="2022-05-02",
            external_id="new.jpg",
        )
        row = api.row("new.jpg")
        assert (row["ID"], row["DataRow ID"]) == (added["id"], added["data_row_id"])
        assert row["Created At"] == "2022-05-01T08:00:00.000Z"
        feature = object_of(row, "Red Car")
        assert feature["value"] == "red_car"
        assert feature["featureId"] != feature["schemaId"]

    def test_add_label_completes_nested_features(self, api):
        clothes = {"title": "Clothes", "answers": [{"title": "Hat"}]}
        fixtures.add_label(
            api.emulator.store,
            labeled_data="https://example.com/nested.jpg",
            objects=[{"title": "Person", "classifications": [[clothes]]}],
            classifications=[
                {"title": "Weather", "answer": {"title": "Rain"}},
                {"title": "Remark", "answer": "wet"},
            ],
            relationships=[{"data": {"source": "a", "target": "b", "label": "wears"}}],
            external_id="nested.jpg",
        )
        row = api.row("nested.jpg")
        assert EXPORT_ROW.errors(row) == []
        assert row["Label"]["objects"][0]["classifications"][0][0]["answers"][0]["value"] == "hat"
        assert row["Label"]["classifications"][1]["answer"] == "wet"

    def test_add_label_completes_frames(self, api):
        frames = [{"frameNumber": 4, "objects": [{"title": "Car"}], "classifications": [{}]}]
        added = fixtures.add_label(api.emulator.store, labeled_data="x.mp4", frames=frames)
        url = f"{api.emulator.labelbox}/v1/frames/{added['id']}"
        response = api.client.get(url, headers=KEY)
        assert response.status_code == 200, response.text
        assert response.json()["objects"][0]["color"].startswith("#")

    def test_add_project_and_label_over_http(self, api):
        control = api.emulator.labelbox.removesuffix("/labelbox") + "/_emulator/labelbox"
        project = api.client.post(
            f"{control}/projects", json={"name": "Second", "media_type": "VIDEO"}
        ).json()["id"]
        label = {"labeled_data": "a.mp4", "frames": [{"frameNumber": 1}], "project": project}
        assert api.client.post(f"{control}/labels", json=label).status_code == 201
        (row,) = api.rows(project=project)
        assert row["Project Name"] == "Second"
        query = "query ($id: ID!) {project(where: {id: $id}) {allowedMediaType dataRowCount}}"
        found = api.graphql(query, id=project).json()["data"]["project"]
        assert found == {"allowedMediaType": "VIDEO", "dataRowCount": 1}
        default = api.client.post(f"{control}/labels", json={"labeled_data": "x"})
        assert default.json()["project_id"] == PROJECT

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"project": "nope"}, "unknown project 'nope'"),
            ({"created_at": "soon"}, "Invalid isoformat"),
        ],
    )
    def test_invalid_label_raises(self, api, fields, message):
        with pytest.raises(ValueError, match=message):
            fixtures.add_label(api.emulator.store, labeled_data="x", **fields)
