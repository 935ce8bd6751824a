"""The Hasty side of the emulator: one module a resource, ``state`` for the data behind them."""

from labelbridge_emulator.handling import Handlers, Vendor
from labelbridge_emulator.hasty import (
    datasets,
    exports,
    faces,
    images,
    label_classes,
    label_search,
    labels,
    projects,
    seeds,
    uploads,
    workspaces,
)
from labelbridge_emulator.hasty.answers import error

VENDOR = Vendor(
    name="hasty",
    handlers=Handlers(
        workspaces.handlers,
        projects.handlers,
        datasets.handlers,
        uploads.handlers,
        images.handlers,
        label_classes.handlers,
        labels.handlers,
        label_search.handlers,
        exports.handlers,
    ),
    error=error,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    faces={"workspaces": faces.add_workspace, "status": faces.set_status},
)
