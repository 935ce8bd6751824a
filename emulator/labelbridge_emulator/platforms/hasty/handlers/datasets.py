"""Datasets of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import dataset_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.state import Dataset
from labelbridge_emulator.platforms.hasty.responses import contains, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_datasets")
def list_datasets(request: Request) -> JSON:
    """Datasets whose name has the given part, in the order of their creation."""
    name = request.query.get("name")
    found = [d for d in project_of(request).datasets.values() if contains(d.name, name)]
    return page(request, found, render)


@handlers("create_dataset")
def create_dataset(request: Request) -> JSON:
    """A new dataset."""
    project = project_of(request)
    name = _free_name(request, project)
    dataset = Dataset(
        id=request.store.ids.uuid(), project=project, name=name, norder=request.body.get("norder")
    )
    project.datasets[dataset.id] = dataset
    return render(dataset)


@handlers("get_dataset")
def get_dataset(request: Request) -> JSON:
    """One dataset."""
    return render(dataset_of(request))


@handlers("update_dataset")
def update_dataset(request: Request) -> JSON:
    """Rename a dataset; its place in the order changes only when the body names one."""
    dataset = dataset_of(request)
    dataset.name = _free_name(request, dataset.project, but=dataset)
    dataset.norder = request.body.get("norder", dataset.norder)
    return render(dataset)


@handlers("delete_dataset")
def delete_dataset(request: Request) -> Response:
    """Remove a dataset with its images and their labels."""
    state_of(request).remove_dataset(dataset_of(request))
    return Response()


def _free_name(request: Request, project: Project, but: Dataset | None = None) -> str:
    """The body's name, if no other dataset has it.

    The document says "Dataset unique name"; it tells no status for a second one, 409 is HTTP's own.
    """
    name: str = request.body["name"]
    if any(d.name == name for d in project.datasets.values() if d is not but):
        raise ApiError(409, f"The project already has a dataset named {name!r}.")
    return name


def render(dataset: Dataset) -> JSON:
    """A dataset as the platform shows it."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "norder": dataset.norder,
        "project_id": dataset.project.id,
    }
