"""Exported rows: nine asset types, every key, addresses that lead back to the emulator."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from labelbridge_emulator.contract.binding import bind
from labelbridge_emulator.contract.schemas import Schemas
from labelbridge_emulator.contract.specs import load_spec
from labelbridge_emulator.platforms.labelbox import fixtures
from tests.platforms.labelbox.emulator.api import KEY, PROJECT, VIDEO, Api, Row

EXPORT_ROW = Schemas("labelbox", load_spec("labelbox")).at(("components", "schemas", "ExportRow"))


def object_of(row: Row, title: str) -> dict[str, Any]:
    return next(each for each in row["Label"]["objects"] if each["title"] == title)


def mask_of(api: Api, row: Row, title: str) -> Image.Image:
    answer = api.client.get(object_of(row, title)["instanceURI"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content))


def ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["featureId"]] if "featureId" in value else []
        for each in value.values():
            yield from ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from ids(each)


def test_every_row_fits_the_contract_and_has_every_documented_key(api: Api) -> None:
    for row in api.rows():
        assert EXPORT_ROW.faults(row) == []
        assert set(row) >= {
            *("ID", "DataRow ID", "Labeled Data", "Label", "Created At", "Updated At"),
            *("Seconds to Label", "External ID", "Agreement", "Benchmark Agreement"),
            *("Benchmark ID", "Dataset Name", "Reviews", "View Label", "Has Open Issues"),
            *("Skipped", "DataRow Workflow Info", "Created By", "Project Name", "Global Key"),
        }


def test_a_file_that_breaks_the_contract_is_a_violation(api: Api) -> None:
    fixtures.add_label(api.emulator.store, labeled_data="x", created_by=7)  # type: ignore[arg-type]
    answer = api.client.get(api.poll()["downloadUrl"])
    assert answer.status_code == 500
    assert "download_export broke the contract: 11/Created By" in answer.json()["error"]
    assert len(api.emulator.violations) == 1
    api.emulator.reset()


def test_ids_are_unique_over_all_labels(api: Api) -> None:
    rows = api.rows()
    labels = [row["ID"] for row in rows] + [row["DataRow ID"] for row in rows]
    features = list(ids(rows))
    assert len(labels) == len(set(labels)) == 22
    assert len(features) == len(set(features)) > 40


def test_an_image_has_every_kind_of_object_and_question(api: Api) -> None:
    row = api.row("street.jpg")
    shapes = [("bbox", "Person"), ("polygon", "Car"), ("line", "Kerb"), ("point", "Lamp")]
    for shape, title in shapes:
        assert shape in object_of(row, title)
    assert not {"bbox", "polygon", "line", "point"} & set(object_of(row, "Road"))
    person = object_of(row, "Person")
    assert isinstance(person["classifications"][1], list)
    radio, dropdown, text = row["Label"]["classifications"]
    assert isinstance(radio["answer"], dict)
    assert isinstance(dropdown["answer"], list)
    assert isinstance(text["answer"], str)


def test_masks_are_drawn_where_the_objects_are(api: Api) -> None:
    row = api.row("street.jpg")
    person = mask_of(api, row, "Person")
    assert person.size == (640, 426)
    assert person.getbbox() == (212, 180, 277, 352)
    road = mask_of(api, row, "Road")
    assert road.getpixel((320, 420)) == 255
    assert road.getpixel((320, 100)) == 0
    assert mask_of(api, row, "Lamp").getpixel((507, 68)) == 255
    assert mask_of(api, row, "Kerb").getpixel((12, 402)) == 255
    assert mask_of(api, row, "Car").getpixel((380, 280)) == 255


def test_documents_have_pages_points_and_masks(api: Api) -> None:
    row = api.row("invoice.pdf")
    table = object_of(row, "Table")
    assert (table["page"], table["unit"]) == (0, "POINTS")
    assert object_of(row, "Sum")["data"]["location"][0]["text-bbox"]["page"] == 1
    assert mask_of(api, row, "Sum").getpixel((430, 518)) == 255


def test_texts_and_conversations_have_ranges_and_relationships(api: Api) -> None:
    (row,) = [row for row in api.rows() if row["Labeled Data"].startswith("Ada Lovelace")]
    spans = [each["data"]["location"] for each in row["Label"]["objects"]]
    texts = [row["Labeled Data"][span["start"] : span["end"] + 1] for span in spans]
    assert texts == ["Ada Lovelace", "Charles Babbage"]
    chat = api.row("conversation.json")
    assert [each["data"]["location"]["messageId"] for each in chat["Label"]["objects"]] == [
        "2",
        "3",
    ]
    for each in (row, chat):
        (relationship,) = each["Label"]["relationships"]
        features = [feature["featureId"] for feature in each["Label"]["objects"]]
        assert [relationship["data"]["source"], relationship["data"]["target"]] == features


def test_tiles_have_coordinates_on_the_globe_within_their_bounds(api: Api) -> None:
    (row,) = [row for row in api.rows() if "EPSG4326" in row["Labeled Data"]]
    layer = json.loads(row["Labeled Data"])
    kinds = [each["type"] for each in row["Label"]["objects"]]
    assert kinds == ["point", "polyline", "polygon", "rectangle"]
    (south, west), (north, east) = layer["bounds"]
    longitude, latitude = object_of(row, "Well")["geometry"]["coordinates"]
    assert west <= longitude <= east
    assert south <= latitude <= north
    (ring,) = object_of(row, "House")["geometry"]["coordinates"]
    assert ring[0] == ring[-1]


@pytest.mark.parametrize("external_id", ["call.wav", "article.html"])
def test_sound_and_pages_have_answers_only(api: Api, external_id: str) -> None:
    label = api.row(external_id)["Label"]
    assert label["objects"] == []
    assert {each["scope"] for each in label["classifications"]} == {"global"}


def test_a_skipped_label_is_empty(api: Api) -> None:
    row = api.row("black.jpg")
    assert (row["Skipped"], row["Label"]) == (True, {})


def test_reviews_and_workflow_tell_what_happened(api: Api) -> None:
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


def test_a_benchmark_says_so(api: Api) -> None:
    row = api.row("crossing.jpg")
    assert (row["Is Benchmark"], row["Benchmark ID"]) == (1, row["ID"])


class TestFrames:
    def test_videos_and_dicom_name_an_address_with_their_frames(self, api: Api) -> None:
        for external_id, numbers in (
            ("jellyfish.mp4", [*range(1, 13), *range(20, 26)]),
            ("series.dcm", [185, 186, 187]),
        ):
            label = api.row(external_id)["Label"]
            assert label["objects"] == []
            answer = api.client.get(label["frames"], headers=KEY)
            assert answer.headers["content-type"] == "application/x-ndjson"
            frames = [json.loads(line) for line in answer.text.splitlines()]
            assert [frame["frameNumber"] for frame in frames] == numbers

    def test_the_documented_label_has_frames_with_keyframes_between_others(self, api: Api) -> None:
        answer = self.get(api, VIDEO)
        first, second = (json.loads(line) for line in answer.text.splitlines()[:2])
        assert [first["objects"][0]["keyframe"], second["objects"][0]["keyframe"]] == [True, False]
        assert first["objects"][0]["featureId"] == second["objects"][0]["featureId"]

    def test_a_label_without_frames_has_no_content(self, api: Api) -> None:
        for external_id in ("street.jpg", "black.jpg"):
            answer = self.get(api, api.row(external_id)["ID"])
            assert (answer.status_code, answer.content) == (204, b"")

    def test_a_label_that_is_not_there_is_not_found(self, api: Api) -> None:
        answer = self.get(api, "nope")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})

    def test_they_need_the_key(self, api: Api) -> None:
        answer = api.client.get(f"{api.emulator.labelbox}/v1/frames/{VIDEO}")
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["extensions"]["code"] == "AUTHENTICATION_ERROR"

    def test_a_frame_that_breaks_the_contract_is_a_violation(self, api: Api) -> None:
        frames = [{"frameNumber": 1}, {"frameNumber": "two"}]
        added = fixtures.add_label(api.emulator.store, labeled_data="x.mp4", frames=frames)
        answer = self.get(api, added["id"])
        assert answer.status_code == 500
        assert 'frameNumber: "two" is not of type "integer"' in answer.json()["error"]
        api.emulator.reset()

    def get(self, api: Api, label_id: str) -> httpx.Response:
        return api.client.get(f"{api.emulator.labelbox}/v1/frames/{label_id}", headers=KEY)


class TestFaces:
    def test_a_label_can_be_added_with_little(self, api: Api) -> None:
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

    def test_a_project_can_be_added_and_takes_labels(self, api: Api) -> None:
        store = api.emulator.store
        project = fixtures.add_project(store, name="Second", media_type="VIDEO")["id"]
        fixtures.add_label(
            store, labeled_data="a.mp4", frames=[{"frameNumber": 1}], project=project
        )
        (row,) = api.rows(project=project)
        assert row["Project Name"] == "Second"
        query = "query ($id: ID!) {project(where: {id: $id}) {allowedMediaType dataRowCount}}"
        answer = api.graphql(query, id=project).json()["data"]["project"]
        assert answer == {"allowedMediaType": "VIDEO", "dataRowCount": 1}

    @pytest.mark.parametrize(
        ("fields", "message"),
        [({"project": "nope"}, "no project nope"), ({"created_at": "soon"}, "Invalid isoformat")],
    )
    def test_a_label_that_cannot_be_is_refused(
        self, api: Api, fields: dict[str, str], message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            fixtures.add_label(api.emulator.store, labeled_data="x", **fields)  # type: ignore[arg-type]

    def test_both_can_be_added_over_http(self, api: Api) -> None:
        control = api.emulator.labelbox.removesuffix("/labelbox") + "/_emulator/labelbox"
        answer = api.client.post(f"{control}/labels", json={"labeled_data": "x"})
        assert (answer.status_code, answer.json()["project_id"]) == (201, PROJECT)
        assert api.client.post(f"{control}/projects", json={"name": "P"}).status_code == 201


def test_the_contract_describes_the_file_that_storage_serves() -> None:
    elsewhere = [operation.id for operation in bind("labelbox") if operation.elsewhere]
    assert elsewhere == ["download_export"]
