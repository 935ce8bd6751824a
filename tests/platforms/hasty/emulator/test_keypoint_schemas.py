"""Keypoint schemas, and their links to label classes."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import OTHER_KEY, UNKNOWN_ID, Project, class_ids

HIP = {
    "name": "Right Hip",
    "description": "string",
    "min_points": 0,
    "max_points": 1,
    "norder": 0,
    "editor_x": 54,
    "editor_y": 12.5,
}
KNEE = HIP | {"name": "Right Knee", "norder": 1}
EDGE = {
    "id": "1b5db549-9679-4df0-8d93-bc48c57f0e70",
    "keypoint_class_id_a": UNKNOWN_ID,
    "keypoint_class_id_b": UNKNOWN_ID,
    "color": "#FF2233",
}
PERSON = {"name": "Person", "type": "pose"}


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/keypoint_schemas"


def test_update_keeps_omitted_fields(api, project, path):
    created = project.add_schema(HIP, keypoint_skeleton=[EDGE], description="A", norder=1)
    body = {"name": "Human", "type": "points"}
    changed = api.put(f"{path}/{created['id']}", body, headers=OTHER_KEY)
    stamps = {name: changed[name] for name in ("updated_by", "update_date")}
    assert changed == created | body | stamps
    assert changed["update_date"] > created["update_date"]
    assert changed["updated_by"] != created["updated_by"]


def test_class_with_an_existing_name_keeps_its_id(api, project, path):
    created = project.add_schema(HIP, KNEE)
    before = class_ids(created)
    edge = {"keypoint_class_id_a": before["Right Knee"], "keypoint_class_id_b": before["Right Hip"]}
    classes = [{"name": "Right Foot"}, {"name": "Right Knee", "max_points": 2}, HIP]
    body = PERSON | {"keypoint_classes": classes, "keypoint_skeleton": [edge]}
    changed = api.put(f"{path}/{created['id']}", body)
    after = class_ids(changed)
    assert list(after) == ["Right Foot", "Right Knee", "Right Hip"]
    assert before.items() <= after.items()
    knee, old = changed["keypoint_classes"][1], created["keypoint_classes"][1]
    assert knee == old | {"max_points": 2, "update_date": changed["update_date"]}
    (found,) = changed["keypoint_skeleton"]
    assert found == edge | {"id": found["id"], "keypoint_schema_id": created["id"]}


def test_classes_with_the_same_name_are_separate(api, project, path):
    created = project.add_schema(HIP, HIP)
    before = [each["id"] for each in created["keypoint_classes"]]
    changed = api.put(f"{path}/{created['id']}", PERSON | {"keypoint_classes": [HIP, HIP, HIP]})
    after = [each["id"] for each in changed["keypoint_classes"]]
    assert after[:2] == before
    assert len(set(after)) == 3


def test_removing_a_class_removes_its_edges(api, project, path):
    created = project.add_schema(HIP, KNEE)
    ids, one = class_ids(created), f"{path}/{created['id']}"
    kept = {"keypoint_class_id_a": ids["Right Hip"], "keypoint_class_id_b": ids["Right Hip"]}
    removed = kept | {"keypoint_class_id_b": ids["Right Knee"]}
    api.put(one, PERSON | {"keypoint_skeleton": [kept, removed]})
    (edge,) = api.put(one, PERSON | {"keypoint_classes": [HIP]})["keypoint_skeleton"]
    assert edge | kept == edge
    cleared = api.put(one, PERSON | {"keypoint_classes": None})
    assert (cleared["keypoint_classes"], cleared["keypoint_skeleton"]) == ([], [])


@pytest.mark.parametrize(
    ("field", "sent", "message"),
    [
        ("keypoint_classes", {"min_points": 1}, "name is required for each keypoint class."),
        ("keypoint_skeleton", {"keypoint_class_id_a": UNKNOWN_ID}, "required for each edge"),
        ("keypoint_skeleton", {"keypoint_class_id_b": UNKNOWN_ID}, "required for each edge"),
    ],
)
def test_incomplete_class_or_edge_changes_nothing(api, project, path, field, sent, message):
    created = project.add_schema(HIP, keypoint_skeleton=[EDGE])
    body = PERSON | {field: [sent]}
    assert message in api.post(path, body, status=400)["message"]
    assert message in api.put(f"{path}/{created['id']}", body, status=400)["message"]
    assert api.get(path) == [created]


def test_class_has_a_place_in_the_editor(project):
    (created,) = project.add_schema({"name": "Right Foot"})["keypoint_classes"]
    assert (created["editor_x"], created["editor_y"]) == (0, 0)


class Links:
    """Two schemas and two label classes, and bodies that link them."""

    def __init__(self, project: Project) -> None:
        self.path = f"{project.path}/keypoint_schemas_classes"
        self.schemas = [project.add_schema()["id"] for _ in range(2)]
        self.classes = [project.add_class(name) for name in ("car", "bus")]

    def __call__(self, schema: int, label_class: int, order: float = 0) -> dict[str, Any]:
        return {
            "keypoint_schema_id": self.schemas[schema],
            "label_class_id": self.classes[label_class],
            "label_class_order": order,
        }


@pytest.fixture
def links(project: Project) -> Links:
    return Links(project)


def test_set_links_adds_links_and_changes_their_order(api, links):
    first, second, moved = [links(0, 0, 3.25)], [links(1, 0), links(0, 1)], [links(0, 0, 7)]
    for sent in (first, second, moved):
        assert api.post(links.path, sent) == sent
    assert api.get(links.path) == moved + second


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"keypoint_schema_id": UNKNOWN_ID}, 404),
        ({"label_class_id": UNKNOWN_ID}, 404),
        ({"label_class_id": ...}, 400),
        ({"label_class_order": ...}, 400),
    ],
)
def test_batch_with_an_invalid_link_changes_nothing(api, links, change, status):
    invalid = {k: v for k, v in (links(0, 1) | change).items() if v is not ...}
    api.post(links.path, [links(0, 0), invalid], status=status)
    assert api.get(links.path) == []
    api.post(links.path, [links(0, 0)])
    api.delete(links.path, [links(0, 0), invalid], status=status)
    assert api.get(links.path) == [links(0, 0)]
