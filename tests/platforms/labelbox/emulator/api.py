"""A client of the emulated Labelbox: GraphQL, polling, downloads."""

from typing import Any

import httpx

from labelbridge_emulator.server.server import Emulator

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"
KEY = {"Authorization": "Bearer k"}

Row = dict[str, Any]


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
