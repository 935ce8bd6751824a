"""Datasets of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import dataset_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.project import Dataset
from labelbridge_emulator.platforms.hasty.responses import contains, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()


@handlers("list_datasets")
def list_datasets(request: Request) -> JSON:
    """List datasets whose name contains the given part, in the order of their creation."""
    name = request.query.get("name")
    found = (d for d in project_of(request).datasets.values() if contains(d.name, name))
    return page(request, found, render)


@handlers("create_dataset")
def create_dataset(request: Request) -> JSON:
    """Create a dataset."""
    project = project_of(request)
    name, norder = _unique_name(request, project), request.body.get("norder")
    dataset = Dataset(id=request.store.ids.uuid(), project=project, name=name, norder=norder)
    project.datasets[dataset.id] = dataset
    return render(dataset)


@handlers("get_dataset")
def get_dataset(request: Request) -> JSON:
    """Get a dataset."""
    return render(dataset_of(request))


@handlers("update_dataset")
def update_dataset(request: Request) -> JSON:
    """Rename a dataset. ``norder`` changes only if the body has it."""
    dataset = dataset_of(request)
    dataset.name = _unique_name(request, dataset.project, dataset)
    dataset.norder = request.body.get("norder", dataset.norder)
    return render(dataset)


@handlers("delete_dataset")
def delete_dataset(request: Request) -> None:
    """Remove a dataset with its images and videos."""
    state_of(request).remove_dataset(dataset_of(request))


def _unique_name(request: Request, project: Project, dataset: Dataset | None = None) -> str:
    """The name in the body. 409 if another dataset has it.

    The document says "Dataset unique name" and has no status for a duplicate.
    """
    name: str = request.body["name"]
    if any(each.name == name for each in project.datasets.values() if each is not dataset):
        raise ApiError(409, f"The project already has a dataset named {name!r}.")
    return name


def render(dataset: Dataset) -> JSON:
    """A dataset as the platform returns it."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "norder": dataset.norder,
        "project_id": dataset.project.id,
    }
