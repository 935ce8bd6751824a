"""Queues, batches and error finder results of an image or a video.

No operation changes them, but lists filter by them. Fixtures set them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One error that a run of the error finder reported for an image.

    Attributes:
        run_id: The run.
        error_type: A value of the document's ErrorType.
        resolved: Whether a user has resolved it.
    """

    run_id: str
    error_type: str
    resolved: bool


@dataclass(slots=True)
class Workflow:
    """The workflow state of an image or a video.

    Attributes:
        queue_ids: The labeling queues that contain it.
        batch_ids: The batches that contain it.
        findings: The errors that the error finder reported.
    """

    queue_ids: list[str] = field(default_factory=list)
    batch_ids: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
