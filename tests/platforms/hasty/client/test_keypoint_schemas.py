"""Keypoint schemas of Hasty, and which label classes have them."""

from uuid import UUID, uuid4

import pytest

from labelbridge import NULL
from labelbridge.hasty.models import (
    KeypointClass,
    KeypointSchemaLabelClass,
    KeypointSchemaType,
    KeypointSkeleton,
)

SCHEMA, CLASS = str(uuid4()), str(uuid4())
LINK = {"keypoint_schema_id": SCHEMA, "label_class_id": CLASS, "label_class_order": 3.25}
HIPS = [
    {"name": "Left Hip", "min_points": 0, "max_points": 1, "norder": 1.5},
    KeypointClass(name="Right Hip", min_points=1, max_points=1, editor_x=54.0, editor_y=12.0),
]


@pytest.fixture
def hips(hasty, project):
    return hasty.keypoint_schemas.create(project, name="Hips", type="pose", keypoint_classes=HIPS)


def points(schema) -> list[tuple]:
    """The keypoint classes, without when and by whom they were changed."""
    return [
        (one.id, one.name, one.min_points, one.max_points, one.norder, one.editor_x)
        for one in schema.keypoint_classes
    ]


def edge(schema) -> dict:
    left, right = schema.keypoint_classes
    return {"keypoint_class_id_a": left.id, "keypoint_class_id_b": str(right.id)}


def test_a_schema_is_made_with_its_keypoint_classes(hasty, project, hips):
    left, right = hips.keypoint_classes
    assert (hips.name, hips.type, hips.project_id) == ("Hips", KeypointSchemaType.POSE, project)
    assert (left.name, left.min_points, left.max_points, left.norder) == ("Left Hip", 0, 1, 1.5)
    assert (right.name, right.min_points, right.editor_x) == ("Right Hip", 1, 54)
    assert list(hasty.keypoint_schemas.list(project)) == [hips]


def test_edges_come_with_a_change_when_the_classes_have_ids(hasty, project, hips):
    changed = hasty.keypoint_schemas.update(
        project,
        hips.id,
        name="Hips",
        type="pose",
        description="both",
        norder=2.5,
        keypoint_skeleton=[edge(hips) | {"color": "#FF2233"}],
    )
    assert (changed.description, changed.norder) == ("both", 2.5)
    assert changed.keypoint_classes == hips.keypoint_classes
    (line,) = changed.keypoint_skeleton
    assert line.color == "#FF2233"
    assert {line.keypoint_class_id_a, line.keypoint_class_id_b} == {
        one.id for one in hips.keypoint_classes
    }


def test_what_was_read_can_be_sent_back(hasty, project, hips):
    fields = {"name": "Hips", "type": "pose", "keypoint_skeleton": [edge(hips)]}
    hasty.keypoint_schemas.update(project, hips.id, **fields)
    read = hasty.keypoint_schemas.list(project).first()
    again = hasty.keypoint_schemas.update(
        project,
        read.id,
        name=read.name,
        type=read.type,
        keypoint_classes=read.keypoint_classes,
        keypoint_skeleton=read.keypoint_skeleton,
    )
    assert points(again) == points(read)
    assert again.keypoint_skeleton == read.keypoint_skeleton


def test_null_removes_and_what_is_not_given_stays(hasty, sent, project, hips):
    hasty.keypoint_schemas.update(project, hips.id, name="Hips", type="pose", description="both")
    changed = hasty.keypoint_schemas.update(
        project, hips.id, name="Hips", type="points", description=NULL
    )
    assert (changed.type, changed.description) == ("points", None)
    assert changed.keypoint_classes == hips.keypoint_classes
    bare = hasty.keypoint_schemas.update(
        project, hips.id, name="Hips", type="points", keypoint_classes=NULL
    )
    assert not bare.keypoint_classes


def test_schemas_are_listed_in_one_request(hasty, sent, project):
    for name in ("Hips", "Lane", "Corners"):
        hasty.keypoint_schemas.create(project, name=name, type="points")
    schemas = hasty.keypoint_schemas.list(project)
    assert [schema.name for schema in schemas] == ["Hips", "Lane", "Corners"]
    assert len(sent("list_keypoint_schemas")) == 1
    assert schemas.total() == 3


def test_schemas_are_linked_with_label_classes_and_unlinked(hasty, project, hips, car):
    person = hasty.label_classes.create(project, name="person").id
    made = hasty.keypoint_schemas.set_classes(
        project,
        [
            {"keypoint_schema_id": hips.id, "label_class_id": person, "label_class_order": 3.25},
            KeypointSchemaLabelClass(keypoint_schema_id=hips.id, label_class_id=car),
        ],
    )
    assert [(one.label_class_id, one.label_class_order) for one in made] == [
        (person, 3.25),
        (car, 0),
    ]
    links = hasty.keypoint_schemas.classes(project)
    assert list(links) == list(made)
    assert links.total() == 2
    hasty.keypoint_schemas.remove_classes(project, [made[0]])
    assert list(hasty.keypoint_schemas.classes(project)) == [made[1]]
    hasty.keypoint_schemas.remove_classes(project, list(links))
    assert links.total() == 0


def test_no_links_are_no_request_to_remove_and_an_error_to_set(offline, refused, an_id):
    assert offline.keypoint_schemas.remove_classes(an_id, []) is None
    said = refused("links", offline.keypoint_schemas.set_classes, an_id, [])
    assert said == "is empty; remove_classes removes links"


def test_wrong_ids_are_refused(offline, refused, an_id):
    fields = {"name": "Hips", "type": "pose"}
    schemas = offline.keypoint_schemas
    for call, args in [
        (schemas.list, []),
        (schemas.classes, []),
        (schemas.set_classes, [[LINK]]),
        (schemas.remove_classes, [[LINK]]),
    ]:
        refused("project_id", call, "mine", *args)
    refused("project_id", schemas.create, "mine", **fields)
    refused("project_id", schemas.update, "mine", an_id, **fields)
    refused("keypoint_schema_id", schemas.update, an_id, "hips", **fields)


@pytest.mark.parametrize(
    ("argument", "fields"),
    [
        ("name", {"name": 7}),
        ("type", {"type": "skeleton"}),
        ("type", {"type": NULL}),
        ("norder", {"norder": "first"}),
        ("template_id", {"template_id": "person"}),
        ("keypoint_classes", {"keypoint_classes": HIPS[0]}),
        ("keypoint_classes", {"keypoint_classes": "hips"}),
        ("keypoint_classes[1]", {"keypoint_classes": [HIPS[0], "Right Hip"]}),
        ("keypoint_classes[0].min_points", {"keypoint_classes": [{"min_points": -1}]}),
        ("keypoint_classes[0].max_points", {"keypoint_classes": [{"max_points": 1.5}]}),
        (
            "keypoint_classes[1].min_points",
            {"keypoint_classes": [HIPS[0], {"min_points": 2, "max_points": 1}]},
        ),
        ("keypoint_classes[0].editor_x", {"keypoint_classes": [{"editor_x": "left"}]}),
        (
            "keypoint_classes[0].keypoint_schema_id",
            {"keypoint_classes": [{"keypoint_schema_id": "hips"}]},
        ),
        ("keypoint_skeleton", {"keypoint_skeleton": 7}),
        ("keypoint_skeleton[0]", {"keypoint_skeleton": [(SCHEMA, CLASS)]}),
        (
            "keypoint_skeleton[0].keypoint_class_id_a",
            {"keypoint_skeleton": [{"keypoint_class_id_a": "left"}]},
        ),
        (
            "keypoint_skeleton[0].keypoint_class_id_b",
            {"keypoint_skeleton": [KeypointSkeleton(keypoint_class_id_a=UUID(CLASS))]},
        ),
        (
            "keypoint_skeleton[0].keypoint_class_id_b",
            {
                "keypoint_skeleton": [
                    {"keypoint_class_id_a": CLASS, "keypoint_class_id_b": UUID(CLASS)}
                ]
            },
        ),
    ],
)
def test_wrong_fields_are_refused_with_their_place(offline, refused, an_id, argument, fields):
    fields = {"name": "Hips", "type": "pose"} | fields
    refused(argument, offline.keypoint_schemas.create, an_id, **fields)
    refused(argument, offline.keypoint_schemas.update, an_id, an_id, **fields)


@pytest.mark.parametrize(
    ("argument", "link"),
    [
        pytest.param("links[1]", CLASS, id="id alone"),
        ("links[1].keypoint_schema_id", {"label_class_id": CLASS}),
        ("links[1].keypoint_schema_id", LINK | {"keypoint_schema_id": "hips"}),
        ("links[1].label_class_id", LINK | {"label_class_id": None}),
        ("links[1].label_class_id", LINK | {"label_class_id": NULL}),
        ("links[1].label_class_id", KeypointSchemaLabelClass(keypoint_schema_id=UUID(SCHEMA))),
        ("links[1].label_class_order", LINK | {"label_class_order": "first"}),
        ("links[1].class_id", LINK | {"class_id": CLASS}),
    ],
)
def test_wrong_links_are_refused_with_their_place(offline, refused, an_id, argument, link):
    refused(argument, offline.keypoint_schemas.set_classes, an_id, [LINK, link])
    refused(argument, offline.keypoint_schemas.remove_classes, an_id, [LINK, link])


def test_unknown_keys_are_refused_with_the_nearest(offline, refused, an_id):
    schemas, fields = offline.keypoint_schemas, {"name": "Hips", "type": "pose"}
    for argument, part, nearest in [
        ("keypoint_classes[0].max_point", {"keypoint_classes": [{"max_point": 1}]}, "max_points"),
        ("keypoint_skeleton[0].colour", {"keypoint_skeleton": [{"colour": "#000"}]}, "color"),
        ("keypoint_class", {"keypoint_class": []}, "keypoint_classes"),
    ]:
        said = refused(argument, schemas.create, an_id, **fields, **part)
        assert f"did you mean {nearest!r}?" in said
    for call in (schemas.set_classes, schemas.remove_classes):
        said = refused("links[0].labelclass_id", call, an_id, [{"labelclass_id": CLASS}])
        assert "did you mean 'label_class_id'?" in said
