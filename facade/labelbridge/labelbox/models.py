"""Models and enums of Labelbox's requests and responses.

In responses, a required property has a plain type; any other is None if it is absent or null. If a
required property is missing or has another type, reading it raises `errors.MissingValue`.
Raw values that do not match, and unknown keys, are in `additional_properties`. Enums accept values
that are not in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelbridge_api.labelbox.models import *  # noqa: F403
else:
    from labelbridge._core.lazy_models import reexport
    from labelbridge_api.labelbox import models

    __getattr__, __dir__, __all__ = reexport(models)
