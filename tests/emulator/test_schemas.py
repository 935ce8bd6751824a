"""Validators and their error messages."""

from labelbridge_emulator.contract.schemas import Schemas, validator_of

SPEC = {
    "components": {
        "schemas": {
            "Point": {
                "type": "object",
                "required": ["x"],
                "additionalProperties": False,
                "properties": {"x": {"type": "number"}, "id": {"type": "string", "format": "uuid"}},
            },
            "Circle": {
                "type": "object",
                "required": ["radius"],
                "additionalProperties": False,
                "properties": {"radius": {"type": "number", "minimum": 0}},
            },
            "Shape": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Point"},
                    {"$ref": "#/components/schemas/Circle"},
                ]
            },
            "Shapes": {"type": "array", "items": {"$ref": "#/components/schemas/Shape"}},
        }
    },
    "paths": {"/a/{b}": {"get": {"schema": {"type": "integer"}}}},
}
SCHEMAS = Schemas("test", SPEC)


def errors(name: str, value: object) -> list[str]:
    return SCHEMAS.at(("components", "schemas", name)).errors(value)


def test_valid_value_has_no_errors() -> None:
    assert errors("Shapes", [{"x": 1}, {"radius": 2.5}]) == []
    assert SCHEMAS.at(("paths", "/a/{b}", "get", "schema")).errors(1) == []


def test_errors_name_the_field() -> None:
    assert errors("Point", {}) == ['"x" is a required property']
    assert errors("Point", {"x": 1, "id": "12"}) == ['id: "12" is not a "uuid"']
    (error,) = errors("Point", {"x": 1, "xx": 2})
    assert "'xx' was unexpected" in error
    assert len(SCHEMAS.at(("paths", "/a/{b}", "get", "schema")).errors("one")) == 1


def test_alternative_that_matches_best_is_reported() -> None:
    assert errors("Shapes", [{"x": 1}, {"radius": -1}]) == [
        "1/radius: -1 is less than the minimum of 0"
    ]


def test_equally_good_alternatives_are_all_reported() -> None:
    assert errors("Shape", {}) == ['"x" is a required property or "radius" is a required property']


def test_long_values_are_shortened() -> None:
    (error,) = validator_of({"type": "integer"}).errors("a" * 10_000)
    assert len(error) < 400
    assert error.endswith('is not of type "integer"')
