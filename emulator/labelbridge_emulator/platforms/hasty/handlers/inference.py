"""Models of a project, and their predictions.

No document has these operations; they follow what the vendor's SDK sends and reads. Every project
has a model of each kind, which predicts the label classes and attributes of the project. The image
is an upload or a URL. URLs are not fetched: the image gets a default size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.media.image_probe import default_image_info
from labelbridge_emulator.platforms.hasty.media.image_sources import uploaded_image
from labelbridge_emulator.platforms.hasty.models.model_state import Model
from labelbridge_emulator.platforms.hasty.predictions import (
    ModelInput,
    input_from_file,
    predict_attribute_values,
    predict_objects,
    predict_regions,
    with_masks,
)

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.platforms.hasty.predictions import Prediction

handlers = Handlers()

POLLS = 1
"""Number of requests for which a model has the status LOADING."""

CONFIDENCE = 0.5
"""The default minimum score of a prediction, as in the vendor's SDK."""
DETECTIONS = 100
"""The default maximum number of predictions per image, as in the vendor's SDK."""
MASK_CONFIDENCE = 0.5
"""The minimum confidence of a pixel: the document's default for automated labeling."""


@handlers("get_object_detector")
def get_object_detector(request: Request) -> JSON:
    """Get the state of the model that predicts boxes."""
    return _state(request, "object_detector")


@handlers("get_instance_segmentor")
def get_instance_segmentor(request: Request) -> JSON:
    """Get the state of the model that predicts masks of objects."""
    return _state(request, "instance_segmentor")


@handlers("get_semantic_segmentor")
def get_semantic_segmentor(request: Request) -> JSON:
    """Get the state of the model that predicts the pixels of classes."""
    return _state(request, "semantic_segmentor")


@handlers("get_attributer")
def get_attributer(request: Request) -> JSON:
    """Get the state of the model that predicts attributes of boxes."""
    return _state(request, "attributer")


@handlers("detect_objects")
def detect_objects(request: Request) -> JSON:
    """Predict boxes, sorted by descending score."""
    project = _project_with_model(request, "object_detector")
    return [
        {"bbox": each.bbox, "score": each.score, "class_id": each.label_class.id}
        for each in _filtered(request, predict_objects(_input(request, project), _classes(project)))
    ]


@handlers("segment_instances")
def segment_instances(request: Request) -> JSON:
    """Predict the same objects as ``detect_objects``, with masks."""
    project = _project_with_model(request, "instance_segmentor")
    found = _filtered(request, predict_objects(_input(request, project), _classes(project)))
    return [
        {
            "bbox": each.bbox,
            "mask": each.mask,
            "score": each.score,
            "class_id": each.label_class.id,
        }
        for each in with_masks(found, MASK_CONFIDENCE)
    ]


@handlers("segment_semantics")
def segment_semantics(request: Request) -> JSON:
    """Predict a mask for each class, if it is large enough."""
    project = _project_with_model(request, "semantic_segmentor")
    found = predict_regions(_input(request, project), _classes(project), MASK_CONFIDENCE)
    return [
        {"bbox": each.bbox, "mask": each.mask, "class_id": each.label_class.id}
        for each in found
        if each.area >= request.body.get("min_size", 0)
    ]


@handlers("predict_attributes")
def predict_attributes(request: Request) -> JSON:
    """Predict the values of attributes, in a list for each box of the request."""
    project = _project_with_model(request, "attributer")
    source = _input(request, project)
    threshold = request.body.get("confidence_threshold", CONFIDENCE)
    attributes = [a for a in project.attributes.by_id.values() if a.subject_type == "LABEL"]
    return [
        predict_attribute_values(source, [int(edge) for edge in bbox], attributes, threshold)
        for bbox in request.body["bboxes"]
    ]


def _state(request: Request, kind: str) -> JSON:
    """The state of a model. The first request starts to load it; it has an id once it is LOADED."""
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


def _project_with_model(request: Request, kind: str) -> Project:
    """The project, after a check of the model.

    The statuses are derived from the SDK: it reports a model that is not loaded with a text ("Model
    not loaded"), and shows the text of a response only for 400; its text for 404 is "Referred
    object not found".

    Raises:
        ApiError: 400 if the model is not loaded or the body has no ``model_id``; 404 if that is
            another model.
    """
    project = project_of(request)
    model = project.models.get(kind)
    if model is None or model.polls <= POLLS:
        raise ApiError(400, "The model is not loaded.")
    model_id: Any = request.body.get("model_id")
    if model_id is None:
        raise ApiError(400, "model_id is required.")
    if str(model_id).lower() != model.id:
        raise ApiError(404, f"Model {model_id} does not exist.")
    return project


def _input(request: Request, project: Project) -> ModelInput:
    """The image of the request."""
    if "image_url" in request.body:
        url: str = request.body["image_url"]
        info = default_image_info(url)
        return ModelInput(url, info.width, info.height)
    stored, info = uploaded_image(request, project, request.body["upload_id"])
    return input_from_file(stored, info.width, info.height)


def _classes(project: Project) -> list[LabelClass]:
    return list(project.label_classes.values())


def _filtered(request: Request, found: list[Prediction]) -> list[Prediction]:
    """The predictions that meet the threshold and the limit of the request."""
    threshold = request.body.get("confidence_threshold", CONFIDENCE)
    limit = int(request.body.get("max_detections_per_image", DETECTIONS))
    return [each for each in found if each.score >= threshold][: max(limit, 0)]
