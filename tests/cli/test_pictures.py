"""The pictures of the demo show what they are about."""

from datetime import date

import numpy as np
import pytest
from attrs import evolve
from PIL import Image

from labelbridge.cli.coco import Annotation, Coco, Picture
from labelbridge.cli.demo.colors import ink, palette
from labelbridge.cli.demo.drawing import draw_labels
from labelbridge.cli.demo.plot import draw_insights
from labelbridge.cli.demo.preview import MOST, WIDTH, draw_preview
from labelbridge.cli.demo.roboflow_part import Labeling, Work

PICTURE = Picture(1, "grey.png", 100, 100)
SQUARE = Annotation(
    "annotations[0]",
    1,
    PICTURE,
    "kite",
    (40.0, 40.0, 40.0, 40.0),
    [[40.0, 40.0, 80.0, 40.0, 80.0, 80.0, 40.0, 80.0]],
)
GREY = (90, 90, 90)
RED = (255, 0, 0)


def test_every_class_has_a_colour_of_its_own_that_stays_when_classes_are_added():
    few, many = palette("abc"), palette(map(str, range(80)))
    assert len(set(many.values())) == 80
    assert list(many.values())[:3] == list(few.values())


@pytest.mark.parametrize(
    ("color", "expected"), [((255, 255, 0), (12, 12, 12)), ((120, 0, 90), (255, 255, 255))]
)
def test_names_are_written_in_what_can_be_read(color, expected):
    assert ink(color) == expected


@pytest.mark.parametrize("parts", [1, 2])
def test_a_label_colours_its_inside_and_its_outline_and_nothing_else(parts):
    photo = Image.new("RGB", (100, 100), GREY)
    label = evolve(SQUARE, segmentation=SQUARE.segmentation * parts)  # a polygon, or a mask
    drawn = draw_labels(photo, [label], {"kite": RED}, (200, 200))
    assert drawn.size == (200, 200)
    assert drawn.getpixel((20, 150)) == GREY
    inside = drawn.getpixel((120, 140))
    assert inside[0] > GREY[0] + 40
    assert inside[1] > 30  # the photograph shines through
    assert drawn.getpixel((80, 140))[0] > inside[0]


def test_the_smaller_of_two_labels_lies_on_top():
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


def test_a_sheet_shows_photographs_of_any_shape_in_rows_of_one_width(tmp_path):
    shapes = [(100, 100), (300, 40), (40, 300), (200, 100), (100, 90)] * 6
    pictures = [Picture(n, f"{n}.png", *shape) for n, shape in enumerate(shapes)]
    for picture in pictures:
        size = (picture.width, picture.height)
        Image.new("RGB", size, GREY).save(tmp_path / picture.file_name)
    coco = Coco(pictures, [evolve(SQUARE, picture=pictures[0], id=n) for n in range(5)])
    draw_preview(coco, tmp_path, tmp_path / "preview.png")
    with Image.open(tmp_path / "preview.png") as sheet:
        assert sheet.width <= WIDTH
        pixels = np.asarray(sheet)
    grey = (pixels == GREY).all(axis=2)
    assert grey.mean() > 0.3  # most of the sheet is photographs
    assert len(pictures) > MOST


def test_one_small_photograph_makes_a_sheet_that_can_be_read(tmp_path):
    Image.new("RGB", (100, 100), GREY).save(tmp_path / "grey.png")
    draw_preview(Coco([PICTURE], [SQUARE]), tmp_path, tmp_path / "preview.png")
    with Image.open(tmp_path / "preview.png") as sheet:
        assert sheet.width > 700


@pytest.mark.parametrize("people", [1, 12])
def test_the_plot_takes_any_number_of_labelers_and_two_of_one_name(tmp_path, people):
    labelers = [
        Work("Sam", f"sam{n}@example.com", images=10, boxes=20, approved=n, rejected=10 - n)
        for n in range(people)
    ]
    months = [date(2023, 8, 1), date(2023, 9, 1)]
    images = {work.email: [4, 6] for work in labelers}
    draw_insights(Labeling(labelers, months, images), tmp_path / "plot.png")
    with Image.open(tmp_path / "plot.png") as plot:
        assert plot.size == (1820, 1204)
        colors = plot.convert("RGB").getcolors(1 << 24)
    assert len(colors) > 100
