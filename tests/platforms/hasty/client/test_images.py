"""Images of Hasty: listed, found, changed, moved through the workflow."""

from uuid import uuid4

import pytest

from labelbridge.errors import Conflict, NotFound, ResponseFormatError
from labelbridge.hasty.models import DefaultStatus, DefaultStatusWrite

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
TRAIN = "e34f765f-cfd9-4789-a575-e083f35ac3f6"
VALIDATION = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
STATUS_NEW = "4e949624-bc0f-439e-a9f2-25a23938812c"


def names(images) -> list[str]:
    return [image.name.removeprefix("street_").partition(".")[0] for image in images]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["001", "002", "003", "004"]),
        ({"dataset_id": TRAIN}, ["001", "002", "003"]),
        ({"dataset_id": [TRAIN, VALIDATION]}, ["001", "002", "003", "004"]),
        ({"image_status": "IN PROGRESS"}, ["003"]),
        ({"image_status": [DefaultStatus.NEW, "DONE"]}, ["001", "002", "004"]),
        ({"status_id": STATUS_NEW}, ["004"]),
        ({"dataset_id": TRAIN, "status_id": [STATUS_NEW]}, []),
        ({"image_name": "_00"}, ["001", "002", "003", "004"]),
        ({"created_since": 4_000_000_000}, []),
        ({"updated_since": 0, "has_missing_tags": False}, ["001", "002"]),
        ({"queue_id": "deec160f-3767-4bed-9c55-0fa799b4e476"}, []),
        ({"ef_run_ids": [uuid4(), uuid4()], "ef_user_action": "RESOLVED"}, []),
    ],
)
def test_images_are_found_by_filters(hasty, filters, found):
    images = hasty.images.list(DEMO, **filters)
    assert names(images) == found
    assert images.total() == len(found)


def test_a_list_comes_in_pages(hasty):
    pages = list(hasty.images.list(DEMO).pages(size=3))
    assert [(names(page.items), page.total) for page in pages] == [
        (["001", "002", "003"], 4),
        (["004"], 4),
    ]
    assert hasty.images.list(DEMO).first().name.startswith("street_001")


def test_several_values_go_out_joined_by_commas(hasty, sent):
    list(hasty.images.list(DEMO, dataset_id=[TRAIN, VALIDATION], image_status=["TO REVIEW", "NEW"]))
    (request,) = sent("list_images")
    assert f"dataset_id={TRAIN},{VALIDATION}&" in request["url"]
    assert "image_status=TO%20REVIEW,NEW" in request["url"]


def test_the_position_of_an_image_is_that_in_the_list_of_the_same_filters(hasty):
    images = list(hasty.images.list(DEMO))
    assert [hasty.images.position(DEMO, image.id) for image in images] == [0, 1, 2, 3]
    assert hasty.images.position(DEMO, images[3].id, dataset_id=VALIDATION) == 0
    with pytest.raises(NotFound):
        hasty.images.position(DEMO, uuid4())


def test_an_answer_without_a_position_is_no_answer(hasty, emulator):
    emulator.faults([{"operation": "get_image_position", "remove": ["/offset"]}])
    image = hasty.images.list(DEMO).first()
    with pytest.raises(ResponseFormatError, match="no offset"):
        hasty.images.position(DEMO, image.id)


def test_an_image_is_read_and_deleted(hasty, project, image):
    assert hasty.images.get(project, image).name == "a.jpg"
    hasty.images.delete(project, image)
    with pytest.raises(NotFound):
        hasty.images.get(project, image)


def test_an_image_is_renamed_and_moved(hasty, project, dataset, image, photo):
    other = hasty.datasets.create(project, name="bridges").id
    assert hasty.images.update(project, image, filename="b.jpg").name == "b.jpg"
    assert hasty.images.update(project, image, dataset_id=other).dataset_id == other
    both = hasty.images.update(project, image, filename="a.jpg", dataset_id=dataset)
    assert (both.name, both.dataset_id) == ("a.jpg", dataset)
    hasty.images.upload(project, photo, dataset_id=dataset, filename="c.jpg")
    with pytest.raises(Conflict):
        hasty.images.update(project, image, filename="c.jpg")


@pytest.mark.parametrize("status", ["TO REVIEW", DefaultStatusWrite.DONE, DefaultStatus.SKIPPED])
def test_a_status_is_set_by_its_name(hasty, project, image, status):
    assert hasty.images.set_status(project, image, status=status) is None
    assert hasty.images.get(project, image).status == status


def test_a_status_is_set_by_its_id(hasty, project, dataset, image, photo):
    done = hasty.images.upload(project, photo, dataset_id=dataset, filename="done.jpg").id
    hasty.images.set_status(project, done, status="DONE")
    status_id = hasty.images.get(project, done).status_id
    hasty.images.set_status(project, image, status_id=status_id)
    assert hasty.images.get(project, image).status == "DONE"


def test_exactly_one_of_status_and_its_id_is_taken(offline, refused, an_id):
    for given in ({}, {"status": "DONE", "status_id": an_id}):
        said = refused("status", offline.images.set_status, an_id, an_id, **given)
        assert said == "give either status or status_id"


@pytest.mark.parametrize("status", ["AUTO-LABELLED", "READY", 7])
def test_a_status_that_cannot_be_set_is_refused(offline, refused, an_id, status):
    refused("status", offline.images.set_status, an_id, an_id, status=status)


def test_wrong_arguments_are_refused(offline, refused, an_id):
    for call, fields in [
        (offline.images.get, {}),
        (offline.images.delete, {}),
        (offline.images.position, {}),
        (offline.images.update, {"filename": "b.jpg"}),
        (offline.images.set_status, {"status": "DONE"}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("image_id", call, an_id, "a.jpg", **fields)
    refused("project_id", offline.images.list, "mine")
    refused("dataset_id", offline.images.list, an_id, dataset_id="street")
    refused("dataset_id", offline.images.position, an_id, an_id, dataset_id="street")
    refused("status_id", offline.images.set_status, an_id, an_id, status_id="done")
    refused("filename", offline.images.update, an_id, an_id)
    refused("filename", offline.images.update, an_id, an_id, filename="")
    refused("dataset_id", offline.images.update, an_id, an_id, dataset_id="street")


def test_an_unknown_filter_is_refused_with_the_nearest(offline, refused, an_id):
    assert "'image_status'" in refused("img_status", offline.images.list, an_id, img_status="NEW")
