"""Programs that use Hasty's own SDK, 0.3.12, each run once, in order, on the same emulator."""

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from labelbridge_emulator.server.request_log import Entry
from labelbridge_emulator.server.server import Emulator, running
from tests.sdk.environments import run
from tests.sdk.recording import Message, recording

SIZE = (64, 48)
BUCKET_PATH = "market/cheese.bmp"
IMAGE_URL = "https://photos.example.com/market/noon.jpg"


@dataclass(frozen=True)
class Run:
    """The result of a program, the folder of its files, and the requests that it sent."""

    seen: dict[str, Any]
    folder: Path
    requests: list[Entry]


Runner = Callable[..., Run]


@pytest.fixture(scope="session")
def exchanges() -> Iterator[list[Message]]:
    """The traffic between the SDK and the emulator."""
    with recording() as recorded:
        yield recorded


@pytest.fixture(scope="session")
def emulator(exchanges: list[Message], key: str) -> Iterator[Emulator]:
    """The emulator of all programs, which share its state."""
    with running(seed="empty", api_keys=[key]) as started:
        yield started


@pytest.fixture(scope="session")
def perform(emulator: Emulator, key: str, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A function that runs a program in a new folder."""

    def perform(program: str, **given: Any) -> Run:
        folder, before = tmp_path_factory.mktemp(program), len(emulator.requests())
        where = {"url": emulator.hasty, "key": key, "folder": str(folder)}
        seen = run("hasty", program, where | given, folder)
        return Run(seen, folder, emulator.requests()[before:])

    return perform


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two images and a video of two seconds."""
    folder = tmp_path_factory.mktemp("material")
    noise = random.Random(0).randbytes(3 * SIZE[0] * SIZE[1])
    Image.frombytes("RGB", SIZE, noise).save(folder / "photo.jpg")
    Image.linear_gradient("L").resize(SIZE).save(folder / "cheese.bmp")
    frames = [Image.new("RGB", SIZE, (shade, 90, 90)) for shade in range(0, 250, 5)]
    (folder / "film.mp4").write_bytes(write_mp4(frames, frame_rate=25))
    return folder


@pytest.fixture(scope="session")
def image_project(perform: Runner, emulator: Emulator, material: Path) -> Run:
    """The lifecycle of an image project; the first request gets a 503 response."""
    emulator.faults([{"operation": "list_workspaces", "status": 503}])
    return perform("image_project", photo=str(material / "photo.jpg"))


@pytest.fixture(scope="session")
def setup(perform: Runner, emulator: Emulator) -> Run:
    """A project with classes, attributes and links, in the first of two workspaces."""
    emulator.add("hasty", "workspaces", name="Another workspace")
    return perform("setup")


@pytest.fixture(scope="session")
def annotation(perform: Runner, setup: Run, emulator: Emulator, material: Path) -> Run:
    """Images, tags and attribute values in that project; one image is from a bucket."""
    bucket, _ = setup.seen["buckets"]["s3"]
    content = base64.b64encode((material / "cheese.bmp").read_bytes()).decode()
    emulator.add("hasty", "objects", bucket_id=bucket, path=BUCKET_PATH, content=content)
    return perform(
        "annotation",
        project=setup.seen["project"][0],
        bucket=bucket,
        path=BUCKET_PATH,
        photo=str(material / "photo.jpg"),
    )


@pytest.fixture(scope="session")
def models(perform: Runner, setup: Run, annotation: Run, emulator: Emulator, material: Path) -> Run:
    """Automated labeling and predictions in that project, which is then deleted."""
    project = setup.seen["project"][0]
    experiment = emulator.add(
        "hasty", "experiments", project_id=project, name="Stalls", task="instance_segmentation"
    )
    return perform(
        "models",
        project=project,
        experiment=experiment["id"],
        photo=str(material / "photo.jpg"),
        image_url=IMAGE_URL,
    )


@pytest.fixture(scope="session")
def videos(perform: Runner, material: Path) -> Run:
    """The lifecycle of a video project."""
    return perform("videos", video=str(material / "film.mp4"))
