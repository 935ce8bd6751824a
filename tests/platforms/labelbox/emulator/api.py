"""A client of the emulated Labelbox: GraphQL, polling, downloads."""

import json
from typing import Any

import httpx

from labelbridge_emulator.server.server import Emulator

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"
KEY = {"Authorization": "Bearer k"}

Row = dict[str, Any]

CREATE = """mutation ($input: ExportDataRowsIn%sInput!) {
    made: exportDataRowsIn%s(input: $input) {taskId isStreamable}}"""
TASK = """query ($id: ID!) {user {id createdTasks(where: {id: $id}) {
    status completionPercentage result errors type}}}"""
HEADER = """query ($where: WhereUniqueIdInput, $kind: TaskStreamType!) {task(where: $where) {
    exportMetadataHeader(streamType: $kind) {totalSize totalLines}}}"""
CHUNK = """query ($where: WhereUniqueIdInput, $kind: TaskStreamType!, $offset: UInt64!) {
    task(where: $where) {exportFileFromOffset(streamType: $kind, offset: $offset) {
        offsets {start end} lines {start end} file}}}"""


class Api:
    def __init__(self, emulator: Emulator, client: httpx.Client) -> None:
        self.emulator = emulator
        self.client = client

    def graphql(self, query: str, **variables: Any) -> httpx.Response:
        return self.post({"query": query, "variables": variables})

    def post(self, body: Any) -> httpx.Response:
        return self.client.post(f"{self.emulator.labelbox}/graphql", headers=KEY, json=body)

    def export(self, filters: str = "", project: str = PROJECT) -> httpx.Response:
        """Send the mutation once; ``filters`` is GraphQL, as the vendor's SDK writes it."""
        extra = f", filters: {{{filters}}}" if filters else ""
        return self.graphql(
            "mutation GetLabelExportUrlPyApi($projectId: ID!) {exportLabels(data:"
            f"{{projectId: $projectId{extra}}}) {{downloadUrl createdAt shouldPoll}} }}",
            projectId=project,
        )

    def status(self, filters: str = "") -> dict[str, Any]:
        return self.export(filters).json()["data"]["exportLabels"]

    def poll(self, filters: str = "", project: str = PROJECT) -> dict[str, Any]:
        """Send the mutation until the file is ready."""
        for _ in range(5):
            status = self.export(filters, project).json()["data"]["exportLabels"]
            if not status["shouldPoll"]:
                return status
        raise AssertionError("the export never became ready")

    def rows(self, filters: str = "", project: str = PROJECT) -> list[Row]:
        response = self.client.get(self.poll(filters, project)["downloadUrl"])
        assert response.status_code == 200, response.text
        return response.json()

    def row(self, external_id: str) -> Row:
        (row,) = [row for row in self.rows() if row["External ID"] == external_id]
        return row

    def create(self, target: str = "Project", **given: Any) -> httpx.Response:
        """Create a task of export v2; the default target is the project of the demo data.

        Args:
            target: The target in the name of the mutation.
            **given: ``filters``, ``params`` and other fields of the input.
        """
        default = {"projectId": PROJECT} if target == "Project" else {}
        filters = {**default, **given.pop("filters", {})}
        return self.graphql(CREATE % (target, target), input={"filters": filters, **given})

    def new_task(self, target: str = "Project", **given: Any) -> str:
        return str(self.create(target, **given).json()["data"]["made"]["taskId"])

    def task(self, task: str) -> dict[str, Any]:
        """Read the state of a task."""
        (found,) = self.graphql(TASK, id=task).json()["data"]["user"]["createdTasks"]
        return found

    def done(self, target: str = "Project", **given: Any) -> str:
        """Create a task and read it until it has ended."""
        task = self.new_task(target, **given)
        while self.task(task)["status"] == "IN_PROGRESS":
            pass
        return task

    def header(self, task: str, kind: str = "RESULT") -> Any:
        found = self.graphql(HEADER, where={"id": task}, kind=kind).json()
        return found["data"]["task"]["exportMetadataHeader"]

    def chunk(self, task: str, offset: Any = 0, kind: str = "RESULT") -> Any:
        found = self.graphql(CHUNK, where={"id": task}, kind=kind, offset=offset).json()
        return (
            found["errors"] if "errors" in found else found["data"]["task"]["exportFileFromOffset"]
        )

    def stream(self, task: str, kind: str = "RESULT") -> bytes:
        """Return the bytes of all chunks."""
        header, content = self.header(task, kind), b""
        while header and len(content) < int(header["totalSize"]):
            content += self.client.get(self.chunk(task, len(content), kind)["file"]).content
        return content

    def data_rows(self, target: str = "Project", query: Any = (), **given: Any) -> list[Row]:
        """Export data rows, and return them."""
        search = {"searchQuery": {"scope": None, "query": [*query]}}
        filters = given.pop("filters", search)
        task = self.done(target, filters=filters, **given)
        return [json.loads(line) for line in self.stream(task).splitlines()]
