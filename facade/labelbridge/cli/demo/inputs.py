"""The photographs and labels that the demo sends to the platforms."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen
from matplotlib import cbook
from PIL import Image, UnidentifiedImageError

from labelbridge.cli.coco import Coco, CocoImage, read_coco
from labelbridge.errors import InvalidArgument

PORTRAIT: Final = "grace_hopper.jpg"
"""A photograph that Matplotlib contains: Grace Hopper, by James S. Davis, in the public domain."""


@frozen
class Inputs:
    """Photographs with labels.

    Attributes:
        file: The COCO file.
        coco: Its content.
        images: The directory of the photographs.
    """

    file: Path
    coco: Coco
    images: Path


def load_inputs(file: Path | None, images: Path | None) -> Inputs:
    """Read and check a COCO file and its images.

    Args:
        file: The COCO file; None uses the demo's own photograph.
        images: The directory of its images.

    Raises:
        InvalidArgument: Only one of them is given, the file is not a COCO file, or an image is
            missing, unreadable, or has another size than in the file.
    """
    if (file is None) != (images is None):
        given, missing = ("images", "coco") if file is None else ("coco", "images")
        raise InvalidArgument(missing, f"is required if {given} is given")
    if file is None or images is None:
        file = Path(__file__).with_name("grace_hopper.json")
        images = Path(cbook.get_sample_data(PORTRAIT, asfileobj=False)).parent
    coco = read_coco(file)
    if not images.is_dir():
        raise InvalidArgument("images", f"{images} is not a directory")
    for image in coco.images:
        _check(images / image.file_name, image)
    return Inputs(file, coco, images)


def _check(path: Path, image: CocoImage) -> None:
    try:
        with Image.open(path) as photo:
            photo.load()
            size = photo.size
    except FileNotFoundError:
        raise InvalidArgument("images", f"{path} does not exist") from None
    except UnidentifiedImageError:
        raise InvalidArgument("images", f"{path} is not an image") from None
    except OSError as error:
        raise InvalidArgument("images", f"cannot read {path}: {error}") from None
    if size != (image.width, image.height):
        raise InvalidArgument(
            "images",
            f"{path} has {size[0]} x {size[1]} pixels, but the COCO file has "
            f"{image.width} x {image.height}",
        )
