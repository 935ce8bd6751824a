"""What people and machines on the platform have to do with an image or a video.

No operation changes any of it: queues, batches and the error finder work outside this part of the
API, which only filters by them. So faces fill it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """What a run of the error finder found on an image.

    Attributes:
        run_id: The run.
        error_type: One of the document's ErrorType.
        resolved: Whether a person has dealt with it.
    """

    run_id: str
    error_type: str
    resolved: bool


@dataclass(slots=True)
class Workflow:
    """Where an image or a video stands.

    Attributes:
        queue_ids: The labeling queues it waits in.
        batch_ids: The batches it belongs to.
        findings: What the error finder said of it.
    """

    queue_ids: list[str] = field(default_factory=list)
    batch_ids: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
