"""Emulated platforms for programs that read their keys and hosts from the environment."""

from collections.abc import Iterator

import pytest

from labelbridge.testing.annotation_platforms import AnnotationPlatforms, running_emulator
from labelbridge.testing.images import picture
from labelbridge_emulator.server.server import Emulator


@pytest.fixture(scope="session")
def server() -> Iterator[Emulator]:
    with running_emulator() as started:
        yield started


@pytest.fixture
def platforms(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> Iterator[AnnotationPlatforms]:
    """The platforms with their demo data, and a working directory with a photo."""
    server.seed("demo")
    made = AnnotationPlatforms(server)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "0001.jpg").write_bytes(picture(320, 200, format="JPEG"))
    yield made
    made.close()
    assert server.violations == []
