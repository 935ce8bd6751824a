"""Models of Labelbox's responses and export rows.

`ExportRow`, `FrameRecord`, `LabelObject` and `Classification` are those of
`labelbridge.labelbox.annotations`, with more properties than the generated models. A property that
is absent is UNSET, which is false; a null is None. A property whose value has a type that the
contract does not allow is UNSET too; the value is in `additional_properties`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_api.labelbox.types import UNSET as UNSET  # noqa: PLC0414 - re-exported

if TYPE_CHECKING:
    from labelbridge_api.labelbox.models import *  # noqa: F403
else:
    from labelbridge._core.lazy_models import reexport
    from labelbridge_api.labelbox import models

    __getattr__, __dir__, __all__ = reexport(models, "UNSET")
