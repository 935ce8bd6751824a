"""Inference: predictions of a project's models for one image.

    model = hasty.inference.wait(project_id, "object_detector")
    for found in hasty.inference.detect_objects(project_id, "a.jpg", model_id=model.model_id):
        print(found.class_id, found.score, found.bbox)

A model must be LOADED before predictions, and is identified by the `model_id` of its state.
Evidence: the vendor's SDK only, no document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeVar
from uuid import UUID

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge._core.methods import C, Resource, operation
from labelbridge._core.polling import wait_until
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.files import FileInput, FileSource
from labelbridge.hasty._inputs import shapes
from labelbridge.hasty._inputs.batches import convert_items
from labelbridge.hasty._inputs.checks import FROM_0, PROBABILITY, in_range
from labelbridge.hasty._inputs.predictions import ModelId, detection_body, image_fields
from labelbridge.hasty._states import succeeded
from labelbridge.hasty.resources.uploads import upload_file
from labelbridge_api.hasty.api.inference import (
    detect_objects,
    get_attributer,
    get_instance_segmentor,
    get_object_detector,
    get_semantic_segmentor,
    predict_attributes,
    segment_instances,
    segment_semantics,
)
from labelbridge_api.hasty.models import (
    AttributePrediction,
    AttributePredictionRequest,
    Detection,
    DetectionRequest,
    InstanceMask,
    ModelStatus,
    SemanticMask,
    SemanticSegmentationRequest,
)
from labelbridge_api.plan import Plan

T = TypeVar("T")
Q = TypeVar("Q", DetectionRequest, SemanticSegmentationRequest, AttributePredictionRequest)

ModelKind = Literal["object_detector", "instance_segmentor", "semantic_segmentor", "attributer"]
"""Kinds of models: one for each of the four predictions."""

_MODEL_PLANS: Final[Mapping[str, Callable[[UUID], Plan[ModelStatus]]]] = {
    "object_detector": get_object_detector.plan,
    "instance_segmentor": get_instance_segmentor.plan,
    "semantic_segmentor": get_semantic_segmentor.plan,
    "attributer": get_attributer.plan,
}


class Inference(Resource[C]):
    """The models of a project."""

    @operation
    def model(self, project_id: Id, kind: ModelKind) -> Flow[ModelStatus]:
        """Return the state of a model. The first request makes the platform load the model.

        Args:
            project_id: The project.
            kind: object_detector, instance_segmentor, semantic_segmentor or attributer.
        """
        return send(_model(kind)(validate.uuid("project_id", project_id)))

    @operation
    def wait(self, project_id: Id, kind: ModelKind, *, timeout: float = 600.0) -> Flow[ModelStatus]:
        """Wait until a model is loaded, and return its state with its `model_id`.

        Args:
            project_id: The project.
            kind: object_detector, instance_segmentor, semantic_segmentor or attributer.
            timeout: Maximum time to wait, in seconds; the platform continues to load after it.

        Raises:
            JobFailed: The platform could not load the model.
            WaitTimeout: The model was not LOADED in time. Both errors have the state in `last`.
        """
        project, plan = validate.uuid("project_id", project_id), _model(kind)
        what = f"loading of {kind}"
        return wait_until(
            lambda limit: send(plan(project), deadline=limit),
            lambda model: succeeded("LOADED", model.status, what=what, state=model),
            what=what,
            timeout=timeout,
        )

    @operation
    def detect_objects(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        upload_id: Id | None = None,
        model_id: ModelId,
        confidence_threshold: float = 0.5,
        max_detections_per_image: int = 100,
        check: bool = True,
    ) -> Flow[list[Detection]]:
        """Predict boxes of objects in an image, with the object_detector.

        Args:
            project_id: The project.
            image: A path, the bytes or a binary file; uploaded to a signed URL without the key.
            url: URL of the image instead of a file, http or https.
            upload_id: The `id` of a URL of `uploads.create` that has the image, instead of a file.
            model_id: The `model_id` in the state of the LOADED model.
            confidence_threshold: Minimum confidence, from 0 to less than 1.
            max_detections_per_image: Maximum number of objects.
            check: Whether a file must be an image, and numbers within limits; False sends any.

        Raises:
            InvalidArgument: None or several of image, url and upload_id are given, or the file is
                missing, empty or not an image; no request was sent.
        """
        source, fields = image_fields(image, url, upload_id, model_id)
        body = detection_body(fields, confidence_threshold, max_detections_per_image, check=check)
        return _predict(project_id, source, body, detect_objects.plan, check=check)

    @operation
    def segment_instances(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        upload_id: Id | None = None,
        model_id: ModelId,
        confidence_threshold: float = 0.5,
        max_detections_per_image: int = 100,
        check: bool = True,
    ) -> Flow[list[InstanceMask]]:
        """Predict objects in an image with their masks, with the instance_segmentor.

        Masks have the platform's format: `labelbridge.hasty.masks` decodes them.

        Args:
            project_id: The project.
            image: A path, the bytes or a binary file; uploaded to a signed URL without the key.
            url: URL of the image instead of a file, http or https.
            upload_id: The `id` of a URL of `uploads.create` that has the image, instead of a file.
            model_id: The `model_id` in the state of the LOADED model.
            confidence_threshold: Minimum confidence, from 0 to less than 1.
            max_detections_per_image: Maximum number of objects.
            check: Whether a file must be an image, and numbers within limits; False sends any.

        Raises:
            InvalidArgument: None or several of image, url and upload_id are given, or the file is
                missing, empty or not an image; no request was sent.
        """
        source, fields = image_fields(image, url, upload_id, model_id)
        body = detection_body(fields, confidence_threshold, max_detections_per_image, check=check)
        return _predict(project_id, source, body, segment_instances.plan, check=check)

    @operation
    def segment_semantics(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        upload_id: Id | None = None,
        model_id: ModelId,
        min_size: float = 0,
        check: bool = True,
    ) -> Flow[list[SemanticMask]]:
        """Predict the classes of the pixels of an image, with the semantic_segmentor.

        The result has one mask per class, without a score; `labelbridge.hasty.masks` decodes it.

        Args:
            project_id: The project.
            image: A path, the bytes or a binary file; uploaded to a signed URL without the key.
            url: URL of the image instead of a file, http or https.
            upload_id: The `id` of a URL of `uploads.create` that has the image, instead of a file.
            model_id: The `model_id` in the state of the LOADED model.
            min_size: Minimum area of a prediction in pixels.
            check: Whether a file must be an image, and numbers within limits; False sends any.

        Raises:
            InvalidArgument: None or several of image, url and upload_id are given, or the file is
                missing, empty or not an image; no request was sent.
        """
        source, fields = image_fields(image, url, upload_id, model_id)
        body = request_body(SemanticSegmentationRequest, fields | {"min_size": min_size})
        in_range(body, check=check, min_size=FROM_0)
        return _predict(project_id, source, body, segment_semantics.plan, check=check)

    @operation
    def predict_attributes(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        upload_id: Id | None = None,
        bboxes: Iterable[Sequence[int]],
        model_id: ModelId,
        confidence_threshold: float = 0.5,
        check: bool = True,
    ) -> Flow[list[list[AttributePrediction]]]:
        """Predict the attributes of boxes in an image, with the attributer: one list per box.

        Without boxes, no request is sent and the result is empty.

        Args:
            project_id: The project.
            image: A path, the bytes or a binary file; uploaded to a signed URL without the key.
            url: URL of the image instead of a file, http or https.
            upload_id: The `id` of a URL of `uploads.create` that has the image, instead of a file.
            bboxes: Boxes `[left, top, right, bottom]` in pixels; right and bottom are exclusive.
            model_id: The `model_id` in the state of the LOADED model.
            confidence_threshold: Minimum confidence, from 0 to less than 1.
            check: Whether a file must be an image, boxes must have an area, and numbers must be
                within limits; False sends any.

        Raises:
            InvalidArgument: None or several of image, url and upload_id are given, a box has no
                area, or the file is missing, empty or not an image; no request was sent.
            ResponseFormatError: The number of lists differs; `error.done` has the lists.
        """
        source, fields = image_fields(image, url, upload_id, model_id)
        body = request_body(
            AttributePredictionRequest,
            fields
            | {
                "bboxes": convert_items("bboxes", bboxes, lambda _, box: box),
                "confidence_threshold": confidence_threshold,
            },
        )
        in_range(body, check=check, confidence_threshold=PROBABILITY)
        for index, box in enumerate(body.bboxes if check else []):
            shapes.box_size(f"bboxes[{index}]", box)
        project = validate.uuid("project_id", project_id)
        if not body.bboxes:
            return []
        found = yield from _predict(project, source, body, predict_attributes.plan, check=check)
        if len(found) != len(body.bboxes):
            error = ResponseFormatError(
                f"predict_attributes: {len(body.bboxes)} boxes were sent, but the response has "
                f"attributes for {len(found)}",
                operation="predict_attributes",
            )
            error.done = found
            raise error
        return found


def _model(kind: str) -> Callable[[UUID], Plan[ModelStatus]]:
    if not isinstance(kind, str) or kind not in _MODEL_PLANS:
        raise InvalidArgument(
            "kind", f"{short_repr(kind)} is unknown; known are {', '.join(_MODEL_PLANS)}"
        )
    return _MODEL_PLANS[kind]


def _predict(
    project_id: Id,
    source: FileSource | None,
    body: Q,
    plan: Callable[..., Plan[T]],
    *,
    check: bool,
) -> Flow[T]:
    project = validate.uuid("project_id", project_id)
    if source:
        body.upload_id = yield from upload_file(project, source, files.check_image, check=check)
    return (yield from send(plan(project, body=body)))
