"""Images of Hasty: lists, updates, workflow status, and imports of files."""

import hashlib
from uuid import uuid4

import httpx
import pytest

from labelbridge import NULL
from labelbridge.errors import Conflict, NotFound, ResponseFormatError
from labelbridge.hasty.credentials import DummyCredentials
from labelbridge.hasty.models import DefaultStatus, DefaultStatusWrite

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
TRAIN = "e34f765f-cfd9-4789-a575-e083f35ac3f6"
VALIDATION = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
STATUS_NEW = "4e949624-bc0f-439e-a9f2-25a23938812c"
URL = "https://photos.example.com/bridge.jpg"
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)


def names(images) -> list[str]:
    return [image.name.removeprefix("street_").partition(".")[0] for image in images]


# Lists


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["001", "002", "003", "004"]),
        ({"dataset_id": TRAIN}, ["001", "002", "003"]),
        ({"image_status": [DefaultStatus.NEW, "DONE"]}, ["001", "002", "004"]),
        ({"dataset_id": TRAIN, "status_id": [STATUS_NEW]}, []),
        ({"updated_since": 0, "has_missing_tags": False}, ["001", "002"]),
        ({"ef_run_ids": [uuid4(), uuid4()], "ef_user_action": "RESOLVED"}, []),
    ],
)
def test_list_filters_images(hasty, filters, found):
    images = hasty.images.list(DEMO, **filters)
    assert names(images) == found
    assert images.total() == len(found)


def test_position_is_the_offset_in_the_list_with_the_same_filters(hasty, emulator):
    images = list(hasty.images.list(DEMO))
    assert [hasty.images.position(DEMO, image.id) for image in images] == [0, 1, 2, 3]
    assert hasty.images.position(DEMO, images[3].id, dataset_id=VALIDATION) == 0
    emulator.faults([{"operation": "get_image_position", "remove": ["/offset"]}])
    with pytest.raises(ResponseFormatError, match=r"^get_image_position: .*\boffset\b"):
        hasty.images.position(DEMO, images[0].id)


# Updates


def test_update_renames_and_moves_an_image(hasty, project, dataset, image, jpeg):
    other = hasty.datasets.create(project, name="bridges").id
    assert hasty.images.update(project, image, filename="b.jpg").name == "b.jpg"
    assert hasty.images.update(project, image, dataset_id=other).dataset_id == other
    both = hasty.images.update(project, image, filename="a.jpg", dataset_id=dataset)
    assert (both.name, both.dataset_id) == ("a.jpg", dataset)
    hasty.images.upload(project, jpeg, dataset_id=dataset, filename="c.jpg")
    with pytest.raises(Conflict):
        hasty.images.update(project, image, filename="c.jpg")


@pytest.mark.parametrize("status", ["TO REVIEW", DefaultStatusWrite.DONE, DefaultStatus.SKIPPED])
def test_status_is_set_by_name(hasty, project, image, status):
    assert hasty.images.set_status(project, image, status=status) is None
    assert hasty.images.get(project, image).status == status


# Imports


def test_upload_from_a_path(hasty, sent, project, dataset, jpeg, tmp_path):
    path = tmp_path / "noon.jpg"
    path.write_bytes(jpeg + bytes(5_000_000))
    image = hasty.images.upload(project, path, dataset_id=dataset, external_id="photo-1")
    assert (image.name, image.width, image.height) == ("noon.jpg", 64, 48)
    assert (image.external_id, image.dataset_id) == ("photo-1", dataset)
    stored = hashlib.sha256(httpx.get(image.public_url).content).digest()
    assert stored == hashlib.sha256(path.read_bytes()).digest()
    (put,) = sent("storage.put")
    assert put["headers"]["content-length"] == str(path.stat().st_size)
    named = hasty.images.upload(project, str(path), dataset_id=dataset, filename="x.jpg")
    assert named.name == "x.jpg"


def test_upload_from_bytes(hasty, project, dataset, jpeg):
    for number, kind in enumerate([bytes, bytearray, memoryview]):
        name = f"{number}.jpg"
        image = hasty.images.upload(project, kind(jpeg), dataset_id=dataset, filename=name)
        assert (image.name, image.width) == (name, 64)
    with pytest.raises(NotFound):
        hasty.images.upload(project, jpeg, dataset_id=uuid4(), filename="a.jpg")


def test_existing_name_is_a_conflict_unless_replace_is_given(hasty, project, dataset, image, jpeg):
    with pytest.raises(Conflict):
        hasty.images.upload(project, jpeg, dataset_id=dataset, filename="a.jpg")
    again = hasty.images.upload(project, jpeg, dataset_id=dataset, filename="a.jpg", replace=True)
    assert again.id == image


def test_import_from_a_url(hasty, project, dataset):
    image = hasty.images.import_url(
        project, url=URL, dataset_id=dataset, copy_original=False, external_id="b"
    )
    assert (image.name, image.public_url, image.external_id) == ("bridge.jpg", URL, "b")
    assert image.dataset_name is None
    named = hasty.images.import_url(project, url=URL, dataset_id=dataset, filename="old.jpg")
    assert named.name == "old.jpg"
    again = hasty.images.import_url(project, url=URL, dataset_id=dataset, replace=True)
    assert again.id == image.id


def test_import_from_a_bucket(hasty, project, dataset):
    workspace = hasty.projects.get(project).workspace_id
    bucket = hasty.buckets.create(workspace, DummyCredentials(secret="open"))
    options = {"path": "street/001.jpg", "dataset_id": dataset, "filename": "1.jpg"}
    image = hasty.images.import_bucket(project, bucket_id=bucket.credential_id, **options)
    assert hasty.images.get(project, image.id).name == "1.jpg"
    with pytest.raises(NotFound, match="[Bb]ucket"):
        hasty.images.import_bucket(project, bucket_id=uuid4(), **options)


def test_file_is_replaced(hasty, project, image, jpeg):
    before = hasty.images.get(project, image)
    after = hasty.images.replace(project, image, jpeg + b"more", filename="b.jpg", external_id="b")
    assert (after.id, after.name, after.external_id) == (image, "b.jpg", "b")
    assert (before.dataset_id, before.status) == (after.dataset_id, after.status)
    assert httpx.get(after.public_url).content == jpeg + b"more"
    last = hasty.images.replace(project, image, jpeg, filename="b.jpg", external_id=NULL)
    assert last.external_id is None


def test_file_is_replaced_from_a_url(hasty, project, image):
    after = hasty.images.replace_from_url(project, image, url=URL, copy_original=True)
    assert (after.id, after.name, after.public_url) == (image, "a.jpg", URL)
    named = hasty.images.replace_from_url(project, image, url=URL, filename="c.jpg")
    assert named.name == "c.jpg"


# Invalid arguments


@pytest.mark.parametrize("resource", ["images", "videos"])
def test_updates_of_images_and_videos_reject_invalid_arguments(offline, invalid, an_id, resource):
    media = getattr(offline, resource)
    invalid("filename", media.update, an_id, an_id)
    invalid("filename", media.update, an_id, an_id, filename="")
    invalid("dataset_id", media.update, an_id, an_id, dataset_id="street")
    for both in ({}, {"status": "DONE", "status_id": an_id}):
        problem = invalid("status", media.set_status, an_id, an_id, **both)
        assert problem == "give either status or status_id"
    for status in ("AUTO-LABELLED", "[CUSTOM STATUS]", "READY", 7):
        invalid("status", media.set_status, an_id, an_id, status=status)
    invalid("status_id", media.set_status, an_id, an_id, status_id="done")
    invalid("dataset_id", media.list, an_id, dataset_id="street")


def test_unknown_filter_is_rejected_with_the_nearest_one(offline, invalid, an_id):
    assert "'image_status'" in invalid("img_status", offline.images.list, an_id, img_status="NEW")
    invalid("dataset_id", offline.images.position, an_id, an_id, dataset_id="street")
