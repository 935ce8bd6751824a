"""Each rule of curation finds the contract that breaks it, and our contracts break none."""

from pathlib import Path

import pytest

from scripts import lint_specs
from tests.contracts.cases import PLATFORMS

GOOD = """
openapi: 3.1.0
info: {title: Small, version: "1"}
tags: [{name: things}]
paths:
  /things/{thing_id}:
    put:
      operationId: update_thing
      tags: [things]
      x-source: ["000_0123456789abcdef:7"]
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
          headers: {X-Id: {schema: {type: string}}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              examples: {document: {$ref: "#/components/examples/Thing"}}
          links:
            again:
              operationId: update_thing
              parameters: {thing_id: "$request.path.thing_id", query.kinds: "$response.body#/kind"}
              requestBody: {made: "$request.body#/made"}
            marked: {operationId: update_thing, parameters: {thing_id: "$response.header.X-Id"}}
  /rows:
    get:
      operationId: list_rows
      tags: [things]
      x-source: ["000_0123456789abcdef:9"]
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

KINDS = '{type: array, items: {$ref: "#/components/schemas/Kind"}}'
JOINED = "style: form\n          explode: false\n          schema: "


def findings(old: str = "", new: str = "") -> list[str]:
    """Lint the good contract with one change, which must be possible in one place only."""
    if old:
        assert GOOD.count(old) == 1, old
    return lint_specs.findings("small.yaml", GOOD.replace(old, new) if old else GOOD)


def test_a_good_contract_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_our_contracts_keep_the_rules(platform: str) -> None:
    path = lint_specs.OPENAPI / f"{platform}.yaml"
    assert lint_specs.findings(path.name, path.read_text()) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("description: The thing.", "", "not OpenAPI 3.1"),
        ("title: Small", "title: no", "/info/title: YAML 1.1 and 1.2 read this differently"),
        ("[{name: things}]", "[{name: no}]", "/tags/0/name: YAML 1.1 and 1.2 read this"),
        ("title: Small", "title: 2023-08-01", "/info/title: YAML reads this as a date"),
        ('"200":\n          description: The', "200:\n          description: The", "quote it"),
        ("operationId: list_rows", "operationId: rows", "rows: operationId must be verb_noun"),
        ("operationId: list_rows", "operationId: update_thing", "is not unique"),
        ("operationId: list_rows", "operationId: fetch_rows", "operationId must be verb_noun"),
        (
            'tags: [things]\n      x-source: ["000_0123456789abcdef:7"]',
            'x-source: ["000_0123456789abcdef:7"]',
            "0 tags",
        ),
        ("[{name: things}]", "[{name: others}]", "tag 'things' is not described"),
        ('      x-source: ["000_0123456789abcdef:7"]\n', "", "update_thing: x-source is missing"),
        ("x-confidence: high", "x-confidence: sure", "x-confidence must be"),
        ("      x-confidence-reason: The document names no path.\n", "", "say why"),
        ("x-confidence: high", "x-confidence: medium", "update_thing: x-confidence is not high"),
        (
            'x-source: ["000_0123456789abcdef:7"]',
            'x-source: ["000_0123456789abcdef:7"]\n      x-limit:',
            "x-limit: has no",
        ),
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
        # What nobody reads, or reads otherwise.
        ("title: Small", "title: Small\n  title: Big", "file: not YAML"),
        ("title: Small", f"title: {'S' * 110}", "line 3: has 1"),
        ('"#/components/schemas/ThingInput"', '"other.yaml#/ThingInput"', "leads out of the comp"),
        ('"#/components/schemas/ThingInput"', '"#/components/schemas/Thin"', "Thin: leads nowhere"),
        ("    Kind:", "    Other: {type: string}\n    Kind:", "schemas/Other: nobody uses this"),
        ("    Thing: {value", "    Other: {value: 1}\n    Thing: {value", "examples/Other: nobody"),
        ("[{name: things}]", "[{name: things}, {name: more}]", "no operation has the tag 'more'"),
        ("required: [made]", "requires: [made]", "ThingInput: requires is read by nobody"),
        ("format: date-time}", "nullable: true}", "ThingInput/made: nullable is read by nobody"),
        ("format: date-time}", "default: x}", "ThingInput/made: default would be sent"),
        (
            "x-confidence: high",
            "x-confidence: high\n      x-idempotant: true",
            "x-idempotant: nobody",
        ),
        ('["000_0123456789abcdef:7"]', '["the document"]', "'the document' is no citation"),
        ('x-source: ["000_0123456789abcdef:7"]', "x-source: document", "must be a list of sources"),
        (
            "title: Small",
            'title: Small, x-source: ["hasty page 7"]',
            "/info/x-source: 'hasty page 7'",
        ),
        # Parameters.
        (
            "schema: {type: string}, example: a}",
            "schema: {type: string}, example: a, explode: false}",
            "path parameter thing_id: style and explode are for lists in queries",
        ),
        ("style: form", "style: pipeDelimited", "array parameter kinds"),
        (
            "explode: false",
            "explode: false\n          allowReserved: true",
            "kinds: allowReserved is",
        ),
        (f"{JOINED}{KINDS}", f"schema: {{oneOf: [{KINDS}]}}", "array parameter kinds"),
        (f"{JOINED}{KINDS}", "schema: {type: object}", "query parameter kinds: the client sends"),
        ('example: "{}\\n{}\\n"', "", "list_rows 200: has no example"),
        (
            "required: true, schema: {type: string}, example: a}",
            "required: true, schema: {type: array, items: {type: string}}, example: [a]}",
            "path parameter thing_id: the client sends lists in queries only",
        ),
        ("example: [IN PROGRESS]", "", "update_thing kinds: has no example"),
        # Enums and objects in their place.
        (
            'items: {$ref: "#/components/schemas/Kind"}',
            'items: {type: [string, "null"], enum: [NEW, IN PROGRESS, null]}',
            "update_thing kinds/items: nullable enum",
        ),
        (
            'note: {type: [string, "null"]}',
            'note: {oneOf: [{type: string, enum: [a]}, {type: "null"}]}',
            "Thing/note/oneOf/0: enum in its place",
        ),
        (
            'note: {type: [string, "null"]}',
            'note: {type: array, items: {type: [string, "null"], enum: [a, null]}}',
            "Thing/note/items: nullable enum",
        ),
        (
            'note: {type: [string, "null"]}',
            "note: {type: object, properties: {a: {type: string}}}",
            "Thing/note: object in its place",
        ),
        (
            'note: {type: [string, "null"]}',
            'note: {type: [string, "null"]}\n      oneOf: [{required: [note]}]',
            "Thing: properties beside a union",
        ),
        ('note: {type: [string, "null"]}', "note: {anyOf: [{type: number}]}", "without integer"),
        (
            "    Thing:\n      type: object",
            "    Thing:\n      required: [kind]\n      type: object",
            "Thing: response requires a field",
        ),
        (
            "    Thing:\n      type: object",
            "    Thing:\n      examples: [{kind: OLD}]\n      type: object",
            "Thing: an example is not valid: kind",
        ),
        (
            "[NEW, IN PROGRESS]}",
            "[NEW, IN PROGRESS], x-enum-varnames: [NEW]}",
            "Kind: x-enum-varnames needs a Python name of its own for each value",
        ),
        (
            "[NEW, IN PROGRESS]}",
            "[NEW, IN PROGRESS], x-enum-varnames: [NEW, class]}",
            "Kind: x-enum-varnames needs",
        ),
        ("paths:", "servers: [{url: https://a.example/v1}]\npaths:", "a server has no path"),
        # Links.
        (
            "again:\n              operationId: update_thing",
            "again:\n              operationId: get_it",
            "update_thing 200 link again: there is no operation 'get_it'",
        ),
        ('{thing_id: "$request', '{thing: "$request', "update_thing has no parameter 'thing'"),
        ("query.kinds", "path.kinds", "update_thing has no parameter 'path.kinds'"),
        ('{made: "$request', '{mode: "$request', "the body of update_thing has no field 'mode'"),
        (
            'marked: {operationId: update_thing, parameters: {thing_id: "$response.header.X-Id"}}',
            "marked: {operationId: list_rows, requestBody: some}",
            "list_rows takes no body",
        ),
        ("$request.path.thing_id", "$request.path.thing", "the request has no such parameter"),
        ("$request.path.thing_id", "$request.query.thing_id", "the request has no such parameter"),
        ("$request.path.thing_id", "$request.path", "$request.path is no expression"),
        ("$request.path.thing_id", "$response.body#kind", "$response.body#kind is no expression"),
        ("$response.header.X-Id", "$response.header.X-Other", "the answer has no such header"),
        ("$response.header.X-Id", "$response.path.thing_id", "the answer has no such header"),
        ("$response.body#/kind", "$response.body#/kinds", "the response's body has nothing there"),
        ("$response.body#/kind", "$response.body#/0/kind", "the response's body has nothing there"),
        ("$request.body#/made", "$request.body#/note", "the request's body has nothing there"),
    ],
)
def test_a_broken_contract_is_found(old: str, new: str, finding: str) -> None:
    assert finding in "\n".join(findings(old, new))


def test_twins_of_an_enum_may_have_names_of_their_own() -> None:
    twins = "[NEW, IN PROGRESS, IN-PROGRESS], x-enum-varnames: [NEW, IN_PROGRESS, PROGRESSING]}"
    assert findings("[NEW, IN PROGRESS]}", twins) == []


@pytest.mark.parametrize(
    "cited",
    [
        "002_3d01feb459c00f68:57-87",
        "hasty 0.3.12 inference/base.py:68",
        "hasty-go dataset.go",
        "labelbox-python@v.3.40.1 examples/label_export/video.ipynb",
        "roboflow-python pull request 162",
        "https://docs.labelbox.com/reference/export-dicom-annotations",
        "written for this contract",
    ],
)
def test_a_source_is_cited_so_that_it_can_be_found(cited: str) -> None:
    assert findings('["000_0123456789abcdef:7"]', f'["{cited}"]') == []


def test_a_link_into_a_list_of_one_of_several_forms_has_something_there() -> None:
    forms = (
        'note: {oneOf: [{type: "null"}, {type: array, items: {$ref: "#/components/schemas/Kind"}}]}'
    )
    good = GOOD.replace('note: {type: [string, "null"]}', forms)
    assert lint_specs.findings("small.yaml", good.replace("body#/kind", "body#/note/0")) == []
    found = lint_specs.findings("small.yaml", good.replace("body#/kind", "body#/note/0/x"))
    assert "$response.body#/note/0/x: the response's body has nothing there" in found[0]


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
