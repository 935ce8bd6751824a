"""What the demo takes to the platforms: photographs, their labels, and the shapes made of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from matplotlib import cbook
from PIL import Image, UnidentifiedImageError

from labelbridge.cli.coco import Annotation, Coco, Picture, read_coco
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
        shapes: The shape of each label as Hasty has it, in the order of the labels.
    """

    coco: Coco
    images: Path
    shapes: Sequence[Shape]

    def of(self, picture: Picture) -> Iterator[tuple[Annotation, Shape]]:
        """Yield the labels of one photograph with their shapes."""
        for annotation, shape in zip(self.coco.annotations, self.shapes, strict=True):
            if annotation.picture == picture:
                yield annotation, shape


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
    try:
        shapes = [hasty_shape(annotation) for annotation in read.annotations]
    except InvalidArgument as error:
        raise InvalidArgument("coco", f"{coco}: {error}") from None
    return Given(read, images, shapes)


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
