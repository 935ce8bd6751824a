import pytest

from tests.platforms.hasty.emulator.api import Project


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/label_classes"


def test_delete_removes_labels(api, project, path):
    car, bus = project.add_class("car"), project.add_class("bus")
    image = project.add_image("a.png")
    project.add_label(image, car)
    kept = project.add_label(image, bus)
    api.delete(f"{path}/{car}")
    assert api.items(f"{project.path}/images/{image['id']}/labels") == [kept]
    assert len(api.items(f"{project.path}/labels")) == 1
