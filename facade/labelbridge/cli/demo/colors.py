"""Distinguishable colors for any number of classes, and readable text colors for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Color = tuple[int, int, int]

_FIRST: Final = (51, 170, 255)
_MIN_LIGHTNESS, _MIN_CHROMA = 0.66, 0.13
"""Minimum values in Oklab: darker or greyer colors are hard to see on a photograph."""

# https://bottosson.github.io/posts/oklab/
_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def palette(names: Iterable[str]) -> dict[str, Color]:
    """Assign each name the color that differs most from the colors before it."""
    levels = np.linspace(0, 255, 16)
    colors = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    points = _oklab(colors)
    lightness, chroma = points[:, 0], np.hypot(points[:, 1], points[:, 2])
    vivid = (lightness > _MIN_LIGHTNESS) & (chroma > _MIN_CHROMA)
    colors, points = colors[vivid], points[vivid]
    index = int(_distances(points, _oklab(np.array(_FIRST, dtype=float))).argmin())
    distances = np.full(len(points), np.inf)
    assigned: dict[str, Color] = {}
    for name in names:
        red, green, blue = colors[index].round().astype(int).tolist()
        assigned[name] = (red, green, blue)
        distances = np.minimum(distances, _distances(points, points[index]))
        index = int(distances.argmax())
    return assigned


def text_color(color: Color) -> Color:
    """Return black or white, whichever is readable on a color."""
    red, green, blue = color
    return (12, 12, 12) if 0.299 * red + 0.587 * green + 0.114 * blue > 125 else (255, 255, 255)


def _oklab(colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert sRGB colors (0 to 255) to Oklab, in which distances are perceptual."""
    scaled = colors / 255
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    made: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_OKLAB.T
    return made


def _distances(colors: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = np.linalg.norm(colors - one, axis=1)
    return made
