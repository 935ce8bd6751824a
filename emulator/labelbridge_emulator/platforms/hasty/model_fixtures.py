"""Adding experiments and bucket objects, which no operation adds."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.fixtures import check_text, parse_id
from labelbridge_emulator.platforms.hasty.media import image_probe, video_probe
from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject, Buckets
from labelbridge_emulator.platforms.hasty.models.model_state import Experiment
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo, VideoInfo
    from labelbridge_emulator.store import Store

TASKS = ("object_detection", "instance_segmentation", "semantic_segmentation")
"""Tasks of models of the Model Playground, as in the document's ToolUsed."""


def add_experiment(
    store: Store,
    *,
    project_id: str,
    name: str = "Experiment",
    task: str = TASKS[0],
    experiment_id: str | None = None,
) -> JSON:
    """Add an experiment, for automated labeling.

    Args:
        store: The state of the emulator.
        project_id: The id of the project.
        name: Any text.
        task: object_detection (labels are boxes), instance_segmentation or semantic_segmentation
            (labels are masks).
        experiment_id: Any UUID. The default is a new one.

    Returns:
        The experiment, with its ``id``.

    Raises:
        ValueError: The project or the task does not exist, the name is not a text, or the id is not
            a UUID.
    """
    check_text(project_id=project_id, name=name)
    if task not in TASKS:
        raise ValueError(f"task must be one of {TASKS}, not {task!r}")
    project = store.state(State).projects.get(project_id.lower())
    if project is None:
        raise ValueError(f"project {project_id} does not exist")
    id_ = store.ids.uuid() if experiment_id is None else parse_id(experiment_id)
    project.experiments[id_] = Experiment(id=id_, name=name, task=task)
    return {"id": id_, "name": name, "task": task}


def add_object(
    store: Store,
    *,
    bucket_id: str,
    path: str,
    content: str | None = None,
    width: int | None = None,
    height: int | None = None,
) -> JSON:
    """Put an object into a bucket. An object of the same path is replaced.

    The bytes decide whether it is an image, a video or neither; without bytes the file extension
    decides.

    Args:
        store: The state of the emulator.
        bucket_id: The id of the bucket's credentials.
        path: The path in the bucket, such as ``"street/001.jpg"``.
        content: The bytes in base64.
        width: In pixels, for an image or a video without bytes.
        height: In pixels, for an image or a video without bytes.

    Returns:
        The path, and the kind: ``images``, ``videos`` or ``neither``.

    Raises:
        ValueError: The bucket does not exist, or a value is invalid.
    """
    check_text(bucket_id=bucket_id, path=path)
    bucket = store.state(Buckets).find(bucket_id)
    if bucket is None:
        raise ValueError(f"bucket {bucket_id} does not exist")
    for side in (width, height):
        if side is not None and (type(side) is not int or side < 1):
            raise ValueError(f"width and height must be positive integers, not {side!r}")
    data = None if content is None else base64.b64decode(content, validate=True)
    image, video = _default_info(path, width, height) if data is None else _probe(data)
    item = BucketObject(bucket_id=bucket.id, path=path, image=image, video=video)
    bucket.put(store.files, item, data)
    return {"path": path, "kind": "images" if image else "videos" if video else "neither"}


def _probe(data: bytes) -> tuple[ImageInfo | None, VideoInfo | None]:
    image = image_probe.probe_image(io.BytesIO(data))
    return image, None if image else video_probe.probe_video(io.BytesIO(data))


def _default_info(
    path: str, width: int | None, height: int | None
) -> tuple[ImageInfo | None, VideoInfo | None]:
    extension = PurePosixPath(path).suffix.lower()
    if extension in {".jpg", ".jpeg", *image_probe.FORMATS}:
        image = image_probe.default_image_info(path)
        return replace(image, width=width or image.width, height=height or image.height), None
    if extension.removeprefix(".") in video_probe.FORMATS.values():
        video = video_probe.default_video_info(path)
        return None, replace(video, width=width or video.width, height=height or video.height)
    return None, None
