"""The JSON texts that the items of a page keep, for their unknown keys."""

from uuid import UUID

import anyio
import pytest

from labelbridge._core.flow import send
from labelbridge._core.json.direct import decode_directly, detach, references
from labelbridge._core.json.encode import encode
from labelbridge.pagination import AsyncPager, Page, Pager
from tests.support.example import models
from tests.support.flow_runner import FlowRunner
from tests.support.modes import MODES
from tests.support.samples import sample_json

META = sample_json(models.PageMeta)


def image_json(number):
    exif = {"orientation": "1", "camera": number}
    image = sample_json(models.Image, name=str(number), id=str(UUID(int=number)))
    return image | {"extra": [number], "exif": exif}


def read_page(numbers, total=30):
    items = [image_json(number) for number in numbers]
    content = encode({"meta": META | {"total": total}, "items": items})
    return decode_directly(content, models.ImagePage).items


def assert_unknown_keys(image):
    number = int(image.name)
    assert image.additional_properties == {"extra": [number]}
    assert image.exif.additional_properties == {"camera": number}


@pytest.mark.parametrize("content", [{"meta": META, "items": [image_json(0)]}, [image_json(0)]])
def test_items_that_still_exist_get_texts_of_their_own(content):
    form = models.ImagePage if isinstance(content, dict) else list[models.Image]
    text = encode(content)
    page = decode_directly(text, form)
    (image,) = page.items if isinstance(content, dict) else page
    assert image._rest[0][0] is text
    detach(references([image]))
    assert image._rest == encode(image_json(0))
    assert image.exif._rest == ([image._rest, None], "exif")
    assert_unknown_keys(image)


def test_unknown_keys_that_were_read_or_changed_are_kept():
    one, other = read_page(range(2))
    one.additional_properties["extra"].append("changed")
    detach(references([one, other]))
    assert one.additional_properties == {"extra": [0, "changed"]}
    assert_unknown_keys(other)
    assert_unknown_keys(read_page(range(2))[0])  # another response with the same text


def test_items_that_no_longer_exist_are_skipped():
    found = references(read_page(range(2)))
    assert [each() for each in found] == [None, None]
    detach(found)


class Driver:
    """Reads pages of ten images."""

    read_ahead = rejections = 0

    def run(self, flow):
        def respond(step):
            offset, _ = step.plan
            return Page(read_page(range(offset, offset + 10)), 30, "list_images")

        return FlowRunner(respond).run(flow)


class AsyncDriver(Driver):
    async def run(self, flow):
        return Driver.run(self, flow)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("method", ["iterate", "pages", "collect"])
def test_items_do_not_keep_the_text_of_their_page(mode, method):
    def fetch(offset, limit):
        return send((offset, limit))

    def read():
        pager = Pager(Driver(), fetch)
        if method == "pages":
            return [image for page in pager.pages() for image in page.items[:2]]
        return [*pager] if method == "iterate" else pager.collect()

    async def read_async():
        pager = AsyncPager(AsyncDriver(), fetch)
        if method == "pages":
            return [image async for page in pager.pages() for image in page.items[:2]]
        return [image async for image in pager] if method == "iterate" else await pager.collect()

    images = read() if mode == "sync" else anyio.run(read_async)
    assert len(images) == (6 if method == "pages" else 30)
    for image in images:
        assert image._rest == encode(image_json(int(image.name)))
        assert_unknown_keys(image)
