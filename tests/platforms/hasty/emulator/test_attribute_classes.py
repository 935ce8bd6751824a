"""Links between attributes and label classes: added, placed, removed."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_attribute, set_value, values_of


class Links:
    """Two attributes and two label classes, and a short way to name a link of each with each."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.path = f"{project.path}/attributes_classes"
        self.attributes = [add_attribute(project)["id"] for _ in range(2)]
        self.classes = [project.add_class(name) for name in ("car", "bus")]

    def __call__(self, attribute: int, label_class: int, **orders: float) -> dict[str, Any]:
        names = {
            "attribute_id": self.attributes[attribute],
            "class_id": self.classes[label_class],
        }
        return names | {"attribute_order": 0, "class_order": 0} | orders

    def all(self) -> Any:
        """All links of the project."""
        return self.project.api.get(self.path)


@pytest.fixture
def links(project: Project) -> Links:
    return Links(project)


def test_links_are_added_to_those_that_are_there(api: Api, links: Links) -> None:
    first = [links(0, 0, attribute_order=12.5, class_order=3.25), links(0, 1)]
    second = [links(1, 0), links(1, 1)]
    assert links.all() == []
    assert api.post(links.path, first) == first == links.all()
    assert api.post(links.path, second) == second
    assert links.all() == first + second


def test_a_link_that_is_there_gets_another_place(api: Api, links: Links) -> None:
    api.post(links.path, [links(0, 0), links(0, 1)])
    moved = links(0, 0, attribute_order=2, class_order=-1)
    assert api.post(links.path, [links(0, 0), moved]) == [moved]
    assert links.all() == [moved, links(0, 1)]


def test_links_are_removed_with_their_orders_or_without(api: Api, links: Links) -> None:
    api.post(links.path, [links(0, 0), links(0, 1), links(1, 1)])
    key = {"attribute_id": links.attributes[0].upper(), "class_id": links.classes[0]}
    api.delete(links.path, [key, links(1, 1, class_order=7)])
    assert links.all() == [links(0, 1)]
    api.delete(links.path, [key])
    assert links.all() == [links(0, 1)]


def test_removing_a_link_leaves_the_values(api: Api, project: Project, links: Links) -> None:
    api.post(links.path, [links(0, 0)])
    label = project.add_label(project.add_image("a.png"), links.classes[0])
    set_value(project, label, {"id": links.attributes[0]}, "x")
    api.delete(links.path, [links(0, 0)])
    assert values_of(project, label) == {links.attributes[0]: "x"}


@pytest.mark.parametrize("name", ["attribute_id", "class_id"])
@pytest.mark.parametrize("id_", [NOWHERE, "no uuid"])
def test_a_batch_that_names_what_is_not_there_does_nothing(
    api: Api, links: Links, name: str, id_: str
) -> None:
    api.post(links.path, [links(0, 0), links(0, 1) | {name: id_}], status=404)
    assert links.all() == []
    api.post(links.path, [links(0, 0)])
    api.delete(links.path, [links(0, 0), links(0, 0) | {name: id_}], status=404)
    assert links.all() == [links(0, 0)]


def test_links_go_with_their_label_class(api: Api, project: Project, links: Links) -> None:
    api.post(links.path, [links(0, 0), links(0, 1), links(1, 0)])
    api.delete(f"{project.path}/label_classes/{links.classes[0]}")
    assert links.all() == [links(0, 1)]


def test_an_order_is_needed_to_link(api: Api, links: Links) -> None:
    body = {"attribute_id": links.attributes[0], "class_id": links.classes[0]}
    assert "order" in api.post(links.path, [body], status=400)["message"]
