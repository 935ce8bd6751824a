"""The Hasty part of the demo: upload photographs with labels, read them back, export as COCO."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

import attrs
from pycocotools.coco import COCO

from labelbridge import Hasty
from labelbridge.cli.coco import Annotation, CocoImage, Key, read_coco
from labelbridge.cli.demo.colors import palette
from labelbridge.cli.demo.comparison import compare_export
from labelbridge.cli.demo.hasty_shapes import hasty_shape
from labelbridge.cli.demo.inputs import Inputs
from labelbridge.cli.demo.part import DemoPart, PartResult
from labelbridge.cli.demo.preview import draw_preview
from labelbridge.cli.demo.report import Check, counted, plural
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge_api.hasty.models import Label, LabelCreate

T = TypeVar("T")

PLATFORM: Final = "Hasty"
COCO_FILE, PREVIEW = "coco.json", "preview.png"

_ON_REQUEST: Final = "border_mask"
"""A field that responses contain only on request."""


@attrs.frozen
class _Target:
    """The project that receives the photographs and labels."""

    project: UUID
    dataset: UUID
    classes: Mapping[str, UUID]


@attrs.frozen
class _Upload:
    """The result for one photograph and its labels.

    Attributes:
        matches: Whether the image has the name and the size of the photograph.
        differences: For each label, the names of the fields that differ when read back.
        extra: The number of labels that were read back but not sent.
    """

    matches: bool
    differences: list[list[str]]
    extra: int


class Part(DemoPart):
    """Uploads all photographs with their labels, reads them back, and exports them."""

    title = "Hasty: upload and export photographs"
    files = (COCO_FILE, PREVIEW)

    def __init__(self, inputs: Inputs) -> None:
        super().__init__(inputs)
        self.steps = len(inputs.coco.images) + 1
        self._labels: dict[Key, list[tuple[Annotation, Mapping[str, Any]]]] = {
            image.id: [] for image in inputs.coco.images
        }
        try:
            for annotation in inputs.coco.annotations:
                label = (annotation, hasty_shape(annotation))
                self._labels[annotation.image.id].append(label)
        except InvalidArgument as error:
            raise InvalidArgument("coco", f"{inputs.file}: {error}") from None

    def run(self, client: Hasty, folder: Path, advance: Callable[[], object]) -> PartResult:
        """Run the part, and check what the platform returns."""
        coco = self.inputs.coco
        target = self._set_up(client)
        uploads = []
        for image in coco.images:
            uploads.append(self._upload(client, target, image))
            advance()
        checks = self._upload_checks(uploads)
        done = [image.name for image in client.images.list(target.project, image_status="DONE")]
        names = [image.file_name for image in coco.images]
        found = counted(len(done), len(names))
        same = sorted(map(str, done)) == sorted(names)
        checks.append(Check(PLATFORM, "photographs with status DONE", found, same))
        file = folder / COCO_FILE
        _export(client, target.project, file)
        exported = read_coco(file)
        checks += compare_export(PLATFORM, coco, exported)
        with redirect_stdout(io.StringIO()):  # it prints its progress
            loaded = COCO(str(file))
        number = len(loaded.getAnnIds())
        found = f"{plural(number, 'annotation')}, {plural(len(loaded.getImgIds()), 'image')}"
        same = number == len(coco.annotations)
        checks.append(Check(PLATFORM, "export read by pycocotools", found, same))
        draw_preview(exported, self.inputs.images, folder / PREVIEW)
        advance()
        return PartResult(checks)

    def _set_up(self, client: Hasty) -> _Target:
        project = client.projects.create(name="labelbridge demo").id
        dataset = client.datasets.create(project, name="Photographs").id
        classes = {}
        colors = palette(self.inputs.coco.categories)
        for number, (name, (red, green, blue)) in enumerate(colors.items()):
            color = f"#{red:02X}{green:02X}{blue:02X}FF"
            made = client.label_classes.create(
                project, name=name, color=color, norder=float(number)
            )
            classes[name] = made.id
        return _Target(project, dataset, classes)

    def _upload(self, client: Hasty, target: _Target, photo: CocoImage) -> _Upload:
        """Upload a photograph, create its labels, read them back, and set the status to DONE."""
        image = client.images.upload(
            target.project,
            self.inputs.images / photo.file_name,
            dataset_id=target.dataset,
            filename=photo.file_name,
        )
        image_id = image.id
        labels = [
            {
                "class_id": str(target.classes[annotation.category]),
                "external_id": str(annotation.id),
                "tool_used": "import",
                "z_index": number,
                **shape,
            }
            for number, (annotation, shape) in enumerate(self._labels[photo.id])
        ]
        ids = [label.id for label in client.labels.create(target.project, image_id, labels)]
        stored = {label.id: label for label in client.labels.list(target.project, image_id)}
        client.images.set_status(target.project, image_id, status="DONE")
        return _Upload(
            matches=(image.name, image.width, image.height)
            == (photo.file_name, photo.width, photo.height),
            differences=[
                differing_fields(label, stored[id_]) if id_ in stored else ["id"]
                for label, id_ in zip(labels, ids, strict=True)
            ],
            extra=len(stored) - len(ids),
        )

    def _upload_checks(self, uploads: Sequence[_Upload]) -> list[Check]:
        labels = [fields for each in uploads for fields in each.differences]
        equal = sum(not fields for fields in labels)
        total = len(self.inputs.coco.annotations)
        names = sorted({name for fields in labels for name in fields})
        matching = sum(each.matches for each in uploads)
        found = f"{counted(equal, total)} equal"
        return [
            Check(
                PLATFORM,
                "photographs uploaded",
                counted(matching, len(uploads)),
                matching == len(uploads),
            ),
            Check(
                PLATFORM,
                "labels read back",
                f"{found}; different: {', '.join(names)}" if names else found,
                equal == total and not any(each.extra for each in uploads),
            ),
        ]


def differing_fields(sent: Mapping[str, Any], stored: Label) -> list[str]:
    """Return the names of all fields in which a stored label differs from the one sent."""
    fields = attrs.fields(LabelCreate)
    names = [each.name for each in fields if each.init and each.name != _ON_REQUEST]
    return [name for name in names if sent.get(name) != _as_sent(getattr(stored, name))]


def _as_sent(value: Any) -> Any:
    """Return a value in the form in which it is sent."""
    return str(value) if isinstance(value, UUID) else value


def _export(client: Hasty, project: UUID, to: Path) -> None:
    """Export the labels of all photographs with status DONE to a COCO file."""
    job = client.exports.create(
        project, format="json_coco", export_name=to.stem, image_status="DONE"
    )
    client.exports.wait(project, job.id, timeout=60)
    archive = client.exports.download(project, job.id, to=to.with_suffix(".zip"))
    try:
        with zipfile.ZipFile(archive) as opened:
            (name,) = (each for each in opened.namelist() if each.endswith(".json"))
            to.write_bytes(opened.read(name))
    except (zipfile.BadZipFile, ValueError):
        raise ResponseFormatError(
            "the export is not an archive with one JSON file", operation="get_export"
        ) from None
