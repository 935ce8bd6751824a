"""Creates, annotates, exports and deletes an image project with the vendor's SDK.

Reads its input from stdin (url, key, photo, folder) and prints its results.
"""

import json
import sys
import time

import numpy as np
from hasty import Client
from hasty.bucket import S3Creds
from hasty.constants import VALID_EXPORT_FORMATS
from hasty.exception import AuthenticationException, NotFound, ValidationException
from hasty.label_utils import rle_decode, rle_encoding

EXTERNAL = "https://photos.example.com/2024/bridge.jpg"
CREDENTIALS = S3Creds("towers", "arn:aws:iam::123456789012:role/towers")
MASK = np.array([[0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]])


def label(each):
    """Return the SDK's fields of a label, without project and image."""
    fields = dict(each)
    return {key: fields[key] for key in ("id", "class_id", "bbox", "polygon", "mask", "z_index")}


def named(images):
    return sorted(image.name for image in images)


def error_of(kind, action):
    """Return the message of the error that an action raises."""
    try:
        action()
    except kind as error:
        return error.message
    return None


def create_project(client, seen):
    """Create a project with datasets and label classes; read, edit and list them."""
    workspace = client.get_workspaces()[0]
    project = client.create_project(workspace, "Crossroads", "Traffic seen from above")
    project.edit("Crossroads at noon", "Traffic seen from above, at noon")
    read = client.get_project(project.id)
    seen["project"] = {
        "id": project.id,
        "read": [read.name, read.description, read.workspace_id == workspace.id],
        "listed": [each.id for each in client.get_projects()].count(project.id),
    }
    street, spare = (project.create_dataset(name, norder) for norder, name in enumerate("AB"))
    street.edit("street", 2.5)
    seen["datasets"] = {
        "read": [project.get_dataset(street.id).name, project.get_dataset(street.id).norder],
        "listed": sorted(each.name for each in project.get_datasets()),
    }
    car = project.create_label_class("car", "#1f77b4ff", norder=1.5, external_id="class-car")
    person = project.create_label_class("persn")
    road = project.create_label_class("road", class_type="background")
    person.edit("person", "#d62728ff", norder=2)
    road.delete()
    read = project.get_label_class(person.id)
    seen["classes"] = {
        "read": [read.name, read.color, read.class_type, read.norder, read.external_id],
        "listed": [[each.name, each.external_id] for each in project.get_label_classes()],
    }
    return project, street, spare, car, person


def import_images(given, client, project, street, spare, seen):
    """Upload an image, import others by URL and from a bucket; read, move and filter them."""
    photo = project.upload_from_file(street, given["photo"], external_id="photo-1")
    bridge = project.upload_from_url(street.id, "bridge.jpg", EXTERNAL, copy_original=False)
    bucket = client.get_workspaces()[0].create_bucket("towers", CREDENTIALS)
    tower = project.upload_from_bucket(spare, "tower.jpg", "towers/1.jpg", bucket.id)
    tower.delete()
    bridge.rename("old bridge.jpg")
    bridge.move(spare)
    photo.set_status("DONE")
    photo.download(given["folder"] + "/downloaded")
    photo, bridge = project.get_image(photo.id), project.get_image(bridge.id)
    seen["images"] = {
        "photo": [photo.name, photo.width, photo.height, photo.status, photo.external_id],
        "bridge": [bridge.name, bridge.dataset_name, bridge.status, bridge.public_url],
        "tower": tower.name,
        "all": named(project.get_images()),
        "dataset": named(project.get_images(dataset=street)),
        "datasets": named(project.get_images(dataset=[street, spare.id])),
        "status": named(project.get_images(image_status="DONE")),
        "statuses": named(project.get_images(image_status=["NEW", "DONE"])),
        "both": named(project.get_images(dataset=spare, image_status=["DONE", "SKIPPED"])),
    }
    return photo, bridge


def draw_labels(photo, car, person, seen):
    """Draw a box, a polygon, a mask and a hundred boxes in one request; list, edit, delete them."""
    box = photo.create_label(car, bbox=[4, 6, 20, 18], z_index=2, external_id="box-1")
    polygon = photo.create_label(car.id, polygon=[[1, 1], [10, 1], [10, 8]])
    run_lengths = [int(number) for number in rle_encoding(MASK)]
    mask = photo.create_label(person, bbox=[10, 10, 14, 13], mask=run_lengths, z_index=1)
    seen["drawn"] = [label(each) for each in (box, polygon, mask)]
    seen["external_id"] = box.external_id

    boxes = [{"class_id": car.id, "bbox": [n, n % 9, n + 5, n % 9 + 4]} for n in range(100)]
    bulk = photo.create_labels(boxes)
    listed = photo.get_labels()
    seen["bulk"] = [label(each)["bbox"] for each in bulk] == [each["bbox"] for each in boxes]
    seen["listed"] = [len(listed), label(listed[0])["id"], label(listed[102])["id"] == bulk[-1].id]

    box.edit(person, bbox=[5, 6, 21, 18], z_index=3)
    photo.edit_labels(
        [
            {"label_id": polygon.id, "class_id": car.id, "polygon": [[2, 1], [11, 1], [11, 9]]},
            {"label_id": mask.id, "class_id": person.id, "bbox": [10, 10, 14, 13], "mask": [1, 12]},
        ]
    )
    bulk[0].delete()
    photo.delete_labels([each.id for each in bulk[1:]])
    left = list(photo.get_labels())
    seen["edited"] = [label(each) for each in left]
    seen["pixels"] = rle_decode(run_lengths, (4, 3)).tolist() == MASK.tolist()


def export(given, project, seen):
    """Export in every format of the SDK, wait for the job, and download the archive."""
    seen["exports"] = {}
    for kind in VALID_EXPORT_FORMATS:
        statuses = None if kind == "images" else "DONE"
        job = project.export(f"as {kind}", kind, image_status=statuses, labels_order="z_index")
        polls = [job.status]
        while job.check_status() != "DONE":
            polls.append(job.status)
            time.sleep(0.05)
        job.download(given["folder"])
        seen["exports"][kind] = polls


def provoke_errors(client, given, project, photo, seen):
    """Send invalid requests, and record which errors the SDK raises."""
    other = Client("an-unknown-key", base_url=given["url"])
    photo.delete()
    seen["errors"] = {
        "status": error_of(ValidationException, lambda: photo.set_status("AUTO-LABELLED")),
        "unknown key": error_of(AuthenticationException, other.get_projects),
        "deleted image": error_of(NotFound, lambda: project.get_image(photo.id)),
    }


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    project, street, spare, car, person = create_project(client, seen)
    photo, bridge = import_images(given, client, project, street, spare, seen)
    draw_labels(photo, car, person, seen)
    export(given, project, seen)
    provoke_errors(client, given, project, photo, seen)
    spare.delete()
    seen["errors"]["deleted dataset"] = error_of(NotFound, lambda: project.get_image(bridge.id))
    project.delete()
    seen["errors"]["project"] = error_of(NotFound, lambda: client.get_project(project.id))
    json.dump(seen, sys.stdout)


main()
