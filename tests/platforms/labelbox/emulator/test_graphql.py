"""Parsing, validation and execution of GraphQL documents."""

from typing import Any

import pytest

from tests.platforms.labelbox.emulator.api import PROJECT

ALL_FIELDS = (
    "autoAuditNumberOfLabels autoAuditPercentage createdAt dataRowCount description editorTaskType "
    "isBenchmarkEnabled isConsensusEnabled lastActivityTime allowedMediaType modelSetupComplete "
    "name queueMode setupComplete id updatedAt uploadType"
)


def codes(response: Any) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]


def test_project_has_all_fields_that_the_sdk_requests(api):
    query = (
        f"query GetProjectPyApi($param_0: ID!){{project(where: {{id: $param_0}}){{{ALL_FIELDS}}}}}"
    )
    project = api.graphql(query, param_0=PROJECT).json()["data"]["project"]
    assert set(project) == set(ALL_FIELDS.split())
    assert project["name"] == "Everything"
    assert project["lastActivityTime"] == "2023-03-10T13:00:00.000Z"
    assert project["dataRowCount"] == 15


def test_operation_name_selects_an_operation(api):
    query = "query One {__typename} query Two {__schema {queryType {name}}}"
    selected = api.post({"query": query, "operationName": "Two"})
    assert selected.json() == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
    unnamed = api.graphql(query)
    assert (unnamed.status_code, codes(unnamed)) == (400, ["GRAPHQL_VALIDATION_FAILED"])


@pytest.mark.parametrize("query", ["", "{", "query {project(where:) {id}}", "{a}" * 5_000])
def test_syntax_error_returns_400(api, query):
    response = api.graphql(query)
    assert (response.status_code, codes(response)) == (400, ["GRAPHQL_PARSE_FAILED"])


def export(filters: str) -> str:
    return f'mutation {{exportLabels(data: {{projectId: "x", filters: {filters}}}) {{shouldPoll}}}}'


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("{projects {id}}", "projects"),
        ('{project(where: {id: "x"}) {nme}}', "nme"),
        ('{project(where: {uid: "x"}) {id}}', "uid"),
        ("{project {id}}", "where"),
        (export("{createdAt: {}}"), "createdAt"),
        (export('{labelCreatedAt: "2020-01-01"}'), "DateRange"),
        (export("{labelCreatedAt: {start: 2020}}"), "2020"),
        ("query ($id: ID!) {project(where: {id: $id}) {id}}", "$id"),
    ],
)
def test_invalid_document_returns_400(api, query, named):
    response = api.graphql(query)
    assert response.status_code == 400
    assert set(codes(response)) == {"GRAPHQL_VALIDATION_FAILED"}
    assert any(named in error["message"] for error in response.json()["errors"])


def test_rate_limit_message_begins_as_the_sdk_expects(api):
    api.emulator.faults([{"operation": "execute_graphql", "status": 429}])
    assert api.graphql("{__typename}").json()["message"].startswith("You have exceeded")
