"""Buckets that a workspace mounts, and importing what lies in them."""

import base64
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project, picture
from tests.platforms.hasty.emulator.sample_videos import Films, movie

CREDENTIALS = [
    {"cloud_provider": "gcs", "bucket_gcs": "dashcam", "key_json": '{"private_key": "SECRET"}'},
    {"cloud_provider": "s3", "bucket_s3": "dashcam", "role": "arn:aws:iam::SECRET:role/reader"},
    {
        "cloud_provider": "az",
        "account_name": "dashcam",
        "secret_access_key": "SECRET",
        "container": "pictures",
    },
    {"cloud_provider": "dummy", "secret": "SECRET"},
]


@pytest.fixture
def filled(api: Api, bucket: str) -> str:
    """The id of a bucket with pictures, a film and a text, some without their bytes."""
    for path, data in {
        "street/001.png": picture(30, 20),
        "street/002.jpg": picture(8, 6, "JPEG"),
        "street/film.mp4": movie(),
        "street/readme.txt": b"Streets",
    }.items():
        put(api, bucket, path, data)
    api.add("objects", bucket_id=bucket, path="far/003.webp", width=1920, height=1080)
    api.add("objects", bucket_id=bucket, path="far/film.mov", width=1920, height=1080)
    api.add("objects", bucket_id=bucket, path="far/notes.md")
    return bucket


def put(api: Api, bucket: str, path: str, data: bytes) -> Any:
    return api.add("objects", bucket_id=bucket, path=path, content=base64.b64encode(data).decode())


def test_objects_are_what_their_bytes_or_their_names_say(api: Api, bucket: str) -> None:
    assert put(api, bucket, "a.txt", picture()) == {"path": "a.txt", "kind": "images"}
    assert put(api, bucket, "a.jpg", movie())["kind"] == "videos"
    assert put(api, bucket, "a.mp4", b"text")["kind"] == "neither"
    for path, kind in {"b.JPG": "images", "b.mov": "videos", "b": "neither"}.items():
        assert api.add("objects", bucket_id=bucket.upper(), path=path)["kind"] == kind


@pytest.mark.parametrize("body", CREDENTIALS, ids=lambda body: body["cloud_provider"])
def test_credentials_are_kept_and_secrets_never_shown(
    api: Api, workspace: str, body: dict[str, Any]
) -> None:
    made = api.post(workspace, body | {"description": "Dashcam"})
    assert made == {
        "credential_id": made["credential_id"],
        "description": "Dashcam",
        "cloud_provider": body["cloud_provider"],
        "created_at": made["created_at"],
        "update_at": made["created_at"],
    }
    listed = api.get(workspace)
    assert listed["items"] == [made]
    changed = api.put(f"{workspace}/{made['credential_id']}", body | {"description": "Other"})
    assert changed == made | {"description": "Other", "update_at": changed["update_at"]}
    assert changed["update_at"] > made["update_at"]
    assert "SECRET" not in f"{made}{listed}{changed}"


def test_all_credentials_are_listed_at_once(api: Api, workspace: str) -> None:
    for number in range(120):
        api.post(workspace, {"description": str(number), "secret": "s"})
    answer = api.get(workspace)
    assert [each["description"] for each in answer["items"]] == [*map(str, range(120))]
    meta = answer["meta"]
    assert (meta["total"], meta["limit"], meta["offset"]) == (120, 120, 0)


def test_a_change_keeps_what_it_omits(api: Api, workspace: str) -> None:
    made = api.post(workspace, {"description": "A", "cloud_provider": "dummy", "secret": "s"})
    changed = api.put(f"{workspace}/{made['credential_id']}", {"secret": "t"})
    assert changed == made | {"update_at": changed["update_at"]}


@pytest.mark.parametrize(
    "body",
    [
        {"cloud_provider": "s3", "bucket_s3": "dashcam", "role": "r", "secret": "s"},
        {"bucket_gcs": "dashcam"},
        {"secret": 5},
    ],
)
def test_credentials_of_no_provider_are_refused(api: Api, workspace: str, body: Any) -> None:
    api.post(workspace, body, status=400)


def test_a_bucket_belongs_to_its_workspace(api: Api, workspace: str, bucket: str) -> None:
    other = api.add("workspaces", name="Second")["id"]
    assert api.get(f"/buckets/{other}/credentials")["items"] == []
    for path in (f"/buckets/{other}/credentials/{bucket}", f"{workspace}/{NOWHERE}"):
        api.get(f"{path}/files", status=404)
        api.put(path, {}, status=404)
        api.post(f"{path}/import", {"dataset_id": NOWHERE}, status=404)
    api.get(f"/buckets/{NOWHERE}/credentials", status=404)
    api.get(f"{workspace}/{bucket.upper()}/files")


def test_files_are_listed_by_prefix(api: Api, workspace: str, filled: str) -> None:
    path = f"{workspace}/{filled}/files"
    far = ["far/003.webp", "far/film.mov", "far/notes.md"]
    street = [f"street/{name}" for name in ("001.png", "002.jpg", "film.mp4", "readme.txt")]
    assert api.get(path) == {"files": far + street}
    assert api.get(path, prefix="street/00") == {"files": street[:2]}
    assert api.get(path, prefix="tree") == {"files": []}


def test_files_are_listed_by_an_uploaded_text(
    api: Api, workspace: str, filled: str, project: Project
) -> None:
    path = f"{workspace}/{filled}/files"
    text = "\ufeffstreet/002.jpg\r\n  far/003.webp\n\nstreet/none.png\n"
    upload = project.upload(text.encode())
    both = ["far/003.webp", "street/002.jpg"]
    assert api.get(path, upload_id=upload)["files"] == both
    assert api.get(path, upload_id=upload, upload_scope_id=project.id)["files"] == both
    assert api.get(path, upload_id=upload, prefix="street/")["files"] == both[1:]
    api.get(path, upload_id=NOWHERE, status=404)
    api.get(path, upload_id=upload, upload_scope_id=Project(api).id, status=404)
    api.get(path, upload_id=upload, upload_scope_id="mine", status=404)
    assert api.get(path, upload_id=project.upload(b"\xff\xfe"))["files"] == []
    empty = api.get(f"{project.path}/uploads", count=1)["items"][0]["id"]
    api.get(path, upload_id=empty, status=400)


def test_images_are_imported(api: Api, workspace: str, filled: str, project: Project) -> None:
    path = f"{workspace}/{filled}/import"
    assert api.post(path, {"dataset_id": project.dataset}, status=204) is None
    images = api.get(f"{project.path}/images")["items"]
    told = [(each["name"], each["width"], each["height"], each["format"]) for each in images]
    assert told == [
        ("003.webp", 1920, 1080, "WEBP"),
        ("001.png", 30, 20, "PNG"),
        ("002.jpg", 8, 6, "JPEG"),
    ]
    assert {each["dataset_name"] for each in images} == {"train"}
    url = f"{api.urls.storage}/{filled}/far/003.webp"
    assert images[0]["public_url"] == url
    assert api.send("GET", images[1]["public_url"]).content == picture(30, 20)


def test_what_is_there_already_is_not_imported_again(
    api: Api, workspace: str, filled: str, project: Project
) -> None:
    mine = project.add_image("001.png")
    body = {"dataset_id": project.dataset, "prefix": "street/"}
    for _ in range(2):
        api.post(f"{workspace}/{filled}/import", body, status=204)
    assert api.names(f"{project.path}/images") == ["001.png", "002.jpg"]
    assert api.get(f"{project.path}/images/{mine['id']}") == mine


@pytest.mark.parametrize("copy", [True, False])
def test_a_copy_stays_as_it_was(
    api: Api, workspace: str, filled: str, project: Project, *, copy: bool
) -> None:
    body = {"dataset_id": project.dataset, "prefix": "street/001", "copy": copy}
    api.post(f"{workspace}/{filled}/import", body, status=204)
    (image,) = api.get(f"{project.path}/images")["items"]
    put(api, filled, "street/001.png", picture(5, 5))
    seen = api.send("GET", image["public_url"]).content
    assert seen == (picture(30, 20) if copy else picture(5, 5))
    api.delete(f"{project.path}/images/{image['id']}")
    assert api.send("GET", image["public_url"]).status_code == (404 if copy else 200)


def test_only_a_copy_is_exported_with_its_bytes(
    api: Api, workspace: str, filled: str, project: Project
) -> None:
    other = project.add_dataset("other")
    for dataset, copy in ((project.dataset, True), (other, False)):
        body = {"dataset_id": dataset, "prefix": "street/001", "copy": copy}
        api.post(f"{workspace}/{filled}/import", body, status=204)
    assert project.export(format="images", image_status=[]).namelist() == ["train/001.png"]


def test_videos_are_imported_into_a_project_of_videos(
    api: Api, workspace: str, filled: str, films: Films
) -> None:
    body = {"dataset_id": films.dataset}
    api.post(f"{workspace}/{filled}/import", body, status=204)
    videos = api.get(f"{films.path}/videos")["items"]
    told = [(each["name"], each["width"], each["format"], each["duration_ms"]) for each in videos]
    assert told == [("film.mov", 1920, "mov", 10_000), ("film.mp4", 64, "mp4", 2000)]
    assert {each["health_status"] for each in videos} == {"PROCESSING"}
    assert api.send("GET", videos[1]["public_url"]).content == movie()
    assert api.names(f"{films.path}/images") == []


def test_the_asset_type_decides(
    api: Api, workspace: str, filled: str, films: Films, project: Project
) -> None:
    path = f"{workspace}/{filled}/import"
    api.post(path, {"dataset_id": project.dataset, "asset_type": "videos"}, status=400)
    body = {"dataset_id": films.dataset, "asset_type": "videos", "copy": True}
    api.post(path, body | {"prefix": "street/"}, status=204)
    assert api.names(f"{films.path}/videos") == ["film.mp4"]
    api.post(path, {"dataset_id": films.dataset, "asset_type": "images"}, status=204)
    assert len(api.names(f"{films.path}/images")) == 3


def test_a_listed_object_is_imported(
    api: Api, workspace: str, filled: str, project: Project
) -> None:
    body = {"dataset_id": project.dataset, "upload_id": project.upload(b"street/002.jpg")}
    path = f"{workspace}/{filled}/import"
    api.post(path, body | {"upload_scope_id": NOWHERE}, status=404)
    api.post(path, body | {"upload_scope_id": project.id}, status=204)
    assert api.names(f"{project.path}/images") == ["002.jpg"]


def test_a_dataset_of_another_workspace_takes_nothing(
    api: Api, workspace: str, filled: str, project: Project
) -> None:
    other = api.add("workspaces", name="Second")["id"]
    there = Project(api, workspace_id=other)
    for dataset in (there.dataset, NOWHERE):
        api.post(f"{workspace}/{filled}/import", {"dataset_id": dataset}, status=404)
    body = {"dataset_id": there.dataset, "url": "street/001.png", "bucket_id": filled}
    api.post(f"{there.path}/images", body, status=404)


def test_one_image_of_a_bucket_is_what_lies_there(api: Api, filled: str, project: Project) -> None:
    path = f"{project.path}/images"
    body = {"dataset_id": project.dataset, "bucket_id": filled, "url": "street/001.png"}
    made = api.post(path, body | {"filename": "first.png"})
    assert (made["name"], made["width"], made["height"]) == ("first.png", 30, 20)
    assert made["dataset_name"] == "train"
    copied = api.post(path, body | {"copy_original": True})
    put(api, filled, "street/001.png", picture(5, 5))
    assert api.send("GET", copied["public_url"]).content == picture(30, 20)
    assert api.send("GET", made["public_url"]).content == picture(5, 5)
    api.post(path, body | {"url": "street/none.png"}, status=404)
    api.post(path, body | {"url": "street/readme.txt"}, status=400)
    api.post(path, body | {"url": "street/film.mp4"}, status=400)


def test_an_object_is_put_in_place_of_another(api: Api, workspace: str, filled: str) -> None:
    api.add("objects", bucket_id=filled, path="street/001.png")
    files = api.get(f"{workspace}/{filled}/files", prefix="street/001")["files"]
    assert files == ["street/001.png"]
