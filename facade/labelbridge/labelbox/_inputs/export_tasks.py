"""The requests of exports v2: which parts of data rows are exported, and the GraphQL documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.labelbox._inputs.data_row_filters import ids
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
"""Parts of rows of a project that are exported only on demand."""

CatalogInclude = Include | Literal["predictions"]
"""Parts of rows of the catalog or of a slice that are exported only on demand."""

RunInclude = Literal[
    "attachments",
    "data_row_details",
    "embeddings",
    "metadata_fields",
    "model_run_details",
    "predictions",
]
"""Parts of rows of a model run that are exported only on demand."""

Target = Literal["Project", "Catalog", "Slice", "ModelRun"]

_RUN: Final = {
    "attachments": "includeAttachments",
    "data_row_details": "includeDataRowDetails",
    "embeddings": "includeEmbeddings",
    "metadata_fields": "includeMetadata",
}
_PROJECT: Final = _RUN | {
    "interpolated_frames": "includeInterpolatedFrames",
    "label_details": "includeLabelDetails",
    "performance_details": "includePerformanceDetails",
    "project_details": "includeProjectDetails",
}
_PREDICTIONS: Final = {"predictions": "includePredictions"}
_INCLUDES: Final[Mapping[Target, Mapping[str, str]]] = {
    "Project": _PROJECT,
    "Catalog": _PROJECT | _PREDICTIONS,
    "Slice": _PROJECT | _PREDICTIONS,
    "ModelRun": _RUN | _PREDICTIONS | {"model_run_details": "includeModelRunDetails"},
}
"""The platform's names of the parts of rows that an export can have."""

MAX_SOURCES: Final = 30
"""The platform accepts no more ids of projects or model runs whose labels are exported."""

TIME_ZONE: Final = """\
query TimeZone {
  user {
    timezone
  }
}
"""

_CREATE: Final = """\
mutation ExportDataRowsIn%(target)s($input: ExportDataRowsIn%(target)sInput!) {
  exportDataRowsIn%(target)s(input: $input) {
    taskId
    isStreamable
  }
}
"""

CREATE: Final[Mapping[Target, str]] = {target: _CREATE % {"target": target} for target in _INCLUDES}
"""The documents that create a task."""

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


def included(target: Target, value: Iterable[str] | None) -> dict[str, bool]:
    """Return the names of parts of rows as the platform's parameters."""
    known = _INCLUDES[target]
    found = [] if value is None else check.items("include", value, what="a list of names")
    for index, name in enumerate(found):
        if not isinstance(name, str) or name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
            raise InvalidArgument(f"include[{index}]", f"{short_repr(name)} is unknown; {hint}")
    return {wire: name in found for name, wire in known.items()}


def sources(
    project_ids: Iterable[Id] | None,
    model_run_ids: Iterable[Id] | None,
    *,
    all_projects: bool,
    all_model_runs: bool,
) -> dict[str, Any]:
    """Return the parameters for the projects and model runs whose labels are exported."""
    return {
        "projectIds": _sources("project_ids", project_ids),
        "modelRunIds": _sources("model_run_ids", model_run_ids),
        "allProjects": check.boolean("all_projects", all_projects),
        "allModelRuns": check.boolean("all_model_runs", all_model_runs),
    }


def _sources(argument: str, value: Iterable[Id] | None) -> list[str] | None:
    return None if value is None else ids(argument, value, limit=MAX_SOURCES)


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
