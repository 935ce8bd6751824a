"""GraphQL documents are parsed, validated against the contract's schema, and executed."""

from typing import Any

import pytest

from tests.platforms.labelbox.emulator.api import KEY, PROJECT, Api

ALL_FIELDS = (
    "autoAuditNumberOfLabels autoAuditPercentage createdAt dataRowCount description editorTaskType "
    "isBenchmarkEnabled isConsensusEnabled lastActivityTime allowedMediaType modelSetupComplete "
    "name queueMode setupComplete id updatedAt uploadType"
)


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


def test_a_project_has_every_field_that_the_platforms_sdk_asks_for(api: Api) -> None:
    query = (
        f"query GetProjectPyApi($param_0: ID!){{project(where: {{id: $param_0}}){{{ALL_FIELDS}}}}}"
    )
    answer = api.graphql(query, param_0=PROJECT)
    assert answer.json() == {
        "data": {
            "project": {
                "id": PROJECT,
                "name": "Everything",
                "description": "One asset of every type",
                "createdAt": "2023-01-09T08:14:02.000Z",
                "updatedAt": "2023-01-09T08:14:02.000Z",
                "setupComplete": "2023-01-09T08:14:02.000Z",
                "lastActivityTime": "2023-03-07T08:30:00.000Z",
                "dataRowCount": 11,
                "queueMode": "BATCH",
                "allowedMediaType": None,
                "editorTaskType": None,
                "uploadType": None,
                "modelSetupComplete": None,
                "isBenchmarkEnabled": True,
                "isConsensusEnabled": False,
                "autoAuditNumberOfLabels": 1,
                "autoAuditPercentage": 1.0,
            }
        }
    }


def test_only_what_was_asked_for_is_answered(api: Api) -> None:
    query = f'{{a: project(where: {{id: "{PROJECT}"}}) {{name}} __typename}}'
    assert api.graphql(query).json()["data"] == {"a": {"name": "Everything"}, "__typename": "Query"}


def test_one_of_several_operations_is_chosen_by_name(api: Api) -> None:
    query = "query One {__typename} query Two {__schema {queryType {name}}}"
    url = f"{api.emulator.labelbox}/graphql"
    body = {"query": query, "operationName": "Two"}
    chosen = api.client.post(url, headers=KEY, json=body)
    assert chosen.json() == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
    unnamed = api.graphql(query)
    assert (unnamed.status_code, codes(unnamed)) == (400, ["GRAPHQL_VALIDATION_FAILED"])


def test_a_project_that_is_not_there_is_an_error_with_null_data(api: Api) -> None:
    answer = api.graphql('{project(where: {id: "nope"}) {id}}')
    assert answer.status_code == 200
    assert answer.json()["data"] == {"project": None}
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "RESOURCE_NOT_FOUND"}
    assert (error["path"], error["locations"]) == (["project"], [{"line": 1, "column": 2}])


@pytest.mark.parametrize("query", ["", "{", "query {project(where:) {id}}", "{a}" * 5_000])
def test_a_document_that_cannot_be_parsed_is_a_400(api: Api, query: str) -> None:
    answer = api.graphql(query)
    assert (answer.status_code, codes(answer)) == (400, ["GRAPHQL_PARSE_FAILED"])


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
def test_a_document_that_does_not_fit_the_schema_is_a_400_that_names_what(
    api: Api, query: str, named: str
) -> None:
    answer = api.graphql(query)
    assert answer.status_code == 400
    assert set(codes(answer)) == {"GRAPHQL_VALIDATION_FAILED"}
    assert any(named in error["message"] for error in answer.json()["errors"])


def test_a_wrong_body_is_malformed(api: Api) -> None:
    url = f"{api.emulator.labelbox}/graphql"
    answer = api.client.post(url, headers=KEY, json={"qeury": "{x}"})
    assert (answer.status_code, codes(answer)) == (400, ["MALFORMED_REQUEST"])


def test_without_a_key_it_is_an_authentication_error(api: Api) -> None:
    answer = api.client.post(f"{api.emulator.labelbox}/graphql", json={"query": "{__typename}"})
    assert (answer.status_code, codes(answer)) == (401, ["AUTHENTICATION_ERROR"])


def test_an_exceeded_limit_begins_as_the_platforms_sdk_expects(api: Api) -> None:
    api.emulator.faults([{"operation": "execute_graphql", "status": 429}])
    assert api.graphql("{__typename}").json()["message"].startswith("You have exceeded")
