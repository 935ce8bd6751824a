"""Adding what machines and buckets outside of the API hold, as ``faces`` adds the rest."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.fixtures import check_text, id_of
from labelbridge_emulator.platforms.hasty.media import (
    image_probe as pictures,
)
from labelbridge_emulator.platforms.hasty.media import (
    video_probe as movies,
)
from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject, Buckets
from labelbridge_emulator.platforms.hasty.models.model_state import Experiment
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store

TASKS = ("object_detection", "instance_segmentation", "semantic_segmentation")
"""What a model of the Model Playground draws; names of the document's ToolUsed."""


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
        store: Where.
        project_id: The project's id.
        name: Any text.
        task: object_detection (its labels are boxes), instance_segmentation or
            semantic_segmentation (masks).
        experiment_id: Any UUID; a new one unless given.

    Returns:
        The experiment, with its ``id``.

    Raises:
        ValueError: There is no such project or task, the name is no text, or the id no UUID.
    """
    check_text(project_id=project_id, name=name)
    if task not in TASKS:
        raise ValueError(f"task must be one of {TASKS}, not {task!r}")
    project = store.state(State).projects.get(project_id.lower())
    if project is None:
        raise ValueError(f"there is no project {project_id}")
    id_ = store.ids.uuid() if experiment_id is None else id_of(experiment_id)
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
    """Put an object into a bucket, in place of one of that path.

    What it is, its bytes tell; without them the ending of its path.

    Args:
        store: Where.
        bucket_id: The id of the bucket's credentials.
        path: The path in the bucket, such as ``"street/001.jpg"``.
        content: Its bytes in base64.
        width: In pixels, of an image or a video without bytes; a plausible one unless given.
        height: In pixels, likewise.

    Returns:
        Its path, and whether it is one of ``images``, ``videos`` or ``neither``.

    Raises:
        ValueError: There is no such bucket, or a value is not of its type.
    """
    check_text(bucket_id=bucket_id, path=path)
    bucket = store.state(Buckets).find(bucket_id)
    if bucket is None:
        raise ValueError(f"there is no bucket {bucket_id}")
    for side in (width, height):
        if side is not None and (type(side) is not int or side < 1):
            raise ValueError(f"width and height are numbers of pixels, not {side!r}")
    data = None if content is None else base64.b64decode(content, validate=True)
    picture, movie = _seen(data) if data is not None else _guessed(path, width, height)
    made = BucketObject(bucket_id=bucket.id, path=path, picture=picture, movie=movie)
    bucket.put(store.files, made, data)
    return {"path": path, "kind": "images" if picture else "videos" if movie else "neither"}


def _seen(data: bytes) -> tuple[pictures.Facts | None, movies.MovieFacts | None]:
    picture = pictures.read_facts(io.BytesIO(data))
    return picture, None if picture else movies.read_facts(io.BytesIO(data))


def _guessed(
    path: str, width: int | None, height: int | None
) -> tuple[pictures.Facts | None, movies.MovieFacts | None]:
    ending = PurePosixPath(path).suffix.lower()
    if ending in {".jpg", ".jpeg", *pictures.FORMATS}:
        facts = pictures.plausible_facts(path)
        return replace(facts, width=width or facts.width, height=height or facts.height), None
    if ending.removeprefix(".") in movies.FORMATS.values():
        movie = movies.plausible_facts(path)
        return None, replace(movie, width=width or movie.width, height=height or movie.height)
    return None, None
