"""The output of the delta templates for a small contract, and inputs that they reject."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import generate

pytestmark = pytest.mark.skipif(
    not generate.ENVIRONMENT.is_dir(), reason="needs `make .envs/generator/.ok`"
)

SPEC = """
openapi: 3.1.0
info: {title: Small, version: "1"}
paths:
  /things/{thingId}:
    post:
      operationId: send_thing
      tags: [things]
      summary: Send a thing
      x-idempotent: true
      parameters:
        - {name: thingId, in: path, required: true, schema: {type: string}}
        - {name: maxCount, in: query, schema: {type: integer}}
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
      responses:
        "200": {description: ok, content: {application/x-ndjson: {schema: {type: string}}}}
        "204": {description: nothing}
        "404": {description: none, content: {application/json: {schema: {type: string}}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        thing: {$ref: "#/components/schemas/Thing"}
        class: {type: string}
        list: {type: string}
        type: {type: string}
        object: {oneOf: [{$ref: "#/components/schemas/Part"}, {type: integer}, {type: "null"}]}
    Part: {type: object, required: [format], properties: {format: {type: string}}}
"""


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that generates code from a contract into a folder."""
    templates = generate.installed_package() / "templates"
    monkeypatch.setattr(generate, "OPENAPI", tmp_path)

    def run(name: str, spec: str = SPEC, upstream: Path = templates) -> Path:
        (tmp_path / f"{name}.yaml").write_text(spec)
        generate.generate_platform(name, upstream, tmp_path / "scratch", tmp_path / name)
        return tmp_path / name

    return run


def test_generated_code_of_a_small_contract(make: Callable[..., Path]) -> None:
    small = make("small")
    module = (small / "api" / "things" / "send_thing.py").read_text()
    _, plan = module.split("def plan(")
    # names and types are those of the contract; optional parameters default to None
    assert "thing_id: str,\n    *,\n    body: Thing | None = None," in plan
    assert "max_count: int | None = None,\n) -> Plan[bytes | None]:" in plan
    assert 'path="/things/{thingId}"' in plan
    assert '"thingId": str(thing_id)' in plan
    assert "success={200: bytes, 204: None}" in plan
    files = {"__init__.py", "api", "models", "responses.py", "types.py"}
    assert {path.name for path in small.iterdir()} == files
    assert "idempotent=True" in plan
    # the functions of upstream that send requests are removed
    assert not [word for word in ("sync", "httpx", "errors", "Response") if word in module]
    # attributes are named as the keys, except keywords and names that the class uses
    model = (small / "models" / "thing.py").read_text()
    names = [line.split(":")[0].strip() for line in model.splitlines() if "| Unset = UNSET" in line]
    assert names[:5] == ["thing", "class_", "list_", "type", "object"]
    # only keys that differ from the attributes are listed
    assert "return read_input(cls, src_dict, _WIRE)\n" in model
    assert '_WIRE = {"class_": "class", "list_": "list"}' in model
    part = (small / "models" / "part.py").read_text()
    assert "return read_input(cls, src_dict, {})\n" in part
    # the output is reproducible
    assert generate.differences(small, make("again")) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("maxCount, in: query", "max, in: header", "a plan has no headers or cookies: send_thing"),
        ("application/json: {schema: {$ref", "application/octet-stream: {schema: {$ref", "JSON"),
        ("    Part:", "    part: {type: object}\n    Part:", "part"),
        ("thingId, in: path", "other, in: path", "Incorrect path templating"),
    ],
)
def test_unsupported_contract_raises(
    make: Callable[..., Path], old: str, new: str, reason: str
) -> None:
    assert SPEC.count(old) == 1
    with pytest.raises(generate.GenerationError, match=reason):
        make("small", SPEC.replace(old, new))


@pytest.mark.parametrize(
    ("template", "old", "reason"),
    [
        ("str_enum.py.jinja", "(StrEnum):", "text to replace occurs 0 times instead of 1"),
        (
            "model.py.jinja",
            "    def from_dict(",
            "from_dict has moved in upstream's model",
        ),
    ],
)
def test_changed_upstream_template_raises(
    make: Callable[..., Path], tmp_path: Path, template: str, old: str, reason: str
) -> None:
    changed = tmp_path / "upstream"
    shutil.copytree(generate.installed_package() / "templates", changed)
    text = (changed / template).read_text()
    assert old in text
    (changed / template).write_text(text.replace(old, "changed"))
    spec = SPEC.replace("class: {type: string}", "class: {type: string, enum: [a, b]}")
    with pytest.raises(generate.GenerationError, match=reason):
        make("small", spec, changed)
