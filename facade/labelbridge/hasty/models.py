"""What Hasty's methods take and give: its models, its enums, and UNSET.

An answer's property that the platform left out is UNSET, which is false; None is null. The enums
let values through that are newer than the contract.
"""

from __future__ import annotations

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
from labelbridge_api.hasty.types import UNSET, Unset

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
