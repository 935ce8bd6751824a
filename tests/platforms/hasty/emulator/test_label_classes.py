import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Api, Project

FIELDS = {
    "name": "car",
    "description": "Anything with wheels",
    "type": "background",
    "color": "#ff00aa99",
    "icon_url": "https://example.com/car.svg",
    "norder": 2.5,
    "parent_id": UNKNOWN_ID,
    "external_id": "car-1",
    "use_description_as_prompt": True,
}


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/label_classes"


def test_update_keeps_omitted_fields(api: Api, path: str) -> None:
    created = api.post(path, FIELDS)
    assert created == FIELDS | {"id": created["id"]}
    changed = api.put(f"{path}/{created['id']}", {"name": "bus", "color": None})
    assert changed == created | {"name": "bus", "color": None}
    assert api.items(path) == [changed]


def test_default_type_is_object_and_names_are_not_unique(api: Api, path: str) -> None:
    first, second = (api.post(path, {"name": "car"}) for _ in range(2))
    assert first == dict.fromkeys(FIELDS) | {"id": first["id"], "name": "car", "type": "object"}
    assert first["id"] != second["id"]


def test_delete_removes_labels(api: Api, project: Project, path: str) -> None:
    car, bus = project.add_class("car"), project.add_class("bus")
    image = project.add_image("a.png")
    project.add_label(image, car)
    kept = project.add_label(image, bus)
    api.delete(f"{path}/{car}")
    assert api.items(f"{project.path}/images/{image['id']}/labels") == [kept]
    assert len(api.items(f"{project.path}/labels")) == 1
