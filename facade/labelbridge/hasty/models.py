"""What Hasty's methods take and give: its models, its enums, and UNSET.

An answer's property that the platform left out is UNSET, which is false; None is null. The enums
let values through that are newer than the contract.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from labelbridge_api.hasty.types import UNSET, Unset

if TYPE_CHECKING:
    from labelbridge_api.hasty.models import (
        Dataset,
        DefaultStatus,
        DefaultStatusWrite,
        EFUserAction,
        ErrorType,
        ExportFormat,
        Image,
        ImageExif,
        Job,
        JobMeta,
        KeypointClass,
        Label,
        LabelClass,
        LabelClassType,
        LabelCreate,
        LabelKeypoint,
        LabelKeypointInput,
        LabelsOrder,
        LabelUpdate,
        Project,
        ProjectContentType,
        ProjectLabel,
        SemanticFormat,
        SignedUpload,
        ToolUsed,
        UploadStyle,
        Workspace,
    )

__all__ = [
    "UNSET",
    "Dataset",
    "DefaultStatus",
    "DefaultStatusWrite",
    "EFUserAction",
    "ErrorType",
    "ExportFormat",
    "Image",
    "ImageExif",
    "Job",
    "JobMeta",
    "KeypointClass",
    "Label",
    "LabelClass",
    "LabelClassType",
    "LabelCreate",
    "LabelKeypoint",
    "LabelKeypointInput",
    "LabelUpdate",
    "LabelsOrder",
    "Project",
    "ProjectContentType",
    "ProjectLabel",
    "SemanticFormat",
    "SignedUpload",
    "ToolUsed",
    "Unset",
    "UploadStyle",
    "Workspace",
]


def __getattr__(name: str) -> Any:
    """Import a model when it is asked for: together they take a quarter of a second."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("labelbridge_api.hasty.models"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
