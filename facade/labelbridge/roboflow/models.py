"""What Roboflow's methods give: its models, and UNSET.

An answer's property that the platform left out is UNSET, which is false; None is null. What it
wrote in another type than the contract says is UNSET too; the value is in
`additional_properties`.
"""

from __future__ import annotations

from labelbridge_api.roboflow.models import (
    Batch,
    FirestoreTime,
    Insights,
    InsightsRow,
    InsightsStats,
    Job,
    KeyInfo,
    Labeler,
    Project,
    Version,
    Workspace,
)
from labelbridge_api.roboflow.types import UNSET

__all__ = [
    "UNSET",
    "Batch",
    "FirestoreTime",
    "Insights",
    "InsightsRow",
    "InsightsStats",
    "Job",
    "KeyInfo",
    "Labeler",
    "Project",
    "Version",
    "Workspace",
]
