"""Masks of objects in export v2: pixels, colors, keys and expiry."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from labelbridge_emulator.platforms.labelbox import row_fixtures
from labelbridge_emulator.platforms.labelbox.demo import exports, media, seeds
from tests.platforms.labelbox.emulator.api import KEY, PROJECT, Api
from tests.platforms.labelbox.emulator.test_data_rows import find, objects
from tests.platforms.labelbox.emulator.test_tasks import change


def drawn(size: tuple[int, int], area: Any) -> Any:
    image = Image.new("1", size)
    ImageDraw.Draw(image).polygon([tuple(each) for each in area], fill=1)
    return np.asarray(image)


def pixels(api: Api, url: str) -> Any:
    response = api.client.get(url, headers=KEY)
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    return np.asarray(Image.open(io.BytesIO(response.content)).convert("RGB"))


def test_color_selects_an_object_in_a_composite_mask(api):
    shapes = {"A": [[5, 5], [40, 5], [40, 30]], "B": [[50, 5], [90, 40], [60, 60]]}
    shapes["C"] = [[5, 50], [30, 50], [30, 70], [5, 70]]
    given = [{"name": name, "area": area} for name, area in shapes.items()]
    size = {"width": 100, "height": 80}
    add = row_fixtures.add_data_row
    add(
        api.emulator.store,
        row_data="a",
        labels=[{"objects": given}],
        external_id="m",
        media_attributes=size,
    )
    found = [*objects(find(api, "m"))]
    (url,) = {each["composite_mask"]["url"] for each in found}
    image = pixels(api, url)
    for each in found:
        chosen = (image == each["composite_mask"]["color_rgb"]).all(axis=2)
        assert (chosen == drawn((100, 80), shapes[each["name"]])).all()
    change(api, masks="single")
    for each in objects(find(api, "m")):
        white = pixels(api, each["mask"]["url"])[:, :, 0] == 255
        assert (white == drawn((100, 80), shapes[each["name"]])).all()


def test_masks_of_frames_differ(api):
    row = find(api, "traffic.mp4")
    urls = [each["composite_mask"]["url"] for each in objects(row) if each["name"] == "Shade"]
    assert [url.rpartition("/")[2] for url in urls] == ["1", "10", "20"]
    assert not (pixels(api, urls[0]) == pixels(api, urls[1])).all()


def test_masks_need_the_key_and_expire_after_thirty_days(api):
    (road,) = (each for each in objects(find(api, "street.jpg")) if each["name"] == "Road")
    url = road["composite_mask"]["url"]
    assert api.client.get(url).status_code == 401
    api.emulator.advance(30 * 24 * 3600 - 60)
    assert api.client.get(url, headers=KEY).status_code == 200
    api.emulator.advance(120)
    expired = api.client.get(url, headers=KEY)
    assert (expired.status_code, expired.json()) == (410, {"message": "The mask has expired"})


@pytest.mark.parametrize(
    "path",
    [
        f"tasks/x/masks/{seeds.IMAGE}/index/1",
        f"tasks/{exports.TASK}/masks/x/index/1",
        f"tasks/{exports.TASK}/masks/{seeds.IMAGE}/index/2",
        f"tasks/{exports.TASK}/masks/{seeds.VIDEO}/index/1",
        f"projects/x/annotations/{media.ROAD}/index/1/mask",
        f"projects/{PROJECT}/annotations/{media.ROAD}/index/one/mask",
        f"projects/{exports.RUN}/annotations/x/index/1/mask",
    ],
)
def test_unknown_mask_returns_404(api, path):
    assert api.client.get(f"{api.emulator.labelbox}/api/v1/{path}", headers=KEY).status_code == 404
