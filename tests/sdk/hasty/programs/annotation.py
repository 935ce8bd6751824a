"""Adds images, tags and attribute values to a project with the vendor's SDK.

Reads its input from stdin (url, key, project, bucket, path, photo, folder) and prints its results.
"""

import json
import sys
import time

from hasty import Client

EXTERNAL = "https://photos.example.com/market/noon.jpg"


def named(things):
    return {each.name: each for each in things}


def import_images(project, given, seen):
    """Add images: from a file, by URL, and from a bucket, in place and copied."""
    stalls = project.create_dataset("stalls")
    photo = project.upload_from_file(stalls, given["photo"])
    by_url = project.upload_from_url(stalls, "noon.jpg", EXTERNAL, external_id="noon")
    where = {"path": given["path"], "bucket_id": given["bucket"]}
    in_place = project.upload_from_bucket(stalls, "there.bmp", **where)
    copied = project.upload_from_bucket(stalls.id, "copied.bmp", **where, copy_original=True)
    for each in (in_place, copied):
        each.download(f"{given['folder']}/{each.name}")
    seen["images"] = {
        each.name: [each.dataset_name, each.width, each.height, each.external_id]
        for each in (photo, by_url, in_place, copied)
    }
    read = project.get_image(by_url.id)
    seen["read"] = [read.dataset_name, read.public_url]
    return photo


def tag(project, photo, seen):
    """Add tags to an image in every way, some twice, and delete them in every way."""
    classes = named(project.get_tag_classes())
    dry, blurred = classes["dry"], classes["blurred"]

    def present():
        return [each.tag_class_name for each in photo.get_tags()]

    steps = seen["tags"] = {"initial": present()}
    (first,) = photo.add_tags([dry])
    again = photo.add_tags([dry, {"tag_class_id": blurred.id}])
    steps["twice"] = present()
    steps["stays"] = [each.id for each in photo.get_tags()] == [each.id for each in again]
    steps["same"] = again[0].id == first.id
    steps["of"] = [first.tag_class_id == dry.id, first.image_id == photo.id]
    photo.delete_tags([first])
    steps["by tag"] = present()
    photo.delete_tags([dry, blurred])  # the first one is already deleted
    steps["by class"] = present()
    _, tag = photo.add_tags([dry, blurred])
    photo.delete_tags([{"tag_class_id": dry.id}])
    steps["by id of its class"] = present()
    photo.delete_tags([{"tag_id": tag.id}])
    steps["by its id"] = present()
    photo.add_tags([dry, blurred])
    blurred.delete()
    steps["without the class"] = present()


def set_values(project, photo, seen):
    """Set an attribute value of every type on a label; read, change and delete them."""
    attributes = named(project.get_attributes())
    stall = named(project.get_label_classes())["stall"]
    label = photo.create_label(stall, bbox=[4, 6, 40, 30])
    choices = {
        name: {value["value"]: value["id"] for value in attribute.values}
        for name, attribute in attributes.items()
    }
    goods = choices["Goods"]
    steps = seen["values"] = {"initial": len(label.get_attributes())}

    def present():
        names = {attribute.id: name for name, attribute in attributes.items()}
        return {names[each.id]: each.value for each in label.get_attributes()}

    given_values = {
        "State": choices["State"]["open"],
        "Goods": [goods["fish"], goods["cheese"]],
        "Sign": "Fresh from the sea",
        "Crates": 7,
        "Visible part": 0.75,
        "Covered": True,
    }
    for name, value in given_values.items():
        label.set_attribute(attributes[name], value)
    steps["set"] = present() == given_values
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
    photo = import_images(project, given, seen)
    tag(project, photo, seen)
    set_values(project, photo, seen)
    export(project, given, seen)
    json.dump(seen, sys.stdout)


main()
