"""Models of a project, and what they predict.

No document shows these operations: all is what the vendor's SDK sends and reads. Every project has
a model of each kind; what it knows are the project's label classes and attributes. An image is one
that was uploaded, or a URL, which is never fetched: it stands for an image of a plausible size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.media.content import uploaded_file
from labelbridge_emulator.platforms.hasty.media.image_probe import plausible_facts, read_facts
from labelbridge_emulator.platforms.hasty.models.model_state import Model
from labelbridge_emulator.platforms.hasty.predictions import (
    View,
    attribute_values,
    masked,
    objects,
    regions,
    view_of_bytes,
)

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import LabelClass, Project
    from labelbridge_emulator.platforms.hasty.predictions import Prediction

handlers = Handlers()

POLLS = 1
"""How often a model is LOADING when asked for, before it is LOADED."""

CONFIDENCE = 0.5
"""The least score of a prediction unless the request says; what the vendor's SDK sends."""
DETECTIONS = 100
"""The most predictions of an image, likewise."""
MASK_CONFIDENCE = 0.5
"""How sure a model must be of a pixel: the document's default for automated labeling."""


@handlers("get_object_detector")
def get_object_detector(request: Request) -> JSON:
    """The state of the model that finds boxes."""
    return _state(request, "object_detector")


@handlers("get_instance_segmentor")
def get_instance_segmentor(request: Request) -> JSON:
    """The state of the model that finds the masks of objects."""
    return _state(request, "instance_segmentor")


@handlers("get_semantic_segmentor")
def get_semantic_segmentor(request: Request) -> JSON:
    """The state of the model that finds the pixels of classes."""
    return _state(request, "semantic_segmentor")


@handlers("get_attributer")
def get_attributer(request: Request) -> JSON:
    """The state of the model that finds attributes of boxes."""
    return _state(request, "attributer")


@handlers("detect_objects")
def detect_objects(request: Request) -> JSON:
    """Boxes, those that the model is surest of first."""
    project = _asked(request, "object_detector")
    return [
        {"bbox": each.bbox, "score": each.score, "class_id": each.label_class.id}
        for each in _surest(request, objects(_view(request, project), _classes(project)))
    ]


@handlers("segment_instances")
def segment_instances(request: Request) -> JSON:
    """The same objects with their masks."""
    project = _asked(request, "instance_segmentor")
    found = _surest(request, objects(_view(request, project), _classes(project)))
    return [
        {
            "bbox": each.bbox,
            "mask": each.mask,
            "score": each.score,
            "class_id": each.label_class.id,
        }
        for each in masked(found, MASK_CONFIDENCE)
    ]


@handlers("segment_semantics")
def segment_semantics(request: Request) -> JSON:
    """A mask for each class that is on the image, if it is large enough."""
    project = _asked(request, "semantic_segmentor")
    found = regions(_view(request, project), _classes(project), MASK_CONFIDENCE)
    return [
        {"bbox": each.bbox, "mask": each.mask, "class_id": each.label_class.id}
        for each in found
        if each.area >= request.body.get("min_size", 0)
    ]


@handlers("predict_attributes")
def predict_attributes(request: Request) -> JSON:
    """The values of attributes, a list for each box of the request."""
    project = _asked(request, "attributer")
    view = _view(request, project)
    threshold = request.body.get("confidence_threshold", CONFIDENCE)
    attributes = [a for a in project.attributes.by_id.values() if a.subject_type == "LABEL"]
    return [
        attribute_values(view, [int(edge) for edge in bbox], attributes, threshold)
        for bbox in request.body["bboxes"]
    ]


def _state(request: Request, kind: str) -> JSON:
    """The state of a model, which asking for it loads; it has no id until it is LOADED."""
    project = project_of(request)
    if kind not in project.models:
        project.models[kind] = Model(id=request.store.ids.uuid())
    model = project.models[kind]
    model.polls += 1
    loaded = model.polls > POLLS
    return {
        "model_id": model.id if loaded else None,
        "status": "LOADED" if loaded else "LOADING",
        "project_id": project.id,
    }


def _asked(request: Request, kind: str) -> Project:
    """The project, once it is sure that the request may ask its model.

    The statuses are concluded: the SDK refuses a model that is not loaded by itself, with a text
    ("Model not loaded"), and takes a text from a 400 alone; of an object that is not there it makes
    "Referred object not found", its words for a 404.
    """
    project = project_of(request)
    model = project.models.get(kind)
    if model is None or model.polls <= POLLS:
        raise ApiError(400, "The model is not loaded.")
    model_id: Any = request.body.get("model_id")
    if model_id is None:
        raise ApiError(400, "The model_id of a loaded model is needed.")
    if str(model_id).lower() != model.id:
        raise ApiError(404, f"There is no model {model_id} here.")
    return project


def _view(request: Request, project: Project) -> View:
    """The image of the request."""
    if "image_url" in request.body:
        url: str = request.body["image_url"]
        facts = plausible_facts(url)
        return View(url, facts.width, facts.height)
    stored = uploaded_file(request, project, request.body["upload_id"])
    with stored.open() as source:
        found = read_facts(source)
    if found is None:
        raise ApiError(400, "The uploaded file is not an image.")
    return view_of_bytes(stored, found.width, found.height)


def _classes(project: Project) -> list[LabelClass]:
    return list(project.label_classes.values())


def _surest(request: Request, found: list[Prediction]) -> list[Prediction]:
    """The predictions that are sure enough, as many as the request wants at most."""
    threshold = request.body.get("confidence_threshold", CONFIDENCE)
    most = int(request.body.get("max_detections_per_image", DETECTIONS))
    return [each for each in found if each.score >= threshold][: max(most, 0)]
