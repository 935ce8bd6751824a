"""Every operation of the emulator, asked about what its demo has."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import httpx

from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.platforms.hasty.demo import (
    annotations as demo_annotations,
)
from labelbridge_emulator.platforms.hasty.demo import (
    models as demo_machines,
)
from labelbridge_emulator.platforms.hasty.demo import (
    seeds,
)
from labelbridge_emulator.platforms.hasty.demo import (
    videos as demo_footage,
)
from labelbridge_emulator.platforms.labelbox.demo import seeds as labelbox_seeds
from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation

KEY: Final = "every-key"
HEADERS: Final = {
    "hasty": {"X-Api-Key": KEY},
    "roboflow": {},
    "labelbox": {"Authorization": f"Bearer {KEY}"},
}
_HANDLERS = {platform.name: platform.handlers for platform in all_platforms()}
SERVED = [each for each in OPERATIONS if each.name in _HANDLERS[each.platform]]
"""Operations that a handler answers."""

FILMED = {"videos", "segments", "activity_types"}
"""Resources of the demo's project of films."""
FILMS: Final = "6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"

IDS: Final[Mapping[str, Mapping[str, str]]] = {
    "hasty": {
        "workspace_id": seeds.WORKSPACE,
        "project_id": seeds.PROJECT,
        "dataset_id": seeds.TRAIN,
        "label_class_id": seeds.CAR,
        "image_id": seeds.IMAGE,
        "label_id": seeds.LABEL,
        "attribute_id": demo_annotations.PLATE,
        "tag_class_id": demo_annotations.DAY,
        "tag_group_id": demo_annotations.TIME_OF_DAY,
        "keypoint_schema_id": demo_annotations.SCHEMA,
        "video_id": demo_footage.VIDEO,
        "segment_id": demo_footage.SEGMENT,
        "activity_type_id": demo_footage.DRIVING,
        "job_id": demo_machines.SAMPLE,
        "bucket_id": demo_machines.SAMPLE,
    },
    "roboflow": {
        "workspace": "my-workspace",
        "project": "my-cv-project",
        "batch_id": "6VN0fFQIWU1E24bDjGsN",
        "job_id": "h2E42jt686yLyMIxxqOQ",
    },
    "labelbox": {"label_id": labelbox_seeds.VIDEO},
}
"""What the demo has for each parameter of a path."""


class Asking:
    """Sends requests to an emulator in this process, whose one key is let in."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.emulation = Emulation("demo", [KEY])
        self._runner = runner
        origins = {
            "all://emulator.invalid": httpx.ASGITransport(create_app(self.emulation)),
            "all://storage.invalid": httpx.ASGITransport(Storage(self.emulation)),
        }
        self._client = httpx.AsyncClient(mounts=origins, verify=False)

    def close(self) -> None:
        self._runner.run(self._client.aclose())

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send a request as it is."""
        return self._runner.run(self._client.request(method, url, **options))

    def ask(
        self,
        operation: Operation,
        query: Mapping[str, Any] = {},
        *,
        key: bool = True,
        **options: Any,
    ) -> httpx.Response:
        """Ask an operation about the demo's things; `ids` are others in their place."""
        path = operation.path.format_map(self.ids(operation) | options.pop("ids", {}))
        sent = {name: _joined(value) for name, value in query.items()}
        if key and operation.platform == "roboflow":
            sent["api_key"] = KEY
        return self.send(
            operation.method,
            f"http://emulator.invalid/{operation.platform}{path}",
            params=sent,
            headers=HEADERS[operation.platform] if key else {},
            **options,
        )

    def ids(self, operation: Operation) -> dict[str, str]:
        """What the demo has for the operation's path; an export is made."""
        found = dict(IDS[operation.platform])
        if operation.node["tags"][0] in FILMED:
            found["project_id"] = FILMS
        if "{export_id}" in operation.path:
            (create,) = [each for each in SERVED if each.name == "create_export"]
            body = {"format": "json_v1.1", "image_status": []}
            found["export_id"] = self.ask(create, json=body).json()["id"]
        return found


def _joined(value: Any) -> Any:
    """A list as the contracts want it in a query."""
    return ",".join(map(str, value)) if isinstance(value, list) else value


@contextmanager
def asking() -> Iterator[Asking]:
    with asyncio.Runner() as runner:
        found = Asking(runner)
        yield found
        found.close()


def body_schema(operation: Operation) -> Any:
    """The schema of an operation's body, None when it takes none."""
    contract = CONTRACTS[operation.platform]
    content = contract.resolve(operation.node.get("requestBody", {})).get("content", {})
    return content.get("application/json", {}).get("schema")


def named(operation: Operation) -> str:
    """For a test's id."""
    return f"{operation.platform}-{operation.name}"
