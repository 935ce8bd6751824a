"""Facts of the platform that generic tests need."""

from labelbridge.labelbox.annotations import ExportRow, FrameRecord
from labelbridge_emulator.platforms.labelbox.handlers import exports

STORED = {"download_export": ("GET", "labelbox-exports/")}
POLLED = ("execute_graphql",)
ROWS = {"get_frames": FrameRecord, "download_export": ExportRow}
RECORDS = {"execute_graphql": ("data", "exportLabels")}
ROW_WRITER = (exports, "row_json")
"""Writes the rows of the file that has no handler."""

# the body of every request is a GraphQL document
NO_MUTANTS = ("emulator wrong success status", "emulator change not stored", "emulator body field ")
