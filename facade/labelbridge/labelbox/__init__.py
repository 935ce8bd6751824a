"""Labelbox: exports of labels, from the platform and from files, and the frames of videos.

    with Labelbox() as labelbox:                       # reads the key from LABELBOX_API_KEY
        for label in labelbox.labels.export(project_id, start="2023-02-06"):
            for annotation in label.annotations:
                print(label.external_id, annotation.kind, annotation.title)

    for row in read_export("export.json.gz"):          # without key and client
        for annotation in row.annotations:
            print(annotation.kind, annotation.name)

Files are of two generations. In export v1 a row is a label (`ExportRow`); in export v2, the present
one of the platform, it is a data row with all of its labels (`DataRowExport`).

Contract: `openapi/labelbox.yaml`, reconstructed from the platform's page "Export labels", exports
that the vendor publishes as test assets, and the vendor's SDK (labelbox 3.78.2).
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
from labelbridge.labelbox.files import read_export
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
    "FrameRecord",
    "FreeText",
    "Label",
    "LabelObject",
    "Labelbox",
    "LabeledFrame",
    "LineObject",
    "MapObject",
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
