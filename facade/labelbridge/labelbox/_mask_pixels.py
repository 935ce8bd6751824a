"""Decoding the images of masks. Needs the extra `convert`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox.masks import Rle

try:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image, UnidentifiedImageError
    from pycocotools import mask as coco_mask
except ImportError as error:
    raise ImportError(
        f'masks require {error.name}, which is not installed: pip install "labelbridge[convert]"'
    ) from None

_INVALID: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
"""Exceptions of Pillow for a file that is no PNG, is damaged, or has too many pixels."""


def decode(content: bytes, operation: str) -> NDArray[np.uint8]:
    """Return the pixels of a PNG, an array of shape (height, width, 3).

    Raises:
        ResponseFormatError: It is no PNG, or it is damaged.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            return np.asarray(image.convert("RGB"))
    except UnidentifiedImageError:
        problem = f"is no PNG; it begins with {content[:20]!r}" if content else "is empty"
    except _INVALID as error:
        problem = f"cannot be read ({error})"
    raise ResponseFormatError(f"{operation}: the image of the mask {problem}", operation=operation)


def select(
    image: NDArray[np.uint8], color: Sequence[int] | None, operation: str
) -> NDArray[np.bool_]:
    """Return which pixels have a color; without one, which are not black.

    Raises:
        ResponseFormatError: The color is not red, green and blue.
    """
    if color is not None and len(color) != image.shape[2]:
        raise ResponseFormatError(
            f"{operation}: color_rgb of the mask is {color!r:.40}, expected three numbers",
            operation=operation,
        )
    chosen = image != 0 if color is None else image == np.array(color)
    pixels: NDArray[np.bool_] = chosen.any(axis=2) if color is None else chosen.all(axis=2)
    return pixels


def to_rle(pixels: NDArray[np.bool_]) -> Rle:
    """Return pixels as compressed run lengths of COCO."""
    found = coco_mask.encode(np.asfortranarray(pixels, dtype=np.uint8))
    return {"size": [int(size) for size in found["size"]], "counts": found["counts"].decode()}
