"""Labelbox: exports of data rows with their labels, from the platform and from files, and masks.

    with Labelbox() as labelbox:                       # reads the key from LABELBOX_API_KEY
        for row in labelbox.exports.rows(project_id, since="2026-02-06"):
            for annotation in row.annotations:
                print(row.data_row.id, annotation.kind, annotation.name)

    for row in read_export("export.ndjson.gz"):        # without key and client
        for annotation in row.annotations:
            print(annotation.kind, annotation.name)

There are two generations of exports:

- Export v2 is the one that the platform has today. A row is a data row with all of its labels
  (`DataRowExport`): `exports`, `masks` and `read_export`.
- Export v1 was switched off in April 2024. A row is a label (`ExportRow`). `read_export` reads its
  files, and `labels` works with old servers only.

Contract: `openapi/labelbox.yaml`, reconstructed from the vendor's SDK (labelbox 7.17.0 for export
v2, 3.78.2 for export v1), the platform's page "Export labels", and exports that the vendor
publishes as test assets.
"""

from __future__ import annotations

from labelbridge.labelbox._client import AsyncLabelbox, Labelbox
from labelbridge.labelbox.annotations import ExportRow, FrameRecord, Label
from labelbridge.labelbox.classifications import (
    AnswerKind,
    Checklist,
    Classification,
    Dropdown,
    FreeText,
    OtherClassification,
    Radio,
)
from labelbridge.labelbox.data_row_classifications import (
    DataRowAnswer,
    DataRowChecklist,
    DataRowClassification,
    DataRowFreeText,
    DataRowRadio,
    OtherDataRowClassification,
)
from labelbridge.labelbox.data_row_objects import (
    DataRowBox,
    DataRowLine,
    DataRowMapObject,
    DataRowMask,
    DataRowMessages,
    DataRowObject,
    DataRowPoint,
    DataRowPolygon,
    DataRowText,
    DataRowTokens,
    OtherDataRowObject,
)
from labelbridge.labelbox.data_rows import (
    DataRowExport,
    DataRowLabel,
    DataRowProject,
    LabeledFrame,
)
from labelbridge.labelbox.export_tasks import ExportTask
from labelbridge.labelbox.files import read_export
from labelbridge.labelbox.masks import Mask
from labelbridge.labelbox.objects import (
    BoxObject,
    DocumentEntity,
    LabelObject,
    LineObject,
    MapObject,
    MaskObject,
    ObjectKind,
    OtherObject,
    PointObject,
    PolygonObject,
    TextEntity,
)

__all__ = [
    "AnswerKind",
    "AsyncLabelbox",
    "BoxObject",
    "Checklist",
    "Classification",
    "DataRowAnswer",
    "DataRowBox",
    "DataRowChecklist",
    "DataRowClassification",
    "DataRowExport",
    "DataRowFreeText",
    "DataRowLabel",
    "DataRowLine",
    "DataRowMapObject",
    "DataRowMask",
    "DataRowMessages",
    "DataRowObject",
    "DataRowPoint",
    "DataRowPolygon",
    "DataRowProject",
    "DataRowRadio",
    "DataRowText",
    "DataRowTokens",
    "DocumentEntity",
    "Dropdown",
    "ExportRow",
    "ExportTask",
    "FrameRecord",
    "FreeText",
    "Label",
    "LabelObject",
    "Labelbox",
    "LabeledFrame",
    "LineObject",
    "MapObject",
    "Mask",
    "MaskObject",
    "ObjectKind",
    "OtherClassification",
    "OtherDataRowClassification",
    "OtherDataRowObject",
    "OtherObject",
    "PointObject",
    "PolygonObject",
    "Radio",
    "TextEntity",
    "read_export",
]
