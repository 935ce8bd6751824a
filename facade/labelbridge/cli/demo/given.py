"""What the demo takes to the platforms: photographs, their labels, and the shapes made of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from matplotlib import cbook
from PIL import Image, UnidentifiedImageError

from labelbridge.cli.coco import Annotation, Coco, Key, Picture, read_coco
from labelbridge.cli.conversion import hasty_shape
from labelbridge.errors import InvalidArgument

Shape = Mapping[str, Any]

PORTRAIT: Final = "grace_hopper.jpg"
"""A photograph that Matplotlib ships: Grace Hopper, by James S. Davis, in the public domain."""


@frozen
class Given:
    """Photographs with their labels.

    Attributes:
        coco: The photographs and the labels.
        images: The folder of the photographs.
        labels: The labels of each photograph, by its id, with their shapes as Hasty has them.
    """

    coco: Coco
    images: Path
    labels: Mapping[Key, Sequence[tuple[Annotation, Shape]]]


def take(coco: Path | None, images: Path | None) -> Given:
    """Read a COCO set, or the demo's own when there is none, and make sure that it can be sent.

    Args:
        coco: The COCO file.
        images: The folder of its images.

    Raises:
        InvalidArgument: One is given without the other; the file is no COCO file; an image is
            missing, no image, or of another size than the file says; a label cannot be converted.
    """
    if (coco is None) != (images is None):
        given, missing = ("images", "coco") if coco is None else ("coco", "images")
        raise InvalidArgument(missing, f"is needed where {given} is given")
    if coco is None or images is None:
        coco = Path(__file__).with_name("grace_hopper.json")
        images = Path(cbook.get_sample_data(PORTRAIT, asfileobj=False)).parent
    read = read_coco(coco)
    if not images.is_dir():
        raise InvalidArgument("images", f"{images} is not a folder")
    for picture in read.pictures:
        _check(images / picture.file_name, picture)
    labels: dict[Key, list[tuple[Annotation, Shape]]] = {each.id: [] for each in read.pictures}
    try:
        for annotation in read.annotations:
            labels[annotation.picture.id].append((annotation, hasty_shape(annotation)))
    except InvalidArgument as error:
        raise InvalidArgument("coco", f"{coco}: {error}") from None
    return Given(read, images, labels)


def _check(path: Path, picture: Picture) -> None:
    try:
        with Image.open(path) as photo:
            photo.load()
            size = photo.size
    except FileNotFoundError:
        raise InvalidArgument("images", f"{path} does not exist") from None
    except UnidentifiedImageError:
        raise InvalidArgument("images", f"{path} is not an image") from None
    except OSError as error:
        raise InvalidArgument("images", f"{path} cannot be read: {error}") from None
    if size != (picture.width, picture.height):
        raise InvalidArgument(
            "images",
            f"{path} has {size[0]} x {size[1]} pixels, where the COCO file says "
            f"{picture.width} x {picture.height}",
        )
