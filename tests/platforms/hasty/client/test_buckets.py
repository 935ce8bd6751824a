"""Buckets of a workspace: credentials, files and imports."""

import base64
import json
import logging
from uuid import uuid4

import httpx
import pytest

from labelbridge.errors import BadRequest
from labelbridge.hasty.credentials import (
    AzureCredentials,
    DummyCredentials,
    GcsCredentials,
    S3Credentials,
)
from labelbridge.hasty.models import BucketAssetType, BucketCredential
from labelbridge.hasty.resources.buckets import Buckets
from labelbridge_emulator.platforms.hasty.model_fixtures import add_object
from tests.support.flow_runner import body_of
from tests.support.samples import sample

WORKSPACE, BUCKET, DATASET = uuid4(), uuid4(), uuid4()
SECRET = "exposed-Secret-7f3a"
KEY, ROLE = json.dumps({"private_key": SECRET}), "arn:aws:iam::1:role/reader"
AZURE = {"account_name": "cam", "secret_access_key": SECRET, "container": "pictures"}
BODIES = [
    (
        GcsCredentials(bucket="dashcam", key_json=KEY),
        {"cloud_provider": "gcs", "bucket_gcs": "dashcam", "key_json": KEY},
    ),
    (
        S3Credentials(bucket="dashcam", role=ROLE),
        {"cloud_provider": "s3", "bucket_s3": "dashcam", "role": ROLE},
    ),
    (AzureCredentials(**AZURE), {"cloud_provider": "az"} | AZURE),
    (DummyCredentials(secret=SECRET), {"cloud_provider": "dummy", "secret": SECRET}),
]
every_provider = pytest.mark.parametrize(("credentials", "body"), BODIES)


def sent_body(method, *arguments, **options) -> dict:
    return body_of(sample(BucketCredential), method, *arguments, **options)


# Request bodies


@every_provider
def test_body_has_the_fields_of_the_provider(credentials, body):
    assert sent_body(Buckets.create, WORKSPACE, credentials) == body
    assert sent_body(Buckets.update, WORKSPACE, BUCKET, credentials) == body
    text = {"description": "Dashcam"}
    assert sent_body(Buckets.create, WORKSPACE, credentials, **text) == body | text
    assert sent_body(Buckets.update, WORKSPACE, BUCKET, credentials, **text) == body | text
    assert sent_body(Buckets.update, WORKSPACE, BUCKET, **text) == text


def test_import_sends_only_given_fields():
    body = sent_body(Buckets.import_files, WORKSPACE, BUCKET, dataset_id=DATASET)
    assert body == {"dataset_id": str(DATASET)}
    options = {"copy": False, "prefix": "street/", "asset_type": "videos"}
    options |= {"dataset_id": str(DATASET), "upload_id": str(BUCKET), "upload_scope_id": "scope"}
    assert sent_body(Buckets.import_files, WORKSPACE, BUCKET, **options) == options


# On the emulator


@pytest.fixture
def workspace(hasty, project):
    return hasty.projects.get(project).workspace_id


@pytest.fixture
def bucket(hasty, emulator, workspace, jpeg):
    """A bucket with two images, a video and a text."""
    credentials = DummyCredentials(secret=SECRET)
    made = hasty.buckets.create(workspace, credentials, description="Dashcam").credential_id
    content = base64.b64encode(jpeg).decode()
    for path in ("street/a.jpg", "bridge/b.jpg"):
        add_object(emulator.store, bucket_id=str(made), path=path, content=content)
    for path in ("street/c.mp4", "notes.txt"):
        add_object(emulator.store, bucket_id=str(made), path=path)
    return made


@every_provider
def test_buckets_are_created_listed_and_updated(hasty, workspace, credentials, body):
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


def test_errors_do_not_contain_secrets_that_the_response_repeats(hasty, emulator, workspace):
    credentials = DummyCredentials(secret=SECRET)
    content = {"code": SECRET, "message": f"bad secret {SECRET}", "given": [{"secret": SECRET}]}
    for operation, call, ids in [
        ("create_bucket_credentials", hasty.buckets.create, (workspace,)),
        ("update_bucket_credentials", hasty.buckets.update, (workspace, BUCKET)),
    ]:
        emulator.faults([{"operation": operation, "status": 400, "content": content}])
        with pytest.raises(BadRequest, match=r"bad secret \*\*\*") as caught:
            call(*ids, credentials)
        assert caught.value.body == json.loads(json.dumps(content).replace(SECRET, "***"))
        assert SECRET not in f"{caught.value!r} {vars(caught.value)}"


@every_provider
def test_logs_do_not_contain_secrets(hasty, workspace, caplog, credentials, body):
    caplog.set_level(logging.DEBUG)
    hasty.buckets.create(workspace, credentials)
    assert "hasty create_bucket_credentials: 2" in caplog.text  # the request was logged
    assert SECRET not in caplog.text + str([vars(record) for record in caplog.records])


def test_files_are_listed(hasty, sent, workspace, bucket):
    files = hasty.buckets.files(workspace, bucket)
    assert list(files) == ["bridge/b.jpg", "notes.txt", "street/a.jpg", "street/c.mp4"]
    assert files.total() == 4
    street = hasty.buckets.files(workspace, bucket, prefix="street/")
    assert list(street) == ["street/a.jpg", "street/c.mp4"]
    assert sent("list_bucket_files")[-1]["url"].endswith("/files?prefix=street%2F")


def test_uploaded_list_selects_files(hasty, workspace, bucket, project, dataset):
    (upload,) = hasty.uploads.create(project)
    httpx.put(upload.url, content=b"bridge/b.jpg\nnowhere.jpg\n")
    for scope in ({}, {"upload_scope_id": project}):
        files = hasty.buckets.files(workspace, bucket, upload_id=upload.id, **scope)
        assert list(files) == ["bridge/b.jpg"]
    hasty.buckets.import_files(workspace, bucket, dataset_id=dataset, upload_id=upload.id)
    assert [image.name for image in hasty.images.list(project)] == ["b.jpg"]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"prefix": "street/"}, ["a.jpg"]),
        ({"asset_type": BucketAssetType.IMAGES, "copy": True}, ["b.jpg", "a.jpg"]),
        ({"prefix": "nowhere/"}, []),
    ],
)
def test_images_are_imported(hasty, workspace, bucket, project, dataset, jpeg, options, names):
    assert hasty.buckets.import_files(workspace, bucket, dataset_id=dataset, **options) is None
    images = list(hasty.images.list(project, dataset_id=dataset))
    assert [image.name for image in images] == names
    assert all(httpx.get(image.public_url).content == jpeg for image in images)


def test_videos_are_imported(hasty, workspace, bucket, video_project):
    into = hasty.datasets.create(video_project, name="crossing").id
    hasty.buckets.import_files(workspace, bucket, dataset_id=into, asset_type="videos")
    assert [video.name for video in hasty.videos.list(video_project)] == ["c.mp4"]


# Invalid arguments


def test_scope_requires_an_upload(offline, invalid):
    for call, options in [
        (offline.buckets.files, {}),
        (offline.buckets.import_files, {"dataset_id": DATASET}),
    ]:
        invalid("upload_id", call, WORKSPACE, BUCKET, **options, upload_scope_id="scope")


@pytest.mark.parametrize("credentials", [None, {"secret": SECRET}, SECRET, S3Credentials])
def test_credentials_of_another_type_are_rejected_and_not_shown(offline, invalid, credentials):
    for call, ids in [(offline.buckets.create, [BUCKET]), (offline.buckets.update, [BUCKET] * 2)]:
        assert SECRET not in invalid("credentials", call, *ids, credentials)
