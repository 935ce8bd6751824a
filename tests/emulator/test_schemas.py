"""What is wrong with a value is said in words that name the place."""

import pytest

from labelbridge_emulator.contract.schemas import Schemas, standalone

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


def faults(name: str, value: object) -> list[str]:
    return SCHEMAS.at(("components", "schemas", name)).faults(value)


def test_what_fits_has_no_faults() -> None:
    assert faults("Shapes", [{"x": 1}, {"radius": 2.5}]) == []


def test_a_missing_field_is_named() -> None:
    assert faults("Point", {}) == ['"x" is a required property']


def test_an_unknown_field_is_named() -> None:
    (fault,) = faults("Point", {"x": 1, "xx": 2})
    assert "'xx' was unexpected" in fault


def test_formats_are_checked() -> None:
    assert faults("Point", {"x": 1, "id": "12"}) == ['id: "12" is not a "uuid"']


def test_of_alternatives_the_one_that_came_nearest_is_told() -> None:
    assert faults("Shapes", [{"x": 1}, {"radius": -1}]) == [
        "1/radius: -1 is less than the minimum of 0"
    ]


def test_alternatives_that_came_equally_near_are_all_told() -> None:
    assert faults("Shape", {}) == ['"x" is a required property or "radius" is a required property']


def test_long_values_are_cut() -> None:
    (fault,) = standalone({"type": "integer"}).faults("a" * 10_000)
    assert len(fault) < 400
    assert fault.endswith('is not of type "integer"')


@pytest.mark.parametrize(("value", "count"), [(1, 0), ("one", 1)])
def test_a_schema_is_found_by_its_place(value: object, count: int) -> None:
    assert len(SCHEMAS.at(("paths", "/a/{b}", "get", "schema")).faults(value)) == count
