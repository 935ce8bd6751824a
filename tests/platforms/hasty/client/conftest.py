"""Hasty's clients, both colours, before the emulator; and a project to work in."""

import io
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import PIL.Image
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import InvalidArgument
from labelbridge.options import RetryPolicy
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from tests.support.modes import MODES, open_client

QUICK = RetryPolicy(attempts=3, base=0.01)


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


@pytest.fixture
def hasty(mode, emulator) -> Iterator[Any]:
    with open_client(mode, Hasty, AsyncHasty, base_url=emulator.hasty, retry=QUICK) as client:
        yield client


@pytest.fixture
def offline(mode) -> Iterator[Any]:
    """A client whose every request fails the test: for what must be refused before any."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.method} {request.url} was sent")

    with open_client(mode, Hasty, AsyncHasty, transport=httpx.MockTransport(refuse)) as client:
        yield client


@pytest.fixture
def refused() -> Callable[..., str]:
    """Call, be refused because of an argument, and return what was said about it."""

    def call_refused(argument: str, call: Callable[..., Any], *args: Any, **options: Any) -> str:
        with pytest.raises(InvalidArgument) as caught:
            call(*args, **options)
        assert caught.value.argument == argument
        return caught.value.problem

    return call_refused


@pytest.fixture
def sent(emulator) -> Callable[[str], list[Any]]:
    """The requests of an operation that the emulator received."""
    return lambda operation: [
        request for request in emulator.requests() if request["operation"] == operation
    ]


@pytest.fixture
def project(hasty) -> Any:
    return hasty.projects.create(name="Crossroads").id


@pytest.fixture
def dataset(hasty, project) -> Any:
    return hasty.datasets.create(project, name="street").id


@pytest.fixture
def car(hasty, project) -> Any:
    return hasty.label_classes.create(project, name="car").id


@pytest.fixture
def photo() -> bytes:
    """A photograph's bytes: JPEG, 64 x 48."""
    file = io.BytesIO()
    PIL.Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def image(hasty, project, dataset, photo) -> Any:
    return hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg").id


@pytest.fixture
def footage(hasty) -> Any:
    """A project of videos."""
    return hasty.projects.create(name="Crossing", content_type="VIDEOS").id


@pytest.fixture
def clip() -> bytes:
    """A film's bytes: 64 x 48, 2 seconds."""
    return write_mp4([PIL.Image.new("RGB", (64, 48))] * 50, frame_rate=25)


@pytest.fixture
def video(hasty, footage, clip) -> Any:
    dataset = hasty.datasets.create(footage, name="crossing").id
    return hasty.videos.upload(footage, clip, dataset_id=dataset, filename="a.avi").id


@pytest.fixture
def an_id() -> str:
    return str(uuid4())
