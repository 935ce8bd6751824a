import base64
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Api, Project
from tests.platforms.hasty.emulator.media import png, video_file

CREDENTIALS = [
    {"cloud_provider": "gcs", "bucket_gcs": "dashcam", "key_json": '{"private_key": "SECRET"}'},
    {"cloud_provider": "s3", "bucket_s3": "dashcam", "role": "arn:aws:iam::SECRET:role/reader"},
    {
        "cloud_provider": "az",
        "account_name": "dashcam",
        "secret_access_key": "SECRET",
        "container": "images",
    },
    {"cloud_provider": "dummy", "secret": "SECRET"},
]


def put(api: Api, bucket: str, path: str, data: bytes) -> Any:
    content = base64.b64encode(data).decode()
    return api.fixture("objects", bucket_id=bucket, path=path, content=content)


@pytest.fixture
def filled(api: Api, bucket: str) -> str:
    """The id of a bucket with images, a video and a text, some of them without bytes."""
    put(api, bucket, "street/001.png", png(30, 20))
    put(api, bucket, "street/002.jpg", png(8, 6, "JPEG"))
    put(api, bucket, "street/video.mp4", video_file())
    put(api, bucket, "street/readme.txt", b"Streets")
    for name in ("003.webp", "video.mov"):
        api.fixture("objects", bucket_id=bucket, path=f"far/{name}", width=1920, height=1080)
    api.fixture("objects", bucket_id=bucket, path="far/notes.md")
    return bucket


@pytest.fixture
def path(credentials: str, filled: str) -> str:
    """The path of the filled bucket."""
    return f"{credentials}/{filled}"


def test_kind_of_an_object_follows_its_bytes_or_its_name(api, bucket):
    assert put(api, bucket, "a.txt", png()) == {"path": "a.txt", "kind": "images"}
    assert put(api, bucket, "a.jpg", video_file())["kind"] == "videos"
    assert put(api, bucket, "a.mp4", b"text")["kind"] == "neither"
    for path, kind in {"b.JPG": "images", "b.mov": "videos", "b": "neither"}.items():
        assert api.fixture("objects", bucket_id=bucket.upper(), path=path)["kind"] == kind


@pytest.mark.parametrize("body", CREDENTIALS, ids=lambda body: body["cloud_provider"])
def test_responses_never_contain_secrets(api, credentials, body):
    created = api.post(credentials, body | {"description": "Dashcam"})
    listed = api.items(credentials)
    assert listed == [created]
    changed = api.put(f"{credentials}/{created['credential_id']}", body | {"description": "Other"})
    assert changed == created | {"description": "Other", "update_at": changed["update_at"]}
    assert changed["update_at"] > created["update_at"]
    assert "SECRET" not in f"{created}{listed}{changed}"


def test_files_are_filtered_by_prefix(api, path):
    far = ["far/003.webp", "far/notes.md", "far/video.mov"]
    street = [f"street/{name}" for name in ("001.png", "002.jpg", "readme.txt", "video.mp4")]
    assert api.get(f"{path}/files") == {"files": far + street}
    assert api.get(f"{path}/files", prefix="street/00") == {"files": street[:2]}
    assert api.get(f"{path}/files", prefix="tree") == {"files": []}


def test_files_are_filtered_by_an_uploaded_list(api, path, project):
    files = f"{path}/files"
    upload = project.upload("\ufeffstreet/002.jpg\r\n  far/003.webp\n\nmissing.png\n".encode())
    both = ["far/003.webp", "street/002.jpg"]
    assert api.get(files, upload_id=upload)["files"] == both
    assert api.get(files, upload_id=upload, upload_scope_id=project.id)["files"] == both
    assert api.get(files, upload_id=upload, prefix="street/")["files"] == both[1:]
    api.get(files, upload_id=UNKNOWN_ID, status=404)
    for scope in (Project(api).id, "string"):
        api.get(files, upload_id=upload, upload_scope_id=scope, status=404)
    assert api.get(files, upload_id=project.upload(b"\xff\xfe"))["files"] == []
    api.get(files, upload_id=project.new_upload()["id"], status=400)


def test_import_adds_images(api, path, filled, project):
    assert api.post(f"{path}/import", {"dataset_id": project.dataset}, status=204) is None
    images = api.items(f"{project.path}/images")
    names = ("name", "width", "height", "format", "dataset_name")
    assert [tuple(image[name] for name in names) for image in images] == [
        ("003.webp", 1920, 1080, "WEBP", "train"),
        ("001.png", 30, 20, "PNG", "train"),
        ("002.jpg", 8, 6, "JPEG", "train"),
    ]
    assert images[0]["public_url"] == f"{api.urls.storage}/{filled}/far/003.webp"
    assert api.download(images[1]["public_url"]) == png(30, 20)


def test_import_skips_existing_image_names(api, path, project):
    existing = project.add_image("001.png")
    body = {"dataset_id": project.dataset, "prefix": "street/"}
    for _ in range(2):
        api.post(f"{path}/import", body, status=204)
    assert api.names(f"{project.path}/images") == ["001.png", "002.jpg"]
    assert api.get(f"{project.path}/images/{existing['id']}") == existing


@pytest.mark.parametrize("copy", [True, False])
def test_only_a_copy_is_independent_of_the_bucket(api, path, filled, project, *, copy):
    body = {"dataset_id": project.dataset, "prefix": "street/001", "copy": copy}
    api.post(f"{path}/import", body, status=204)
    archive = project.export(format="images", image_status=[])
    assert archive.namelist() == (["train/001.png"] if copy else [])
    (image,) = api.items(f"{project.path}/images")
    put(api, filled, "street/001.png", png(5, 5))
    assert api.download(image["public_url"]) == (png(30, 20) if copy else png(5, 5))
    api.delete(f"{project.path}/images/{image['id']}")
    assert api.send("GET", image["public_url"]).status_code == (404 if copy else 200)


def test_import_adds_videos_to_a_video_project(api, path, videos):
    api.post(f"{path}/import", {"dataset_id": videos.dataset}, status=204)
    found = api.items(f"{videos.path}/videos")
    names = ("name", "width", "format", "duration_ms", "health_status")
    assert [tuple(video[name] for name in names) for video in found] == [
        ("video.mov", 1920, "mov", 10_000, "PROCESSING"),
        ("video.mp4", 64, "mp4", 2000, "PROCESSING"),
    ]
    assert api.download(found[1]["public_url"]) == video_file()
    assert api.names(f"{videos.path}/images") == []


def test_asset_type_selects_images_or_videos(api, path, videos, project):
    body = {"dataset_id": project.dataset, "asset_type": "videos"}
    api.post(f"{path}/import", body, status=400)
    body |= {"dataset_id": videos.dataset, "copy": True, "prefix": "street/"}
    api.post(f"{path}/import", body, status=204)
    assert api.names(f"{videos.path}/videos") == ["video.mp4"]
    api.post(f"{path}/import", {"dataset_id": videos.dataset, "asset_type": "images"}, status=204)
    assert len(api.names(f"{videos.path}/images")) == 3


def test_import_by_an_uploaded_list(api, path, project):
    body = {"dataset_id": project.dataset, "upload_id": project.upload(b"street/002.jpg")}
    api.post(f"{path}/import", body | {"upload_scope_id": UNKNOWN_ID}, status=404)
    api.post(f"{path}/import", body | {"upload_scope_id": project.id}, status=204)
    assert api.names(f"{project.path}/images") == ["002.jpg"]


def test_other_workspaces_cannot_import_from_the_bucket(api, path, filled):
    other = Project(api, workspace_id=api.fixture("workspaces", name="Second")["id"])
    for dataset in (other.dataset, UNKNOWN_ID):
        api.post(f"{path}/import", {"dataset_id": dataset}, status=404)
    body = {"dataset_id": other.dataset, "url": "street/001.png", "bucket_id": filled}
    api.post(f"{other.path}/images", body, status=404)


def test_one_image_is_imported_by_its_path(api, filled, project):
    images = f"{project.path}/images"
    body = {"dataset_id": project.dataset, "bucket_id": filled, "url": "street/001.png"}
    created = api.post(images, body | {"filename": "first.png"})
    assert (created["name"], created["width"], created["height"]) == ("first.png", 30, 20)
    assert created["dataset_name"] == "train"
    copied = api.post(images, body | {"copy_original": True})
    put(api, filled, "street/001.png", png(5, 5))
    assert api.download(copied["public_url"]) == png(30, 20)
    assert api.download(created["public_url"]) == png(5, 5)
    api.post(images, body | {"url": "street/none.png"}, status=404)
    for path in ("street/readme.txt", "street/video.mp4"):
        api.post(images, body | {"url": path}, status=400)


def test_empty_bucket_has_an_image_at_every_path(api, bucket, project):
    body = {"dataset_id": project.dataset, "url": "day 1/b.png", "bucket_id": bucket}
    created = api.post(f"{project.path}/images", body)
    assert created["name"] == "b.png"
    assert created["public_url"] == f"{api.urls.storage}/{bucket}/day%201/b.png"
    api.post(f"{project.path}/images", body | {"bucket_id": UNKNOWN_ID}, status=404)
