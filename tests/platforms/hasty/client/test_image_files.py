"""How files become images: uploaded, fetched from a URL or a bucket, replaced."""

import hashlib
from uuid import uuid4

import httpx
import pytest

from labelbridge import NULL
from labelbridge._core.flow import Inspect, Send, Upload
from labelbridge.errors import Conflict, NotFound, ResponseFormatError, ServerError
from labelbridge.files import FileInfo
from labelbridge.hasty.credentials import DummyCredentials
from labelbridge.hasty.resources.images import Images
from labelbridge_api.hasty.models import Image, SignedUpload, SignedUploadList
from tests.support.flow_runner import FlowRunner, replay

PROJECT, DATASET, PLACE, IMAGE = uuid4(), uuid4(), uuid4(), uuid4()
URL = "https://storage.example.com/there?signature=1"
FACTS = FileInfo(size=70, head=b"\x89PNG\r\n\x1a\n")


def a_place(**changed) -> SignedUploadList:
    return SignedUploadList(items=[SignedUpload(**{"id": str(PLACE), "url": URL} | changed)])


# The flow, driven by hand


def test_an_upload_looks_at_the_file_asks_for_a_url_puts_the_bytes_there_and_imports_them():
    flow = Images.upload.__wrapped__(
        None, PROJECT, "photos/a.png", dataset_id=DATASET, external_id="7", replace=True
    )
    hand = FlowRunner(replay(FACTS, a_place(), None, Image(id=IMAGE)))
    assert hand.run(flow).id == IMAGE
    look, ask, put, take = hand.steps
    assert isinstance(look, Inspect)
    assert (ask.plan.operation, ask.plan.query) == ("create_uploads", {"count": 1})
    assert (put.url, put.source) == (URL, look.source)
    assert (take.plan.operation, take.plan.query) == ("create_image", {"replace": True})
    assert take.plan.body == {
        "dataset_id": str(DATASET),
        "upload_id": str(PLACE),
        "filename": "a.png",
        "external_id": "7",
    }


def test_a_replacement_takes_the_same_way():
    flow = Images.replace.__wrapped__(None, PROJECT, IMAGE, b"\x89PNG", filename="b.png")
    hand = FlowRunner(replay(FACTS, a_place(), None, Image(id=IMAGE)))
    assert hand.run(flow).id == IMAGE
    assert [type(step) for step in hand.steps] == [Inspect, Send, Upload, Send]
    assert hand.steps[3].plan.operation == "replace_image"
    assert hand.steps[3].plan.body == {"upload_id": str(PLACE), "filename": "b.png"}


@pytest.mark.parametrize(
    "answer",
    [SignedUploadList(), SignedUploadList(items=[]), a_place(url=""), a_place(id="seventeen")],
)
def test_an_answer_without_a_place_for_the_file_is_the_platforms_fault(answer):
    flow = Images.upload.__wrapped__(None, PROJECT, "a.png", dataset_id=DATASET)
    hand = FlowRunner(replay(FACTS, answer))
    with pytest.raises(ResponseFormatError, match="create_uploads"):
        hand.run(flow)


# Over HTTP


def test_an_image_is_uploaded_from_a_path(hasty, project, dataset, photo, tmp_path):
    path = tmp_path / "noon.jpg"
    path.write_bytes(photo)
    image = hasty.images.upload(project, path, dataset_id=dataset, external_id="photo-1")
    assert (image.name, image.width, image.height) == ("noon.jpg", 64, 48)
    assert (image.external_id, image.dataset_id) == ("photo-1", dataset)
    assert httpx.get(image.public_url).content == photo
    assert hasty.images.upload(project, str(path), dataset_id=dataset, filename="x.jpg").id


def test_an_image_is_uploaded_from_bytes(hasty, project, dataset, photo):
    for number, kind in enumerate([bytes, bytearray, memoryview]):
        name = f"{number}.jpg"
        image = hasty.images.upload(project, kind(photo), dataset_id=dataset, filename=name)
        assert (image.name, image.width) == (name, 64)


def test_a_large_file_arrives_whole(hasty, emulator, sent, project, dataset, photo, tmp_path):
    path = tmp_path / "large.jpg"
    path.write_bytes(photo + bytes(5_000_000))
    image = hasty.images.upload(project, path, dataset_id=dataset)
    stored = hashlib.sha256(httpx.get(image.public_url).content).digest()
    assert stored == hashlib.sha256(path.read_bytes()).digest()
    (put,) = sent("storage.put")
    assert put["headers"]["content-length"] == str(path.stat().st_size)


def test_the_key_stays_away_from_the_storage(hasty, sent, image):
    (put,) = sent("storage.put")
    assert "x-api-key" not in put["headers"]
    assert "a-key-of-tests" not in str(put)
    assert "x-api-key" in sent("create_image")[0]["headers"]


def test_a_name_that_is_taken_is_a_conflict_unless_it_may_be_replaced(
    hasty, project, dataset, image, photo
):
    with pytest.raises(Conflict):
        hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg")
    again = hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg", replace=True)
    assert again.id == image


def test_a_storage_that_fails_for_a_while_is_not_noticed(
    hasty, emulator, sent, project, dataset, photo
):
    emulator.faults([{"operation": "storage.put", "status": 503}])
    assert hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg").width == 64
    assert [put["status"] for put in sent("storage.put")] == [503, 200]


def test_an_import_is_never_sent_twice(hasty, emulator, sent, project, dataset, photo):
    emulator.faults([{"operation": "create_image", "status": 503, "count": 9}])
    with pytest.raises(ServerError):
        hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg")
    assert len(sent("create_image")) == 1


def test_an_image_is_imported_from_a_url(hasty, project, dataset):
    url = "https://photos.example.com/bridge.jpg"
    image = hasty.images.import_url(
        project, url=url, dataset_id=dataset, copy_original=False, external_id="b"
    )
    assert (image.name, image.public_url, image.external_id) == ("bridge.jpg", url, "b")
    assert image.dataset_name is None
    named = hasty.images.import_url(project, url=url, dataset_id=dataset, filename="old.jpg")
    assert named.name == "old.jpg"
    again = hasty.images.import_url(project, url=url, dataset_id=dataset, replace=True)
    assert again.id == image.id


def test_an_image_is_imported_from_a_bucket(hasty, project, dataset):
    workspace = hasty.projects.get(project).workspace_id
    bucket = hasty.buckets.create(workspace, DummyCredentials(secret="open"))
    place = {"path": "street/001.jpg", "dataset_id": dataset, "filename": "1.jpg"}
    image = hasty.images.import_bucket(project, bucket_id=bucket.credential_id, **place)
    assert hasty.images.get(project, image.id).name == "1.jpg"
    with pytest.raises(NotFound, match="bucket"):
        hasty.images.import_bucket(project, bucket_id=uuid4(), **place)


def test_an_image_gets_another_file(hasty, project, image, photo):
    before = hasty.images.get(project, image)
    after = hasty.images.replace(project, image, photo + b"more", filename="b.jpg", external_id="b")
    assert (after.id, after.name, after.external_id) == (image, "b.jpg", "b")
    assert (before.dataset_id, before.status) == (after.dataset_id, after.status)
    assert httpx.get(after.public_url).content == photo + b"more"
    last = hasty.images.replace(project, image, photo, filename="b.jpg", external_id=NULL)
    assert last.external_id is None


def test_an_image_gets_another_file_from_a_url(hasty, project, image):
    url = "https://photos.example.com/bridge.jpg"
    after = hasty.images.replace_from_url(project, image, url=url, copy_original=True)
    assert (after.id, after.name, after.public_url) == (image, "a.jpg", url)
    named = hasty.images.replace_from_url(project, image, url=url, filename="c.jpg")
    assert named.name == "c.jpg"


def test_a_dataset_that_is_not_there_is_not_found(hasty, project, photo):
    with pytest.raises(NotFound):
        hasty.images.upload(project, photo, dataset_id=uuid4(), filename="a.jpg")


# What is refused before any request

JPEG = b"\xff\xd8\xff\xe0" + bytes(60)


def test_what_is_no_image_is_refused(offline, refused, tmp_path):
    empty, text = tmp_path / "empty.jpg", tmp_path / "notes.jpg"
    empty.touch()
    text.write_text("not an image")
    for file, problem in [
        (tmp_path / "missing.jpg", "does not exist"),
        (tmp_path, "is a folder"),
        (empty, "empty.jpg is empty"),
        (text, "notes.jpg is not an image"),
        (7, "must be a path or bytes"),
    ]:
        said = refused("file", offline.images.upload, PROJECT, file, dataset_id=DATASET)
        assert problem in said
        assert problem in refused("file", offline.images.replace, PROJECT, IMAGE, file)
    said = refused(
        "file", offline.images.upload, PROJECT, b"", dataset_id=DATASET, filename="nothing.jpg"
    )
    assert "nothing.jpg is empty" in said


@pytest.mark.parametrize("filename", [None, "", 7])
def test_bytes_need_a_name(offline, refused, filename):
    options = {"dataset_id": DATASET, "filename": filename}
    refused("filename", offline.images.upload, PROJECT, JPEG, **options)
    refused("filename", offline.images.replace, PROJECT, IMAGE, JPEG, filename=filename)


@pytest.mark.parametrize("url", ["", "bridge.jpg", "ftp://host/a.jpg", "https://", "http://[x", 7])
def test_an_address_that_is_none_is_refused(offline, refused, url):
    refused("url", offline.images.import_url, PROJECT, url=url, dataset_id=DATASET)
    refused("url", offline.images.replace_from_url, PROJECT, IMAGE, url=url)


@pytest.mark.parametrize("path", ["", "s3://bucket/a.jpg", 7])
def test_a_bucket_takes_a_path_and_no_url(offline, refused, path):
    options = {"bucket_id": uuid4(), "dataset_id": DATASET}
    refused("path", offline.images.import_bucket, PROJECT, path=path, **options)


def test_wrong_options_are_refused(offline, refused):
    ways = [
        (offline.images.upload, (PROJECT, JPEG), {"filename": "a.jpg"}),
        (offline.images.import_url, (PROJECT,), {"url": "https://host/a.jpg"}),
        (offline.images.import_bucket, (PROJECT,), {"path": "a.jpg", "bucket_id": uuid4()}),
    ]
    for call, given, options in ways:
        refused("dataset_id", call, *given, **options, dataset_id="street")
        for name, value in {"replace": "yes", "external_id": 7, "filename": 7}.items():
            wrong = {**options, "dataset_id": DATASET, name: value}
            refused(name, call, *given, **wrong)
        refused("project_id", call, "mine", *given[1:], **options, dataset_id=DATASET)
    for call, _, options in ways[1:]:
        refused("copy_original", call, PROJECT, **options, dataset_id=DATASET, copy_original="yes")
    options = {"path": "a.jpg", "dataset_id": DATASET}
    refused("bucket_id", offline.images.import_bucket, PROJECT, bucket_id="mine", **options)
    refused("image_id", offline.images.replace, PROJECT, "a", JPEG, filename="a.jpg")
    refused("image_id", offline.images.replace_from_url, PROJECT, "a", url="https://host/a.jpg")
