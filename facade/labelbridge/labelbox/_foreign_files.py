"""Recognizing files that are not exports of Labelbox, for errors that say what they are.

This module does no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

START: Final = 1024
"""Number of bytes at the beginning of a file by which `describe_start` recognizes it."""

_EXPORT: Final = "Give a file that Labelbox exported, in JSON or NDJSON"
_EXTRACT: Final = "Extract it, and give the path of the extracted file"

_MAGIC: Final = (
    (b"PK\x03\x04", "a ZIP archive", _EXTRACT),
    (b"PK\x05\x06", "an empty ZIP archive", _EXPORT),
    (b"\x1f\x8b", "gzip in gzip", "Decompress it once"),
    (b"BZh", "compressed by bzip2", "Decompress it; only gzip is supported"),
    (b"\xfd7zXZ\x00", "compressed by xz", "Decompress it; only gzip is supported"),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard", "Decompress it; only gzip is supported"),
    (b"\xff\xfe", "text in UTF-16", "Convert it to UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "Convert it to UTF-8"),
    (b"\x89PNG", "a PNG image", _EXPORT),
    (b"\xff\xd8\xff", "a JPEG image", _EXPORT),
    (b"%PDF", "a PDF document", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
)
"""First bytes of formats, the name of the format, and what to do."""

_JSON: Final = re.compile(rb'[\[{]|"|-?\d|(?:true|false|null)\b')
_TABLE: Final = re.compile(rb'("[^"\r\n]*"|[^"\[{,;\t\r\n]+)[,;\t][^\r\n]*(?:[\r\n]|\Z)')
_HTML: Final = re.compile(rb"<(!doctype html|html|head|body)\b", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")

_OBJECTS: Final = (
    ({"images", "annotations"}, "a COCO data set"),
    ({"image_id", "category_id"}, "annotations or results in the form of COCO"),
    ({"images", "label_classes"}, "an export of Hasty"),
    ({"images", "project_name"}, "an export of Hasty"),
    ({"data", "annotations"}, "tasks of Label Studio"),
    ({"data", "predictions"}, "tasks of Label Studio"),
    ({"data", "completions"}, "tasks of Label Studio"),
    ({"annotation_id", "annotator"}, "tasks of Label Studio"),
    ({"shapes", "imagePath"}, "annotations of LabelMe"),
    ({"_via_settings"}, "a project of the VGG Image Annotator"),
    ({"regions", "filename"}, "annotations of the VGG Image Annotator"),
    ({"type", "features"}, "GeoJSON"),
    ({"image", "annotations"}, "annotations in the form of CreateML"),
    ({"item", "annotations"}, "annotations of V7 Darwin"),
    ({"frameNumber", "objects"}, "the frames of one video of Labelbox, without its label"),
    ({"tools", "classifications"}, "an ontology of Labelbox"),
    ({"dataRow"}, "annotations for an import into Labelbox"),
    ({"row_data"}, "data rows of Labelbox without labels"),
    ({"rowData"}, "data rows of Labelbox without labels"),
    ({"data", "errors"}, "a response of a GraphQL API"),
    ({"errors"}, "a response of an API with errors"),
    ({"message"}, "a response of an API with a message"),
)
"""Keys of the objects in files of other kinds, the most specific ones first."""

_NAMES: Final = {str: "a string", bool: "a boolean", type(None): "null", list: "an array"}
_KEYS: Final = 5
_KEY_LENGTH: Final = 30


def describe_start(start: bytes) -> str:
    """Say what a file looks like whose first bytes cannot be those of JSON; empty if they can.

    Args:
        start: The first bytes, after decompression.
    """
    for magic, form, remedy in _MAGIC:
        if start.startswith(magic):
            return f"looks like {form}. {remedy}"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not text:
        return ""
    if text.startswith(b"<"):
        form = "an HTML page" if _HTML.search(text) else "XML"
        return f"looks like {form}, possibly an error or a login page. Download the export again"
    if _CONTROL.search(text):
        return f"looks like binary data. {_EXPORT}"
    if _TABLE.match(text):
        return f"looks like a table in CSV. {_EXPORT}"
    return "" if _JSON.match(text) else f"looks like text that is not JSON. {_EXPORT}"


def describe_value(value: Any) -> str:
    """Say what a file looks like if it contains a value that is not a row of an export."""
    if not isinstance(value, dict):
        return f"looks like {_described(value)}. {_EXPORT}"
    if not value:
        return f"looks like an empty object. {_EXPORT}"
    for keys, form in _OBJECTS:
        if keys <= value.keys():
            return f"looks like {form}. {_EXPORT}"
    return f"looks like an object with the keys {_listed(value)}. {_EXPORT}"


def _described(value: Any) -> str:
    if isinstance(value, list) and value and all(type(item) in {int, float} for item in value):
        return "an array of numbers"
    return _NAMES.get(type(value), "a number")


def _listed(keys: Iterable[str]) -> str:
    """Return the first keys, shortened."""
    names = [repr(key if len(key) <= _KEY_LENGTH else f"{key[:_KEY_LENGTH]}…") for key in keys]
    return ", ".join(names[:_KEYS]) + (" and others" if len(names) > _KEYS else "")
