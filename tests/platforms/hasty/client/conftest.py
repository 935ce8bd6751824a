"""Sync and async clients of Hasty on the emulator, with a project to work in."""

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
def offline() -> Iterator[Any]:
    """A client that fails the test when it sends a request."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.method} {request.url} was sent")

    with Hasty("key", transport=httpx.MockTransport(fail)) as client:
        yield client


@pytest.fixture
def invalid() -> Callable[..., str]:
    """Make a call that raises InvalidArgument for an argument, and return the problem."""

    def call_invalid(argument: str, call: Callable[..., Any], *args: Any, **options: Any) -> str:
        with pytest.raises(InvalidArgument) as caught:
            call(*args, **options)
        assert caught.value.argument == argument
        return caught.value.problem

    return call_invalid


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
def jpeg() -> bytes:
    """A JPEG file of 64 x 48 pixels."""
    file = io.BytesIO()
    PIL.Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def image(hasty, project, dataset, jpeg) -> Any:
    return hasty.images.upload(project, jpeg, dataset_id=dataset, filename="a.jpg").id


@pytest.fixture
def video_project(hasty) -> Any:
    return hasty.projects.create(name="Crossing", content_type="VIDEOS").id


@pytest.fixture
def mp4() -> bytes:
    """An MP4 file of 64 x 48 pixels and 2 seconds."""
    return write_mp4([PIL.Image.new("RGB", (64, 48))] * 50, frame_rate=25)


@pytest.fixture
def video(hasty, video_project, mp4) -> Any:
    dataset = hasty.datasets.create(video_project, name="crossing").id
    return hasty.videos.upload(video_project, mp4, dataset_id=dataset, filename="a.avi").id


@pytest.fixture
def an_id() -> str:
    return str(uuid4())
