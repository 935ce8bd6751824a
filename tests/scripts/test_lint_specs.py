"""Tests of the lint rules for contracts: each finds a violation. `make lint` checks ours."""

import pytest

from scripts import lint_specs, yaml12

GOOD = """
openapi: 3.1.0
info: {title: Small, version: "1"}
servers: [{url: https://a.example}]
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
              x-request-body: {made: "$request.body#/made"}
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
SOURCE = 'x-source: ["000_0123456789abcdef:7"]'
HIGH = "x-confidence: high"
OK = '"200":\n          description: The'
MADE = "format: date-time}"
NOTE = 'note: {type: [string, "null"]}'
ENUM = "[NEW, IN PROGRESS]"
THING = "    Thing:\n      type: object"
KIND = "    Kind:"
INPUT = '"#/components/schemas/ThingInput"'
NOTES = """{$ref: "#/components/schemas/NoteList"}
    NoteList: {type: object, properties: {notes: {type: array, items: {type: string}}}}"""
ITEMS = 'items: {$ref: "#/components/schemas/Kind"}'
ID = "schema: {type: string}, example: a}"
PATH = "$request.path.thing_id"
HEADER = "$response.header.X-Id"
FIELD = "$response.body#/kind"
UNION = '{oneOf: [{$ref: "#/components/schemas/Thing"}, {$ref: "#/components/schemas/ThingInput"}]}'
INSTANT = """x-instant: true
      required: [_seconds, _nanoseconds]
      properties: {_seconds: {type: integer}, _nanoseconds: {type: integer}}"""
MARKED = f'marked: {{operationId: update_thing, parameters: {{thing_id: "{HEADER}"}}}}'

CASES = {
    "YAML and OpenAPI": [
        ("title: Small", "title: Small\n  title: Big", "file: not YAML"),
        ("title: Small", f"title: {'S' * 110}", "line 3: has 1"),
        ("title: Small", "title: no", "/info/title: the value differs between YAML 1.1 and 1.2"),
        ("[{name: things}]", "[{name: no}]", "/tags/0/name: the value differs between YAML"),
        ("title: Small", "title: 2023-08-01", "/info/title: the value differs"),
        (OK, "200:\n          description: The", "quote it"),
        ("description: The thing.", "", "not OpenAPI 3.1"),
        (INPUT, '"other.yaml#/ThingInput"', "points outside the components"),
        (INPUT, '"#/components/schemas/Thin"', "Thin: points to nothing"),
        (KIND, f"    Other: {{type: string}}\n{KIND}", "schemas/Other: this component is not"),
        ("    Thing: {value", "    Other: {value: 1}\n    Thing: {value", "examples/Other: this"),
    ],
    "operations": [
        ("operationId: list_rows", "operationId: rows", "rows: operationId must be verb_noun"),
        ("operationId: list_rows", "operationId: update_thing", "is not unique"),
        ("operationId: list_rows", "operationId: fetch_rows", "operationId must be verb_noun"),
        (f"tags: [things]\n      {SOURCE}", SOURCE, "0 tags"),
        ("[{name: things}]", "[{name: others}]", "tag 'things' has no description"),
        ("[{name: things}]", "[{name: things}, {name: more}]", "no operation has the tag 'more'"),
        (f"      {SOURCE}\n", "", "update_thing: x-source is missing"),
        (SOURCE, 'x-source: ["the document"]', "'the document' is not a source"),
        (SOURCE, "x-source: document", "must be a list of sources"),
        ("title: Small", 'title: Small, x-source: ["hasty page 7"]', "'hasty page 7'"),
        (HIGH, "x-confidence: sure", "x-confidence must be"),
        (HIGH, "x-confidence: medium", "update_thing: x-confidence is not high"),
        ("      x-confidence-reason: The document names no path.\n", "", "add x-confidence-reason"),
        (HIGH, f"{HIGH}\n      x-idempotant: true", "x-idempotant: unknown extension"),
        (SOURCE, f"{SOURCE}\n      x-limit:", "x-limit: has no"),
        (OK, "default:\n          description: The", "'default'"),
        (OK, "2XX:\n          description: The", "'2XX'"),
        ("servers: [", "servers: [{url: https://a.example/v1}, ", "the URL of a server has a path"),
    ],
    "examples": [
        ('example: {made: "2023-08-01T00:00:00Z"}', "", "update_thing request: has no example"),
        ("2023-08-01T00:00:00Z", "yesterday", "made: "),
        ("{kind: NEW, note: null}", "{kind: OLD}", "update_thing 200: an example is not valid"),
        (", example: a", "", "update_thing thing_id: has no example"),
        (", example: a", ", example: 1", "update_thing thing_id: an example is not valid"),
        ("example: [IN PROGRESS]", "", "update_thing kinds: has no example"),
        ('example: "{}\\n{}\\n"', "", "list_rows 200: has no example"),
        ("{}\\n{}", '{}\\n{\\"note\\": 1}', "list_rows 200: an example is not valid: note"),
        (THING, f"{THING}\n      examples: [{{kind: OLD}}]", "Thing: an example is not valid"),
    ],
    "parameters": [
        ("explode: false", "explode: true", "array parameter kinds"),
        ("style: form", "", "array parameter kinds"),
        ("style: form", "style: pipeDelimited", "array parameter kinds"),
        (f"{JOINED}{KINDS}", f"schema: {{oneOf: [{KINDS}]}}", "array parameter kinds"),
        (f"{JOINED}{KINDS}", "schema: {type: object}", "query parameter kinds: the client sends"),
        (ID, f"{ID[:-1]}, explode: false}}", "path parameter thing_id: style and explode are for"),
        ("explode: false", "explode: false\n          allowReserved: true", "allowReserved is"),
        (
            ID,
            "schema: {type: array, items: {type: string}}, example: [a]}",
            "path parameter thing_id: the client sends lists only in queries",
        ),
    ],
    "schemas": [
        ("required: [made]", "requires: [made]", "ThingInput: the keyword requires is ignored"),
        (MADE, "nullable: true}", "ThingInput/made: the keyword nullable is ignored"),
        (MADE, "default: x}", "ThingInput/made: default would be sent"),
        ("      additionalProperties: false\n", "", "ThingInput: request object is open"),
        (f"{{type: string, {MADE}", "{type: object}", "made: request object has no properties"),
        (THING, f"{THING}\n      additionalProperties: false", "Thing: response object is closed"),
        (THING, f"{THING}\n      required: [kind]", "Thing/kind: required, but may be null"),
        (THING, f"{THING}\n      required: [note]", "Thing/note: required, but may be null"),
        (THING, f"{THING}\n      required: [size]", "Thing: requires 'size', which is not one"),
        ("required: [made]", "required: [mode]", "ThingInput: requires 'mode', which is not one"),
        (NOTE, f"note: {NOTES}", "NoteList/notes: the items of a page or list must be required"),
        (NOTE, f"note: {UNION}", "Thing/note: object 1 of oneOf requires no field of its own"),
        (THING, f"{THING}\n      x-instant: true", "Thing: x-instant needs the required integers"),
        (f"required: [made]\n      properties:\n        made: {{type: string, {MADE}", INSTANT,
         "ThingInput: x-instant in a request"),
        (NOTE, "note: {type: string, format: uri}", "Thing/note: response has format uri"),
        (KIND, f"    thing_input: {{type: string}}\n{KIND}", "become one class"),
        (ENUM, "[NEW, IN PROGRESS, IN-PROGRESS]", "become one name"),
        (ENUM, "[NEW, new, IN PROGRESS]", "Kind: enum values ['NEW', 'new']"),
        (f"{ENUM}}}", f"{ENUM}, x-enum-varnames: [NEW]}}", "Kind: x-enum-varnames needs"),
        (f"{ENUM}}}", f"{ENUM}, x-enum-varnames: [NEW, class]}}", "Kind: x-enum-varnames needs"),
        (NOTE, f"{NOTE[:-1]}, enum: [a, null]}}", "Thing/note: nullable enum"),
        (NOTE, f"note: {{type: array, items: {NOTE[6:-1]}, enum: [a]}}}}", "note/items: null"),
        (ITEMS, f"items: {NOTE[6:-1]}, enum: [NEW, null]}}", "update_thing kinds/items: nullable"),
        (NOTE, "note: {oneOf: [{type: string, enum: [a]}]}", "Thing/note/oneOf/0: inline enum"),
        (NOTE, "note: {type: object, properties: {a: {type: string}}}", "note: inline object"),
        (NOTE, f"{NOTE}\n      oneOf: [{{required: [note]}}]", "Thing: properties beside a union"),
        (NOTE, "note: {anyOf: [{type: number}]}", "without integer"),
    ],
    "links": [
        ("again:\n              operationId: update_thing", "again:\n              operationId: x",
         "update_thing 200 link again: the operation 'x' does not exist"),
        ('{thing_id: "$request', '{thing: "$request', "update_thing has no parameter 'thing'"),
        ("query.kinds", "path.kinds", "update_thing has no parameter 'path.kinds'"),
        ('{made: "$request', '{mode: "$request', "the body of update_thing has no field 'mode'"),
        (MARKED, "marked: {operationId: list_rows, requestBody: some}", "list_rows takes no body"),
        ('x-request-body: {made: "$', 'requestBody: {made: "$', "not a text: name it x-request"),
        (PATH, "$request.path.thing", "the request has no such parameter"),
        (PATH, "$request.query.thing_id", "the request has no such parameter"),
        (PATH, "$request.path", "$request.path is not a supported expression"),
        (PATH, "$response.body#kind", "$response.body#kind is not a supported expression"),
        (HEADER, "$response.header.X-Other", "the response has no such header"),
        (HEADER, "$response.path.thing_id", "the response has no such header"),
        (FIELD, "$response.body#/kinds", "the response's body has no such field"),
        (FIELD, "$response.body#/0/kind", "the response's body has no such field"),
        ("$request.body#/made", "$request.body#/note", "the request's body has no such field"),
    ],
}  # fmt: skip


def findings(old: str = "", new: str = "") -> list[str]:
    """Return the findings for the valid contract with one replacement."""
    assert not old or GOOD.count(old) == 1, old
    return lint_specs.findings("small.yaml", GOOD.replace(old, new) if old else GOOD)


def test_yaml_is_read_by_the_core_schema_of_version_1_2():
    text = "[no, 1_000, 010, 0o10, 0x1F, 1e3, .5, 12:30, 2023-08-01, ~, '', TRUE, .inf, y]"
    values = ["no", "1_000", 10, 8, 31, 1000.0, 0.5, "12:30", "2023-08-01", None, "", True]
    assert yaml12.load(text) == [*values, float("inf"), "y"]


def test_valid_contract_has_no_findings():
    assert findings() == []


@pytest.mark.parametrize(
    ("old", "new", "finding"), [case for each in CASES.values() for case in each]
)
def test_violation_is_found(old, new, finding):
    assert finding in "\n".join(findings(old, new))


def test_enum_values_can_have_explicit_names():
    values = "[NEW, IN PROGRESS, IN-PROGRESS], x-enum-varnames: [NEW, IN_PROGRESS, PROGRESSING]}"
    assert findings("[NEW, IN PROGRESS]}", values) == []


@pytest.mark.parametrize(
    "source",
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
def test_source_of_every_kind_is_valid(source):
    assert findings(SOURCE, f'x-source: ["{source}"]') == []


def test_link_can_point_into_a_list_of_an_alternative():
    note = f'note: {{oneOf: [{{type: "null"}}, {KINDS}]}}'
    valid = GOOD.replace(NOTE, note)
    assert lint_specs.findings("small.yaml", valid.replace("body#/kind", "body#/note/0")) == []
    found = lint_specs.findings("small.yaml", valid.replace("body#/kind", "body#/note/0/x"))
    assert "$response.body#/note/0/x: the response's body has no such field" in found[0]


def test_findings_have_file_and_place_and_set_the_exit_status(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lint_specs, "OPENAPI", tmp_path)
    (tmp_path / "small.config.yaml").write_text("not: a contract")
    (tmp_path / "small.yaml").write_text(GOOD)
    assert (lint_specs.main(), capsys.readouterr().out) == (0, "")
    (tmp_path / "small.yaml").write_text(GOOD.replace("x-confidence: high", ""))
    assert lint_specs.main() == 1
    expected = "small.yaml: update_thing: x-confidence must be high, medium or low\n"
    assert capsys.readouterr().out == expected
