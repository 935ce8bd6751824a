"""Models, experiments, automated labeling jobs and active learning rankings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(slots=True, kw_only=True, eq=False)
class Model:
    """A model for inference, and how many requests have read its state."""

    id: str
    polls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A model that was trained in the Model Playground.

    Attributes:
        task: The kind of labels it creates: object_detection (boxes), instance_segmentation or
            semantic_segmentation (masks).
    """

    id: str
    name: str
    task: str


@dataclass(slots=True, kw_only=True, eq=False)
class LabelingJob:
    """An automated labeling job, with the fields of the document and these.

    Attributes:
        experiment: The model that makes the predictions.
        waiting: Ids of the images that are not processed yet.
        total: The number of images of the job.
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
    """An active learning session.

    Attributes:
        image_ids: The ranked images; the first one should be labeled first.
    """

    id: str
    image_ids: Sequence[str] = field(repr=False)
