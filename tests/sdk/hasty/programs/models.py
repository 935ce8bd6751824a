"""Runs automated labeling and the models of a project with the vendor's SDK.

Reads its input from stdin (url, key, project, experiment, photo, image_url), prints its results.
"""

import json
import sys
import time

from hasty import Client
from hasty.exception import ValidationException
from hasty.label_utils import check_bbox_format, rle_decode

NIGHT = ["dusk.jpg", "midnight.jpg"]
BOXES = [[2, 3, 20, 30], [10, 10, 40, 44]]


def error_of(action):
    """Return the message of the error that an action raises."""
    try:
        action()
    except ValidationException as error:
        return error.message
    return None


def outline_of(bbox, mask=None):
    """Return a box, whether the SDK accepts it, and the pixels of its mask, encoded and decoded."""
    outline = {"bbox": bbox, "valid": check_bbox_format(bbox)}
    if mask is not None:
        left, top, right, bottom = bbox
        decoded = rle_decode(mask, (right - left, bottom - top))
        outline["pixels"] = [sum(mask[1::2]), int(decoded.sum())]
    return outline


def finish(job):
    """Poll a job until it is done, and return its states."""
    states = [[job.status, job.progress]]
    while job.status != "DONE":
        time.sleep(0.05)
        states.append(list(job.check_status().values()))
    return states


def label_automatically(project, experiment, seen):
    """Label one image automatically, then those of a dataset, and read the labels."""
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
            {"class": classes[label.class_id], **outline_of(label.bbox, label.mask)}
            for label in image.get_labels()
        ]
        for image in project.get_images(image_status="AUTO-LABELLED")
    }


def loaded(model):
    """Wait until a model is loaded, and return its states."""
    states = [model.status]
    while model.status != "LOADED":
        time.sleep(0.05)
        model.discover_model()
        states.append(model.status)
    return states


def predict(project, given, seen):
    """Run all four models, each on a file and on a URL."""
    classes = {each.id: each.name for each in project.get_label_classes()}
    photo, image = {"image_path": given["photo"]}, {"image_url": given["image_url"]}
    images = (photo, image)
    all_boxes = {"confidence_threshold": 0.0}

    def result(predictions):
        return [
            {
                "class": classes[each["class_id"]],
                "score": each.get("score"),
                **outline_of(each["bbox"], each.get("mask")),
            }
            for each in predictions
        ]

    detector = project.get_detector()
    seen["early"] = [
        [detector.status, detector.model_id],
        error_of(lambda: detector.predict(**photo)),
        [detector.status, detector.model_id is not None],
    ]
    seen["detector"] = [result(detector.predict(**each, **all_boxes)) for each in images]
    seen["again"] = [result(detector.predict(**each, **all_boxes)) for each in images]
    one = all_boxes | {"max_detections_per_image": 1}
    seen["one box"] = [result(detector.predict(**each, **one)) for each in images]
    likely = {"confidence_threshold": 0.7}
    seen["likely boxes"] = [result(detector.predict(**each, **likely)) for each in images]

    instances = project.get_instance_segmentor()
    semantic = project.get_semantic_segmentor()
    attributer = project.get_attributer()
    seen["states"] = [loaded(each) for each in (instances, semantic, attributer)]
    seen["instances"] = [result(instances.predict(**each, **all_boxes)) for each in images]
    seen["semantic"] = [result(semantic.predict(**each)) for each in images]
    seen["large"] = [result(semantic.predict(**each, min_size=1_000_000)) for each in images]
    seen["attributer"] = [attributer.predict(**each, bboxes=BOXES, **all_boxes) for each in images]
    seen["choices"] = {
        each.id: [each.name, [value["id"] for value in each.values]]
        for each in project.get_attributes()
    }


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    project = client.get_project(given["project"])
    label_automatically(project, given["experiment"], seen)
    predict(project, given, seen)
    project.delete()
    seen["projects left"] = [each.id for each in client.get_projects()].count(project.id)
    json.dump(seen, sys.stdout)


main()
