"""Labelbox annotations in match statements, only type-checked like `api`: each class narrows."""

from __future__ import annotations

from typing import assert_type

from labelbridge.labelbox import (
    AnswerKind,
    BoxObject,
    Checklist,
    Classification,
    DataRowAnswer,
    DataRowBox,
    DataRowChecklist,
    DataRowClassification,
    DataRowExport,
    DataRowFreeText,
    DataRowLine,
    DataRowMask,
    DataRowObject,
    DataRowPoint,
    DataRowPolygon,
    DataRowRadio,
    DataRowText,
    DataRowTokens,
    DocumentEntity,
    Dropdown,
    ExportRow,
    FrameRecord,
    FreeText,
    LabelObject,
    LineObject,
    MapObject,
    MaskObject,
    ObjectKind,
    OtherClassification,
    OtherObject,
    PointObject,
    PolygonObject,
    Radio,
    TextEntity,
    models,
)
from labelbridge.labelbox.models import (
    Answer,
    BoundingBox,
    Geometry,
    LocationData,
    Point,
    TextRange,
    TokenLocation,
)


def objects(row: ExportRow) -> None:
    for one in row.objects:
        assert_type(one.kind, ObjectKind)
        assert_type(one.bbox, BoundingBox | None)
        assert_type(one.annotations, list[Classification])
        match one:
            case BoxObject():
                assert_type(one.bbox, BoundingBox)
            case PolygonObject():
                assert_type(one.polygon, list[Point])
            case LineObject():
                assert_type(one.line, list[Point])
            case PointObject():
                assert_type(one.point, Point)
            case MaskObject():
                assert_type(one.instance_uri, str)
            case TextEntity() | DocumentEntity():
                assert_type(one.data, LocationData)
            case MapObject():
                assert_type(one.geometry, Geometry)
            case OtherObject():
                assert_type(one.instance_uri, str | None)
            case _:
                assert_type(one, LabelObject)


def classifications(row: ExportRow) -> None:
    for one in row.classifications:
        assert_type(one.kind, AnswerKind)
        match one:
            case Radio():
                assert_type(one.answer, Answer)
            case Checklist():
                assert_type(one.answers, list[Answer])
            case Dropdown():
                assert_type(one.answer, list[Answer])
            case FreeText():
                assert_type(one.answer, str)
            case OtherClassification():
                assert_type(one.answer, Answer | list[Answer] | str | None)
            case _:
                assert_type(one, Classification)


def both(frame: FrameRecord) -> None:
    assert_type(frame.frame_number, int)
    assert_type(frame.objects, list[LabelObject])
    for one in frame.annotations:
        match one:
            case BoxObject(bbox=box):
                assert_type(box, BoundingBox)
            case Checklist(answers=answers):
                assert_type(answers, list[Answer])
            case FreeText(answer=text):
                assert_type(text, str)
            case _:
                assert_type(one, LabelObject | Classification)


def data_rows(row: DataRowExport) -> None:
    for one in row.objects:
        assert_type(one.kind, ObjectKind)
        assert_type(one.box, list[float] | None)
        match one:
            case DataRowBox():
                assert_type(one.bounding_box, BoundingBox)
                assert_type(one.box, list[float])
            case DataRowPolygon():
                assert_type(one.polygon, list[Point])
            case DataRowLine():
                assert_type(one.line, list[Point])
            case DataRowPoint():
                assert_type(one.point, Point)
            case _:
                assert_type(one, DataRowObject)


def other_data_rows(row: DataRowExport) -> None:
    for one in row.objects:
        match one:
            case DataRowMask():
                assert_type(one.url, str | None)
            case DataRowText():
                assert_type(one.range, TextRange | None)
            case DataRowTokens():
                assert_type(one.location, TokenLocation)
            case _:
                assert_type(one, DataRowObject)


def data_row_answers(row: DataRowExport) -> None:
    for question in row.classifications:
        match question:
            case DataRowRadio():
                assert_type(question.answer, DataRowAnswer)
            case DataRowChecklist():
                assert_type(question.answers, list[DataRowAnswer])
            case DataRowFreeText():
                assert_type(question.answer, str)
            case _:
                assert_type(question, DataRowClassification)


def type_errors(box: BoxObject, radio: Radio) -> None:
    box.bbox.right  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    box.polygon[0]  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript]
    radio.answer[0]  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def models_are_the_classes_of_rows(row: models.ExportRow, shape: models.LabelObject) -> None:
    assert_type(row.objects, list[LabelObject])
    assert_type(shape.kind, ObjectKind)
    assert_type(row.reviews, list[models.Review] | None)
