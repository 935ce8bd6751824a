"""Errors of flows, and the class MissingValue."""

import copy
import pickle

import pytest

from labelbridge._core.flow import sleep
from labelbridge._core.json import validate
from labelbridge.errors import (
    ConfigurationError,
    InvalidArgument,
    LabelbridgeError,
    MissingValue,
    ResponseFormatError,
)
from labelbridge.files import FileSource
from labelbridge.options import ClientOptions
from tests.core.conftest import KEY

MESSAGE = (
    "get_image: Image.width is missing in the response, or its value has another type and is in "
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


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda url: validate.uuid("image_id", url), InvalidArgument),
        (lambda url: validate.integer("size", {url: 1}, minimum=1), InvalidArgument),
        (lambda url: FileSource.of(url, argument="file").info(), InvalidArgument),
        (lambda url: ClientOptions(paths={"get_image": url}), ConfigurationError),
    ],
)
def test_an_error_about_an_argument_does_not_show_the_query_of_a_signed_url(call, error):
    with pytest.raises(error) as caught:
        call("https://storage.test/a.jpg?Signature=signed")
    assert "signed" not in f"{caught.value}{caught.value!r}{vars(caught.value)}"
    assert "a.jpg?***" in str(caught.value)
