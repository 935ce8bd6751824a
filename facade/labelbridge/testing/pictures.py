"""Files of pictures, for applications that upload some."""

from __future__ import annotations

import io

import PIL.Image


def picture(
    width: int = 64,
    height: int = 48,
    *,
    format: str = "PNG",  # noqa: A002 - the word of Pillow and of Hasty
    color: str = "#808080",
) -> bytes:
    """Return the file of a picture of one colour.

    Args:
        width: In pixels.
        height: In pixels.
        format: `"PNG"`, `"JPEG"` or another one that Pillow writes.
        color: `"#rrggbb"`, or a name as HTML has them.
    """
    target = io.BytesIO()
    PIL.Image.new("RGB", (width, height), color).save(target, format)
    return target.getvalue()
