"""Keypoint schemas of Hasty, and their links with label classes."""

from uuid import UUID

import pytest

from labelbridge import NULL
from labelbridge.hasty.models import (
    KeypointClass,
    KeypointClassInput,
    KeypointSchemaLabelClass,
    KeypointSchemaType,
    KeypointSkeleton,
)
from labelbridge.hasty.resources.keypoint_schemas import KeypointSchemas
from tests.support.flow_runner import body_of
from tests.support.samples import damaged, sample

HIPS = [
    {"name": "Left Hip", "min_points": 0, "max_points": 1, "norder": 1.5},
    KeypointClassInput(name="Right Hip", min_points=1, max_points=1, editor_x=54.0, editor_y=12.0),
]
FIELDS = {"name": "Hips", "type": "pose"}


@pytest.fixture
def hips(hasty, project):
    return hasty.keypoint_schemas.create(project, **FIELDS, keypoint_classes=HIPS)


def points(schema) -> list[tuple]:
    """The keypoint classes, without time and author of the last change."""
    return [
        (one.id, one.name, one.min_points, one.max_points, one.norder, one.editor_x)
        for one in schema.keypoint_classes
    ]


def edge(schema) -> dict:
    left, right = schema.keypoint_classes
    return {"keypoint_class_id_a": left.id, "keypoint_class_id_b": str(right.id)}


def test_schema_is_created_with_its_keypoint_classes(hasty, project, hips):
    left, right = hips.keypoint_classes
    assert (hips.name, hips.type, hips.project_id) == ("Hips", KeypointSchemaType.POSE, project)
    assert (left.name, left.min_points, left.max_points, left.norder) == ("Left Hip", 0, 1, 1.5)
    assert (right.name, right.min_points, right.editor_x) == ("Right Hip", 1, 54)
    assert list(hasty.keypoint_schemas.list(project)) == [hips]


def test_update_accepts_the_parts_of_a_response(hasty, project, hips):
    hasty.keypoint_schemas.update(project, hips.id, **FIELDS, keypoint_skeleton=[edge(hips)])
    read = hasty.keypoint_schemas.list(project).first()
    parts = {"keypoint_classes": read.keypoint_classes, "keypoint_skeleton": read.keypoint_skeleton}
    again = hasty.keypoint_schemas.update(project, read.id, **FIELDS, **parts)
    assert points(again) == points(read)
    assert again.keypoint_skeleton == read.keypoint_skeleton


def test_properties_that_a_response_does_not_have_are_left_out(project, hips):
    keypoint = sample(KeypointClass)
    edge = sample(KeypointSkeleton, keypoint_class_id_b=UUID(int=7))
    parts = {
        "keypoint_classes": [keypoint, damaged(KeypointClass, "editor_x")],
        "keypoint_skeleton": [edge],
    }
    ids = (project, hips.id)
    body = body_of(hips, KeypointSchemas.update, *ids, **FIELDS, **parts)
    assert [sorted(one) for one in body["keypoint_classes"]] == [
        ["editor_x", "editor_y", "keypoint_schema_id", "name"],
        ["editor_y", "keypoint_schema_id", "name"],
    ]
    assert "color" not in body["keypoint_skeleton"][0]


def test_update_keeps_other_fields_and_null_removes_them(hasty, project, hips):
    update = hasty.keypoint_schemas.update
    update(project, hips.id, **FIELDS, description="both")
    changed = update(project, hips.id, name="Hips", type="points", description=NULL)
    assert (changed.type, changed.description) == ("points", None)
    assert changed.keypoint_classes == hips.keypoint_classes
    bare = update(project, hips.id, name="Hips", type="points", keypoint_classes=NULL)
    assert not bare.keypoint_classes


def test_schemas_are_linked_with_label_classes_and_unlinked(hasty, project, hips, car):
    person = hasty.label_classes.create(project, name="person").id
    made = hasty.keypoint_schemas.set_classes(
        project,
        [
            {"keypoint_schema_id": hips.id, "label_class_id": person, "label_class_order": 3.25},
            KeypointSchemaLabelClass(hips.id, car, label_class_order=0),
        ],
    )
    found = [(one.label_class_id, one.label_class_order) for one in made]
    assert found == [(person, 3.25), (car, 0)]
    links = hasty.keypoint_schemas.classes(project)
    assert list(links) == list(made)
    hasty.keypoint_schemas.remove_classes(project, [made[0]])
    assert list(links) == [made[1]]
    hasty.keypoint_schemas.remove_classes(project, list(links))
    assert links.total() == 0
