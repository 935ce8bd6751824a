"""The client and the emulator accept the same formats of images."""

import io
import random

import pytest

from labelbridge.files import HEAD, FileInfo
from labelbridge_emulator.platforms.hasty.media.heif import probe_heif
from labelbridge_emulator.platforms.hasty.media.image_probe import probe_image
from tests.platforms.hasty.emulator.media import video_file
from tests.support.images import IMAGES, OTHERS


@pytest.mark.parametrize(("form", "content", "size"), IMAGES.values(), ids=IMAGES)
def test_image_is_uploaded_with_its_size(hasty, project, dataset, form, content, size):
    assert FileInfo(len(content), content[:HEAD]).image_format == form
    image = hasty.images.upload(project, content, dataset_id=dataset, filename="an image")
    assert (image.width, image.height) == size
    assert hasty.images.replace(project, image.id, content, filename="b").width == size[0]


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_other_formats_are_accepted_by_neither(content):
    assert FileInfo(len(content), content[:HEAD]).image_format is None
    assert probe_image(io.BytesIO(content)) is None


@pytest.mark.parametrize("brand", [b"hevc", b"msf1", b"avis"])
def test_sequence_without_a_primary_image_has_the_size_of_its_track(brand):
    content = video_file(2, 10, 160, 96).replace(b"isom", brand, 2)
    assert FileInfo(len(content), content[:HEAD]).image_format
    assert probe_heif(io.BytesIO(content))[1:] == (160, 96)


def test_damaged_images_raise_nothing():
    numbers = random.Random(7)
    for _, content, _ in IMAGES.values():
        for _ in range(60):
            damaged = bytearray(content)
            for _ in range(numbers.randint(1, 4)):
                damaged[numbers.randrange(min(len(damaged), 400))] = numbers.randrange(256)
            probe_image(io.BytesIO(damaged[: numbers.randint(1, len(damaged))]))
            probe_image(io.BytesIO(damaged))
