"""Hasty's part of the demo: photographs and labels go in, come back, and leave as COCO."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from attrs import frozen
from pycocotools.coco import COCO

from labelbridge import Hasty
from labelbridge.cli.coco import Coco, Picture, read_coco
from labelbridge.cli.demo.colors import palette
from labelbridge.cli.demo.comparison import compare_export, differing_fields
from labelbridge.cli.demo.given import Given
from labelbridge.cli.demo.report import Check, counted, plural
from labelbridge.errors import ResponseFormatError
from labelbridge_api.hasty.types import Unset

T = TypeVar("T")

PLATFORM: Final = "Hasty"


@frozen
class _Place:
    """Where the photographs and labels go."""

    project: UUID
    dataset: UUID
    classes: Mapping[str, UUID]


@frozen
class _Sent:
    """What came of one photograph and its labels.

    Attributes:
        fits: Whether the image has the photograph's name and size.
        wrong: For each label the names of the fields that came back otherwise.
        extra: How many labels came back that were not sent.
    """

    fits: bool
    wrong: list[list[str]]
    extra: int


def bridge(
    hasty: Hasty, given: Given, to: Path, advance: Callable[[], object]
) -> tuple[Coco, list[Check]]:
    """Send all photographs with their labels, read them back, and export them as COCO.

    Args:
        hasty: The platform.
        given: Photographs and labels.
        to: Where the COCO file goes.
        advance: Called after each photograph.

    Returns:
        What was exported, and what was found.
    """
    place = _set_up(hasty, given)
    sent = []
    for picture in given.coco.pictures:
        sent.append(_send(hasty, place, given, picture))
        advance()
    checks = _checks_of(sent, given)
    done = [image.name for image in hasty.images.list(place.project, image_status="DONE")]
    names = [picture.file_name for picture in given.coco.pictures]
    found = counted(len(done), len(names))
    checks.append(
        Check(PLATFORM, "photographs DONE", found, sorted(map(str, done)) == sorted(names))
    )
    _export(hasty, place.project, to)
    exported = read_coco(to)
    checks += compare_export(PLATFORM, given.coco, exported)
    with redirect_stdout(io.StringIO()):  # it prints how it gets on
        loaded = COCO(str(to))
    number = len(loaded.getAnnIds())
    checks.append(
        Check(
            PLATFORM,
            "COCO file in pycocotools",
            f"{plural(number, 'annotation')}, {plural(len(loaded.getImgIds()), 'image')}",
            number == len(given.coco.annotations),
        )
    )
    return exported, checks


def _set_up(hasty: Hasty, given: Given) -> _Place:
    project = known(hasty.projects.create(name="labelbridge demo").id)
    dataset = known(hasty.datasets.create(project, name="Photographs").id)
    classes = {}
    for number, (name, (red, green, blue)) in enumerate(palette(given.coco.categories).items()):
        color = f"#{red:02X}{green:02X}{blue:02X}FF"
        made = hasty.label_classes.create(project, name=name, color=color, norder=float(number))
        classes[name] = known(made.id)
    return _Place(project, dataset, classes)


def _send(hasty: Hasty, place: _Place, given: Given, picture: Picture) -> _Sent:
    """Upload a photograph, draw its labels, read them back, and mark it DONE."""
    path = given.images / picture.file_name
    image = hasty.images.upload(
        place.project, path, dataset_id=place.dataset, filename=picture.file_name
    )
    image_id = known(image.id)
    labels = [
        {
            "class_id": str(place.classes[annotation.category]),
            "external_id": str(annotation.id),
            "tool_used": "import",
            "z_index": number,
            **shape,
        }
        for number, (annotation, shape) in enumerate(given.labels[picture.id])
    ]
    ids = [label.id for label in hasty.labels.create(place.project, image_id, labels)]
    back = {label.id: label for label in hasty.labels.list(place.project, image_id)}
    hasty.images.set_status(place.project, image_id, status="DONE")
    return _Sent(
        fits=(image.name, image.width, image.height)
        == (picture.file_name, picture.width, picture.height),
        wrong=[
            differing_fields(label, back[id_]) if id_ in back else ["id"]
            for label, id_ in zip(labels, ids, strict=True)
        ],
        extra=len(back) - len(ids),
    )


def _checks_of(sent: Sequence[_Sent], given: Given) -> list[Check]:
    labels = [wrong for each in sent for wrong in each.wrong]
    equal = sum(not wrong for wrong in labels)
    fields = sorted({name for wrong in labels for name in wrong})
    fitting = sum(each.fits for each in sent)
    found = f"{counted(equal, len(given.coco.annotations))} equal"
    return [
        Check(PLATFORM, "photographs uploaded", counted(fitting, len(sent)), fitting == len(sent)),
        Check(
            PLATFORM,
            "labels read back",
            f"{found}, not in {', '.join(fields)}" if fields else found,
            equal == len(given.coco.annotations) and not any(each.extra for each in sent),
        ),
    ]


def _export(hasty: Hasty, project: UUID, to: Path) -> None:
    """Export the labels of all photographs that are DONE into a COCO file."""
    job = hasty.exports.create(
        project, format="json_coco", export_name=to.stem, image_status="DONE"
    )
    hasty.exports.wait(project, known(job.id), timeout=60)
    archive = hasty.exports.download(project, known(job.id), to=to.with_suffix(".zip"))
    try:
        with zipfile.ZipFile(archive) as opened:
            (name,) = (each for each in opened.namelist() if each.endswith(".json"))
            to.write_bytes(opened.read(name))
    except (zipfile.BadZipFile, ValueError):
        raise ResponseFormatError(
            "the export is no archive with one JSON file in it", operation="get_export"
        ) from None


def known(value: T | Unset) -> T:
    """Return what an answer holds.

    Raises:
        ResponseFormatError: The platform left it out.
    """
    if isinstance(value, Unset):
        raise ResponseFormatError("the platform's answer leaves out an id")
    return value
