"""Labels of 2018 and 2019, which have shapes and answers under the names of their classes.

A shape is well-known text (WKT), a list of points, or an object with one of them in `geometry`.
This module does no I/O.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from labelbridge_api.labelbox import models
from labelbridge_api.model import wire_names

_KNOWN: Final = wire_names(models.Label)
_WKT: Final = re.compile(
    r"\s*(MULTI)?(POINT|LINESTRING|POLYGON)\b\s*(?:EMPTY|(\(.*\)))\s*", re.IGNORECASE | re.DOTALL
)
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_POSITION: Final = re.compile(rf"({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})*")
_SHAPES: Final = {"POINT": "point", "LINESTRING": "line", "POLYGON": "polygon"}
_SHAPE_KEYS: Final = frozenset(_SHAPES.values())
_BEGIN: Final = re.compile(
    r"\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(\(|EMPTY\b)", re.IGNORECASE
)


def by_class(label: models.Label) -> dict[str, Any] | None:
    """Return the JSON of a label by class with lists of objects and classifications.

    The objects and classifications have no ids. The result is None for other labels.

    Raises:
        ValueError: A shape cannot be read.
    """
    classes = label.additional_properties
    if not classes or label.objects is not None or not _KNOWN.isdisjoint(classes):
        return None
    objects: list[Any] = []
    classifications: list[Any] = []
    for title, value in classes.items():
        for part in _annotations(value):
            found = classifications if _SHAPE_KEYS.isdisjoint(part) else objects
            found.append({**part, "title": title})
    return {"objects": objects, "classifications": classifications}


def _annotations(value: Any) -> Iterator[dict[str, Any]]:
    """Yield shapes and answers; a value of another form has none."""
    if isinstance(value, str):
        yield from _shapes_of_text(value) if _BEGIN.match(value) else [{"answer": value}]
    elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        if any(map(_BEGIN.match, value)):
            for text in value:
                yield from _shapes_of_text(text)
        else:
            yield {"answers": [{"title": item} for item in value]}
    elif isinstance(value, list):
        for item in value:
            yield from _shapes(item)
    else:
        yield from _shapes(value)


def _shapes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the shapes of an item, with the other keys of the item."""
    if isinstance(value, dict) and "geometry" in value:
        others = {key: part for key, part in value.items() if key != "geometry"}
        for shape in _shapes(value["geometry"]):
            yield others | shape
    elif isinstance(value, str):
        yield from _shapes_of_text(value)
    elif _is_point(value):
        yield {"point": value}
    elif isinstance(value, list) and value and all(map(_is_point, value)):
        yield {"polygon": value}
    elif isinstance(value, list):
        for item in value:
            yield from _shapes(item)


def _is_point(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= {"x", "y"}


def _shapes_of_text(text: str) -> Iterator[dict[str, Any]]:
    """Yield the shapes of well-known text.

    Of a polygon, the outer ring is the shape, without the repetition of its first corner; others
    are in `holes`.

    Raises:
        ValueError: The text is not a geometry, or is truncated.
    """
    match = _WKT.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]!r} is not a geometry that can be read")
    several, kind, body = match.groups()
    if body is None:  # EMPTY
        return
    found = _nested(body)
    kind = kind.upper()
    for part in found if several or kind == "POINT" else [found]:
        if kind == "POLYGON":
            outer, *holes = [_open_ring(ring) for ring in part]
            yield {"polygon": outer} | ({"holes": holes} if holes else {})
        elif kind == "LINESTRING":
            yield {"line": [_point(each) for each in part]}
        else:  # both forms of MULTIPOINT: (1 2, 3 4) and ((1 2), (3 4))
            yield {"point": _point(part[0] if isinstance(part[0], list) else part)}


def _nested(body: str) -> Any:
    """Return the positions of a geometry in nested lists."""
    pairs = _POSITION.sub(lambda m: f"[{float(m[1])!r},{float(m[2])!r}]", body)
    try:
        return json.loads(pairs.replace("(", "[").replace(")", "]"))
    except (ValueError, RecursionError):
        raise ValueError(f"the geometry {body[:40]!r} cannot be read") from None


def _point(position: Any) -> dict[str, float]:
    if not (isinstance(position, list) and len(position) == 2):
        raise ValueError("a geometry has positions at a wrong depth")
    if not all(isinstance(part, float) for part in position):
        raise ValueError("a geometry has positions at a wrong depth")
    return {"x": position[0], "y": position[1]}


def _open_ring(ring: Any) -> list[dict[str, float]]:
    points = [_point(position) for position in ring]
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points
