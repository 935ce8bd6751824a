"""A project's images get tags and attribute values, written as a user of the vendor's SDK would.

It reads where and what to work on from stdin (url, key, project, bucket, path, photo, folder) and
prints what it saw.
"""

import json
import sys
import time

from hasty import Client

EXTERNAL = "https://photos.example.com/market/noon.jpg"


def named(things):
    return {each.name: each for each in things}


def pictures(project, given, seen):
    """Take in images: from a file, by a URL, and from a bucket, there and copied."""
    stalls = project.create_dataset("stalls")
    photo = project.upload_from_file(stalls, given["photo"])
    by_url = project.upload_from_url(stalls, "noon.jpg", EXTERNAL, external_id="noon")
    where = {"path": given["path"], "bucket_id": given["bucket"]}
    there = project.upload_from_bucket(stalls, "there.bmp", **where)
    copied = project.upload_from_bucket(stalls.id, "copied.bmp", **where, copy_original=True)
    for each in (there, copied):
        each.download(f"{given['folder']}/{each.name}")
    seen["images"] = {
        each.name: [each.dataset_name, each.width, each.height, each.external_id]
        for each in (photo, by_url, there, copied)
    }
    read = project.get_image(by_url.id)
    seen["read"] = [read.dataset_name, read.public_url]
    return photo


def tags(project, photo, seen):
    """Tag an image by all ways that there are; twice too. Untag it by all ways."""
    classes = named(project.get_tag_classes())
    dry, blurred = classes["dry"], classes["blurred"]

    def present():
        return [each.tag_class_name for each in photo.get_tags()]

    steps = seen["tags"] = {"at first": present()}
    (first,) = photo.add_tags([dry])
    again = photo.add_tags([dry, {"tag_class_id": blurred.id}])
    steps["twice"] = present()
    steps["stays"] = [each.id for each in photo.get_tags()] == [each.id for each in again]
    steps["same"] = again[0].id == first.id
    steps["of"] = [first.tag_class_id == dry.id, first.image_id == photo.id]
    photo.delete_tags([first])
    steps["by tag"] = present()
    photo.delete_tags([dry, blurred])  # the first of them is gone already
    steps["by class"] = present()
    _, tag = photo.add_tags([dry, blurred])
    photo.delete_tags([{"tag_class_id": dry.id}])
    steps["by id of its class"] = present()
    photo.delete_tags([{"tag_id": tag.id}])
    steps["by its id"] = present()
    photo.add_tags([dry, blurred])
    blurred.delete()
    steps["without the class"] = present()


def values(project, photo, seen):
    """Give a label a value of every type; read, change and take them away."""
    attributes = named(project.get_attributes())
    stall = named(project.get_label_classes())["stall"]
    label = photo.create_label(stall, bbox=[4, 6, 40, 30])
    choices = {
        name: {value["value"]: value["id"] for value in attribute.values}
        for name, attribute in attributes.items()
    }
    goods = choices["Goods"]
    steps = seen["values"] = {"at first": len(label.get_attributes())}

    def present():
        names = {attribute.id: name for name, attribute in attributes.items()}
        return {names[each.id]: each.value for each in label.get_attributes()}

    chosen = {
        "State": choices["State"]["open"],
        "Goods": [goods["fish"], goods["cheese"]],
        "Sign": "Fresh from the sea",
        "Crates": 7,
        "Visible part": 0.75,
        "Covered": True,
    }
    for name, value in chosen.items():
        label.set_attribute(attributes[name], value)
    steps["set"] = present() == chosen
    label.set_attribute(attributes["Crates"].id, 8)
    label.set_attribute(attributes["Covered"].id, False)
    label.set_attribute(attributes["Goods"], [goods["fruit"]])
    label.set_attribute(attributes["Sign"], None)
    state = attributes["State"]
    state.edit("State", "SELECTION", values=["open", "closed"], subject_type="LABEL")
    steps["changed"] = present()
    steps["fruit"] = goods["fruit"]
    label.set_attribute(state, state.values[1]["id"])


def export(project, given, seen):
    """Export images of every status, wait, and download."""
    job = project.export("market", "json_v1.1", image_status=None, sign_urls=True)
    while job.check_status() != "DONE":
        time.sleep(0.05)
    job.download(given["folder"])
    seen["export"] = [job.meta["export_name"], job.completed_on is not None]


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    project = client.get_project(given["project"])
    photo = pictures(project, given, seen)
    tags(project, photo, seen)
    values(project, photo, seen)
    export(project, given, seen)
    json.dump(seen, sys.stdout)


main()
