"""Short ways to say what a test sends to the Hasty side."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import PIL.Image

from labelbridge_emulator.server.emulation import Emulation

NOWHERE = "00000000-0000-4000-8000-000000000000"


class Api:
    """The Hasty side: each call asserts its status and gives the JSON of the answer."""

    def __init__(self, emulation: Emulation, send: Callable[..., httpx.Response]) -> None:
        self.store = emulation.store
        self.urls = emulation.urls
        self.send = send

    def __call__(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        options["headers"] = {"X-Api-Key": "key"} | options.get("headers", {})
        answer = self.send(method, f"{self.urls.hasty}/v1{path}", **options)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def get(self, path: str, *, status: int = 200, **params: Any) -> Any:
        """GET with query parameters; lists are joined with commas."""
        joined = {k: ",".join(v) if isinstance(v, list) else v for k, v in params.items()}
        return self("GET", path, status=status, params=joined)

    def post(self, path: str, body: Any, **options: Any) -> Any:
        """POST a JSON body."""
        return self("POST", path, json=body, **options)

    def put(self, path: str, body: Any, **options: Any) -> Any:
        """PUT a JSON body."""
        return self("PUT", path, json=body, **options)

    def delete(self, path: str, body: Any = None, *, status: int = 204) -> None:
        """DELETE, with a JSON body or without."""
        self("DELETE", path, status=status, **({} if body is None else {"json": body}))

    def add(self, fixture: str, *, expected: int = 201, **arguments: Any) -> Any:
        """Put something there that no operation does."""
        url = f"{self.urls.hasty.removesuffix('/hasty')}/_emulator/hasty/{fixture}"
        answer = self.send("POST", url, json=arguments)
        assert answer.status_code == expected, answer.text
        return answer.json()

    def names(self, path: str, **params: Any) -> list[str]:
        """The names of the items of a list, whose total must be their number."""
        answer = self.get(path, **params)
        assert answer["meta"]["total"] == len(answer["items"])
        return [item["name"] for item in answer["items"]]


class Project:
    """A project of images with a dataset, for tests that need one."""

    def __init__(self, api: Api, **fields: Any) -> None:
        self.api = api
        self.id = api.post("/projects", {"name": "Traffic"} | fields)["id"]
        self.path = f"/projects/{self.id}"
        self.dataset = self.add_dataset("train")

    def add_dataset(self, name: str) -> str:
        """Make a dataset and give its id."""
        id_: str = self.api.post(f"{self.path}/datasets", {"name": name})["id"]
        return id_

    def add_class(self, name: str, **fields: Any) -> str:
        """Make a label class and give its id."""
        id_: str = self.api.post(f"{self.path}/label_classes", {"name": name} | fields)["id"]
        return id_

    def upload(self, data: bytes) -> str:
        """Put bytes to a signed URL and give the id of the upload."""
        signed = self.api.get(f"{self.path}/uploads", count=1)["items"][0]
        assert self.api.send("PUT", signed["url"], content=data).status_code == 200
        id_: str = signed["id"]
        return id_

    def add_image(self, name: str, data: bytes | None = None, dataset: str | None = None) -> Any:
        """Upload and import an image."""
        body = {
            "dataset_id": dataset or self.dataset,
            "upload_id": self.upload(picture() if data is None else data),
            "filename": name,
        }
        return self.api.post(f"{self.path}/images", body)

    def add_label(self, image: Any, class_id: str, **fields: Any) -> Any:
        """Make a label; with a box unless a shape is given."""
        shape = {} if fields.keys() & {"bbox", "polygon"} else {"bbox": [1, 2, 5, 6]}
        body = [{"class_id": class_id} | shape | fields]
        return self.api.post(f"{self.path}/images/{image['id']}/labels", body)["items"][0]

    def set_status(self, image: Any, status: str) -> None:
        """Set the status of an image."""
        path = f"{self.path}/images/{image['id']}/status"
        self.api.put(path, {"status": status}, status=204)

    def export(self, **body: Any) -> zipfile.ZipFile:
        """Export, wait, download and open."""
        job = self.api.post(f"{self.path}/exports", body)
        while job["status"] != "DONE":
            job = self.api.get(f"{self.path}/exports/{job['id']}")
        answer = self.api.send("GET", job["meta"]["url"])
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(answer.content))


def picture(width: int = 12, height: int = 10, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a small picture."""
    target = io.BytesIO()
    PIL.Image.new("RGB", (width, height), "#336699").save(target, kind, **options)
    return target.getvalue()
