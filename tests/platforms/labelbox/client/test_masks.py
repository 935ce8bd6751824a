"""Masks: pixels by color, COCO, requests with and without the key, and images that are gone."""

import io
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.errors import ApiError, InvalidArgument, NotFound, ResponseFormatError
from labelbridge.labelbox import DataRowBox, DataRowMask
from labelbridge.options import NO_RETRY
from tests.support.modes import BACKENDS, MODES, open_client

KEY = "a-key-that-must-stay-here"
HOST = "https://api.labelbox.com"
COMPOSITE = f"{HOST}/api/v1/tasks/t1/masks/m1/index/1"
SINGLE = f"{HOST}/api/v1/projects/p1/annotations/f1/index/1/mask"
COLORS = {"cat": (23, 99, 5), "dog": (23, 99, 6), "car": (255, 0, 0)}


def arrays():
    """Three objects of different forms: a box, every third column, and a disc on top of both."""
    y, x = np.mgrid[:40, :60]
    disc = (x - 30) ** 2 + (y - 20) ** 2 < 90
    box = (x >= 5) & (x < 35) & (y >= 3) & (y < 30) & ~disc
    columns = (x % 3 == 0) & ~disc & ~box
    return {"cat": box, "dog": columns, "car": disc}


def png(mode="RGB"):
    image = np.zeros((40, 60, 3), dtype=np.uint8)
    for name, pixels in arrays().items():
        image[pixels] = COLORS[name]
    file = io.BytesIO()
    Image.fromarray(image).convert(mode).save(file, "PNG")
    return file.getvalue()


def thing(kind=DataRowMask, **mask):
    names = {"feature_id": "f", "feature_schema_id": "s", "name": "n", "value": "n"}
    given = {**names, "annotation_kind": "ImageSegmentationMask", "classifications": []}
    return kind.from_dict(given | mask)


def composite(name, url=COMPOSITE):
    return thing(composite_mask={"url": url, "color_rgb": [*COLORS[name]]})


@pytest.fixture(params=MODES)
def open_masks(request):
    """Open the masks of a client; `requests` has what it sends."""
    requests = []

    def handle(request):
        requests.append(request)
        found = responses.get(str(request.url), httpx.Response(404, json={"message": "Not found"}))
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    responses = {}
    with open_client(
        request.param,
        Labelbox,
        AsyncLabelbox,
        api_key=KEY,
        transport=httpx.MockTransport(handle),
        retry=NO_RETRY,
    ) as client:

        def make(given):
            responses.update(given)
            return client.masks

        make.requests = requests
        yield make


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_color_selects_an_object_of_a_composite_mask(open_masks, mode):
    masks = open_masks({COMPOSITE: httpx.Response(200, content=png(mode))})
    for name, expected in arrays().items():
        mask = masks.get(composite(name))
        assert mask.pixels.dtype == bool
        assert (mask.pixels == expected).all()
        rle = mask.rle()
        assert rle == {
            "size": [40, 60],
            "counts": coco_mask.encode(np.asfortranarray(expected.astype("uint8")))[
                "counts"
            ].decode(),
        }
        assert coco_mask.area(rle) == mask.area == expected.sum()
        left, top, right, bottom = mask.box
        assert [*coco_mask.toBbox(rle)] == [left, top, right - left, bottom - top]
    assert repr(mask) == f"<Mask of 60 x 40 pixels, {mask.area} of them set>"
    (request,) = open_masks.requests
    assert request.headers["Authorization"] == f"Bearer {KEY}"


def test_a_single_mask_has_all_pixels_that_are_not_black(open_masks):
    masks = open_masks({SINGLE: httpx.Response(200, content=png("L"))})
    mask = masks.get(thing(mask={"url": SINGLE}))
    assert (mask.pixels == sum(arrays().values()).astype(bool)).all()


def test_an_object_that_others_cover_has_no_pixels(open_masks):
    masks = open_masks({COMPOSITE: httpx.Response(200, content=png())})
    mask = masks.get(thing(composite_mask={"url": COMPOSITE, "color_rgb": [1, 2, 3]}))
    assert (mask.area, mask.box, mask.width, mask.height) == (0, None, 60, 40)


@pytest.mark.parametrize("color", [[], [23, 99], [23, 99, 5, 255]])
def test_a_color_is_red_green_and_blue(open_masks, color):
    masks = open_masks({COMPOSITE: httpx.Response(200, content=png())})
    with pytest.raises(ResponseFormatError, match=r"color_rgb of the mask is \[.*three numbers$"):
        masks.get(thing(composite_mask={"url": COMPOSITE, "color_rgb": color}))


@pytest.mark.parametrize(
    "url",
    [
        "https://storage.example/m1.png?Signature=s",
        f"{HOST}.evil.example/api/v1/tasks/t1/masks/m1/index/1",
        f"{HOST}@evil.example/api/v1/tasks/t1/masks/m1/index/1",
        "http://api.labelbox.com/api/v1/tasks/t1/masks/m1/index/1",
    ],
)
def test_the_key_is_sent_to_no_other_host(open_masks, url):
    found = httpx.Response(200, content=png())
    assert open_masks({url: found}).get(composite("car", url)).area
    other = f"{HOST}/api/v1/tasks/t1/masks/m2/index/1"
    masks = open_masks({other: httpx.Response(302, headers={"Location": url})})
    if url.startswith("https"):
        assert masks.get(composite("car", other)).area
    else:
        with pytest.raises(ResponseFormatError, match="redirected from https to http"):
            masks.get(composite("car", other))
    with_key = [str(each.url) for each in open_masks.requests if KEY in str(each.headers.raw)]
    assert with_key == [other]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_an_image_that_is_not_kept_is_a_clear_error(open_masks, status):
    masks = open_masks({COMPOSITE: httpx.Response(status, json={"message": "Expired."})})
    with pytest.raises(ApiError, match=r"Expired \(the platform keeps .* for 30 days") as caught:
        masks.get(composite("cat"))
    assert (caught.value.status, caught.value.operation) == (status, "get_composite_mask")
    assert isinstance(caught.value, NotFound) is (status == 404)


@pytest.mark.parametrize(("status", "code"), [(500, "X"), (401, "AUTHENTICATION_ERROR")])
def test_other_errors_have_no_hint(open_masks, status, code):
    content = {"errors": [{"message": "broken", "extensions": {"code": code}}]}
    masks = open_masks({COMPOSITE: httpx.Response(status, json=content)})
    with pytest.raises(ApiError, match=f"{status} {code}: broken$"):
        masks.get(composite("cat"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>", "is no PNG; it begins with b'<html>'"),
        (b"", "is empty"),
        (png()[:200], "cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read|is no PNG"),
    ],
)
def test_a_damaged_image_is_an_error(open_masks, content, problem):
    masks = open_masks({COMPOSITE: httpx.Response(200, content=content)})
    with pytest.raises(
        ResponseFormatError, match=rf"^get_composite_mask: the image of the mask ({problem})"
    ):
        masks.get(composite("cat"))


def test_the_oldest_images_are_dropped(open_masks, monkeypatch):
    monkeypatch.setattr("labelbridge.labelbox.resources.masks._CACHE_SIZE", 2 * len(png()))
    urls = [f"{HOST}/api/v1/tasks/t1/masks/m{number}/index/1" for number in range(3)]
    masks = open_masks({url: httpx.Response(200, content=png()) for url in urls})
    for url in (*urls, urls[1], urls[0]):
        assert masks.get(composite("cat", url)).area
    assert [str(each.url) for each in open_masks.requests] == [*urls, urls[0]]


def test_objects_without_masks_are_rejected(open_masks):
    masks = open_masks({})
    box = thing(DataRowBox, bounding_box={"top": 0, "left": 0, "height": 1, "width": 1})
    for given, problem in (
        (box, "must be an object with a mask .* not an object of the kind 'bbox' .DataRowBox"),
        (COMPOSITE, "must be an object with a mask .* not 'https://api"),
        (thing(), "has no URL of a mask"),
    ):
        with pytest.raises(InvalidArgument, match=f"^object: {problem}"):
            masks.get(given)
    assert open_masks.requests == []


def test_the_extra_must_be_installed(open_masks, monkeypatch):
    monkeypatch.delitem(sys.modules, "labelbridge.labelbox._mask_pixels", raising=False)
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ImportError, match=r'masks require PIL.*pip install "labelbridge\[convert'):
        open_masks({}).get(composite("cat"))


def test_several_threads_and_tasks_request_an_image_once():
    requests = []

    def handle(request):
        requests.append(request)
        return httpx.Response(200, content=png())

    with (
        Labelbox(KEY, transport=httpx.MockTransport(handle)) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        found = [*threads.map(client.masks.get, [composite("car")] * 24)]
    assert {mask.area for mask in found} == {arrays()["car"].sum()}
    assert len(requests) == 1
    client.masks.get(composite("car"))
    assert len(requests) == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_tasks_request_an_image_once_also_if_one_is_cancelled(backend):
    requests, areas = [], []

    class Transport(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            requests.append(request)
            await anyio.sleep(0.05)
            return httpx.Response(200, content=png())

    async def main():
        async with AsyncLabelbox(KEY, transport=Transport()) as client:

            async def get(name):
                areas.append((await client.masks.get(composite(name))).area)

            with anyio.move_on_after(0.01):
                await get("car")
            async with anyio.create_task_group() as tasks:
                for name in COLORS:
                    tasks.start_soon(get, name)

    anyio.run(main, backend=backend)
    assert sorted(areas) == sorted(pixels.sum() for pixels in arrays().values())
    assert len(requests) == 2


def test_images_are_not_pickled(monkeypatch):
    monkeypatch.setenv("LABELBOX_API_KEY", KEY)
    with Labelbox() as client:
        client.masks._images._contents["url"] = b"image"
        assert "_images" not in vars(pickle.loads(pickle.dumps(client.masks)))
