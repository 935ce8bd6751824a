"""Exports as pictures of classes."""

import io
import zipfile
from typing import Any

import PIL.Image
import pytest

from tests.platforms.hasty.emulator.api import Api, Project
from tests.platforms.hasty.emulator.scene import Scene, document


def pixels(archive: zipfile.ZipFile, mode: str) -> PIL.Image.Image:
    opened = PIL.Image.open(io.BytesIO(archive.read("train/a.png")))
    assert (opened.size, opened.mode) == ((12, 10), mode)
    return opened


@pytest.mark.parametrize(("kind", "road", "car"), [("gs_asc", 1, 2), ("gs_desc", 255, 254)])
def test_semantic_pictures_count_classes(scene: Scene, kind: str, road: int, car: int) -> None:
    archive = scene.project.export(format="semantic_png", semantic_format=kind)
    found = pixels(archive, "L")
    inside = {(3, 1): car, (4, 2): road, (5, 3): car, (6, 4): road, (8, 5): car, (11, 9): 0}
    assert {at: found.getpixel(at) for at in inside} == inside
    shown = [(c["png_index"], c["class_name"]) for c in document(archive, "label_classes.json")]
    assert shown == [(road, "road"), (car, "car")]


def test_semantic_pictures_take_the_colours_of_the_classes(scene: Scene) -> None:
    found = pixels(
        scene.project.export(format="semantic_png", semantic_format="class_color"), "RGB"
    )
    assert found.getpixel((0, 0)) == (255, 0, 0)
    assert found.getpixel((4, 2)) == (0, 255, 0)
    assert found.getpixel((11, 9)) == (0, 0, 0)


def test_a_class_without_a_colour_is_seen_too(project: Project) -> None:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    for left, colour in ((0, None), (4, "no colour"), (8, "")):
        class_id = project.add_class("car", color=colour)
        project.add_label(image, class_id, bbox=[left, 0, left + 4, 10])
    found = pixels(project.export(format="semantic_png", semantic_format="class_color"), "RGB")
    colours = {found.getpixel((x, 5)) for x in (1, 5, 9)}
    assert len(colours) == 3
    assert (0, 0, 0) not in colours


@pytest.mark.parametrize(
    ("order", "on_top"),
    [
        (None, "sky"),
        ([], "sky"),
        (["z_index"], "sky"),
        (["class_order"], "bus"),
        (["class_type", "z_index"], "car"),
        (["class_type", "class_order"], "bus"),
    ],
)
def test_labels_are_drawn_in_order(project: Project, order: Any, on_top: str) -> None:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    for norder, (name, kind, z_index) in enumerate(
        [("sky", "background", 5), ("car", "object", 1), ("bus", "object", 0)]
    ):
        class_id = project.add_class(name, type=kind, norder=norder)
        project.add_label(image, class_id, bbox=[0, 0, 9, 9], z_index=z_index)
    archive = project.export(format="semantic_png", labels_order=order)
    classes = {c["png_index"]: c["class_name"] for c in document(archive, "label_classes.json")}
    assert classes[pixels(archive, "L").getpixel((4, 4))] == on_top


def test_more_classes_than_8_bits_tell_apart_are_refused(api: Api, project: Project) -> None:
    for number in range(256):
        project.add_class(f"class {number}")
    error = api.post(f"{project.path}/exports", {"format": "semantic_png"}, status=400)
    assert "255" in error["message"]
