"""Projects of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, Handlers, Request
from labelbridge_emulator.platforms.roboflow.models import find_project, find_workspace

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.roboflow.models import Project, Version, Workspace

handlers = Handlers()


@handlers("get_project")
def get_project(request: Request) -> JSON:
    """Return a project with its workspace and its versions."""
    workspace = find_workspace(request)
    project = find_project(request)
    return {
        "workspace": workspace_json(workspace),
        "project": project_json(workspace, project),
        "versions": [_version_json(workspace, project, each) for each in project.versions],
    }


def workspace_json(workspace: Workspace) -> JSON:
    """Return a workspace in the format of project responses."""
    return {"name": workspace.name, "url": workspace.slug, "members": len(workspace.members)}


def project_json(workspace: Workspace, project: Project) -> JSON:
    """Return a project with the fields that the vendor's SDK reads.

    ``images`` counts those of the dataset, the batches and the jobs.
    """
    waiting = sum(batch.images for batch in project.batches.values())
    assigned = sum(job.images for job in project.jobs.values())
    return {
        "id": f"{workspace.slug}/{project.slug}",
        "type": project.kind,
        "name": project.name,
        "created": project.created.timestamp(),
        "updated": project.updated.timestamp(),
        "images": sum(project.splits.values()) + waiting + assigned,
        "unannotated": waiting + sum(job.unannotated for job in project.jobs.values()),
        "annotation": project.annotation,
        "versions": len(project.versions),
        "public": False,
        "multilabel": False,
        "splits": dict(project.splits),
        "colors": dict(project.colors),
        "classes": dict(project.classes),
    }


def _version_json(workspace: Workspace, project: Project, version: Version) -> JSON:
    return {
        "id": f"{workspace.slug}/{project.slug}/{version.number}",
        "name": version.name,
        "created": version.created.timestamp(),
        "images": sum(version.splits.values()),
        "splits": dict(version.splits),
        "preprocessing": {},
        "augmentation": {},
        "exports": [],
    }
