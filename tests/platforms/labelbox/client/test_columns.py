"""Columns of export files."""

import json

import pytest

from labelbridge.integrations.arrow import to_arrow
from labelbridge.labelbox import DataRowExport, ExportRow, read_export
from tests.support.samples import sample_json

pytest.importorskip("pyarrow", reason="pyarrow is not installed")


@pytest.mark.parametrize("row", [ExportRow, DataRowExport])
def test_export_files_of_both_generations_have_columns(row, tmp_path):
    file = tmp_path / "export.ndjson"
    file.write_text(f"{json.dumps(sample_json(row))}\n" * 3)
    reader = to_arrow(read_export(file), batch_size=2)
    assert reader.schema == to_arrow([], model=row).schema
    assert [batch.num_rows for batch in reader] == [2, 1]
