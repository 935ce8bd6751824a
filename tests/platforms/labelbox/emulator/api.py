"""What a client of the Labelbox side does: ask in GraphQL, poll, download."""

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
        return self.client.post(
            f"{self.emulator.labelbox}/graphql",
            headers=KEY,
            json={"query": query, "variables": variables},
        )

    def ask(self, filters: str = "", project: str = PROJECT) -> httpx.Response:
        """Send the mutation once; ``filters`` is GraphQL, as the vendor's SDK writes it."""
        extra = f", filters: {{{filters}}}" if filters else ""
        return self.graphql(
            "mutation GetLabelExportUrlPyApi($projectId: ID!) {exportLabels(data:"
            f"{{projectId: $projectId{extra}}}) {{downloadUrl createdAt shouldPoll}} }}",
            projectId=project,
        )

    def poll(self, filters: str = "", project: str = PROJECT) -> dict[str, Any]:
        """Ask until there is a file."""
        for _ in range(5):
            answer = self.ask(filters, project).json()["data"]["exportLabels"]
            if not answer["shouldPoll"]:
                return answer
        raise AssertionError("the export never became ready")

    def rows(self, filters: str = "", project: str = PROJECT) -> list[Row]:
        answer = self.client.get(self.poll(filters, project)["downloadUrl"])
        assert answer.status_code == 200, answer.text
        return answer.json()

    def row(self, external_id: str) -> Row:
        (row,) = [row for row in self.rows() if row["External ID"] == external_id]
        return row
