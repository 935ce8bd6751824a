"""Requests to the emulator of Hasty, and builders of projects for tests."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import httpx

from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.server.emulation import Emulation
from tests.platforms.hasty.emulator.media import png, video_file

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
OTHER_KEY = {"X-Api-Key": "another"}

TRIANGLE = [[2, 2], [10, 2], [2, 8]]
RING = [[1, 1, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1]]
RING_BOX = [5, 3, 9, 6]


class Api:
    """Sends requests. Each method asserts the status and returns the JSON of the response."""

    def __init__(self, emulation: Emulation, send: Callable[..., httpx.Response]) -> None:
        self.store = emulation.store
        self.urls = emulation.urls
        self.send = send

    def __call__(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        options["headers"] = {"X-Api-Key": "key"} | options.get("headers", {})
        response = self.send(method, f"{self.urls.hasty}/v1{path}", **options)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    def get(self, path: str, *, status: int = 200, **params: Any) -> Any:
        """GET with query parameters. Lists are joined with commas."""
        joined = {k: ",".join(v) if isinstance(v, list) else v for k, v in params.items()}
        return self("GET", path, status=status, params=joined)

    def post(self, path: str, body: Any, **options: Any) -> Any:
        return self("POST", path, json=body, **options)

    def put(self, path: str, body: Any, **options: Any) -> Any:
        return self("PUT", path, json=body, **options)

    def patch(self, path: str, body: Any, **options: Any) -> Any:
        return self("PATCH", path, json=body, **options)

    def delete(self, path: str, body: Any = None, *, status: int = 204) -> None:
        self("DELETE", path, status=status, **({} if body is None else {"json": body}))

    def items(self, path: str, **params: Any) -> list[Any]:
        """All items of a list, whose total must be their number."""
        response = self.get(path, **params)
        assert response["meta"]["total"] == len(response["items"])
        items: list[Any] = response["items"]
        return items

    def names(self, path: str, **params: Any) -> list[str]:
        """The names of all items of a list."""
        return [item["name"] for item in self.items(path, **params)]

    def download(self, url: str) -> bytes:
        """The bytes behind a URL."""
        response = self.send("GET", url)
        assert response.status_code == 200
        return response.content

    def fixture(self, fixture: str, *, expected: int = 201, **arguments: Any) -> Any:
        """Add something with a fixture of the control API."""
        url = f"{self.urls.hasty.removesuffix('/hasty')}/_emulator/hasty/{fixture}"
        response = self.send("POST", url, json=arguments)
        assert response.status_code == expected, response.text
        return response.json()


class Project:
    """A project of images with one dataset, ``train``."""

    def __init__(self, api: Api, **fields: Any) -> None:
        self.api = api
        self.id = api.post("/projects", {"name": "Traffic"} | fields)["id"]
        self.path = f"/projects/{self.id}"
        self.dataset = self.add_dataset("train")

    def _add(self, resource: str, body: Any, **options: Any) -> Any:
        return self.api.post(f"{self.path}/{resource}", body, **options)

    def add_dataset(self, name: str) -> str:
        return str(self._add("datasets", {"name": name})["id"])

    def add_class(self, name: str, **fields: Any) -> str:
        return str(self._add("label_classes", {"name": name} | fields)["id"])

    def new_upload(self) -> Any:
        """A signed URL without bytes."""
        return self.api.get(f"{self.path}/uploads", count=1)["items"][0]

    def upload(self, data: bytes) -> str:
        """Upload bytes. Returns the id of the upload."""
        signed = self.new_upload()
        assert self.api.send("PUT", signed["url"], content=data).status_code == 200
        return str(signed["id"])

    def add_image(self, name: str, data: bytes | None = None, dataset: str | None = None) -> Any:
        upload = self.upload(png() if data is None else data)
        body = {"dataset_id": dataset or self.dataset, "upload_id": upload, "filename": name}
        return self._add("images", body)

    def add_label(self, image: Any, class_id: str, **fields: Any) -> Any:
        """Create a label, with a box unless the fields have a geometry."""
        geometry = {} if fields.keys() & {"bbox", "polygon"} else {"bbox": [1, 2, 5, 6]}
        body = [{"class_id": class_id} | geometry | fields]
        return self._add(f"images/{image['id']}/labels", body)["items"][0]

    def set_status(self, image: Any, status: str) -> None:
        path = f"{self.path}/images/{image['id']}/status"
        self.api.put(path, {"status": status}, status=204)

    def add_attribute(self, type_: str = "TEXT", *values: str, **fields: Any) -> Any:
        sent = {"name": type_.title(), "type": type_, "values": [{"value": v} for v in values]}
        return self._add("attributes", sent | fields)

    def link(self, attribute: Any, class_id: str, **fields: Any) -> None:
        ids = {"attribute_id": attribute["id"], "class_id": class_id}
        self._add("attributes_classes", [ids | {"attribute_order": 0, "class_order": 0} | fields])

    def set_value(self, label: Any, attribute: Any, value: Any, **options: Any) -> Any:
        path = f"labels/{label['id']}/attributes/{attribute['id']}"
        return self._add(path, {"value": value}, **options)

    def values_of(self, label: Any) -> dict[str, Any]:
        """The attribute values of a label by attribute id."""
        items = self.api.items(f"{self.path}/labels/{label['id']}/attributes")
        return {item["id"]: item["value"] for item in items}

    def add_group(self, type_: str = "SELECTION", **fields: Any) -> Any:
        return self._add("tag_groups", {"name": "Group", "type": type_} | fields)

    def add_tag_class(self, name: str = "night", group: Any = None) -> Any:
        in_group = {} if group is None else {"tag_group_id": group["id"]}
        return self._add("tag_classes", {"name": name} | in_group)

    def tag(self, image: Any, *classes: Any, **options: Any) -> Any:
        body = [{"tag_class_id": each["id"]} for each in classes]
        return self._add(f"images/{image['id']}/tags", body, **options)

    def tags_of(self, image: Any) -> list[str]:
        """The names of the tags of an image."""
        items = self.api.items(f"{self.path}/images/{image['id']}/tags")
        return [item["tag_class_name"] for item in items]

    def add_schema(self, *classes: dict[str, Any], **fields: Any) -> Any:
        body = {"name": "Car", "type": "pose", "keypoint_classes": list(classes)}
        return self._add("keypoint_schemas", body | fields)

    def export(self, **body: Any) -> zipfile.ZipFile:
        """Export, wait, download and open the archive."""
        job = self._add("exports", body)
        while job["status"] != "DONE":
            job = self.api.get(f"{self.path}/exports/{job['id']}")
        return zipfile.ZipFile(io.BytesIO(self.api.download(job["meta"]["url"])))

    def export_json(self, **body: Any) -> Any:
        """The document of an export with one JSON file."""
        archive = self.export(**body)
        assert archive.namelist() == ["export.json"]
        return json.loads(archive.read("export.json"))


class VideoProject(Project):
    """A project of videos with one dataset, ``train``."""

    def __init__(self, api: Api) -> None:
        super().__init__(api, name="Videos", content_type="VIDEOS")

    def add_video(self, name: str, data: bytes | None = None, dataset: str | None = None) -> Any:
        upload = self.upload(video_file() if data is None else data)
        body = {"dataset_id": dataset or self.dataset, "upload_id": upload, "filename": name}
        return self._add("videos", body)

    def add_activity_type(self, name: str, **fields: Any) -> str:
        return str(self._add("activity_types", {"name": name} | fields)["id"])

    def add_segment(
        self, video: Any, start: int, end: int, *activities: str, status: int = 200, **query: Any
    ) -> Any:
        body = {"start_time_ms": start, "end_time_ms": end, "activities": activities}
        return self._add(f"videos/{video['id']}/segments", body, status=status, params=query)


class LabeledImage:
    """A DONE image of 12 by 10 pixels with a box, a polygon and a mask."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.data = png()
        self.image = project.add_image("a.png", self.data)
        project.set_status(self.image, "DONE")
        self.car = project.add_class("car", color="#ff000080", norder=2)
        self.road = project.add_class("road", type="background", color="#00ff00", norder=1)
        mask = rle.encode(bytes(pixel for row in RING for pixel in row))
        self.labels = [
            project.add_label(self.image, self.car, bbox=[0, 0, 4, 2], z_index=3),
            project.add_label(self.image, self.road, polygon=TRIANGLE, z_index=1),
            project.add_label(self.image, self.car, bbox=RING_BOX, mask=mask, z_index=2),
        ]


def class_ids(schema: Any) -> dict[str, str]:
    """The ids of the keypoint classes of a schema by name."""
    return {each["name"]: each["id"] for each in schema["keypoint_classes"]}
