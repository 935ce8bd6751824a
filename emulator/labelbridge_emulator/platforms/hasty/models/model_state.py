"""The data behind what machines do: models, experiments, labeling jobs and rankings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(slots=True, kw_only=True, eq=False)
class Model:
    """A model that can be asked, and how often its state was."""

    id: str
    polls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A model that was trained in the Model Playground.

    Attributes:
        task: What its labels look like: object_detection (boxes), instance_segmentation or
            semantic_segmentation (masks).
    """

    id: str
    name: str
    task: str


@dataclass(slots=True, kw_only=True, eq=False)
class LabelingJob:
    """A job of automated labeling; its fields are the document's but for these.

    Attributes:
        experiment: The model that is asked.
        waiting: Ids of the images that it still has to look at.
        total: How many images it was given.
    """

    id: str
    experiment: Experiment
    status: str = "INIT"
    user_id: str
    started_on: datetime
    completed_on: datetime | None = None
    images_processed: int = 0
    confidence_threshold: float
    max_detections_per_image: int
    num_images: int
    masker_threshold: float
    min_size: float
    run_name: str
    waiting: list[str] = field(repr=False)
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A session of active learning.

    Attributes:
        image_ids: The images it ranked, the one to label first at the front.
    """

    id: str
    image_ids: Sequence[str] = field(repr=False)
