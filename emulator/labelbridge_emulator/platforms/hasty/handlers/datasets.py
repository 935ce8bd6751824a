"""Datasets of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.hasty.lookups import dataset_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.state import Dataset
from labelbridge_emulator.platforms.hasty.responses import contains, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_datasets")
def list_datasets(call: Call) -> JSON:
    """Datasets whose name has the given part, in the order of their creation."""
    name = call.query.get("name")
    found = [d for d in project_of(call).datasets.values() if contains(d.name, name)]
    return page(call, found, render)


@handlers("create_dataset")
def create_dataset(call: Call) -> JSON:
    """A new dataset."""
    project = project_of(call)
    name = _free_name(call, project)
    dataset = Dataset(
        id=call.world.ids.uuid(), project=project, name=name, norder=call.body.get("norder")
    )
    project.datasets[dataset.id] = dataset
    return render(dataset)


@handlers("get_dataset")
def get_dataset(call: Call) -> JSON:
    """One dataset."""
    return render(dataset_of(call))


@handlers("update_dataset")
def update_dataset(call: Call) -> JSON:
    """Rename a dataset; its place in the order changes only when the body names one."""
    dataset = dataset_of(call)
    dataset.name = _free_name(call, dataset.project, but=dataset)
    dataset.norder = call.body.get("norder", dataset.norder)
    return render(dataset)


@handlers("delete_dataset")
def delete_dataset(call: Call) -> Reply:
    """Remove a dataset with its images and their labels."""
    state_of(call).remove_dataset(dataset_of(call))
    return Reply()


def _free_name(call: Call, project: Project, but: Dataset | None = None) -> str:
    """The body's name, if no other dataset has it.

    The document says "Dataset unique name"; it tells no status for a second one, 409 is HTTP's own.
    """
    name: str = call.body["name"]
    if any(d.name == name for d in project.datasets.values() if d is not but):
        raise Refusal(409, f"The project already has a dataset named {name!r}.")
    return name


def render(dataset: Dataset) -> JSON:
    """A dataset as the platform shows it."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "norder": dataset.norder,
        "project_id": dataset.project.id,
    }
