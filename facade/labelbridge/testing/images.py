"""Image files for applications that upload images."""

from __future__ import annotations

import io

import PIL.Image


def picture(
    width: int = 64,
    height: int = 48,
    *,
    format: str = "PNG",  # noqa: A002 - the name that Pillow uses
    color: str = "#808080",
) -> bytes:
    """Return an image file with a single color.

    Args:
        width: Width in pixels.
        height: Height in pixels.
        format: `"PNG"`, `"JPEG"` or another format that Pillow can write.
        color: `"#rrggbb"`, or an HTML color name.
    """
    target = io.BytesIO()
    PIL.Image.new("RGB", (width, height), color).save(target, format)
    return target.getvalue()
