"""The requests of exports v2: which parts of data rows are exported, and the GraphQL documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge_api.labelbox.models import GraphQLRequest, GraphQLVariables

Include = Literal[
    "attachments",
    "data_row_details",
    "embeddings",
    "interpolated_frames",
    "label_details",
    "metadata_fields",
    "performance_details",
    "project_details",
]
"""Parts of rows that are exported only on demand."""

_INCLUDES: Final[Mapping[str, str]] = {
    "attachments": "includeAttachments",
    "data_row_details": "includeDataRowDetails",
    "embeddings": "includeEmbeddings",
    "interpolated_frames": "includeInterpolatedFrames",
    "label_details": "includeLabelDetails",
    "metadata_fields": "includeMetadata",
    "performance_details": "includePerformanceDetails",
    "project_details": "includeProjectDetails",
}

TIME_ZONE: Final = """\
query TimeZone {
  user {
    timezone
  }
}
"""

CREATE_IN_PROJECT: Final = """\
mutation ExportDataRowsInProject($input: ExportDataRowsInProjectInput!) {
  exportDataRowsInProject(input: $input) {
    taskId
    isStreamable
  }
}
"""

TASK: Final = """\
query ExportTask($id: ID!) {
  user {
    createdTasks(where: {id: $id}, skip: 0, first: 1) {
      id
      name
      type
      status
      completionPercentage
      createdAt
      updatedAt
      result
      errors
    }
  }
}
"""

HEADER: Final = """\
query ExportHeader($where: WhereUniqueIdInput, $stream: TaskStreamType!) {
  task(where: $where) {
    exportMetadataHeader(streamType: $stream) {
      totalSize
      totalLines
    }
  }
}
"""

CHUNK: Final = """\
query ExportChunk($where: WhereUniqueIdInput, $stream: TaskStreamType!, $offset: UInt64!) {
  task(where: $where) {
    exportFileFromOffset(streamType: $stream, offset: $offset) {
      offsets {
        start
        end
      }
      file
    }
  }
}
"""


def request(document: str, **variables: Any) -> GraphQLRequest:
    """Return the body of a request."""
    return GraphQLRequest(query=document, variables=GraphQLVariables.from_dict(variables))


def included(value: Iterable[Include | str] | None) -> dict[str, bool]:
    """Return the names of parts of rows as the platform's parameters."""
    found = [] if value is None else check.items("include", value, what="a list of names")
    for index, name in enumerate(found):
        if not isinstance(name, str) or name not in _INCLUDES:
            near = get_close_matches(str(name), _INCLUDES, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_INCLUDES)}"
            raise InvalidArgument(f"include[{index}]", f"{short_repr(name)} is unknown; {hint}")
    return {wire: name in found for name, wire in _INCLUDES.items()}


def create_input(
    filters: Mapping[str, Any], parameters: Mapping[str, Any], *, name: str | None
) -> dict[str, Any]:
    """Return the input of the mutation that creates a task."""
    return {
        "taskName": None if name is None else check.text("name", name),
        "isStreamableReady": True,
        "streamable": True,
        "filters": filters,
        "params": {"mediaTypeOverride": None, **parameters},
    }
