"""Projects of Hasty."""

import inspect

from labelbridge import NULL, Hasty

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_project_is_created_updated_and_deleted(hasty):
    made = hasty.projects.create(name="Crossroads", description="at noon", workspace_id=WORKSPACE)
    assert (str(made.workspace_id), made.content_type) == (WORKSPACE, "IMAGES")
    assert hasty.projects.get(made.id) == made
    changed = hasty.projects.update(made.id, name="Crossroads by night")
    assert (changed.name, changed.description) == ("Crossroads by night", "at noon")
    assert hasty.projects.update(made.id, name="Crossroads", description=NULL).description is None
    hasty.projects.delete(made.id)
    assert made.id not in [project.id for project in hasty.projects.list()]


def test_list_filters_by_a_part_of_the_name(hasty):
    for name in ("Crossroads", "Roads", "Bridges"):
        hasty.projects.create(name=name)
    found = [project.name for project in hasty.projects.list(name="roads")]
    assert found == ["Crossroads", "Roads"]


def test_handle_has_the_resources_of_a_project(hasty):
    project = hasty.projects.create(name="Crossroads").id
    handle = hasty.project(project)
    dataset = handle.datasets.create(name="June")
    car = handle.label_classes.create(name="car")
    image = handle.images.import_url(url="https://x.test/a.jpg", dataset_id=dataset.id)
    (label,) = handle.labels.create(image.id, [{"class_id": car.id, "bbox": [1, 2, 3, 4]}])
    assert [each.id for each in handle.labels.list(image.id)] == [label.id]
    assert list(handle.images.list()) == list(hasty.images.list(project))
    assert handle.uploads.create(count=2)[1].url
    assert handle.exports.create(format="json_coco").status == "INIT"


def test_handle_validates_its_id_and_has_signatures_without_it(invalid, an_id):
    invalid("project_id", Hasty("key").project, "x")
    handle = Hasty("key").project(an_id)
    assert list(inspect.signature(handle.images.get).parameters) == ["image_id"]
    assert list(inspect.signature(handle.datasets.list).parameters) == ["name"]
