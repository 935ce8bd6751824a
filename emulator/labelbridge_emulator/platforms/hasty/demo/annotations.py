"""Attributes, tags and keypoints of the demo images.

Cars on DONE images have values of all their attributes, other cars lack a required one. Ids are
those of the document's samples where possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.models.attributes import Attribute, AttributeClass
from labelbridge_emulator.platforms.hasty.models.keypoints import (
    KeypointSchema,
    KeypointSchemaClass,
)
from labelbridge_emulator.platforms.hasty.models.tags import Tag, TagClass, TagGroup
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Label, Project
    from labelbridge_emulator.store import Store

PLATE = "a128136f-670e-41d6-8329-cb8d9608d7af"
REMARK = "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad"
RED = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
TIME_OF_DAY = "3637334b-1584-4941-ba7d-7018635858b9"
DAY = "3637334b-1584-4941-ba7d-7018635858b9"
TAG = "8912827e-6c2c-402a-a0f3-1eb63f7b12c8"
SCHEMA = "eae3bc2a-0205-462c-a992-abf2e38e5138"
REAR_WHEEL = "b5d7801c-d535-4b0b-a3a7-4b6b0c638198"
FRONT_WHEEL = "9ae1e9af-c525-4aa4-a6ec-1c11466bb027"
LAMP = "a128136f-670e-41d6-8329-cb8d9608d7af"
EDGE = "1b5db549-9679-4df0-8d93-bc48c57f0e70"
KEYPOINT = "7fed7ec5-675a-4287-9ca2-4cfe6a6c422c"

LARGE = 2000
"""Minimum area of the box of a large car, in square pixels."""


def add_annotations(store: Store, project: Project, car: LabelClass, road: LabelClass) -> None:
    """Add attributes, tags and a keypoint schema, with values on the demo images and labels."""
    _add_attributes(store, project, car, road)
    _add_tags(store, project)
    _add_keypoints(store, project, car)


def _add_attributes(store: Store, project: Project, car: LabelClass, road: LabelClass) -> None:
    """Add one attribute of each type. All except the remark belong to cars."""
    plate = Attribute(id=PLATE, name="Plate", type="TEXT")
    color = Attribute(
        id=store.ids.uuid(),
        name="Color",
        type="MULTIPLE-SELECTION",
        description="Color of the label",
        is_required=True,
        values=[{"id": RED, "value": "red"}, {"id": store.ids.uuid(), "value": "dark red"}],
    )
    size = Attribute(
        id=store.ids.uuid(),
        name="Size",
        type="SELECTION",
        values=[{"id": store.ids.uuid(), "value": value} for value in ("small", "large")],
    )
    lane = Attribute(id=store.ids.uuid(), name="Lane", type="INT", min=1, max=2)
    visible = Attribute(id=store.ids.uuid(), name="Visible part", type="FLOAT", min=0, max=1)
    parked = Attribute(id=store.ids.uuid(), name="Parked", type="BOOL")
    remark = Attribute(id=REMARK, name="Remark", type="TEXT")
    of_cars = (plate, color, size, lane, visible, parked)
    for norder, attribute in enumerate((*of_cars, remark)):
        attribute.norder = norder
        project.attributes.by_id[attribute.id] = attribute
        label_class = road if attribute is remark else car
        project.attributes.links[attribute.id, label_class.id] = AttributeClass(
            attribute=attribute, label_class=label_class, attribute_order=norder, class_order=0
        )
    for number, label in enumerate(project.labels.values()):
        if label.image.status == "DONE" and label.label_class is car:
            left, top, right, bottom = _box(label)
            label.attributes = {
                plate.id: f"LB {100 + number}",
                color.id: [option["id"] for option in color.values],
                size.id: size.values[(right - left) * (bottom - top) > LARGE]["id"],
                lane.id: 1 if left + right < label.image.info.width else 2,
                visible.id: 1.0,
                parked.id: False,
            }
        elif label.image.status == "DONE" and label.label_class is road:
            label.attributes = {remark.id: "dry"}


def _add_tags(store: Store, project: Project) -> None:
    """Add a required group with one tag per image, a group with several, and an ungrouped tag."""
    time = TagGroup(id=TIME_OF_DAY, name="Time of day", type="SELECTION", is_required=True)
    traffic = TagGroup(id=store.ids.uuid(), name="Traffic", type="MULTIPLE-SELECTION", norder=1)
    project.tags.groups = {group.id: group for group in (time, traffic)}
    day = TagClass(id=DAY, name="day", norder=0, group=time)
    cars = TagClass(id=store.ids.uuid(), name="cars", norder=2, group=traffic)
    several = TagClass(id=store.ids.uuid(), name="several cars", norder=3, group=traffic)
    classes = (
        day,
        TagClass(id=store.ids.uuid(), name="night", norder=1, group=time),
        cars,
        several,
        TagClass(id=store.ids.uuid(), name="checked", norder=4),
    )
    project.tags.classes = {tag_class.id: tag_class for tag_class in classes}
    first = TAG
    for image in project.images.values():
        if image.status == "DONE":
            many = sum(label.label_class.name == "car" for label in image.labels.values()) > 1
            for tag_class in (day, cars, several) if many else (day, cars):
                tag = Tag(id=first or store.ids.uuid(), tag_class=tag_class)
                image.tags[tag.id] = tag
                first = ""


def _add_keypoints(store: Store, project: Project, car: LabelClass) -> None:
    """Add a schema with wheels, an edge between them, and a lamp; the first label has wheels."""
    now = store.clock.now()
    made = {
        "created_by": project.owner_id,
        "create_date": timestamp(now),
        "updated_by": project.owner_id,
        "update_date": timestamp(now),
    }
    schema = KeypointSchema(
        id=SCHEMA,
        name="Car",
        type="pose",
        description="A car seen from its side",
        created_by=project.owner_id,
        create_date=now,
        updated_by=project.owner_id,
        update_date=now,
        norder=0,
        skeleton=[
            {
                "id": EDGE,
                "keypoint_schema_id": SCHEMA,
                "keypoint_class_id_a": FRONT_WHEEL,
                "keypoint_class_id_b": REAR_WHEEL,
                "color": "#FF2233",
            }
        ],
    )
    places = ((REAR_WHEEL, "Rear wheel", 20, 80), (FRONT_WHEEL, "Front wheel", 80, 80))
    for norder, (id_, name, x, y) in enumerate((*places, (LAMP, "Lamp", 95, 50))):
        schema.classes[id_] = made | {
            "id": id_,
            "keypoint_schema_id": SCHEMA,
            "name": name,
            "description": None,
            "min_points": 0,
            "max_points": 1,
            "norder": norder,
            "editor_x": x,
            "editor_y": y,
        }
    project.keypoints.schemas[SCHEMA] = schema
    project.keypoints.links[SCHEMA, car.id] = KeypointSchemaClass(
        schema=schema, label_class=car, label_class_order=0
    )
    _add_wheels(store, next(iter(project.labels.values())))


def _add_wheels(store: Store, label: Label) -> None:
    left, top, right, bottom = _box(label)
    inset = (bottom - top) // 3
    wheels = ((KEYPOINT, REAR_WHEEL, left + inset), (store.ids.uuid(), FRONT_WHEEL, right - inset))
    label.keypoints = [
        {
            "id": id_,
            "keypoint_class_id": keypoint_class_id,
            "x": x,
            "y": bottom - 1,
            "visible": True,
            "created_by": label.created_by,
            "create_date": timestamp(label.created_on),
            "updated_by": label.labeled_by,
            "update_date": timestamp(label.updated_on),
            "norder": norder,
        }
        for norder, (id_, keypoint_class_id, x) in enumerate(wheels)
    ]


def _box(label: Label) -> list[int]:
    return label.bbox or []  # every label of the demo has a box
