"""The seeds ``demo`` and ``empty``.

Ids are those of the document's samples where possible.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import PIL.Image
from PIL import ImageDraw

from labelbridge_emulator.platforms.hasty.demo.annotations import add_annotations
from labelbridge_emulator.platforms.hasty.demo.models import add_models
from labelbridge_emulator.platforms.hasty.demo.videos import add_video_project
from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.media.content import store_bytes
from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo
from labelbridge_emulator.platforms.hasty.models.project import Dataset, Image, Label
from labelbridge_emulator.platforms.hasty.models.state import State, Workspace

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.store import Store

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"
PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
TRAIN = "e34f765f-cfd9-4789-a575-e083f35ac3f6"
VALIDATION = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
CAR = "3637334b-1584-4941-ba7d-7018635858b9"
SUN = "54be4e86-fa06-45fc-86e5-29ea93b4a062"
ROAD_CLASS = "a128136f-670e-41d6-8329-cb8d9608d7af"
IMAGE = "84c230fd-5520-4984-8119-37365b66fd80"
LABEL = "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad"
STATUS_NEW = "4e949624-bc0f-439e-a9f2-25a23938812c"
OWNER = "8826ee2e-7933-4665-aef2-2393f84a0d05"
AUTHOR = "ee824cad-d7a6-4f48-87dc-e8461a9201c4"
REVIEWER = "d1baf75c-3904-4830-9976-a52804316218"

WIDTH, HEIGHT = 320, 200
HORIZON = 110
ROAD = [[130, HORIZON], [190, HORIZON], [300, HEIGHT], [20, HEIGHT]]


@dataclass(frozen=True, slots=True)
class Street:
    """The content of one demo image. Boxes are left, top, right, bottom."""

    name: str
    status: str
    sun: tuple[int, int, int, int]
    cars: tuple[tuple[int, int, int, int], ...]


TRAIN_STREETS = (
    Street("street_001.jpg", "DONE", (30, 20, 70, 60), ((60, 130, 130, 175), (180, 120, 225, 150))),
    Street("street_002.png", "DONE", (240, 15, 290, 65), ((110, 125, 170, 165),)),
    Street("street_003.jpg", "IN PROGRESS", (140, 10, 176, 46), ((150, 140, 240, 190),)),
)
VALIDATION_STREETS = (Street("street_004.png", "NEW", (80, 30, 110, 60), ()),)


def demo(store: Store) -> None:
    """A project with two datasets, three label classes and four images, and a project with a video.

    Three images have labels: a box for each car, a polygon for the road and a mask for the sun,
    with attributes, tags and keypoints.
    """
    state = _workspace(store)
    project = state.add_project(
        id=PROJECT,
        name="Street scenes",
        workspace_id=WORKSPACE,
        owner_id=OWNER,
        description="Drawn streets to try things on",
        statuses={"NEW": STATUS_NEW},
    )
    car = LabelClass(id=CAR, name="car", color="#e31a1c4d", norder=0)
    sun = LabelClass(id=SUN, name="sun", color="#ff7f004d", norder=1)
    road = LabelClass(id=ROAD_CLASS, name="road", type="background", color="#1f78b44d", norder=2)
    project.label_classes = {label_class.id: label_class for label_class in (car, sun, road)}
    for id_, name, norder, streets in (
        (TRAIN, "train", 0, TRAIN_STREETS),
        (VALIDATION, "validation", 1, VALIDATION_STREETS),
    ):
        dataset = Dataset(id=id_, project=project, name=name, norder=norder)
        project.datasets[id_] = dataset
        for street in streets:
            image = _add_image(store, dataset, street)
            if street.status != "NEW":
                _add_labels(store, image, street)
    add_annotations(store, project, car, road)
    add_models(store, project)
    add_video_project(store, WORKSPACE, OWNER)


def empty(store: Store) -> None:
    """One empty workspace."""
    _workspace(store)


def _workspace(store: Store) -> State:
    state = store.state(State)
    state.workspaces[WORKSPACE] = Workspace(
        id=WORKSPACE,
        name="Hasty Workspace",
        unique_name="hasty_workspace",
        description="Some description",
        is_default=True,
        feature_mounting_buckets=True,
    )
    return state


def _add_image(store: Store, dataset: Dataset, street: Street) -> Image:
    project = dataset.project
    now = store.clock.now()
    format_ = "JPEG" if street.name.endswith(".jpg") else "PNG"
    image = Image(
        id=store.ids.uuid() if project.images else IMAGE,
        dataset=dataset,
        name=street.name,
        info=ImageInfo(WIDTH, HEIGHT, format_, "RGB", f"image/{format_.lower()}"),
        status=street.status,
        status_on=now,
        uploaded_on=now,
        update_date=now,
        updated_by=OWNER,
        external_id=None,
    )
    dataset.images[image.name] = project.images[image.id] = image
    store_bytes(store.files, image, io.BytesIO(_draw(street, format_)), image.info.media_type)
    return image


@cache
def _draw(street: Street, format_: str) -> bytes:
    """Draw the image file. The result is cached for later seeds."""
    canvas = PIL.Image.new("RGB", (WIDTH, HEIGHT), "#9ecae1")
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill="#74a35c")
    draw.polygon([(x, y) for x, y in ROAD], fill="#777777")
    left, top, right, bottom = street.sun
    draw.ellipse((left, top, right - 1, bottom - 1), fill="#ffd92f")
    for left, top, right, bottom in street.cars:
        roof = (bottom - top) // 3
        draw.rectangle((left + roof, top, right - 1 - roof, bottom - 1), fill="#b2182b")
        draw.rectangle((left, top + roof, right - 1, bottom - 1), fill="#d6604d")
    target = io.BytesIO()
    canvas.save(target, format_)
    return target.getvalue()


def _add_labels(store: Store, image: Image, street: Street) -> None:
    classes = image.dataset.project.label_classes
    for car in street.cars:
        _add_label(store, image, classes[CAR], bbox=list(car), tool_used="bbox")
    left, top, right, bottom = street.sun
    disc = PIL.Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(disc).ellipse((0, 0, disc.width - 1, disc.height - 1), fill=1)
    mask = rle.encode(disc.tobytes())
    _add_label(store, image, classes[SUN], bbox=list(street.sun), mask=mask, tool_used="brush")
    _add_label(
        store,
        image,
        classes[ROAD_CLASS],
        bbox=[20, HORIZON, 300, HEIGHT],
        polygon=[list(point) for point in ROAD],
        tool_used="polygon",
    )


def _add_label(store: Store, image: Image, label_class: LabelClass, **fields: object) -> None:
    project: Project = image.dataset.project
    now = store.clock.now()
    label = Label(
        id=store.ids.uuid() if project.labels else LABEL,
        image=image,
        label_class=label_class,
        created_by=AUTHOR,
        labeled_by=REVIEWER if image.status == "DONE" else AUTHOR,
        created_on=now,
        updated_on=now,
        z_index=len(image.labels),
    )
    for name, value in fields.items():
        setattr(label, name, value)
    store.state(State).add_label(label)
