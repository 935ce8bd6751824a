"""Each rule of curation finds the contract that breaks it, and our contracts break none."""

from pathlib import Path

import pytest

from scripts import lint_specs
from tests.contract.cases import VENDORS

GOOD = """
openapi: 3.1.0
info: {title: Small, version: "1"}
tags: [{name: things}]
paths:
  /things/{thing_id}:
    put:
      operationId: update_thing
      tags: [things]
      x-source: ["document:7"]
      x-confidence: high
      parameters:
        - {name: thing_id, in: path, required: true, schema: {type: string}, example: a}
        - name: kinds
          in: query
          style: form
          explode: false
          schema: {type: array, items: {$ref: "#/components/schemas/Kind"}}
          example: [IN PROGRESS]
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/ThingInput"}
            example: {made: "2023-08-01T00:00:00Z"}
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              examples: {document: {$ref: "#/components/examples/Thing"}}
  /rows:
    get:
      operationId: list_rows
      tags: [things]
      x-source: ["document:9"]
      x-confidence: low
      x-confidence-reason: The document names no path.
      responses:
        "200":
          description: Rows.
          content:
            application/x-ndjson:
              schema: {type: string}
              x-item-schema: {$ref: "#/components/schemas/Thing"}
              example: "{}\\n{}\\n"
components:
  examples:
    Thing: {value: {kind: NEW, note: null}}
  schemas:
    Kind: {type: string, enum: [NEW, IN PROGRESS]}
    Thing:
      type: object
      properties:
        kind: {oneOf: [{$ref: "#/components/schemas/Kind"}, {type: "null"}]}
        note: {type: [string, "null"]}
    ThingInput:
      type: object
      additionalProperties: false
      required: [made]
      properties:
        made: {type: string, format: date-time}
"""


def findings(old: str = "", new: str = "") -> list[str]:
    """Lint the good contract with one change, which must be possible in one place only."""
    if old:
        assert GOOD.count(old) == 1, old
    return lint_specs.findings("small.yaml", GOOD.replace(old, new) if old else GOOD)


def test_a_good_contract_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_our_contracts_keep_the_rules(vendor: str) -> None:
    path = lint_specs.OPENAPI / f"{vendor}.yaml"
    assert lint_specs.findings(path.name, path.read_text()) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("description: The thing.", "", "not OpenAPI 3.1"),
        ("title: Small", "title: no", "/info/title: YAML 1.1 and 1.2 read this differently"),
        ("title: Small", "title: 2023-08-01", "/info/title: YAML reads this as a date"),
        ('"200":\n          description: The', "200:\n          description: The", "quote it"),
        ("operationId: list_rows", "operationId: rows", "rows: operationId must be verb_noun"),
        ("operationId: list_rows", "operationId: update_thing", "is not unique"),
        ("operationId: list_rows", "operationId: fetch_rows", "operationId must be verb_noun"),
        ('tags: [things]\n      x-source: ["document:7"]', 'x-source: ["document:7"]', "0 tags"),
        ("[{name: things}]", "[{name: others}]", "tag 'things' is not described"),
        ('      x-source: ["document:7"]\n', "", "update_thing: x-source is missing"),
        ("x-confidence: high", "x-confidence: sure", "x-confidence must be"),
        ("      x-confidence-reason: The document names no path.\n", "", "say why"),
        ("x-confidence: high", "x-confidence: medium", "update_thing: x-confidence is not high"),
        ('x-source: ["document:7"]', 'x-source: ["document:7"]\n      x-limit:', "x-limit: has no"),
        ('"200":\n          description: The', "default:\n          description: The", "'default'"),
        ('"200":\n          description: The', "2XX:\n          description: The", "'2XX'"),
        (
            'example: {made: "2023-08-01T00:00:00Z"}',
            "",
            "update_thing request: has no example",
        ),
        ("2023-08-01T00:00:00Z", "yesterday", "made: "),
        ("{kind: NEW, note: null}", "{kind: OLD}", "update_thing 200: an example is not valid"),
        (", example: a", "", "update_thing thing_id: has no example"),
        (", example: a", ", example: 1", "update_thing thing_id: an example is not valid"),
        ("{}\\n{}", '{}\\n{\\"note\\": 1}', "list_rows 200: an example is not valid: note"),
        ("[NEW, IN PROGRESS]", "[NEW, IN PROGRESS, IN-PROGRESS]", "become one name"),
        ("[NEW, IN PROGRESS]", "[NEW, new, IN PROGRESS]", "Kind: enum values ['NEW', 'new']"),
        (
            'note: {type: [string, "null"]}',
            'note: {type: [string, "null"], enum: [a, null]}',
            "Thing/note: nullable enum",
        ),
        ("explode: false", "explode: true", "array parameter kinds"),
        ("style: form", "", "array parameter kinds"),
        ("    Kind:", "    thing_input: {type: string}\n    Kind:", "become one class"),
        ("      additionalProperties: false\n", "", "ThingInput: request object is open"),
        (
            "{type: string, format: date-time}",
            "{type: object}",
            "made: request object has no properties",
        ),
        (
            "    Thing:\n      type: object",
            "    Thing:\n      additionalProperties: false\n      type: object",
            "Thing: response object is closed",
        ),
        (
            'note: {type: [string, "null"]}',
            "note: {type: string, format: uri}",
            "Thing/note: response has format uri",
        ),
    ],
)
def test_a_broken_contract_is_found(old: str, new: str, finding: str) -> None:
    assert finding in "\n".join(findings(old, new))


def test_findings_name_file_and_place_and_fail_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lint_specs, "OPENAPI", tmp_path)
    (tmp_path / "small.config.yaml").write_text("not: a contract")
    (tmp_path / "small.yaml").write_text(GOOD)
    assert (lint_specs.main(), capsys.readouterr().out) == (0, "")
    (tmp_path / "small.yaml").write_text(GOOD.replace("x-confidence: high", ""))
    assert lint_specs.main() == 1
    expected = "small.yaml: update_thing: x-confidence must be high, medium or low\n"
    assert capsys.readouterr().out == expected
