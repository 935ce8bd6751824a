"""Models and enums of Labelbox's requests and responses.

In responses, a required property has a plain type; any other is None if it is absent or null. If a
required property is missing or has another type, reading it raises `errors.MissingValue`.
Raw values that do not match, and unknown keys, are in `additional_properties`. Enums accept values
that are not in the contract.

The classes of rows and annotations are those of `labelbridge.labelbox`.
"""

# ruff: noqa: F403, I001, PLC0414 - the aliases make names public for type checkers
from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge.labelbox import (
    Classification as Classification,
    DataRowAnswer as DataRowAnswer,
    DataRowClassification as DataRowClassification,
    DataRowExport as DataRowExport,
    DataRowLabel as DataRowLabel,
    DataRowObject as DataRowObject,
    DataRowProject as DataRowProject,
    ExportRow as ExportRow,
    ExportTask as ExportTask,
    FrameRecord as FrameRecord,
    Label as Label,
    LabelObject as LabelObject,
)

if TYPE_CHECKING:
    # mypy takes the first class of a name, and pyright the last one
    from labelbridge_api.labelbox.models import *  # type: ignore[assignment]

    from labelbridge.labelbox import (
        Classification as Classification,
        DataRowAnswer as DataRowAnswer,
        DataRowClassification as DataRowClassification,
        DataRowExport as DataRowExport,
        DataRowLabel as DataRowLabel,
        DataRowObject as DataRowObject,
        DataRowProject as DataRowProject,
        ExportRow as ExportRow,
        ExportTask as ExportTask,
        FrameRecord as FrameRecord,
        Label as Label,
        LabelObject as LabelObject,
    )
else:
    from labelbridge._core.lazy_models import reexport
    from labelbridge_api.labelbox import models

    __getattr__, __dir__, __all__ = reexport(models)
