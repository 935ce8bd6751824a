"""Errors of flows, and the class MissingValue."""

import copy
import pickle

import pytest

from labelbridge._core.flow import sleep
from labelbridge.errors import LabelbridgeError, MissingValue, ResponseFormatError
from tests.core.conftest import KEY

MESSAGE = (
    "get_image: Image.width is missing in the response or has another type; its raw value is in "
    "additional_properties"
)


@pytest.mark.parametrize("make", [copy.copy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_missing_value_names_its_place(make):
    error = make(MissingValue("Image", "width", "get_image"))
    assert (error.model, error.property, error.operation) == ("Image", "width", "get_image")
    assert str(error) == MESSAGE
    assert isinstance(error, LabelbridgeError)
    assert isinstance(error, AttributeError)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (MissingValue("Image", "width", "get_image"), ResponseFormatError(MESSAGE)),
        (ResponseFormatError(f"a {KEY}"), ResponseFormatError("a ***")),
    ],
)
def test_the_error_of_a_flow_has_no_secrets_and_is_no_missing_value(open_tools, raised, expected):
    def flow():
        yield from sleep(0)
        raise raised

    with pytest.raises(LabelbridgeError) as caught:
        open_tools().run(flow())
    assert type(caught.value) is type(expected)
    assert str(caught.value) == str(expected)
    if isinstance(raised, MissingValue):
        assert caught.value.operation == "get_image"
        assert caught.value.__cause__ is raised
