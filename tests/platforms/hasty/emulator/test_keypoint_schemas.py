"""Keypoint schemas with their classes and edges, and their links with label classes."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_schema, class_ids

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
    "keypoint_class_id_a": NOWHERE,
    "keypoint_class_id_b": NOWHERE,
    "color": "#FF2233",
}


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/keypoint_schemas"


def test_a_schema_is_kept_as_sent_with_ids_and_who_made_it(
    api: Api, project: Project, path: str
) -> None:
    fields = {
        "name": "Person",
        "description": "A person playing sports",
        "type": "pose",
        "norder": 2.5,
        "template_id": NOWHERE,
    }
    elsewhere = {"project_id": NOWHERE}
    hip, edge = HIP | {"keypoint_schema_id": NOWHERE}, EDGE | {"keypoint_schema_id": NOWHERE}
    lists = {"keypoint_classes": [hip], "keypoint_skeleton": [edge]}
    made = api.post(path, fields | elsewhere | lists)
    stamps = ("created_by", "create_date", "updated_by", "update_date")
    shown = {name: made[name] for name in stamps}
    assert made["create_date"] == made["update_date"]
    assert made["created_by"] == made["updated_by"]
    (kept,) = made["keypoint_classes"]
    assert kept == HIP | shown | {"id": kept["id"], "keypoint_schema_id": made["id"]}
    assert made == fields | shown | {
        "id": made["id"],
        "project_id": project.id,
        "keypoint_classes": [kept],
        "keypoint_skeleton": [EDGE | {"keypoint_schema_id": made["id"]}],
    }
    assert api.get(path) == [made]


@pytest.mark.parametrize("lists", [{}, {"keypoint_classes": None, "keypoint_skeleton": None}])
def test_a_schema_needs_a_name_and_a_type_alone(api: Api, path: str, lists: Any) -> None:
    made = api.post(path, {"name": "Line", "type": "polyline"} | lists)
    assert (made["keypoint_classes"], made["keypoint_skeleton"]) == ([], [])
    assert (made["description"], made["norder"], made["template_id"]) == (None, None, None)
    for missing in ("name", "type"):
        body = {"name": "Line", "type": "polyline"} | lists
        del body[missing]
        api.post(path, body, status=400)


def test_a_change_keeps_what_it_omits(api: Api, project: Project, path: str) -> None:
    made = add_schema(project, HIP, keypoint_skeleton=[EDGE], description="A", norder=1)
    body = {"name": "Human", "type": "points"}
    changed = api.put(f"{path}/{made['id']}", body, headers={"X-Api-Key": "another"})
    stamps = {name: changed[name] for name in ("updated_by", "update_date")}
    assert changed == made | body | stamps
    assert changed["update_date"] > made["update_date"]
    assert changed["updated_by"] != made["updated_by"]


def test_a_class_of_the_same_name_keeps_its_id(api: Api, project: Project, path: str) -> None:
    made = add_schema(project, HIP, KNEE)
    before = class_ids(made)
    ends = {"keypoint_class_id_a": before["Right Knee"], "keypoint_class_id_b": before["Right Hip"]}
    foot = {"name": "Right Foot"}
    body = {
        "name": "Person",
        "type": "pose",
        "keypoint_classes": [foot, {"name": "Right Knee", "max_points": 2}, HIP],
        "keypoint_skeleton": [ends],
    }
    changed = api.put(f"{path}/{made['id']}", body)
    after = class_ids(changed)
    assert list(after) == ["Right Foot", "Right Knee", "Right Hip"]
    assert before.items() <= after.items()
    knee, old = changed["keypoint_classes"][1], made["keypoint_classes"][1]
    assert knee == old | {"max_points": 2, "update_date": changed["update_date"]}
    (edge,) = changed["keypoint_skeleton"]
    assert edge == ends | {"id": edge["id"], "keypoint_schema_id": made["id"]}


def test_two_classes_of_one_name_are_two(api: Api, project: Project, path: str) -> None:
    made = add_schema(project, HIP, HIP)
    first, second = (each["id"] for each in made["keypoint_classes"])
    assert first != second
    body = {"name": "Person", "type": "pose", "keypoint_classes": [HIP, HIP, HIP]}
    after = [each["id"] for each in api.put(f"{path}/{made['id']}", body)["keypoint_classes"]]
    assert after[:2] == [first, second]
    assert len(set(after)) == 3


def test_with_a_class_go_its_edges(api: Api, project: Project, path: str) -> None:
    made = add_schema(project, HIP, KNEE)
    ids = class_ids(made)
    kept = {"keypoint_class_id_a": ids["Right Hip"], "keypoint_class_id_b": ids["Right Hip"]}
    gone = {"keypoint_class_id_a": ids["Right Hip"], "keypoint_class_id_b": ids["Right Knee"]}
    body = {"name": "Person", "type": "pose"}
    api.put(f"{path}/{made['id']}", body | {"keypoint_skeleton": [kept, gone]})
    left = api.put(f"{path}/{made['id']}", body | {"keypoint_classes": [HIP]})["keypoint_skeleton"]
    assert [edge | kept for edge in left] == left
    assert len(left) == 1
    cleared = api.put(f"{path}/{made['id']}", body | {"keypoint_classes": None})
    assert (cleared["keypoint_classes"], cleared["keypoint_skeleton"]) == ([], [])


def test_what_another_project_has_is_not_found(api: Api, project: Project, path: str) -> None:
    stranger = add_schema(Project(api))
    assert api.get(path) == []
    for id_ in (stranger["id"], NOWHERE):
        api.put(f"{path}/{id_}", {"name": "A", "type": "pose"}, status=404)


class Links:
    """Two schemas and two label classes, and a short way to name a link of each with each."""

    def __init__(self, project: Project) -> None:
        self.path = f"{project.path}/keypoint_schemas_classes"
        self.schemas = [add_schema(project)["id"] for _ in range(2)]
        self.classes = [project.add_class(name) for name in ("car", "bus")]

    def __call__(self, schema: int, label_class: int, order: float = 0) -> dict[str, Any]:
        names = {
            "keypoint_schema_id": self.schemas[schema],
            "label_class_id": self.classes[label_class],
        }
        return names | {"label_class_order": order}


@pytest.fixture
def links(project: Project) -> Links:
    return Links(project)


def test_links_are_added_and_placed(api: Api, links: Links) -> None:
    first, second = [links(0, 0, 3.25)], [links(1, 0), links(0, 1)]
    assert api.get(links.path) == []
    assert api.post(links.path, first) == first
    assert api.post(links.path, second) == second
    moved = [links(0, 0, 7)]
    assert api.post(links.path, moved) == moved
    assert api.get(links.path) == moved + second


def test_links_are_removed_whatever_their_order(api: Api, links: Links) -> None:
    api.post(links.path, [links(0, 0), links(0, 1)])
    api.delete(links.path, [links(0, 0, 9), links(1, 1)])
    assert api.get(links.path) == [links(0, 1)]


def test_links_go_with_their_label_class(api: Api, project: Project, links: Links) -> None:
    api.post(links.path, [links(0, 0), links(0, 1)])
    api.delete(f"{project.path}/label_classes/{links.classes[0]}")
    assert api.get(links.path) == [links(0, 1)]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"keypoint_schema_id": NOWHERE}, 404),
        ({"label_class_id": NOWHERE}, 404),
        ({"label_class_id": ...}, 400),
        ({"label_class_order": ...}, 400),
    ],
)
def test_a_batch_that_is_refused_does_nothing(
    api: Api, links: Links, change: Any, status: int
) -> None:
    broken = {k: v for k, v in (links(0, 1) | change).items() if v is not ...}
    api.post(links.path, [links(0, 0), broken], status=status)
    assert api.get(links.path) == []
    api.post(links.path, [links(0, 0)])
    api.delete(links.path, [links(0, 0), broken], status=status)
    assert api.get(links.path) == [links(0, 0)]
