"""Projects of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, Handlers, Request
from labelbridge_emulator.platforms.roboflow.models import project_of, workspace_of

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.roboflow.models import Project, Version, Workspace

handlers = Handlers()


@handlers("get_project")
def get_project(request: Request) -> JSON:
    """The project with its workspace and its versions."""
    workspace = workspace_of(request)
    project = project_of(request)
    return {
        "workspace": workspace_json(workspace),
        "project": project_json(workspace, project),
        "versions": [_version_json(workspace, project, each) for each in project.versions],
    }


def workspace_json(workspace: Workspace) -> JSON:
    """A workspace as it stands beside a project."""
    return {"name": workspace.name, "url": workspace.slug, "members": len(workspace.members)}


def project_json(workspace: Workspace, project: Project) -> JSON:
    """A project with the fields that the vendor's SDK reads.

    Images are those of the dataset, of the batches and of the jobs together; a job only moves them.
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
