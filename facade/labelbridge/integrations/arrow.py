"""Columns of Apache Arrow for items that do not come from a method of a client.

    from labelbridge.integrations.arrow import to_arrow
    from labelbridge.labelbox import read_export

    frame = to_arrow(read_export("export.ndjson")).read_pandas()

Results of methods have a method for this: `client.projects.list().to_arrow()`. The extra `arrow`
installs what is needed: `pip install "labelbridge[arrow]"`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from labelbridge._core.columns import BATCH_SIZE, Table, with_first

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["to_arrow"]


def to_arrow(
    items: Iterable[Any], *, model: type[Any] | None = None, batch_size: int = BATCH_SIZE
) -> pa.RecordBatchReader:
    """Return models of one class as columns: a reader of record batches of Apache Arrow.

    At most one batch is in memory. The columns are those of `Pager.to_arrow`.

    Args:
        items: The models.
        model: Their class. Without it, it is that of the first item, which is read immediately; if
            there are no items, there are no columns.
        batch_size: The largest number of rows of a record batch.

    Raises:
        ConfigurationError: pyarrow is missing.
    """
    if model is None:
        model, items = with_first(items)
    return Table(model, batch_size).reader(items)
