"""Machines label a project's images, and its models are asked, written as a user of the SDK would.

It reads where and what to work on from stdin (url, key, project, experiment, photo, picture) and
prints what it saw.
"""

import json
import sys
import time

from hasty import Client
from hasty.exception import ValidationException
from hasty.label_utils import check_bbox_format, rle_decode

NIGHT = ["dusk.jpg", "midnight.jpg"]
BOXES = [[2, 3, 20, 30], [10, 10, 40, 44]]


def refusal(action):
    """The message of the error that an action has to raise."""
    try:
        action()
    except ValidationException as error:
        return error.message
    return None


def outlined(bbox, mask=None):
    """A box, whether the SDK takes it for one, and the pixels of its mask: as told and decoded."""
    outline = {"bbox": bbox, "is one": check_bbox_format(bbox)}
    if mask is not None:
        left, top, right, bottom = bbox
        decoded = rle_decode(mask, (right - left, bottom - top))
        outline["pixels"] = [sum(mask[1::2]), int(decoded.sum())]
    return outline


def finish(job):
    """Poll a job until it is done; the states that it was seen in."""
    states = [[job.status, job.progress]]
    while job.status != "DONE":
        time.sleep(0.05)
        states.append(list(job.check_status().values()))
    return states


def labeling(project, experiment, seen):
    """Let machines label one image, then those of a dataset; look at what they did."""
    night = project.create_dataset("night")
    for name in NIGHT:
        project.upload_from_url(night, name, f"https://photos.example.com/{name}")
    seen["new"] = [each.name for each in project.get_images(image_status="NEW")]
    one = project.create_automated_labeling_job(
        experiment, confidence_threshold=0.0, max_detections_per_image=2, num_images=1
    )
    seen["one"] = [finish(one), one.experiment_id == experiment, one.completed_on is not None]
    of_night = project.create_automated_labeling_job(
        experiment, confidence_threshold=0.0, masker_threshold=0.4, dataset_id=night.id
    )
    seen["night"] = finish(of_night)
    read = project.get_automated_labeling_job(one.id)
    listed = project.get_automated_labeling_jobs()
    seen["jobs"] = [read.status, [each.id for each in listed] == [one.id, of_night.id]]
    classes = {each.id: each.name for each in project.get_label_classes()}
    seen["labeled"] = {
        image.name: [
            {"class": classes[label.class_id], **outlined(label.bbox, label.mask)}
            for label in image.get_labels()
        ]
        for image in project.get_images(image_status="AUTO-LABELLED")
    }


def loaded(model):
    """Wait for a model; its states until then."""
    states = [model.status]
    while model.status != "LOADED":
        time.sleep(0.05)
        model.discover_model()
        states.append(model.status)
    return states


def models(project, given, seen):
    """Ask all four models, each about a file and about a URL."""
    classes = {each.id: each.name for each in project.get_label_classes()}
    photo, picture = {"image_path": given["photo"]}, {"image_url": given["picture"]}
    images = (photo, picture)
    sure = {"confidence_threshold": 0.0}

    def told(predictions):
        return [
            {
                "class": classes[each["class_id"]],
                "score": each.get("score"),
                **outlined(each["bbox"], each.get("mask")),
            }
            for each in predictions
        ]

    detector = project.get_detector()
    seen["early"] = [
        [detector.status, detector.model_id],
        refusal(lambda: detector.predict(**photo)),
        [detector.status, detector.model_id is not None],
    ]
    seen["detector"] = [told(detector.predict(**each, **sure)) for each in images]
    seen["again"] = [told(detector.predict(**each, **sure)) for each in images]
    one = sure | {"max_detections_per_image": 1}
    seen["one box"] = [told(detector.predict(**each, **one)) for each in images]
    likely = {"confidence_threshold": 0.7}
    seen["likely boxes"] = [told(detector.predict(**each, **likely)) for each in images]

    instances = project.get_instance_segmentor()
    semantic = project.get_semantic_segmentor()
    attributer = project.get_attributer()
    seen["states"] = [loaded(each) for each in (instances, semantic, attributer)]
    seen["instances"] = [told(instances.predict(**each, **sure)) for each in images]
    seen["semantic"] = [told(semantic.predict(**each)) for each in images]
    seen["large"] = [told(semantic.predict(**each, min_size=1_000_000)) for each in images]
    seen["attributer"] = [attributer.predict(**each, bboxes=BOXES, **sure) for each in images]
    seen["choices"] = {
        each.id: [each.name, [value["id"] for value in each.values]]
        for each in project.get_attributes()
    }


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    project = client.get_project(given["project"])
    labeling(project, given["experiment"], seen)
    models(project, given, seen)
    project.delete()
    seen["projects left"] = [each.id for each in client.get_projects()].count(project.id)
    json.dump(seen, sys.stdout)


main()
