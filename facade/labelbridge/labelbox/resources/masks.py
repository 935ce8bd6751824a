"""The masks of objects in exports of data rows."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from threading import Lock
from typing import Any, Final

from labelbridge._core.flow import Flow, fetch, sleep
from labelbridge._core.http.response import operation_of
from labelbridge._core.json.validate import short_repr
from labelbridge._core.methods import C, Resource, operation
from labelbridge.errors import ApiError, InvalidArgument
from labelbridge.labelbox._hints import with_hint
from labelbridge.labelbox.data_row_objects import DataRowMask
from labelbridge.labelbox.masks import Mask
from labelbridge_api.labelbox.api.masks import get_composite_mask, get_single_mask
from labelbridge_api.plan import Plan

HOST: Final = "https://api.labelbox.com"
"""The host of the URLs in rows; requests go to that of the client."""

_PLANS: Final = {
    r"/api/v1/tasks/([^/?#]+)/masks/([^/?#]+)/index/([^/?#]+)": get_composite_mask.plan,
    r"/api/v1/projects/([^/?#]+)/annotations/([^/?#]+)/index/([^/?#]+)/mask": get_single_mask.plan,
}

_NOT_KEPT: Final = frozenset({401, 403, 404, 410})
_WRONG_KEY: Final = "AUTHENTICATION_ERROR"
_HINT: Final = (
    "the platform keeps the images of masks for 30 days after the export; "
    "export the data rows again"
)

_CACHE_SIZE: Final = 64 << 20
"""Bytes of images that are kept, so that an image with several masks is requested once."""

_PAUSE: Final = 0.01
"""Seconds between two looks at an image that another thread or task requests."""


class _Images:
    """The images that were requested, and the pixels of the last one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._requested: set[str] = set()
        self._decoded: tuple[str, Any] = ("", None)

    def get(self, url: str, at: Plan[bytes] | str) -> Flow[bytes]:
        """Return an image; it is requested once, also by several threads or tasks."""
        while not self._may_request(url):
            yield from sleep(_PAUSE)
        try:
            found = self._contents.get(url)
            if found is None:
                found = yield from fetch(at)
                self._add(url, found)
            return found
        finally:
            with self._lock:
                self._requested.discard(url)

    def _may_request(self, url: str) -> bool:
        with self._lock:
            if url in self._requested:
                return False
            self._requested.add(url)
            return True

    def _add(self, url: str, content: bytes) -> None:
        with self._lock:
            self._contents[url] = content
            self._size += len(content)
            while self._size > _CACHE_SIZE and len(self._contents) > 1:
                self._size -= len(self._contents.popitem(last=False)[1])

    def pixels(self, url: str, content: bytes, operation: str, decode: Any) -> Any:
        """Return the decoded image."""
        known, pixels = self._decoded
        if known != url:
            pixels = decode(content, operation)
            self._decoded = (url, pixels)
        return pixels


class Masks(Resource[C]):
    """The masks of objects."""

    @operation
    def get(self, object: DataRowMask) -> Flow[Mask]:  # noqa: A002 - the platform's word
        """Return the mask of an object, as pixels or as run lengths of COCO.

        An image with the masks of several objects is requested once, and kept for the others. An
        object that others cover completely has no pixels, because such an image has one object for
        each pixel.

        The request is sent to the client's host with the key. URLs of other hosts, also after a
        redirection, are requested without it.

        Evidence: the vendor's notebooks "Composite mask export" and "Export data".

        Args:
            object: An object of a row of `exports.rows`, `exports.read` or `read_export`.

        Returns:
            The mask, which has the size of the image: `mask.pixels` is an array, `mask.rle()` is
            its form in COCO.

        Raises:
            ImportError: The extra `convert` is not installed.
            InvalidArgument: The object has no mask.
            NotFound: The image is not kept any more: it is kept for 30 days after the export.
            ResponseFormatError: The image is not a PNG.
        """
        decoder = import_module("labelbridge.labelbox._mask_pixels")
        if not isinstance(object, DataRowMask) or not object.url:
            raise _no_mask(object)
        composite = object.composite_mask
        source = _source(self._context.driver.base_url, object.url)
        color = composite.color_rgb if composite else None
        return _mask(self._images, object.url, source, color, decoder)

    @cached_property
    def _images(self) -> _Images:
        return _Images()

    def __getstate__(self) -> dict[str, Any]:
        # another process requests its own images
        return {"_context": self._context}


def _mask(
    images: _Images, url: str, source: Plan[bytes] | str, color: Sequence[int] | None, decoder: Any
) -> Flow[Mask]:
    try:
        content = yield from images.get(url, source)
    except ApiError as error:
        if error.status in _NOT_KEPT and error.code != _WRONG_KEY:
            raise with_hint(error, _HINT) from None
        raise
    operation = operation_of(source)
    image = images.pixels(url, content, operation, decoder.decode)
    return Mask(decoder.select(image, color, operation))


def _source(base_url: str, url: str) -> Plan[bytes] | str:
    """Return the operation for a URL of the platform, or the URL itself, for another host."""
    for host in (base_url, HOST):
        path = url.removeprefix(host)
        for pattern, plan in _PLANS.items():
            if path != url and (found := re.fullmatch(pattern, path)):
                return plan(*found.groups())
    return url


def _no_mask(value: Any) -> InvalidArgument:
    if isinstance(value, DataRowMask):
        return InvalidArgument("object", "has no URL of a mask")
    kind = getattr(value, "kind", None)
    form = type(value).__name__
    found = f"an object of the kind {kind!r} ({form})" if kind else short_repr(value)
    return InvalidArgument("object", f"must be an object with a mask (DataRowMask), not {found}")
