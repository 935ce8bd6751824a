"""The images that the demo draws."""

from datetime import date

import numpy as np
import pytest
from attrs import evolve
from PIL import Image

from labelbridge.cli.coco import Annotation, Coco, CocoImage
from labelbridge.cli.demo.colors import palette
from labelbridge.cli.demo.drawing import draw_labels
from labelbridge.cli.demo.labeler_stats import LabelerStats, TeamStats
from labelbridge.cli.demo.plot import draw_team
from labelbridge.cli.demo.preview import MAX_PHOTOS, MAX_WIDTH, draw_preview

IMAGE = CocoImage(1, "grey.png", 100, 100)
SQUARE = Annotation(
    "annotations[0]",
    1,
    IMAGE,
    "kite",
    (40.0, 40.0, 40.0, 40.0),
    [[40.0, 40.0, 80.0, 40.0, 80.0, 80.0, 40.0, 80.0]],
)
GREY = (90, 90, 90)
RED = (255, 0, 0)


def test_colors_are_distinct_and_stable_when_classes_are_added():
    few, many = palette("abc"), palette(map(str, range(80)))
    assert len(set(many.values())) == 80
    assert list(many.values())[:3] == list(few.values())


@pytest.mark.parametrize("parts", [1, 2])
def test_label_colors_its_inside_and_its_outline_only(parts):
    photo = Image.new("RGB", (100, 100), GREY)
    label = evolve(SQUARE, segmentation=SQUARE.segmentation * parts)  # a polygon, or a mask
    drawn = draw_labels(photo, [label], {"kite": RED}, (200, 200))
    assert drawn.size == (200, 200)
    assert drawn.getpixel((20, 150)) == GREY
    inside = drawn.getpixel((120, 140))
    assert inside[0] > GREY[0] + 40
    assert inside[1] > 30  # the photograph is visible
    assert drawn.getpixel((80, 140))[0] > inside[0]


def test_smaller_label_is_drawn_on_top():
    photo = Image.new("RGB", (100, 100), GREY)
    large = evolve(SQUARE, category="sea", bbox=(0.0, 0.0, 100.0, 100.0))
    large = evolve(large, segmentation=[[0.0, 0.0, 100.0, 0.0, 100.0, 100.0, 0.0, 100.0]])
    colors = {"kite": RED, "sea": (0, 0, 255)}
    drawn = [
        draw_labels(photo, order, colors, (100, 100))
        for order in ([SQUARE, large], [large, SQUARE])
    ]
    assert np.array_equal(*map(np.asarray, drawn))
    red, _, blue = drawn[0].getpixel((60, 70))
    assert red > blue


def test_preview_with_photographs_of_different_shapes(tmp_path):
    shapes = [(100, 100), (300, 40), (40, 300), (200, 100), (100, 90)] * 6
    images = [CocoImage(n, f"{n}.png", *shape) for n, shape in enumerate(shapes)]
    for image in images:
        size = (image.width, image.height)
        Image.new("RGB", size, GREY).save(tmp_path / image.file_name)
    coco = Coco(images, [evolve(SQUARE, image=images[0], id=n) for n in range(5)])
    draw_preview(coco, tmp_path, tmp_path / "preview.png")
    with Image.open(tmp_path / "preview.png") as sheet:
        assert sheet.width <= MAX_WIDTH
        pixels = np.asarray(sheet)
    grey = (pixels == GREY).all(axis=2)
    assert grey.mean() > 0.3  # most of the sheet is photographs
    assert len(images) > MAX_PHOTOS


@pytest.mark.parametrize("people", [1, 12])
def test_plot_with_any_number_of_labelers_and_equal_names(tmp_path, people):
    labelers = [
        LabelerStats("Sam", f"sam{n}@example.com", images=10, boxes=20, approved=n, rejected=10 - n)
        for n in range(people)
    ]
    months = [date(2023, 8, 1), date(2023, 9, 1)]
    images = {each.email: [4, 6] for each in labelers}
    draw_team(TeamStats(labelers, months, images), tmp_path / "plot.png")
    with Image.open(tmp_path / "plot.png") as plot:
        assert plot.size == (1820, 1204)
        colors = plot.convert("RGB").getcolors(1 << 24)
    assert len(colors) > 100
