"""Colours for any number of classes, and what can be read on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Color = tuple[int, int, int]

_FIRST: Final = (51, 170, 255)
_LEAST_LIGHTNESS, _LEAST_CHROMA = 0.66, 0.13
"""Of a colour, in Oklab: darker or greyer ones get lost on a photograph."""

# https://bottosson.github.io/posts/oklab/
_TO_CONES: Final = np.array(
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
    """Give each name a colour: each time the one that looks least like all before it."""
    levels = np.linspace(0, 255, 16)
    colors = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    seen = _oklab(colors)
    vivid = (seen[:, 0] > _LEAST_LIGHTNESS) & (np.hypot(seen[:, 1], seen[:, 2]) > _LEAST_CHROMA)
    colors, seen = colors[vivid], seen[vivid]
    next_one = int(_distances(seen, _oklab(np.array(_FIRST, dtype=float))).argmin())
    apart = np.full(len(seen), np.inf)
    made: dict[str, Color] = {}
    for name in names:
        red, green, blue = colors[next_one].round().astype(int).tolist()
        made[name] = (red, green, blue)
        apart = np.minimum(apart, _distances(seen, seen[next_one]))
        next_one = int(apart.argmax())
    return made


def ink(color: Color) -> Color:
    """Return black or white, whichever can be read on a colour."""
    red, green, blue = color
    return (12, 12, 12) if 0.299 * red + 0.587 * green + 0.114 * blue > 125 else (255, 255, 255)


def _oklab(colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sRGB colours (0 to 255) in a space whose distances are those that the eye sees."""
    share = colors / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    made: NDArray[np.float64] = np.cbrt(linear @ _TO_CONES.T) @ _TO_OKLAB.T
    return made


def _distances(colors: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = np.linalg.norm(colors - one, axis=1)
    return made
