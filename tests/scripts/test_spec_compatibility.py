"""What changed between two contracts is told by verdict, with all operations that it reaches.

Redocly's report of the two in `versions/` is kept there, so that no Node is needed; where Redocly
is installed, the last test makes it anew, and with RECORD_REPORT=1 keeps it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import redocly
from scripts.lint_specs import Contract
from scripts.spec_changes import (
    BREAKING,
    COMPATIBLE,
    WORDS,
    Change,
    comparable,
    contract_changes,
    graphql_changes,
)

VERSIONS = Path(__file__).with_name("versions")
BASE, REVISION = (
    Contract((VERSIONS / f"{name}.yaml").read_text()) for name in ("base", "revision")
)
KEPT = VERSIONS / "redocly.json"
REPORT = json.loads(KEPT.read_text())
CHANGES = contract_changes(REPORT, BASE, REVISION)


@pytest.mark.parametrize(
    ("verdict", "text", "operations"),
    [
        # A component reaches every operation that uses it, not only the one where it was met first.
        (BREAKING, "Property `owner` of `Project` was removed.", "create_project list_projects"),
        (BREAKING, "Type of `size` widened", "create_project list_projects"),
        (BREAKING, "Upper bound was set to '<= 50'.", "list_datasets list_projects"),
        (BREAKING, "Properties of `ProjectInput` became required: `sort`.", "create_project"),
        (BREAKING, "Enum of `content_type` lost values: 'VIDEOS'.", "create_project"),
        (BREAKING, "`name` query parameter became required.", "list_datasets"),
        (BREAKING, "Response `404` was removed.", "list_projects"),
        # What one operation of a path loses is nothing to the others.
        (BREAKING, "Operation `DELETE /v1/projects/{project_id}/datasets`", "delete_dataset"),
        # Rows are part of an answer, though OpenAPI 3.1 has no word for them.
        (BREAKING, "Property `url` of `Upload` was removed.", "create_uploads"),
        (COMPATIBLE, "`enum` of schema `Sort` changed from", "create_project"),
        (COMPATIBLE, "Property `colour` of `Project` was added.", "create_project list_projects"),
        (COMPATIBLE, "Operation `POST /v1/projects/{project_id}/datasets`", "create_dataset"),
        (COMPATIBLE, "Response `418` was added.", "list_projects"),
        (COMPATIBLE, "`x-idempotent` of operation", "list_datasets"),
        (WORDS, "`description` of operation", "create_uploads"),
        (WORDS, "Spec extension `x-source` was added.", "list_datasets"),
    ],
)
def test_a_change_has_its_verdict_and_reaches_its_operations(
    verdict: str, text: str, operations: str
) -> None:
    (change,) = [each for each in CHANGES if each.text.startswith(text)]
    assert (change.verdict, " ".join(change.operations)) == (verdict, operations)


def test_nothing_is_told_twice_or_left_out_and_the_gravest_comes_first() -> None:
    assert len({(each.text, each.place) for each in CHANGES}) == len(REPORT["changes"]) == 16
    assert [each.verdict for each in CHANGES] == [BREAKING] * 9 + [COMPATIBLE] * 5 + [WORDS] * 2


def test_a_place_is_told_as_a_person_would() -> None:
    places = {each.text.partition("`")[2].partition("`")[0]: each.place for each in CHANGES}
    assert places["owner"] == "schemas/Project/properties/owner"
    assert places["404"] == "GET /v1/projects: responses/404"
    request = "DELETE /v1/projects/{project_id}/datasets"
    assert places[request] == request


def change(kind: str, pointer: str, **more: object) -> Change:
    """What is made of one change of a report that the two versions don't hold."""
    side = {"pointer": pointer, "value": more.pop("value", None)}
    each = {"kind": kind, "impact": "patch", "verdicts": [], "base": side, "revision": side, **more}
    (made,) = contract_changes({"changes": [each]}, BASE, REVISION)
    return made


def test_what_holds_for_the_whole_contract_reaches_every_operation() -> None:
    every = {"list_projects", "create_project", "list_datasets", "create_uploads"}
    every |= {"delete_dataset", "create_dataset"}
    moved = change("modified", "#/servers/0/url", typeName="Server", property="url")
    assert set(moved.operations) == every
    told = change("modified", "#/info/title", typeName="Info", property="title")
    assert (told.operations, told.verdict) == ((), WORDS)


def test_credentials_reach_the_operations_that_ask_for_them() -> None:
    moved = change(
        "modified",
        "#/components/securitySchemes/Key/name",
        typeName="SecurityScheme",
        property="name",
    )
    asking = {
        "list_projects",
        "create_project",
        "list_datasets",
        "delete_dataset",
        "create_dataset",
    }
    assert set(moved.operations) == asking  # but not create_uploads


def test_a_form_that_was_removed_is_named() -> None:
    made = change(
        "removed",
        "#/components/schemas/ProjectInput/oneOf/1",
        typeName="Schema",
        verdicts=[{"message": "`oneOf` subschema was removed."}],
        value={"$ref": "#/components/schemas/FromBucket"},
    )
    assert made.text == "`oneOf` subschema was removed: `FromBucket`."


def test_a_parameter_of_a_path_reaches_the_operations_of_the_path() -> None:
    pointer = "#/paths/~1v1~1projects~1{project_id}~1datasets/parameters/0"
    made = change("added", pointer, typeName="Parameter", value={"name": "project_id"})
    assert made.text == "Parameter `project_id` was added."
    assert made.operations == ("create_dataset", "delete_dataset", "list_datasets")


def test_a_component_that_comes_alone_changes_nothing_that_is_sent() -> None:
    made = change("added", "#/components/schemas/Kind", typeName="Schema")
    assert (made.text, made.verdict) == ("Schema `Kind` was added.", WORDS)


def test_other_names_for_the_members_of_an_enum_break_who_uses_them() -> None:
    made = change(
        "modified",
        "#/components/schemas/Kind/x-enum-varnames",
        typeName="Schema",
        property="x-enum-varnames",
    )
    assert (made.verdict, made.operations) == (BREAKING, ("create_project",))


def test_a_graphql_schema_is_compared_too() -> None:
    old = 'type Query { a(b: Int): Int, c: Kind } enum Kind { X } "Words." type T { a: Int }'
    new = "type Query { a(b: Int!): Int, c: Kind, d: Int } enum Kind { X, Y } type T { a: Int }"
    found = graphql_changes(old, new, ("execute_graphql",))
    told = [(each.verdict, each.text.split(" ")[0:3]) for each in found]
    assert [verdict for verdict, _ in told] == [BREAKING, BREAKING, COMPATIBLE, WORDS]
    assert {each.operations for each in found} == {("execute_graphql",)}
    assert "Query.a(b:)" in found[0].text + found[1].text
    assert "Kind.Y" in found[0].text + found[1].text
    assert "Query.d" in found[2].text


@pytest.mark.skipif(
    not redocly.COMMAND.is_file(),
    reason="Redocly is not installed; `make .envs/redocly/.ok` does it, and no gate needs it",
)
def test_redocly_still_reports_what_is_kept() -> None:
    report = redocly.compare(comparable(BASE.document), comparable(REVISION.document))
    if os.environ.get("RECORD_REPORT") == "1":
        KEPT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    assert report == REPORT


def test_a_reader_that_has_read_enough_is_no_failure() -> None:
    command = [sys.executable, "-m", "scripts.spec_diff", "HEAD"]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as diff:
        assert diff.stdout is not None
        assert diff.stderr is not None
        diff.stdout.close()
        assert b"BrokenPipe" not in diff.stderr.read()
