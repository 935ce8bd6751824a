"""Roboflow: batches of uploaded images, annotation jobs, and what labelers did.

    with Roboflow() as roboflow:                       # the key is in ROBOFLOW_API_KEY
        workspace = roboflow.workspaces.check_key().workspace
        for batch in roboflow.batches.list(workspace, "my-cv-project"):
            print(batch.name, batch.images, instant(batch.uploaded))

Workspace and project are named by their URL slugs. Ids inside answers (`job.project`,
`row.project_id`) are document ids, which are something else.

Contract: `openapi/roboflow.yaml`, reconstructed from the platform's pages "List Image Batches",
"Annotation Jobs" and "Annotation Insights", and from the vendor's SDK (roboflow 1.7.3).
"""

from __future__ import annotations

from labelbridge.roboflow._client import AsyncRoboflow, Roboflow
from labelbridge.roboflow.resources.insights import NoDataWarning
from labelbridge.roboflow.times import instant

__all__ = ["AsyncRoboflow", "NoDataWarning", "Roboflow", "instant"]
