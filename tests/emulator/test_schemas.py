"""Validators and their error messages."""

from labelbridge_emulator.contract.schemas import Schemas, validator_of


def closed(field, **properties):
    """A schema of an object with a required field and no additional properties."""
    return {
        "type": "object",
        "required": [field],
        "additionalProperties": False,
        "properties": properties,
    }


SHAPE = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Point", "Circle")]}
MODELS = {
    "Point": closed("x", x={"type": "number"}, id={"type": "string", "format": "uuid"}),
    "Circle": closed("radius", radius={"type": "number", "minimum": 0}),
    "Shape": SHAPE,
    "Shapes": {"type": "array", "items": {"$ref": "#/components/schemas/Shape"}},
}
PATHS = {"/a/{b}": {"get": {"schema": {"type": "integer"}}}}
SCHEMAS = Schemas("test", {"components": {"schemas": MODELS}, "paths": PATHS})


def errors(name, value):
    return SCHEMAS.at(("components", "schemas", name)).errors(value)


def test_valid_value_has_no_errors():
    assert errors("Shapes", [{"x": 1}, {"radius": 2.5}]) == []
    assert SCHEMAS.at(("paths", "/a/{b}", "get", "schema")).errors(1) == []


def test_errors_name_the_field():
    assert errors("Point", {}) == ['"x" is a required property']
    assert errors("Point", {"x": 1, "id": "12"}) == ['id: "12" is not a "uuid"']
    (error,) = errors("Point", {"x": 1, "xx": 2})
    assert "'xx' was unexpected" in error
    assert len(SCHEMAS.at(("paths", "/a/{b}", "get", "schema")).errors("one")) == 1


def test_alternatives_that_match_best_are_reported():
    (error,) = errors("Shapes", [{"x": 1}, {"radius": -1}])
    assert error == "1/radius: -1 is less than the minimum of 0"
    assert errors("Shape", {}) == ['"x" is a required property or "radius" is a required property']


def test_long_values_are_shortened():
    (error,) = validator_of({"type": "integer"}).errors("a" * 10_000)
    assert len(error) < 400
    assert error.endswith('is not of type "integer"')
