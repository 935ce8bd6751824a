"""Models and enums of Hasty's requests and responses.

A property that is absent in a response is UNSET, which is false; a null is None. A property whose
value has a type that the contract does not allow is UNSET too; the value is in
`additional_properties`. Enums accept values that are not in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_api.hasty.types import UNSET as UNSET  # noqa: PLC0414 - re-exported
from labelbridge_api.hasty.types import Unset as Unset  # noqa: PLC0414 - re-exported

if TYPE_CHECKING:
    from labelbridge_api.hasty.models import *  # noqa: F403
else:
    from labelbridge._core.lazy_models import reexport
    from labelbridge_api.hasty import models

    __getattr__, __dir__, __all__ = reexport(models, "UNSET", "Unset")
