"""The Hasty side of the emulator: one module a resource, ``state`` for the data behind them."""

from labelbridge_emulator.handling import Handlers, Vendor
from labelbridge_emulator.hasty import (
    attribute_classes,
    attributes,
    datasets,
    exports,
    faces,
    images,
    keypoint_schema_classes,
    keypoint_schemas,
    label_attributes,
    label_classes,
    label_search,
    labels,
    projects,
    seeds,
    tag_classes,
    tag_groups,
    tags,
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
        attributes.handlers,
        attribute_classes.handlers,
        label_attributes.handlers,
        tag_groups.handlers,
        tag_classes.handlers,
        tags.handlers,
        keypoint_schemas.handlers,
        keypoint_schema_classes.handlers,
        exports.handlers,
    ),
    error=error,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    faces={"workspaces": faces.add_workspace, "status": faces.set_status},
)
