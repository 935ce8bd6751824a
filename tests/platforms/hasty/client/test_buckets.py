"""Buckets of a workspace: mounted, looked into, imported from."""

import base64
import json
import logging
from uuid import uuid4

import httpx
import pytest

from labelbridge.errors import BadRequest, NotFound
from labelbridge.hasty.credentials import (
    AzureCredentials,
    DummyCredentials,
    GcsCredentials,
    S3Credentials,
)
from labelbridge.hasty.models import BucketAssetType, BucketCredential
from labelbridge.hasty.resources.buckets import Buckets
from labelbridge_emulator.platforms.hasty.model_fixtures import add_object
from tests.support.flow_runner import FlowRunner, replay

WORKSPACE, BUCKET, DATASET = uuid4(), uuid4(), uuid4()
SECRET = "planted-Secret-7f3a"
KEY = json.dumps({"private_key": SECRET})
BODIES = [
    (
        GcsCredentials(bucket="dashcam", key_json=KEY),
        {"cloud_provider": "gcs", "bucket_gcs": "dashcam", "key_json": KEY},
    ),
    (
        S3Credentials(bucket="dashcam", role="arn:aws:iam::1:role/reader"),
        {"cloud_provider": "s3", "bucket_s3": "dashcam", "role": "arn:aws:iam::1:role/reader"},
    ),
    (
        AzureCredentials(account_name="cam", secret_access_key=SECRET, container="pictures"),
        {
            "cloud_provider": "az",
            "account_name": "cam",
            "secret_access_key": SECRET,
            "container": "pictures",
        },
    ),
    (DummyCredentials(secret=SECRET), {"cloud_provider": "dummy", "secret": SECRET}),
]


def body_of(method, *arguments, **options) -> dict:
    hand = FlowRunner(replay(BucketCredential()))
    hand.run(method.__wrapped__(None, *arguments, **options))
    return hand.steps[0].plan.body


# What is sent


@pytest.mark.parametrize(("credentials", "body"), BODIES)
def test_each_provider_gets_its_own_form(credentials, body):
    assert body_of(Buckets.create, WORKSPACE, credentials) == body
    assert body_of(Buckets.update, WORKSPACE, BUCKET, credentials) == body
    described = body | {"description": "Dashcam"}
    assert body_of(Buckets.create, WORKSPACE, credentials, description="Dashcam") == described
    assert (
        body_of(Buckets.update, WORKSPACE, BUCKET, credentials, description="Dashcam") == described
    )


def test_a_description_can_be_changed_alone():
    body = body_of(Buckets.update, WORKSPACE, BUCKET, description="Dashcam")
    assert body == {"description": "Dashcam"}


def test_an_import_sends_what_is_given():
    body = body_of(Buckets.import_files, WORKSPACE, BUCKET, dataset_id=DATASET)
    assert body == {"dataset_id": str(DATASET)}
    options = {"copy": False, "prefix": "street/", "asset_type": "videos"}
    ids = {"upload_id": BUCKET, "upload_scope_id": "scope"}
    body = body_of(Buckets.import_files, WORKSPACE, BUCKET, dataset_id=DATASET, **options, **ids)
    assert body == options | {
        "dataset_id": str(DATASET),
        "upload_id": str(BUCKET),
        "upload_scope_id": "scope",
    }


# Over HTTP


@pytest.fixture
def workspace(hasty, project):
    return hasty.projects.get(project).workspace_id


@pytest.fixture
def bucket(hasty, workspace):
    credentials = DummyCredentials(secret=SECRET)
    return hasty.buckets.create(workspace, credentials, description="Dashcam").credential_id


@pytest.fixture
def filled(emulator, bucket, photo) -> None:
    """Two pictures, a film and a text lie in the bucket."""
    content = base64.b64encode(photo).decode()
    for path in ("street/a.jpg", "bridge/b.jpg"):
        add_object(emulator.store, bucket_id=str(bucket), path=path, content=content)
    for path in ("street/c.mp4", "notes.txt"):
        add_object(emulator.store, bucket_id=str(bucket), path=path)


@pytest.mark.parametrize(("credentials", "body"), BODIES)
def test_buckets_are_mounted_listed_and_changed(hasty, workspace, credentials, body):
    before = hasty.buckets.list(workspace).total()
    made = hasty.buckets.create(workspace, credentials, description="Dashcam")
    assert (made.description, made.cloud_provider) == ("Dashcam", body["cloud_provider"])
    buckets = hasty.buckets.list(workspace)
    assert (list(buckets)[-1], buckets.total()) == (made, before + 1)
    renamed = hasty.buckets.update(workspace, made.credential_id, description="Streets")
    assert (renamed.description, renamed.cloud_provider) == ("Streets", body["cloud_provider"])
    other = DummyCredentials(secret="other")
    changed = hasty.buckets.update(workspace, made.credential_id, other)
    assert (changed.description, changed.cloud_provider) == ("Streets", "dummy")
    assert changed.credential_id == made.credential_id


def test_an_error_shows_no_secret_even_if_the_platform_repeats_it(hasty, emulator, workspace):
    credentials = DummyCredentials(secret=SECRET)
    said = {"code": SECRET, "message": f"bad secret {SECRET}", "given": [{"secret": SECRET}]}
    for operation, call, arguments in [
        ("create_bucket_credentials", hasty.buckets.create, (workspace, credentials)),
        ("update_bucket_credentials", hasty.buckets.update, (workspace, BUCKET, credentials)),
    ]:
        emulator.faults([{"operation": operation, "status": 400, "content": said}])
        with pytest.raises(BadRequest, match=r"bad secret \*\*\*") as caught:
            call(*arguments)
        assert caught.value.body == {
            "code": "***",
            "message": "bad secret ***",
            "given": [{"secret": "***"}],
        }
        assert SECRET not in f"{caught.value!r} {vars(caught.value)}"


@pytest.mark.parametrize(("credentials", "body"), BODIES)
def test_no_log_shows_a_secret(hasty, workspace, caplog, credentials, body):
    caplog.set_level(logging.DEBUG)
    hasty.buckets.create(workspace, credentials)
    assert "/credentials" in caplog.text  # the request was logged
    assert SECRET not in caplog.text + str([vars(record) for record in caplog.records])


@pytest.mark.usefixtures("filled")
def test_the_files_of_a_bucket_are_listed(hasty, sent, workspace, bucket):
    files = hasty.buckets.files(workspace, bucket)
    assert list(files) == ["bridge/b.jpg", "notes.txt", "street/a.jpg", "street/c.mp4"]
    assert files.total() == 4
    below = hasty.buckets.files(workspace, bucket, prefix="street/")
    assert list(below) == ["street/a.jpg", "street/c.mp4"]
    assert sent("list_bucket_files")[-1]["url"].endswith("/files?prefix=street%2F")


@pytest.mark.usefixtures("filled")
def test_a_list_of_files_may_choose(hasty, workspace, bucket, project, dataset):
    (place,) = hasty.uploads.create(project)
    httpx.put(place.url, content=b"bridge/b.jpg\nnowhere.jpg\n")
    for scope in ({}, {"upload_scope_id": project}):
        chosen = hasty.buckets.files(workspace, bucket, upload_id=place.id, **scope)
        assert list(chosen) == ["bridge/b.jpg"]
    hasty.buckets.import_files(workspace, bucket, dataset_id=dataset, upload_id=place.id)
    assert [image.name for image in hasty.images.list(project)] == ["b.jpg"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["b.jpg", "a.jpg"]),
        ({"prefix": "street/"}, ["a.jpg"]),
        ({"asset_type": BucketAssetType.IMAGES, "copy": True}, ["b.jpg", "a.jpg"]),
        ({"prefix": "nowhere/"}, []),
    ],
)
def test_images_of_a_bucket_are_imported(
    hasty, workspace, bucket, project, dataset, photo, options, names
):
    assert hasty.buckets.import_files(workspace, bucket, dataset_id=dataset, **options) is None
    images = list(hasty.images.list(project, dataset_id=dataset))
    assert [image.name for image in images] == names
    assert all(httpx.get(image.public_url).content == photo for image in images)


@pytest.mark.usefixtures("filled")
def test_videos_of_a_bucket_are_imported(hasty, workspace, bucket, footage):
    dataset = hasty.datasets.create(footage, name="crossing").id
    hasty.buckets.import_files(workspace, bucket, dataset_id=dataset, asset_type="videos")
    assert [video.name for video in hasty.videos.list(footage)] == ["c.mp4"]


def test_a_single_image_of_a_bucket_is_imported_by_its_path(
    hasty, bucket, project, dataset, filled
):
    image = hasty.images.import_bucket(
        project, bucket_id=bucket, path="street/a.jpg", dataset_id=dataset
    )
    assert image.name == "a.jpg"


def test_what_is_not_there_is_not_found(hasty, workspace, dataset, bucket):
    with pytest.raises(NotFound):
        hasty.buckets.update(workspace, BUCKET, description="Dashcam")
    with pytest.raises(NotFound):
        list(hasty.buckets.files(workspace, BUCKET))
    with pytest.raises(NotFound):
        hasty.buckets.import_files(workspace, BUCKET, dataset_id=dataset)
    with pytest.raises(NotFound):
        hasty.buckets.import_files(workspace, bucket, dataset_id=DATASET)


# What is refused before any request


@pytest.mark.parametrize("credentials", [None, {"secret": SECRET}, SECRET, S3Credentials])
def test_credentials_of_another_kind_are_refused_and_not_shown(offline, refused, credentials):
    for call, ids in [
        (offline.buckets.create, [WORKSPACE]),
        (offline.buckets.update, [WORKSPACE, BUCKET]),
    ]:
        said = refused("credentials", call, *ids, credentials)
        assert SECRET not in said


@pytest.mark.parametrize("description", ["", 7])
def test_a_description_is_text(offline, refused, description):
    options = {"description": description}
    credentials = DummyCredentials(secret=SECRET)
    refused("description", offline.buckets.create, WORKSPACE, credentials, **options)
    refused("description", offline.buckets.update, WORKSPACE, BUCKET, **options)
    refused("description", offline.buckets.update, WORKSPACE, BUCKET, credentials, **options)


@pytest.mark.parametrize(
    ("field", "value", "argument"),
    [
        ("dataset_id", "street", "dataset_id"),
        ("copy", "yes", "copy"),
        ("prefix", "", "prefix"),
        ("prefix", 7, "prefix"),
        ("upload_id", 7, "upload_id"),
        ("upload_scope_id", "scope", "upload_id"),
        ("asset_type", "texts", "asset_type"),
    ],
)
def test_a_wrong_import_is_refused(offline, refused, field, value, argument):
    options = {"dataset_id": DATASET} | {field: value}
    refused(argument, offline.buckets.import_files, WORKSPACE, BUCKET, **options)
    if field in {"prefix", "upload_id", "upload_scope_id"}:
        refused(argument, offline.buckets.files, WORKSPACE, BUCKET, **{field: value})


def test_wrong_ids_are_refused(offline, refused, an_id):
    credentials = DummyCredentials(secret=SECRET)
    refused("workspace_id", offline.buckets.list, "ours")
    refused("workspace_id", offline.buckets.create, "ours", credentials)
    for call, options in [
        (offline.buckets.update, {"description": "Dashcam"}),
        (offline.buckets.import_files, {"dataset_id": an_id}),
        (offline.buckets.files, {}),
    ]:
        refused("workspace_id", call, "ours", an_id, **options)
        refused("bucket_id", call, an_id, "dashcam", **options)
