"""Tasks that export data rows."""

from __future__ import annotations

import attrs

from labelbridge_api.labelbox import models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class ExportTask(models.ExportTask):
    """A task that exports data rows (export v2).

    It can be read again later by its id, with the key of the user who created it. `status` is
    IN_PROGRESS, COMPLETE, FAILED, CANCELLING or CANCELED, and the set may grow;
    `completion_percentage` is from 0 to 100.
    """

    id: str
    status: str
