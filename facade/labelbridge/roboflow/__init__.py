"""Roboflow: batches of uploaded images, annotation jobs, and statistics of labelers.

    with Roboflow() as roboflow:                       # reads the key from ROBOFLOW_API_KEY
        workspace = roboflow.workspaces.check_key().workspace
        for batch in roboflow.batches.list(workspace, "my-cv-project"):
            print(batch.name, batch.images, batch.uploaded.date())

Workspaces and projects are identified by their URL slugs. Ids in responses (`job.project`,
`row.project_id`) are document ids, not slugs.

Contract: `openapi/roboflow.yaml`, reconstructed from the platform's pages "List Image Batches",
"Annotation Jobs" and "Annotation Insights", and from the vendor's SDK (roboflow 1.7.3).
"""

from __future__ import annotations

from labelbridge.roboflow._client import AsyncRoboflow, Roboflow
from labelbridge.roboflow.resources.insights import NoDataWarning
from labelbridge.roboflow.times import instant

__all__ = ["AsyncRoboflow", "NoDataWarning", "Roboflow", "instant"]
