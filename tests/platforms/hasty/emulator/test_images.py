"""Images and uploads."""

import pytest

from labelbridge_emulator.platforms.hasty.models.state import State
from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project
from tests.platforms.hasty.emulator.media import png

URL = "https://example.com/photos/street%20view.jpg?size=large"
EXIF_ORIENTATION_8 = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0"


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/images"


def test_uploaded_image_has_the_properties_of_its_header(api, project, path):
    created = project.add_image("a.png", png(33, 21, "JPEG"))
    expected = {
        "width": 33,
        "height": 21,
        "format": "JPEG",
        "mode": "RGB",
        "exif": {},
        "name": "a.png",
        "dataset_id": project.dataset,
        "dataset_name": "train",
        "status": "NEW",
        "health_status": "OK",
        "is_locked": False,
        "external_id": None,
        "queue_ids": [],
        "update_date": created["uploaded_on"],
    }
    assert created | expected == created
    assert api.get(f"{path}/{created['id']}") == created
    rotated = project.add_image("b.jpg", png(format_="JPEG", exif=EXIF_ORIENTATION_8))
    assert rotated["exif"] == {"orientation": "8"}


@pytest.mark.parametrize("field", ["public_url", "thumbnail_url", "url"])
def test_uploaded_image_serves_its_bytes(api, project, field):
    data = png(format_="JPEG")
    created = project.add_image("a.jpg", data)
    assert created[field].startswith(api.urls.storage)
    response = api.send("GET", created[field])
    assert (response.content, response.headers["content-type"]) == (data, "image/jpeg")


def test_another_put_to_the_signed_url_does_not_change_the_image(api, project, path):
    signed = project.new_upload()
    api.send("PUT", signed["url"], content=png())
    body = {"dataset_id": project.dataset, "upload_id": signed["id"], "filename": "a.png"}
    created = api.post(path, body)
    api.send("PUT", signed["url"], content=png(99, 99))
    assert api.download(created["public_url"]) == png()


def test_create_rejects_files_that_are_not_images(api, project, path):
    for data in (b"GIF? no.", b""):
        body = {"dataset_id": project.dataset, "upload_id": project.upload(data), "filename": "a"}
        assert "not an image" in api.post(path, body, status=400)["message"]
    assert api.names(path) == []


def test_create_rejects_unknown_and_empty_uploads(api, project, path):
    body = {"dataset_id": project.dataset, "filename": "a.png"}
    empty = project.new_upload()["id"]
    assert empty in api.post(path, body | {"upload_id": empty}, status=400)["message"]
    for upload in (UNKNOWN_ID, Project(api).upload(png())):
        api.post(path, body | {"upload_id": upload}, status=404)
    body |= {"dataset_id": UNKNOWN_ID, "upload_id": project.upload(png())}
    api.post(path, body, status=404)


def test_image_from_a_url_keeps_the_url(api, project, path):
    body = {"dataset_id": project.dataset, "url": URL, "copy_original": True, "external_id": "7"}
    created = api.post(path, body)
    assert created["dataset_name"] is None
    image = api.get(f"{path}/{created['id']}")
    assert image == created | {"dataset_name": "train"}
    assert image["public_url"] == URL
    assert (image["name"], image["external_id"]) == ("street view.jpg", "7")
    assert min(image["width"], image["height"]) > 0
    assert (image["format"], image["mode"]) == ("JPEG", "RGB")
    named = api.post(path, {"dataset_id": project.dataset, "url": URL, "filename": "a.png"})
    assert (named["name"], named["format"]) == ("a.png", "PNG")


@pytest.mark.parametrize("url", ["https://example.com", "https://example.com/", "http://[", ""])
def test_filename_is_required_for_a_url_without_one(api, project, path, url):
    error = api.post(path, {"dataset_id": project.dataset, "url": url}, status=400)
    assert "filename" in error["message"]


def test_file_names_are_unique_in_a_dataset(api, project, path):
    first = project.add_image("a.png", png(5, 5))
    body = {"dataset_id": project.dataset, "url": URL, "filename": "a.png"}
    assert api.post(path, body, status=409)["code"] == "conflict"
    other = project.add_dataset("other")
    assert project.add_image("a.png", dataset=other)["dataset_name"] == "other"
    project.add_image("b.png")
    body = {"upload_id": project.upload(png(6, 6)), "filename": "b.png"}
    api.put(f"{path}/{first['id']}", body, status=409)
    assert api.get(f"{path}/{first['id']}") == first


def test_create_with_replace_keeps_id_labels_and_status(api, project, path):
    old = project.add_image("a.png", png(5, 5))
    label = project.add_label(old, project.add_class("car"))
    project.set_status(old, "DONE")
    body = {"dataset_id": project.dataset, "filename": "a.png", "external_id": "new"}
    body |= {"upload_id": project.upload(png(9, 8))}
    replaced = api.post(path, body, params={"replace": "true"})
    assert (replaced["id"], replaced["status"]) == (old["id"], "DONE")
    assert (replaced["width"], replaced["height"], replaced["external_id"]) == (9, 8, "new")
    assert replaced["uploaded_on"] == old["uploaded_on"]
    assert replaced["update_date"] > old["update_date"]
    assert api.download(replaced["public_url"]) == png(9, 8)
    assert api.items(f"{path}/{old['id']}/labels") == [label]
    api.post(path, {"dataset_id": project.dataset, "url": URL}, params={"replace": "true"})
    assert api.names(path) == ["a.png", "street view.jpg"]


def test_replace_changes_content_and_name(api, project, path):
    old = project.add_image("a.png")
    project.add_label(old, project.add_class("car"))
    one, data = f"{path}/{old['id']}", png(20, 30, "JPEG")
    body = {"upload_id": project.upload(data), "filename": "b.jpg", "external_id": "b"}
    replaced = api.put(one, body)
    assert (replaced["id"], replaced["name"]) == (old["id"], "b.jpg")
    assert (replaced["width"], replaced["height"], replaced["format"]) == (20, 30, "JPEG")
    assert api.download(replaced["public_url"]) == data
    assert len(api.items(f"{one}/labels")) == 1
    again = api.put(one, {"upload_id": project.upload(data), "filename": "c.jpg"})
    assert again["external_id"] == "b"
    assert api.names(path) == ["c.jpg"]


def test_replace_from_a_url_keeps_the_name_and_deletes_the_bytes(api, project, path):
    old = project.add_image("a.png")
    for url in (URL, "https://example.com/"):
        replaced = api.put(f"{path}/{old['id']}", {"url": url})
        assert (replaced["name"], replaced["public_url"]) == ("a.png", url)
    assert api.send("GET", old["public_url"]).status_code == 404


def test_update_renames_and_moves(api, project, path):
    one = f"{path}/{project.add_image('a.png')['id']}"
    other = project.add_dataset("other")
    for body, expected in (
        ({"filename": "b.png", "dataset_id": None}, ("b.png", "train")),
        ({"dataset_id": other}, ("b.png", "other")),
        ({}, ("b.png", "other")),
    ):
        changed = api.patch(one, body)
        assert (changed["name"], changed["dataset_name"]) == expected
    project.add_image("b.png")
    api.patch(one, {"dataset_id": UNKNOWN_ID}, status=404)
    api.patch(one, {"dataset_id": project.dataset}, status=409)
    assert api.get(one)["dataset_name"] == "other"


def test_delete_removes_labels_and_bytes(api, project, path):
    created = project.add_image("a.png")
    label = project.add_label(created, project.add_class("car"))
    api.delete(f"{path}/{created['id']}")
    api.get(f"{path}/{created['id']}", status=404)
    api.get(f"{project.path}/labels/{label['id']}", status=404)
    assert api.send("GET", created["public_url"]).status_code == 404
    assert api.names(path) == []
    project.add_image("a.png")


def test_status_is_set_by_name_or_by_id(api, project, path):
    first, second = project.add_image("a.png"), project.add_image("b.png")
    project.set_status(first, "TO REVIEW")
    changed = api.get(f"{path}/{first['id']}")
    assert changed["status"] == "TO REVIEW"
    assert changed["status_id"] != second["status_id"]
    body = {"status_id": changed["status_id"]}
    api.put(f"{path}/{second['id']}/status", body, status=204)
    second = api.get(f"{path}/{second['id']}")
    assert (second["status"], second["status_id"]) == ("TO REVIEW", changed["status_id"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "AUTO-LABELLED"}, 400),
        ({"status_id": "{AUTO-LABELLED}"}, 400),
        ({"status_id": UNKNOWN_ID}, 404),
        ({"status": "DONE", "status_id": UNKNOWN_ID}, 400),
        ({}, 400),
    ],
)
def test_status_that_cannot_be_set_is_rejected(api, project, path, body, status):
    created = project.add_image("a.png")
    statuses = api.store.state(State).projects[project.id].statuses
    sent = {name: value.format(**statuses) for name, value in body.items()}
    api.put(f"{path}/{created['id']}/status", sent, status=status)
    assert api.get(f"{path}/{created['id']}") == created
