"""Tests of the verdicts and affected operations of contract changes.

`versions/` has two contracts and Redocly's recorded report about them, so the tests need no Node.
If Redocly is installed, the last test compares its report with the recorded one, or records it
with RECORD_REPORT=1.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import redocly
from scripts.contracts import Contract
from scripts.spec_compatibility import (
    BREAKING,
    COMPATIBLE,
    TEXTS,
    Change,
    comparable,
    contract_changes,
    graphql_changes,
)

VERSIONS = Path(__file__).with_name("versions")
BASE, REVISION = (
    Contract((VERSIONS / f"{name}.yaml").read_text()) for name in ("base", "revision")
)
RECORDED = VERSIONS / "redocly.json"
REPORT = json.loads(RECORDED.read_text())
CHANGES = contract_changes(REPORT, BASE, REVISION)


@pytest.mark.parametrize(
    ("verdict", "text", "operations"),
    [
        # A component affects every operation that uses it, not only its first occurrence.
        (BREAKING, "Property `owner` of `Project` was removed.", "create_project list_projects"),
        (BREAKING, "Type of `size` widened", "create_project list_projects"),
        (BREAKING, "Upper bound was set to '<= 50'.", "list_datasets list_projects"),
        (BREAKING, "Properties of `ProjectInput` became required: `sort`.", "create_project"),
        (BREAKING, "Enum of `content_type` lost values: 'VIDEOS'.", "create_project"),
        (BREAKING, "`name` query parameter became required.", "list_datasets"),
        (BREAKING, "Response `404` was removed.", "list_projects"),
        # A removed operation does not affect the others of its path.
        (BREAKING, "Operation `DELETE /v1/projects/{project_id}/datasets`", "delete_dataset"),
        # Rows are part of a response, although OpenAPI 3.1 has no keyword for them.
        (BREAKING, "Property `url` of `Upload` was removed.", "create_uploads"),
        (COMPATIBLE, "`enum` of schema `Sort` changed from", "create_project"),
        (COMPATIBLE, "Property `colour` of `Project` was added.", "create_project list_projects"),
        (COMPATIBLE, "Operation `POST /v1/projects/{project_id}/datasets`", "create_dataset"),
        (COMPATIBLE, "Response `418` was added.", "list_projects"),
        (COMPATIBLE, "`x-idempotent` of operation", "list_datasets"),
        (TEXTS, "`description` of operation", "create_uploads"),
        (TEXTS, "Spec extension `x-source` was added.", "list_datasets"),
    ],
)
def test_change_has_a_verdict_and_its_operations(verdict, text, operations):
    (change,) = [each for each in CHANGES if each.text.startswith(text)]
    assert (change.verdict, " ".join(change.operations)) == (verdict, operations)


def test_each_change_is_listed_once_with_breaking_ones_first():
    assert len({(each.text, each.place) for each in CHANGES}) == len(REPORT["changes"]) == 16
    assert [each.verdict for each in CHANGES] == [BREAKING] * 9 + [COMPATIBLE] * 5 + [TEXTS] * 2


def test_place_is_readable():
    places = {each.text.partition("`")[2].partition("`")[0]: each.place for each in CHANGES}
    assert places["owner"] == "schemas/Project/properties/owner"
    assert places["404"] == "GET /v1/projects: responses/404"
    request = "DELETE /v1/projects/{project_id}/datasets"
    assert places[request] == request


def change(kind: str, pointer: str, **more: object) -> Change:
    """Return the change for a report entry that the two versions do not produce."""
    side = {"pointer": pointer, "value": more.pop("value", None)}
    each = {"kind": kind, "impact": "patch", "verdicts": [], "base": side, "revision": side, **more}
    (made,) = contract_changes({"changes": [each]}, BASE, REVISION)
    return made


DATASETS = {"list_datasets", "delete_dataset", "create_dataset"}
WITH_KEY = DATASETS | {"list_projects", "create_project"}
PARAMETER = "#/paths/~1v1~1projects~1{project_id}~1datasets/parameters/0"


@pytest.mark.parametrize(
    ("pointer", "kind", "name", "verdict", "operations"),
    [
        ("servers/0/url", "Server", "url", COMPATIBLE, WITH_KEY | {"create_uploads"}),
        ("info/title", "Info", "title", TEXTS, set()),
        ("components/securitySchemes/Key/name", "SecurityScheme", "name", COMPATIBLE, WITH_KEY),
        (
            "components/schemas/Kind/x-enum-varnames",
            "Schema",
            "x-enum-varnames",
            BREAKING,
            {"create_project"},
        ),
    ],
)
def test_modified_node_affects_the_operations_that_use_it(pointer, kind, name, verdict, operations):
    made = change("modified", f"#/{pointer}", typeName=kind, property=name)
    assert (made.verdict, set(made.operations)) == (verdict, operations)


def test_removed_alternative_is_named():
    made = change(
        "removed",
        "#/components/schemas/ProjectInput/oneOf/1",
        typeName="Schema",
        verdicts=[{"message": "`oneOf` subschema was removed."}],
        value={"$ref": "#/components/schemas/FromBucket"},
    )
    assert made.text == "`oneOf` subschema was removed: `FromBucket`."


def test_parameter_of_a_path_affects_all_its_operations():
    made = change("added", PARAMETER, typeName="Parameter", value={"name": "project_id"})
    assert (made.text, set(made.operations)) == ("Parameter `project_id` was added.", DATASETS)


def test_added_component_does_not_affect_requests():
    made = change("added", "#/components/schemas/Kind", typeName="Schema")
    assert (made.text, made.verdict) == ("Schema `Kind` was added.", TEXTS)


def test_graphql_schemas_are_compared():
    old = 'type Query { a(b: Int): Int, c: Kind } enum Kind { X } "Words." type T { a: Int }'
    new = "type Query { a(b: Int!): Int, c: Kind, d: Int } enum Kind { X, Y } type T { a: Int }"
    found = graphql_changes(old, new, ("execute_graphql",))
    assert [each.verdict for each in found] == [BREAKING, BREAKING, COMPATIBLE, TEXTS]
    assert {each.operations for each in found} == {("execute_graphql",)}
    assert "Query.a(b:)" in found[0].text + found[1].text
    assert "Kind.Y" in found[0].text + found[1].text
    assert "Query.d" in found[2].text


@pytest.mark.skipif(
    not redocly.COMMAND.is_file(), reason="needs Redocly: run `make .envs/redocly/.ok`"
)
def test_redocly_report_is_unchanged():
    report = redocly.compare(comparable(BASE.document), comparable(REVISION.document))
    if os.environ.get("RECORD_REPORT") == "1":
        RECORDED.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    assert report == REPORT


def test_closed_pipe_ends_the_command_quietly():
    command = [sys.executable, "-m", "scripts.spec_diff", "HEAD"]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as diff:
        assert diff.stdout is not None
        assert diff.stderr is not None
        diff.stdout.close()
        assert b"BrokenPipe" not in diff.stderr.read()
