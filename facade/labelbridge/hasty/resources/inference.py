"""Inference: a project's models, asked about one image.

    model = hasty.inference.wait(project_id, "object_detector")
    for found in hasty.inference.detect_objects(project_id, "a.jpg", model_id=model.model_id):
        print(found.class_id, found.score, found.bbox)

A model must be LOADED before it is asked, and is named by the id that its state tells. No document
shows these operations: all of it is what the vendor's SDK sends and reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge._core.methods import C, Resource, operation
from labelbridge._core.polling import wait_until
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.files import FileInput, FileSource
from labelbridge.hasty._inputs import shapes
from labelbridge.hasty._inputs.batches import each
from labelbridge.hasty._inputs.checks import CERTAINTY, FROM_0, FROM_1, address, within
from labelbridge.hasty._states import reached
from labelbridge.hasty.resources.uploads import put
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
from labelbridge_api.hasty.types import UNSET, Unset
from labelbridge_api.plan import Plan

T = TypeVar("T")
Q = TypeVar("Q", DetectionRequest, SemanticSegmentationRequest, AttributePredictionRequest)

ModelKind = Literal["object_detector", "instance_segmentor", "semantic_segmentor", "attributer"]
"""Which of a project's models: each answers one of the four predictions."""

ModelId = int | Id | Null | Unset | None
"""Id of a model, as its state has it. It must be there; the SDK sends NULL for one it lacks."""

_MODELS: Final[Mapping[str, Callable[[UUID], Plan[ModelStatus]]]] = {
    "object_detector": get_object_detector.plan,
    "instance_segmentor": get_instance_segmentor.plan,
    "semantic_segmentor": get_semantic_segmentor.plan,
    "attributer": get_attributer.plan,
}


class Inference(Resource[C]):
    """The models of a project."""

    @operation
    def model(self, project_id: Id, kind: ModelKind) -> Flow[ModelStatus]:
        """Return the state of a model; the first time, the platform begins to load it.

        Args:
            project_id: The project.
            kind: object_detector, instance_segmentor, semantic_segmentor or attributer.
        """
        return send(_model(kind)(check.uuid("project_id", project_id)))

    @operation
    def wait(self, project_id: Id, kind: ModelKind, *, timeout: float = 600.0) -> Flow[ModelStatus]:
        """Have a model loaded, wait until it is, and return its state with its `model_id`.

        Args:
            project_id: The project.
            kind: object_detector, instance_segmentor, semantic_segmentor or attributer.
            timeout: Seconds until the wait gives up; the platform goes on loading.

        Raises:
            JobFailed: The platform could not load it.
            WaitTimeout: It was not LOADED in time. Both errors carry the state in `last`.
        """
        project, plan = check.uuid("project_id", project_id), _model(kind)
        what = f"the loading of {kind}"
        return wait_until(
            lambda limit: send(plan(project), deadline=limit),
            lambda model: reached("LOADED", model.status, what=what, state=model),
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
        model_id: ModelId,
        confidence_threshold: float = 0.5,
        max_detections_per_image: int = 100,
    ) -> Flow[list[Detection]]:
        """Predict boxes on an image, with the object_detector.

        Args:
            project_id: The project.
            image: A path, or the bytes themselves; put to a signed URL without the key.
            url: Instead of a file, where the platform finds the image: http or https.
            model_id: What the state of the LOADED model has as its `model_id`.
            confidence_threshold: How sure the model must be, from 0 to less than 1.
            max_detections_per_image: How many objects to find at most.

        Raises:
            InvalidArgument: Both or neither of image and url are given, or the file is missing,
                empty or no image; nothing was sent.
        """
        source, given = _question(image, url, model_id)
        body = _detection(given, confidence_threshold, max_detections_per_image)
        return _predict(project_id, source, body, detect_objects.plan)

    @operation
    def segment_instances(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        model_id: ModelId,
        confidence_threshold: float = 0.5,
        max_detections_per_image: int = 100,
    ) -> Flow[list[InstanceMask]]:
        """Predict objects on an image, each with its mask, with the instance_segmentor.

        A mask has the platform's form: `labelbridge.hasty.masks` decodes it.

        Args:
            project_id: The project.
            image: A path, or the bytes themselves; put to a signed URL without the key.
            url: Instead of a file, where the platform finds the image: http or https.
            model_id: What the state of the LOADED model has as its `model_id`.
            confidence_threshold: How sure the model must be, from 0 to less than 1.
            max_detections_per_image: How many objects to find at most.

        Raises:
            InvalidArgument: Both or neither of image and url are given, or the file is missing,
                empty or no image; nothing was sent.
        """
        source, given = _question(image, url, model_id)
        body = _detection(given, confidence_threshold, max_detections_per_image)
        return _predict(project_id, source, body, segment_instances.plan)

    @operation
    def segment_semantics(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        model_id: ModelId,
        min_size: float = 0,
    ) -> Flow[list[SemanticMask]]:
        """Predict which pixels of an image belong to which class, with the semantic_segmentor.

        There is one mask for each class, without a score; `labelbridge.hasty.masks` decodes it.

        Args:
            project_id: The project.
            image: A path, or the bytes themselves; put to a signed URL without the key.
            url: Instead of a file, where the platform finds the image: http or https.
            model_id: What the state of the LOADED model has as its `model_id`.
            min_size: Area in pixels of the smallest prediction.

        Raises:
            InvalidArgument: Both or neither of image and url are given, or the file is missing,
                empty or no image; nothing was sent.
        """
        source, given = _question(image, url, model_id)
        body = request_body(SemanticSegmentationRequest, given | {"min_size": min_size})
        return _predict(project_id, source, within(body, min_size=FROM_0), segment_semantics.plan)

    @operation
    def predict_attributes(
        self,
        project_id: Id,
        image: FileInput | None = None,
        *,
        url: str | None = None,
        bboxes: Iterable[Sequence[int]],
        model_id: ModelId,
        confidence_threshold: float = 0.5,
    ) -> Flow[list[list[AttributePrediction]]]:
        """Predict the attributes of boxes on an image, with the attributer: a list for each box.

        Without a box nothing is sent, and the answer is empty.

        Args:
            project_id: The project.
            image: A path, or the bytes themselves; put to a signed URL without the key.
            url: Instead of a file, where the platform finds the image: http or https.
            bboxes: Boxes `[left, top, right, bottom]` in pixels; right and bottom are outside.
            model_id: What the state of the LOADED model has as its `model_id`.
            confidence_threshold: How sure the model must be, from 0 to less than 1.

        Raises:
            InvalidArgument: Both or neither of image and url are given, a box has no inside, or the
                file is missing, empty or no image; nothing was sent.
            ResponseFormatError: The platform gave another number of lists; `error.done` has them.
        """
        source, given = _question(image, url, model_id)
        body = request_body(
            AttributePredictionRequest,
            given
            | {
                "bboxes": each("bboxes", bboxes, lambda _, box: box),
                "confidence_threshold": confidence_threshold,
            },
        )
        within(body, confidence_threshold=CERTAINTY)
        for index, box in enumerate(body.bboxes):
            shapes.bbox(f"bboxes[{index}]", box)
        project = check.uuid("project_id", project_id)
        if not body.bboxes:
            return []
        found = yield from _predict(project, source, body, predict_attributes.plan)
        if len(found) != len(body.bboxes):
            error = ResponseFormatError(
                f"predict_attributes: {len(body.bboxes)} boxes were sent, and lists of attributes "
                f"came for {len(found)}",
                operation="predict_attributes",
            )
            error.done = found
            raise error
        return found


def _model(kind: str) -> Callable[[UUID], Plan[ModelStatus]]:
    if not isinstance(kind, str) or kind not in _MODELS:
        raise InvalidArgument(
            "kind", f"{short_repr(kind)} is unknown; known are {', '.join(_MODELS)}"
        )
    return _MODELS[kind]


def _question(
    image: FileInput | None, url: str | None, model_id: ModelId
) -> tuple[FileSource | None, dict[str, Any]]:
    """Return the file to send, if it is one, and what the bodies of all predictions have."""
    if (image is None) == (url is None):
        raise InvalidArgument("image", "give either an image or its url")
    if model_id is None or model_id is UNSET:
        raise InvalidArgument("model_id", "is needed; inference.wait returns the state that has it")
    given: dict[str, Any] = {"model_id": str(model_id) if isinstance(model_id, UUID) else model_id}
    if image is None:
        return None, given | {"image_url": address("url", url)}
    # no name is sent: this one is for complaints
    name = "image" if isinstance(image, bytes | bytearray | memoryview) else None
    return FileSource.of(image, argument="image", name=name), given


def _detection(
    given: dict[str, Any], confidence_threshold: float, max_detections_per_image: int
) -> DetectionRequest:
    # sent although the platform may have the same: no client has been seen to leave them out
    body = request_body(
        DetectionRequest,
        given
        | {
            "confidence_threshold": confidence_threshold,
            "max_detections_per_image": max_detections_per_image,
        },
    )
    return within(body, confidence_threshold=CERTAINTY, max_detections_per_image=FROM_1)


def _predict(
    project_id: Id, source: FileSource | None, body: Q, plan: Callable[..., Plan[T]]
) -> Flow[T]:
    project = check.uuid("project_id", project_id)
    if source:
        body.upload_id = str((yield from put(project, source, files.check_image)))
    return (yield from send(plan(project, body=body)))
