"""Images: uploads, imports, content, place and status."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project, picture

URL = "https://example.com/photos/street%20view.jpg?size=large"


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/images"


def test_uploads_are_signed_urls_with_ids_of_their_own(api: Api, project: Project) -> None:
    answer = api.get(f"{project.path}/uploads", count=3, style="resumable")
    assert answer["meta"] == {"object": "list", "total": 3}
    assert len({item["id"] for item in answer["items"]}) == 3
    assert all(i["url"].startswith(api.urls.storage) for i in answer["items"])


@pytest.mark.parametrize("query", [{}, {"count": 0}, {"count": 51}, {"count": 1, "style": "odd"}])
def test_uploads_outside_the_contract_are_refused(
    api: Api, project: Project, query: dict[str, Any]
) -> None:
    api.get(f"{project.path}/uploads", status=400, **query)


def test_an_uploaded_image_is_what_its_header_says(api: Api, project: Project, path: str) -> None:
    data = picture(33, 21, "JPEG")
    made = project.add_image("a.png", data)
    facts = {"width": 33, "height": 21, "format": "JPEG", "mode": "RGB", "exif": {}}
    assert made | facts == made
    assert made["name"] == "a.png"
    assert (made["dataset_id"], made["dataset_name"]) == (project.dataset, "train")
    assert (made["status"], made["health_status"], made["is_locked"]) == ("NEW", "OK", False)
    assert (made["external_id"], made["queue_ids"]) == (None, [])
    assert made["uploaded_on"] == made["update_date"]
    assert api.get(f"{path}/{made['id']}") == made


@pytest.mark.parametrize("address", ["public_url", "thumbnail_url", "url"])
def test_an_uploaded_image_serves_its_bytes(api: Api, project: Project, address: str) -> None:
    data = picture(kind="JPEG")
    made = project.add_image("a.jpg", data)
    assert made[address].startswith(api.urls.storage)
    answer = api.send("GET", made[address])
    assert (answer.content, answer.headers["content-type"]) == (data, "image/jpeg")


def test_an_image_keeps_its_bytes_when_the_signed_url_gets_others(
    api: Api, project: Project, path: str
) -> None:
    data = picture()
    signed = api.get(f"{project.path}/uploads", count=1)["items"][0]
    api.send("PUT", signed["url"], content=data)
    body = {"dataset_id": project.dataset, "upload_id": signed["id"], "filename": "a.png"}
    made = api.post(path, body)
    api.send("PUT", signed["url"], content=picture(99, 99))
    assert api.send("GET", made["public_url"]).content == data


def test_the_orientation_is_told(project: Project) -> None:
    made = project.add_image(
        "a.jpg",
        picture(
            kind="JPEG",
            exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0",
        ),
    )
    assert made["exif"] == {"orientation": "8"}


def test_what_is_no_image_is_refused(api: Api, project: Project, path: str) -> None:
    for data in (b"GIF? no.", b""):
        body = {"dataset_id": project.dataset, "upload_id": project.upload(data), "filename": "a"}
        assert "not an image" in api.post(path, body, status=400)["message"]
    assert api.names(path) == []


def test_an_upload_without_bytes_is_refused(api: Api, project: Project, path: str) -> None:
    signed = api.get(f"{project.path}/uploads", count=1)["items"][0]
    body = {"dataset_id": project.dataset, "upload_id": signed["id"], "filename": "a.png"}
    assert signed["id"] in api.post(path, body, status=400)["message"]


def test_an_upload_of_nobody_or_of_another_project_is_not_found(
    api: Api, project: Project, path: str
) -> None:
    for upload in (NOWHERE, Project(api).upload(picture())):
        body = {"dataset_id": project.dataset, "upload_id": upload, "filename": "a.png"}
        api.post(path, body, status=404)


def test_a_dataset_that_is_not_there_is_not_found(api: Api, project: Project, path: str) -> None:
    body = {"dataset_id": NOWHERE, "upload_id": project.upload(picture()), "filename": "a.png"}
    api.post(path, body, status=404)


def test_an_image_from_a_url_keeps_it_and_is_never_fetched(
    api: Api, project: Project, path: str
) -> None:
    body = {"dataset_id": project.dataset, "url": URL, "copy_original": True, "external_id": "7"}
    made = api.post(path, body)
    assert made["dataset_name"] is None  # not yet
    image = api.get(f"{path}/{made['id']}")
    assert image == made | {"dataset_name": "train"}
    assert image["public_url"] == URL
    assert (image["name"], image["external_id"]) == ("street view.jpg", "7")
    assert image["width"] > 0
    assert image["height"] > 0
    assert (image["format"], image["mode"]) == ("JPEG", "RGB")


def test_an_image_from_a_url_may_have_a_name_of_its_own(
    api: Api, project: Project, path: str
) -> None:
    body = {"dataset_id": project.dataset, "url": URL, "filename": "a.png"}
    made = api.post(path, body)
    assert (made["name"], made["format"]) == ("a.png", "PNG")


def test_a_url_without_a_name_in_it_is_refused(api: Api, project: Project, path: str) -> None:
    for url in ("https://example.com", "https://example.com/", "http://[", ""):
        body = {"dataset_id": project.dataset, "url": url}
        assert "filename" in api.post(path, body, status=400)["message"]


def test_an_image_from_a_bucket_is_found_by_its_path(api: Api, project: Project, path: str) -> None:
    workspace = api.get("/workspaces")["items"][0]["id"]
    mounted = api.post(f"/buckets/{workspace}/credentials", {"cloud_provider": "dummy"})
    bucket = mounted["credential_id"]
    body = {"dataset_id": project.dataset, "url": "day 1/b.png", "bucket_id": bucket}
    made = api.post(path, body)
    assert made["name"] == "b.png"
    assert made["public_url"] == f"{api.urls.storage}/{bucket}/day%201/b.png"
    api.post(path, body | {"bucket_id": NOWHERE}, status=404)


def test_file_names_are_unique_in_a_dataset(api: Api, project: Project, path: str) -> None:
    project.add_image("a.png")
    body = {"dataset_id": project.dataset, "url": URL, "filename": "a.png"}
    assert api.post(path, body, status=409)["code"] == "conflict"
    other = project.add_dataset("other")
    assert project.add_image("a.png", dataset=other)["dataset_name"] == "other"
    assert api.names(path) == ["a.png", "a.png"]


def test_an_import_that_replaces_keeps_the_id_and_the_labels(
    api: Api, project: Project, path: str
) -> None:
    old = project.add_image("a.png", picture(5, 5))
    label = project.add_label(old, project.add_class("car"))
    project.set_status(old, "DONE")
    new = picture(9, 8)
    body = {
        "dataset_id": project.dataset,
        "upload_id": project.upload(new),
        "filename": "a.png",
        "external_id": "new",
    }
    made = api.post(path, body, params={"replace": "true"})
    assert (made["id"], made["status"], made["external_id"]) == (old["id"], "DONE", "new")
    assert (made["width"], made["height"]) == (9, 8)
    assert made["uploaded_on"] == old["uploaded_on"]
    assert made["update_date"] > old["update_date"]
    assert api.send("GET", made["public_url"]).content == new
    assert api.get(f"{path}/{old['id']}/labels")["items"] == [label]
    assert api.names(path) == ["a.png"]


def test_an_import_that_may_replace_need_not(api: Api, project: Project, path: str) -> None:
    body = {"dataset_id": project.dataset, "url": URL}
    api.post(path, body, params={"replace": "true"})
    assert api.names(path) == ["street view.jpg"]


def test_content_is_replaced_and_keeps_labels_status_and_dataset(
    api: Api, project: Project, path: str
) -> None:
    old = project.add_image("a.png")
    project.add_label(old, project.add_class("car"))
    one = f"{path}/{old['id']}"
    new = picture(20, 30, "JPEG")
    body = {"upload_id": project.upload(new), "filename": "b.jpg", "external_id": "b"}
    made = api.put(one, body)
    assert (made["id"], made["name"], made["external_id"]) == (old["id"], "b.jpg", "b")
    assert (made["width"], made["height"], made["format"]) == (20, 30, "JPEG")
    assert api.send("GET", made["public_url"]).content == new
    assert api.get(f"{one}/labels")["meta"]["total"] == 1
    assert (
        api.put(one, {"upload_id": project.upload(new), "filename": "c.jpg"})["external_id"] == "b"
    )
    assert api.names(path) == ["c.jpg"]


def test_content_replaced_from_a_url_keeps_the_name_and_forgets_the_bytes(
    api: Api, project: Project, path: str
) -> None:
    old = project.add_image("a.png")
    for url in (URL, "https://example.com/"):
        made = api.put(f"{path}/{old['id']}", {"url": url})
        assert (made["name"], made["public_url"]) == ("a.png", url)
    assert api.send("GET", old["public_url"]).status_code == 404


def test_content_cannot_take_the_name_of_another_image(
    api: Api, project: Project, path: str
) -> None:
    first = project.add_image("a.png", picture(5, 5))
    project.add_image("b.png")
    body = {"upload_id": project.upload(picture(6, 6)), "filename": "b.png"}
    api.put(f"{path}/{first['id']}", body, status=409)
    assert api.get(f"{path}/{first['id']}") == first


def test_an_image_is_renamed_and_moved(api: Api, project: Project, path: str) -> None:
    made = project.add_image("a.png")
    other = project.add_dataset("other")
    one = f"{path}/{made['id']}"
    patched = api("PATCH", one, json={"filename": "b.png", "dataset_id": None})
    assert (patched["name"], patched["dataset_name"]) == ("b.png", "train")
    patched = api("PATCH", one, json={"dataset_id": other})
    assert (patched["name"], patched["dataset_name"]) == ("b.png", "other")
    assert api("PATCH", one, json={})["name"] == "b.png"
    project.add_image("b.png")  # the place is free again
    api("PATCH", one, json={"dataset_id": NOWHERE}, status=404)
    api("PATCH", one, json={"dataset_id": project.dataset}, status=409)
    assert api.get(one)["dataset_name"] == "other"


def test_an_image_is_gone_with_its_labels_and_bytes(api: Api, project: Project, path: str) -> None:
    made = project.add_image("a.png")
    label = project.add_label(made, project.add_class("car"))
    api.delete(f"{path}/{made['id']}")
    api.get(f"{path}/{made['id']}", status=404)
    api.get(f"{project.path}/labels/{label['id']}", status=404)
    api.delete(f"{path}/{made['id']}", status=404)
    assert api.send("GET", made["public_url"]).status_code == 404
    assert api.names(path) == []
    project.add_image("a.png")  # the name is free again


def test_a_status_is_set_by_name_or_by_id(api: Api, project: Project, path: str) -> None:
    first, second = project.add_image("a.png"), project.add_image("b.png")
    project.set_status(first, "TO REVIEW")
    first = api.get(f"{path}/{first['id']}")
    assert first["status"] == "TO REVIEW"
    assert first["status_id"] != second["status_id"]
    api.put(f"{path}/{second['id']}/status", {"status_id": first["status_id"]}, status=204)
    second = api.get(f"{path}/{second['id']}")
    assert (second["status"], second["status_id"]) == ("TO REVIEW", first["status_id"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "AUTO-LABELLED"}, 400),
        ({"status": "FINISHED"}, 400),
        ({"status_id": NOWHERE}, 404),
        ({"status": "DONE", "status_id": NOWHERE}, 400),
        ({}, 400),
    ],
)
def test_a_status_that_cannot_be_set_is_refused(
    api: Api, project: Project, path: str, body: Any, status: int
) -> None:
    made = project.add_image("a.png")
    api.put(f"{path}/{made['id']}/status", body, status=status)
    assert api.get(f"{path}/{made['id']}") == made


def test_auto_labelled_is_refused_by_its_id_too(api: Api, project: Project, path: str) -> None:
    from labelbridge_emulator.platforms.hasty.models.state import State

    made = project.add_image("a.png")
    statuses = api.store.state(State).projects[project.id].statuses
    body = {"status_id": statuses["AUTO-LABELLED"]}
    api.put(f"{path}/{made['id']}/status", body, status=400)


def test_projects_have_status_ids_of_their_own(api: Api, project: Project) -> None:
    made, other = project.add_image("a.png"), Project(api).add_image("a.png")
    assert made["status"] == other["status"]
    assert made["status_id"] != other["status_id"]
